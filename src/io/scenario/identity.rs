//! What identifies a scenario: the merged document with all that was changed in it, and hashes of its texts and of the
//! files that it names.

use super::node::{Node, to_toml};
use super::problem::SourceText;
use crate::io::shipped;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// Names of files, and the SHA-256 of their texts.
pub type Inputs = BTreeMap<String, String>;

/// The name of a file that a scenario in a folder reads: the same wherever the program is started.
pub(super) fn relative(name: &str, folder: &Path) -> String {
    Path::new(name).strip_prefix(folder).map_or(name.into(), |below| below.display().to_string())
}

/// SHA-256 of a text, in hexadecimal digits.
pub(super) fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What files that a scenario has read hold now; a blank for one that cannot be read any more.
pub fn inputs_now<'n>(scenario: &Path, names: impl Iterator<Item = &'n str>) -> Inputs {
    let scenario = shipped::find(scenario);
    let folder = scenario.parent().unwrap_or(Path::new(""));
    let mut now = Inputs::new();
    for name in names {
        if !now.contains_key(name) {
            now.insert(name.into(), shipped::text(&folder.join(name)).map_or(String::new(), |text| fingerprint(&text)));
        }
    }
    now
}

/// The merged document as TOML, with the defaults of the top written out.
pub(super) fn resolved(root: &Node) -> String {
    let table: toml::Table = match to_toml(root) {
        toml::Value::Table(table) => table,
        _ => toml::Table::new(),
    };
    toml::to_string(&table).unwrap_or_default()
}

/// SHA-256 over the texts a scenario was read from, in the order in which they were opened.
pub fn fingerprint_of_sources<'a>(sources: impl IntoIterator<Item = &'a SourceText>) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        hash.update(source.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 over the merged document without `[sweep]` and the files it names.
pub(super) fn identity(root: &Node, files: &[SourceText]) -> String {
    let mut table = match to_toml(root) {
        toml::Value::Table(table) => table,
        _ => toml::Table::new(),
    };
    table.remove("sweep");
    let text = toml::to_string(&table).unwrap_or_default();
    let document = SourceText { name: String::new(), text };
    fingerprint_of_sources(std::iter::once(&document).chain(files))
}
