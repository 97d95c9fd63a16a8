//! CSV files that a scenario names. A name is relative to the file it is written in.

use super::problem::{Place, SourceText};
use super::reader::Reader;
use crate::io::shipped;
use std::io::Cursor;
use std::path::{Path, PathBuf};

impl Reader {
    /// Where a file is that is named at a place.
    pub fn file_named_at(&self, file: &str, place: &Place) -> PathBuf {
        self.folders.get(place.source).map_or(Path::new(""), PathBuf::as_path).join(file)
    }

    /// Opens a CSV file and reads its header.
    pub fn open_csv(
        &mut self,
        path: &str,
        file: &str,
        place: &Place,
    ) -> Option<(csv::Reader<Cursor<String>>, Vec<String>)> {
        let full = self.file_named_at(file, place);
        let opened = shipped::text(&full).map_err(csv::Error::from).and_then(|text| {
            let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(Cursor::new(text));
            let header = reader.headers()?.iter().map(String::from).collect();
            Ok((reader, header))
        });
        match opened {
            Ok(opened) => {
                self.remember(&full);
                Some(opened)
            }
            Err(error) => {
                let label = format!("`{path}` asks for it");
                self.complain(format!("cannot read {}: {error}", full.display()), label, place, None);
                None
            }
        }
    }

    /// What a scenario was read from is part of its fingerprint.
    fn remember(&mut self, path: &Path) {
        let name = path.display().to_string();
        if !self.files.iter().any(|file| file.name == name)
            && let Ok(text) = shipped::text(path)
        {
            self.files.push(SourceText { name, text });
        }
    }

    /// The first row names the columns: a value there would be lost.
    pub fn check_header(
        &mut self,
        file: &str,
        header: &[String],
        place: &Place,
        is_value: impl Fn(&str) -> bool,
    ) -> Option<()> {
        let first = header.first().map_or("", String::as_str);
        if first.is_empty() || is_value(first) {
            let title = format!("{file}, row 1: `{first}` is no header");
            let help = "the first row names the column".to_string();
            self.complain(title, "read from here", place, Some(help));
            return None;
        }
        Some(())
    }
}
