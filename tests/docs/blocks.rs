//! Every block of code in the README, the galleries and the guides is run.
//!
//! Blocks are fenced or indented by four spaces. Those of one document are done in order in one folder that has a copy
//! of `scenarios/` and nothing else, as a reader would who types them:
//!
//! - lines that begin with `sim` or `cargo run` are run. Behind `$ ` stands a command with what it prints below it,
//!   compared line by line; `...` stands for any text, and alone in a line for any lines;
//! - TOML is read by `sim check`. If its first line is `# NAME.toml`, it is written there; if that line ends with `at
//!   the end`, it is added to that file;
//! - the tables and columns of SQL must exist, and DuckDB runs it where Python has it.
//!
//! A comment just before a block says what else holds: `<!-- block: not run: WHY -->`, `synopsis` (a list of commands,
//! whose options must exist), `checked: WHY` (`sim check` in place of `sim run`), `with --replications 1` (further
//! arguments), `columns of TABLE.csv` (`created_*` are several). A block of which nothing of this is true fails. In the
//! guides and exercises a number with an interval is one that a block of the same document prints.

use crate::support::program;
use rayon::prelude::*;
use sim::io::tables::FILES;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A block and where it stands.
#[derive(Debug)]
struct Block {
    line: usize,
    /// What stands behind the fence.
    language: String,
    /// What the comment before it says.
    comment: String,
    lines: Vec<String>,
}

/// A document taken apart.
#[derive(Debug, Default)]
struct Document {
    blocks: Vec<Block>,
    prose: String,
}

fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        ["README.md", "scenarios/README.md", "scenarios/teaching/README.md"].map(PathBuf::from).into();
    let guides = fs::read_dir("src/guide").expect("the guides").map(|entry| entry.expect("an entry").path());
    found.extend(guides.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    found.sort();
    found
}

fn parse(text: &str) -> Document {
    let mut document = Document::default();
    let mut comment = String::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let start = at;
        let blank_before = at == 0 || lines[at - 1].trim().is_empty();
        let mut block = |language: &str, lines: Vec<String>| {
            let comment = std::mem::take(&mut comment);
            document.blocks.push(Block { line: start + 1, language: language.into(), comment, lines });
        };
        if let Some(language) = line.trim_start().strip_prefix("```") {
            let end = (at + 1..lines.len()).find(|at| lines[*at].trim_start().starts_with("```"));
            at = end.unwrap_or_else(|| panic!("line {}: this fence is never closed", start + 1));
            block(language.trim(), lines[start + 1..at].iter().map(|line| line.to_string()).collect());
        } else if blank_before && line.starts_with("    ") {
            while at + 1 < lines.len() && (lines[at + 1].starts_with("    ") || lines[at + 1].trim().is_empty()) {
                at += 1;
            }
            let inside = lines[start..=at].iter().map(|line| line.get(4..).unwrap_or_default().to_string());
            let mut inside: Vec<String> = inside.collect();
            while inside.last().is_some_and(|line| line.is_empty()) {
                inside.pop();
            }
            block("", inside);
        } else if let Some(said) = line.strip_prefix("<!-- block: ").and_then(|rest| rest.strip_suffix(" -->")) {
            comment = said.into();
        } else if !line.trim().is_empty() {
            assert!(comment.is_empty(), "line {}: no block follows on `{comment}`", at + 1);
            document.prose += line.trim_start_matches(['>', ' ']);
            document.prose.push(' ');
        }
        at += 1;
    }
    document
}

/// The words of a command line as a shell splits them; what follows on ` # ` is a comment.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (None, '#') if word.is_none() => break,
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// Whether a line that was printed is the one in the document, in which `...` is any text.
fn same_line(expected: &str, printed: &str) -> bool {
    let (expected, printed) = (expected.trim_end(), printed.trim_end());
    let Some((before, after)) = expected.split_once("...") else { return expected == printed };
    printed
        .strip_prefix(before)
        .is_some_and(|rest| (0..=rest.len()).any(|cut| rest.get(cut..).is_some_and(|rest| same_line(after, rest))))
}

