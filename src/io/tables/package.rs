//! `datapackage.json`: a Frictionless Data Package (version 1) that tells other tools the type, unit and meaning of every
//! column.

use super::columns::{Column, FILES, File, Type};
use serde_json::{Value, json};

/// Name of the description in a folder of results.
pub const PACKAGE: &str = "datapackage.json";

/// A column as a field of a Table Schema; units stand in the description, since the schema has no place for them.
fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Type::Text => "string",
        Type::Date => "date",
        Type::Number => "number",
        Type::Integer => "integer",
    };
    let description = match column.unit {
        "" | "1" => column.meaning.to_owned(),
        unit => format!("{} [{unit}]", column.meaning),
    };
    json!({ "name": column.name, "type": kind, "description": description })
}

/// A file as a resource, with the columns that its header has: optional ones are there only if something has a value.
fn resource(file: &File, text: &[u8]) -> Value {
    let header = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let header = String::from_utf8_lossy(header);
    let has = |column: &&Column| header.trim_end().split(',').any(|name| name == column.name);
    let fields: Vec<Value> = file.columns.iter().filter(has).map(field).collect();
    json!({
        "name": file.name.trim_end_matches(".csv"),
        "path": file.name,
        "profile": "tabular-data-resource",
        "description": format!("One row per {}.", file.row),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": { "fields": fields, "missingValues": [""] },
    })
}

/// The description of all tables of a run; `tables` are names and texts.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn package(scenario: &str, title: &str, tables: &[(&str, Vec<u8>)]) -> serde_json::Result<Vec<u8>> {
    let text = |name: &str| tables.iter().find(|(table, _)| *table == name).map(|(_, text)| text.as_slice());
    let resources: Vec<Value> = FILES.iter().filter_map(|file| Some(resource(file, text(file.name)?))).collect();
    let package = json!({
        "profile": "tabular-data-package",
        // Names of packages are in lower case, of letters, digits and `.-_`.
        "name": scenario.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric() && !".-_".contains(c), "-"),
        "title": title,
        "resources": resources,
    });
    serde_json::to_vec_pretty(&package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_columns_that_are_there_are_described() {
        let text = b"arm,week_start,occupation,fte_staffed,quits\n".to_vec();
        let bytes = package("My run", "T", &[("staffing.csv", text)]).expect("written");
        let package: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(package["name"], "my-run");
        let fields = package["resources"][0]["schema"]["fields"].as_array().expect("fields");
        let told: Vec<String> = fields.iter().map(|field| format!("{} {}", field["name"], field["type"])).collect();
        let expected = [
            r#""arm" "string""#,
            r#""week_start" "date""#,
            r#""occupation" "string""#,
            r#""fte_staffed" "number""#,
            r#""quits" "number""#,
        ];
        assert_eq!(told, expected);
        assert!(fields[3]["description"].as_str().expect("a text").ends_with("[FTE]"));
    }
}
