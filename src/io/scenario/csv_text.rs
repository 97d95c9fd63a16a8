//! Text of a CSV file -> header and rows of equal length. Every reader of a user's CSV file begins here, so that a file
//! that is no CSV as `sim` reads it (commas between columns, points in numbers, a header) is refused in the same words.

use csv::{Position, ReaderBuilder, StringRecord, Trim};

/// A CSV file as it was read.
pub(super) struct Csv {
    /// Names of the columns, each once (an unnamed column may come again).
    pub header: Vec<String>,
    pub rows: Vec<CsvRow>,
}

/// One row.
pub(super) struct CsvRow {
    /// Line of the file, the header being line 1.
    pub line: u64,
    fields: StringRecord,
}

impl CsvRow {
    /// The text in a column.
    pub fn field(&self, column: usize) -> &str {
        self.fields.get(column).unwrap_or_default()
    }

    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter()
    }
}

/// Why a text is no CSV file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    pub line: u64,
    pub what: String,
    pub help: Option<String>,
}

/// Reads a text with a header.
///
/// # Errors
/// If columns are separated by anything but commas, a name stands twice in the header, or a row has more or fewer
/// values than there are columns.
pub(super) fn parse(text: &str) -> Result<Csv, Malformed> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().trim(Trim::All).flexible(true).from_reader(text.as_bytes());
    let malformed = |line, what: String, help: Option<&str>| Malformed { line, what, help: help.map(String::from) };
    let header: Vec<String> =
        reader.headers().map_err(|error| malformed(1, error.to_string(), None))?.iter().map(String::from).collect();
    for (separator, name) in [(';', "semicolons"), ('\t', "tabs")] {
        if header.iter().any(|column| column.contains(separator)) {
            let what = format!("columns are separated by {name}; sim reads commas");
            let help = "save it with commas between columns and points in numbers: 2024-01-31,1.5";
            return Err(malformed(1, what, Some(help)));
        }
    }
    let again = |place: usize| !header[place].is_empty() && header[..place].contains(&header[place]);
    if let Some(place) = (0..header.len()).find(|place| again(*place)) {
        let what = format!("the column `{}` stands there twice", header[place]);
        return Err(malformed(1, what, Some("remove one of them, or give it another name")));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let fields =
            record.map_err(|error| malformed(error.position().map_or(0, Position::line), error.to_string(), None))?;
        let line = fields.position().map_or(0, |position| line_of(text, position));
        if fields.len() != header.len() {
            let (values, columns) = (counted(fields.len(), "value"), counted(header.len(), "column"));
            let (what, help) = if fields.len() > header.len() {
                (format!("{values} under {columns}"), "if a number has a decimal comma, write a point: 1.5")
            } else {
                (format!("{values} under {columns}; fill in what is missing"), "each row has a value for each column")
            };
            return Err(malformed(line, what, Some(help)));
        }
        rows.push(CsvRow { line, fields });
    }
    Ok(Csv { header, rows })
}

/// The line on which a row begins: the reader's position is before the empty lines that it has skipped.
fn line_of(text: &str, position: &Position) -> u64 {
    let rest = text.as_bytes().get(position.byte() as usize..).unwrap_or_default();
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + skipped.filter(|byte| **byte == b'\n').count() as u64
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A remedy for a number with a comma, in whatever place; none if the text is no such number.
pub(super) fn comma_in(text: &str) -> Option<String> {
    let pointed = text.replace(',', ".");
    let is_number = text.contains(',') && pointed.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
    is_number.then(|| "numbers have a point and no comma: 1.5, 1500".into())
}

/// Names as a message lists them.
pub(super) fn listed(header: &[String]) -> String {
    let quoted: Vec<String> = header.iter().map(|name| format!("`{name}`")).collect();
    match quoted.len() {
        1 => format!("the column {}", quoted[0]),
        _ => format!("the columns {}", quoted.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (u64, String) {
        let malformed = parse(text).map(|csv| csv.header).expect_err(text);
        (malformed.line, malformed.what)
    }

    #[test]
    fn commas_separate_columns_and_nothing_else_does() {
        assert_eq!(refused("id;minutes\n1;2,5\n"), (1, "columns are separated by semicolons; sim reads commas".into()));
        assert_eq!(refused("id\tminutes\n1\t2.5\n"), (1, "columns are separated by tabs; sim reads commas".into()));
        assert_eq!(refused("minutes\n2.5\n2,5\n"), (3, "2 values under 1 column".into()));
    }

    #[test]
    fn a_name_stands_once_and_every_row_is_whole() {
        assert_eq!(refused("clerk,clerk\n2,5\n"), (1, "the column `clerk` stands there twice".into()));
        // The empty line counts: the short row is the fourth of the file, as an editor shows it.
        assert_eq!(refused("a,b\n1,2\n\n3\n"), (4, "1 value under 2 columns; fill in what is missing".into()));
    }

    #[test]
    fn a_mark_of_the_encoding_is_no_part_of_the_first_name() {
        // Spreadsheets write U+FEFF in front of "CSV UTF-8".
        assert_eq!(parse("\u{feff}time,id\n1,2\n").map(|csv| csv.header).expect("a file"), ["time", "id"]);
    }

    #[test]
    fn numbers_with_commas_are_known_as_such() {
        assert!(comma_in("1,5").is_some() && comma_in("1,500.25").is_some());
        assert!(comma_in("1.5").is_none() && comma_in("a, b").is_none() && comma_in(",").is_some());
    }
}