/// What is different, if anything: the first expected line that nothing printed can stand for.
fn difference(expected: &[String], printed: &[&str]) -> Option<String> {
    // How many printed lines may stand for the expected ones so far.
    let mut ends = BTreeSet::from([0]);
    for line in expected {
        let next: BTreeSet<usize> = match line.trim() {
            "..." => (ends.first().copied().unwrap_or(0)..=printed.len()).collect(),
            _ => ends
                .iter()
                .filter(|at| printed.get(**at).is_some_and(|text| same_line(line, text)))
                .map(|at| at + 1)
                .collect(),
        };
        if next.is_empty() {
            return Some(format!("not printed here: {line}"));
        }
        ends = next;
    }
    let rest = &printed[*ends.last().expect("never empty")..];
    rest.iter().find(|line| !line.trim().is_empty()).map(|line| format!("printed, not in the text: {line}"))
}

/// A document being followed.
struct Reader {
    folder: tempfile::TempDir,
    /// All that was printed so far.
    printed: String,
    /// What is wrong, each with its line.
    wrong: Vec<String>,
}

impl Reader {
    fn new() -> Reader {
        let folder = tempfile::tempdir().expect("a folder");
        copy(Path::new("scenarios"), &folder.path().join("scenarios"));
        Reader { folder, printed: String::new(), wrong: Vec::new() }
    }

    /// Runs `sim`; what it printed, standard output first, and its exit code.
    fn sim(&mut self, arguments: &[String]) -> (String, Option<i32>) {
        let mut command = program();
        let output =
            command.args(arguments).current_dir(&self.folder).env("NO_COLOR", "1").output().expect("sim starts");
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8")).concat();
        self.printed += &text;
        (text, output.status.code())
    }

    /// Does a block.
    fn follow(&mut self, block: &Block) {
        let first = block.lines.first().map_or("", |line| line.trim_start());
        let command = |line: &str| ["sim ", "cargo ", "$ "].iter().any(|start| line.starts_with(start));
        let done = match (block.comment.split_once(": ").unwrap_or((&block.comment, "")), block.language.as_str()) {
            (("not run", why), _) if why.len() > 5 => Ok(()),
            (("synopsis", ""), _) => self.synopsis(block),
            (("", ""), "toml") => self.toml(block),
            (("", ""), "sql") => self.sql(block),
            (("", ""), _) if first.starts_with("select ") => self.sql(block),
            ((table, ""), _) if table.starts_with("columns of ") => {
                columns_exist(&block.lines.join(" "), table.trim_start_matches("columns of "), &[])
            }
            (_, "" | "console" | "sh") if command(first) => self.commands(block),
            _ => Err("neither run nor excused".into()),
        };
        if let Err(why) = done {
            self.wrong.push(format!("line {}: {why}", block.line));
        }
    }

    fn commands(&mut self, block: &Block) -> Result<(), String> {
        let mut lines = block.lines.iter().peekable();
        while let Some(line) = lines.next() {
            let mut line = line.clone();
            while let Some(start) = line.strip_suffix('\\') {
                line = format!("{start}{}", lines.next().ok_or("a command ends in the middle")?.trim_start());
            }
            let prompt = line.strip_prefix("$ ");
            let mut words = words(prompt.unwrap_or(&line)).into_iter();
            let (printed, code) = match words.next().as_deref() {
                None => continue,
                Some("sim") => self.sim(&adapted(words.collect(), &block.comment)),
                Some("cargo") => match words.next().as_deref() {
                    Some("test") => continue, // This is it.
                    Some("run") => {
                        let arguments = words.skip_while(|word| word != "--").skip(1).collect();
                        self.sim(&adapted(arguments, &block.comment))
                    }
                    _ => return Err(format!("nobody runs `{line}`")),
                },
                Some("cat") => {
                    let file = self.folder.path().join(words.next().ok_or("cat what?")?);
                    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
                    self.printed += &text;
                    (text, Some(0))
                }
                _ => return Err(format!("nobody runs `{line}`")),
            };
            let mut expected = Vec::new();
            while prompt.is_some() && lines.peek().is_some_and(|line| !line.starts_with("$ ")) {
                expected.extend(lines.next().cloned());
            }
            while expected.last().is_some_and(|line| line.trim().is_empty()) {
                expected.pop();
            }
            let fails = expected.iter().any(|line| line.starts_with("error"));
            if code != Some(if fails { 2 } else { 0 }) {
                return Err(format!("`{line}` ends with {code:?}:\n{printed}"));
            }
            if let Some(wrong) =
                difference(&expected, &printed.lines().collect::<Vec<_>>()).filter(|_| !expected.is_empty())
            {
                return Err(format!("`{line}`\n    {wrong}\nall of it:\n{printed}"));
            }
        }
        Ok(())
    }

