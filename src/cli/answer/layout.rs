//! Tables without lines that fit a width: columns that do not stand beside the others follow in a block below.

use crate::cli::terminal::fold;

/// A table: what each column is called, and rows of a label and a cell for each column.
pub(super) struct TextTable {
    pub header: Vec<String>,
    /// So many columns stand in front of every block.
    pub repeated: usize,
    pub rows: Vec<(String, Vec<String>)>,
}

/// Between columns.
const GAP: usize = 2;
/// A column's name is folded where it is longer than its cells and this.
const NAME: usize = 12;

impl TextTable {
    /// As text, a blank line after each block. Labels are folded where they are longer than half of the width, or than
    /// two fifths if more columns then stand beside each other.
    pub(super) fn text(&self, width: usize) -> String {
        let columns: Vec<TextColumn> = (0..self.header.len()).map(|number| self.column(number)).collect();
        let folded = |most: usize| {
            let labels: Vec<Vec<String>> = self.rows.iter().map(|(label, _)| fold_label(label, most)).collect();
            let label = labels.iter().flatten().map(|line| wide(line)).max().unwrap_or(0);
            let blocks = self.blocks(&columns, width.saturating_sub(label));
            (labels, label, blocks)
        };
        let (generous, narrow) = (folded(width / 2), folded(2 * width / 5));
        let (labels, label, blocks) = if narrow.2.len() < generous.2.len() { narrow } else { generous };
        blocks.iter().map(|block| self.block(block, &labels, label) + "\n").collect()
    }

    /// Columns that stand beside each other in so much room.
    fn blocks<'c>(&self, columns: &'c [TextColumn], width: usize) -> Vec<Vec<&'c TextColumn>> {
        let (in_front, others) = columns.split_at(self.repeated);
        let taken: usize = in_front.iter().map(|column| GAP + column.width).sum();
        let mut blocks: Vec<Vec<&TextColumn>> = vec![in_front.iter().collect()];
        let mut room = width.saturating_sub(taken);
        for column in others {
            if room < GAP + column.width && blocks.last().is_some_and(|block| block.len() > self.repeated) {
                blocks.push(in_front.iter().collect());
                room = width.saturating_sub(taken);
            }
            blocks.last_mut().expect("never empty").push(column);
            room = room.saturating_sub(GAP + column.width);
        }
        blocks
    }

    fn column(&self, number: usize) -> TextColumn {
        let cells: Vec<&str> = self.rows.iter().map(|(_, cells)| cells[number].as_str()).collect();
        let longest = cells.iter().map(|cell| wide(cell)).max().unwrap_or(0);
        let name = fold_name(&self.header[number], longest.max(NAME));
        let width = name.iter().map(|line| wide(line)).max().unwrap_or(0).max(longest);
        TextColumn { number, name, width }
    }

    fn block(&self, columns: &[&TextColumn], labels: &[Vec<String>], label: usize) -> String {
        let mut text = String::new();
        let mut line = |first: &str, cells: &mut dyn Iterator<Item = (&str, usize)>| {
            let cells: String = cells.map(|(cell, width)| format!("{:GAP$}{cell:>width$}", "")).collect();
            text += format!("{first:label$}{cells}").trim_end();
            text.push('\n');
        };
        let height = columns.iter().map(|column| column.name.len()).max().unwrap_or(0);
        for row in 0..height {
            // Names end just above their cells.
            let part = |column: &TextColumn| (row + column.name.len()).checked_sub(height);
            let name = |column: &&'_ &TextColumn| part(column).map_or(String::new(), |part| column.name[part].clone());
            let names: Vec<(String, usize)> = columns.iter().map(|column| (name(&column), column.width)).collect();
            line("", &mut names.iter().map(|(name, width)| (name.as_str(), *width)));
        }
        for ((_, cells), lines) in self.rows.iter().zip(labels) {
            let (last, before) = lines.split_last().expect("a label has a line");
            before.iter().for_each(|part| line(part, &mut std::iter::empty()));
            line(last, &mut columns.iter().map(|column| (cells[column.number].as_str(), column.width)));
        }
        text
    }
}

struct TextColumn {
    number: usize,
    /// Its lines.
    name: Vec<String>,
    width: usize,
}

fn wide(text: &str) -> usize {
    text.chars().count()
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A label folded at spaces, further lines two columns further in; a word that is too long is folded as a name.
fn fold_label(label: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in fold(label, width, indent_of(label) + 2).lines() {
        let indent = indent_of(line);
        let parts = fold_name(line.trim_start(), width.saturating_sub(indent).max(NAME));
        lines.extend(parts.into_iter().map(|part| format!("{:indent$}{part}", "")));
    }
    lines
}

/// A name folded after the marks within it, or anywhere.
fn fold_name(name: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in name.split_inclusive(['_', '-', ' ', '.']) {
        let line = lines.last_mut().expect("never empty");
        if !line.is_empty() && wide(line) + wide(part) > width {
            lines.push(String::new());
        }
        for letter in part.chars() {
            if wide(lines.last().expect("never empty")) == width {
                lines.push(String::new());
            }
            lines.last_mut().expect("never empty").push(letter);
        }
    }
    lines
}

/// A name that may take so many columns.
pub(super) fn shortened(name: &str, width: usize) -> String {
    if wide(name) <= width { name.into() } else { name.chars().take(width.saturating_sub(1)).chain(['…']).collect() }
}