    fn toml(&mut self, block: &Block) -> Result<(), String> {
        let text = block.lines.join("\n") + "\n";
        let named =
            block.lines.first().and_then(|line| line.strip_prefix("# ")).map(|line| match line.split_once(", ") {
                Some((name, what)) => (name, what == "at the end"),
                None => (line, false),
            });
        let (name, add) = named.filter(|(name, _)| name.ends_with(".toml")).unwrap_or(("block.toml", false));
        let path = self.folder.path().join(name);
        let before =
            if add { fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))? } else { String::new() };
        fs::write(&path, before + "\n" + &text).expect("written");
        match self.sim(&["check".into(), name.into()]) {
            (_, Some(0)) => Ok(()),
            (printed, _) => Err(printed),
        }
    }

    fn sql(&mut self, block: &Block) -> Result<(), String> {
        let query = block.lines.join("\n");
        let file = query.split('\'').find(|part| part.ends_with(".csv")).ok_or("a query of no table")?;
        let (folder, table) = file.rsplit_once('/').ok_or("a table is in a folder")?;
        columns_exist(&query, table, &SQL_WORDS)?;
        let python = std::env::var("SIM_PYTHON").unwrap_or_else(|_| "python3".into());
        let has_duckdb =
            Command::new(&python).args(["-c", "import duckdb"]).output().is_ok_and(|run| run.status.success());
        if !has_duckdb {
            println!("SKIPPED: {python} has no duckdb; the columns of the query exist");
            return Ok(());
        }
        // All results have the same columns.
        if !self.folder.path().join(file).exists() {
            self.sim(&["run", "cdi_programme", "--replications", "2", "--quiet", "--out", folder].map(String::from));
        }
        let script = "import duckdb, sys; print(duckdb.sql(sys.argv[1]))";
        let output =
            Command::new(&python).args(["-c", script, &query]).current_dir(&self.folder).output().expect("it is there");
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        self.printed += &text(&output.stdout);
        if output.status.success() { Ok(()) } else { Err(text(&output.stderr)) }
    }

    /// The commands of a synopsis exist, and the options named with each.
    fn synopsis(&mut self, block: &Block) -> Result<(), String> {
        let (mut help, mut command, mut wrong) = (String::new(), String::new(), Vec::new());
        for line in &block.lines {
            if let Some(rest) = line.strip_prefix("sim ") {
                command = rest.split(' ').next().unwrap_or_default().into();
                let (text, code) = self.sim(&[command.clone(), "--help".into()]);
                help = text;
                if code != Some(0) {
                    wrong.push(format!("there is no `sim {command}`"));
                }
            }
            let options = line.split([' ', '`', ',', '(', ')', '|', '[']).filter(|word| word.starts_with("--"));
            for option in options.map(|option| option.trim_end_matches([':', '.', ';'])) {
                if !help.split([' ', '\n', '=', ',', '[']).any(|word| word == option) {
                    wrong.push(format!("`sim {command}` has no {option}"));
                }
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
    }
}

/// A command with what the comment before its block says.
fn adapted(mut arguments: Vec<String>, comment: &str) -> Vec<String> {
    if let Some(more) = comment.strip_prefix("with ") {
        arguments.extend(words(more));
    }
    if comment.starts_with("checked: ") && arguments.first().is_some_and(|command| command == "run") {
        let mut rest = arguments.into_iter().skip(1);
        let mut kept = vec!["check".to_string()];
        kept.extend(rest.next());
        while let Some(word) = rest.next() {
            if word == "--set" {
                kept.extend([word].into_iter().chain(rest.next()));
            }
        }
        return kept;
    }
    arguments
}

const SQL_WORDS: [&str; 22] = [
    "select", "from", "where", "and", "or", "not", "in", "is", "null", "group", "order", "by", "as", "desc", "asc",
    "limit", "sum", "avg", "min", "max", "count", "round",
];

/// Every word of a text is a column of a table or one of some others; what is in quotes does not count.
fn columns_exist(text: &str, table: &str, others: &[&str]) -> Result<(), String> {
    let file = FILES.iter().find(|file| file.name == table).ok_or_else(|| format!("there is no {table}"))?;
    let outside: String = text.split('\'').step_by(2).collect::<Vec<_>>().join(" ");
    let words = outside.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let of_several = |word: &str, column: &str| word.ends_with('_') && column.starts_with(word);
    let is_column = |word: &str| {
        file.columns.iter().any(|column| column.name == word || of_several(word, column.name)) || others.contains(&word)
    };
    let unknown: BTreeSet<&str> =
        words.filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_column(word)).collect();
    if unknown.is_empty() { Ok(()) } else { Err(format!("{table} has no column {unknown:?}")) }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).expect("copied");
        }
    }
}

/// Numbers with intervals, such as `+18.4 ±0.2`.
fn intervals(prose: &str) -> Vec<String> {
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let mut found = Vec::new();
    for (place, _) in prose.match_indices(" ±") {
        let start = prose[..place].rfind(|c: char| !number(c)).map_or(0, |at| at + 1);
        let start = if prose[..start].ends_with(['+', '-']) { start - 1 } else { start };
        let after = &prose[place + " ±".len()..];
        let end = after.find(|c: char| !number(c)).unwrap_or(after.len());
        found.push(format!("{} ±{}", &prose[start..place], after[..end].trim_end_matches('.')));
    }
    found
}

#[test]
fn every_block_of_the_documents_is_run() {
    let seen = AtomicUsize::new(0);
    let follow = |path: &PathBuf| {
        let document = parse(&fs::read_to_string(path).expect("readable"));
        let mut reader = Reader::new();
        for block in &document.blocks {
            reader.follow(block);
        }
        if !["README.md", "scenarios/README.md"].map(Path::new).contains(&path.as_path()) {
            for number in intervals(&document.prose) {
                let signed = number.starts_with(['+', '-']);
                let found = |(at, _): (usize, &str)| signed || !reader.printed[..at].ends_with(['+', '-', '.']);
                if !reader.printed.match_indices(&number).any(found) {
                    reader.wrong.push(format!("no block prints {number}"));
                }
            }
        }
        println!("{}: {} blocks", path.display(), document.blocks.len());
        seen.fetch_add(document.blocks.len(), Ordering::Relaxed);
        reader.wrong.into_iter().map(|wrong| format!("{}, {wrong}", path.display())).collect::<Vec<_>>()
    };
    let wrong: Vec<String> = documents().par_iter().flat_map(follow).collect();
    assert!(seen.into_inner() >= 40, "blocks are overlooked");
    assert!(wrong.is_empty(), "{} blocks are wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn a_block_that_is_wrong_is_seen() {
    let wrong = |text: &str| {
        let mut reader = Reader::new();
        parse(text).blocks.iter().for_each(|block| reader.follow(block));
        reader.wrong.join("\n")
    };
    for (text, why) in [
        ("    sim run no_such_scenario\n", "sim list"),
        ("```console\n$ sim list\nehr_rollout  What?\n...\n```\n", "not printed here: ehr_rollout"),
        ("```toml\n[site.clinic]\nstuff = 1\n```\n", "stuff"),
        ("```sql\nselect mien from 'results/a/summary.csv'\n```\n", "mien"),
        ("<!-- block: synopsis -->\n\n    sim run FILE\n      --outt DIR\n", "has no --outt"),
        ("<!-- block: columns of ledger.csv -->\n\n    arm_hours = control_ours\n", "control_ours"),
        ("    qsub sweep.pbs\n", "neither run nor excused"),
        ("<!-- block: not run: -->\n\n    qsub sweep.pbs\n", "neither run nor excused"),
        ("```yaml\na: 1\n```\n", "neither run nor excused"),
    ] {
        assert!(wrong(text).contains(why), "{text}\ngives {:?}", wrong(text));
    }
    let right = "Text.\n\n    sim check cdi_programme\n\n```console\n$ sim list\n...\nehr_rollout ... Who does the ... gone?\n...\n```\n";
    assert_eq!(wrong(right), "");
    assert_eq!(words("sim a 'b c'=\"d\" # e"), ["sim", "a", "b c=d"]);
    assert_eq!(intervals("it is +18.4 ±0.2, or 3 ±1."), ["+18.4 ±0.2", "3 ±1"]);
}
