//! `datapackage.json`: a Frictionless Data Package (version 1) that tells other tools the type, unit and meaning of
//! every column.

use super::columns::{File, file};
use crate::experiment::{Column, Type, in_currency};
use serde_json::{Map, Value, json};

/// Name of the description in a folder of results.
pub const PACKAGE: &str = "datapackage.json";

/// What a package is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Name of the scenario.
    pub scenario: &'a str,
    /// One line that says what it is about.
    pub title: &'a str,
    /// How to cite the run, in one line.
    pub cite: &'a str,
    /// Code of the currency of all money, if it is named.
    pub currency: Option<&'a str>,
}

/// A column as a field of a Table Schema, which has no place for units: they stand in a property of our own, and in the
/// description for readers.
fn field(column: &Column, currency: Option<&str>) -> Value {
    let kind = match column.kind {
        Type::Text => "string",
        Type::Date => "date",
        Type::DateTime => "datetime",
        Type::Number => "number",
        Type::Integer => "integer",
    };
    let mut field = Map::new();
    field.insert("name".into(), column.name.into());
    field.insert("type".into(), kind.into());
    if column.kind == Type::DateTime {
        field.insert("format".into(), "%Y-%m-%dT%H:%M:%S.%f".into());
    }
    let unit = in_currency(column.unit, currency);
    let description = match &*unit {
        "" | "1" => column.meaning.to_owned(),
        unit => format!("{} [{unit}]", column.meaning),
    };
    field.insert("description".into(), description.into());
    if !unit.is_empty() {
        field.insert("unit".into(), unit.into());
    }
    field.into()
}

/// A table with the columns that it has.
fn resource(file: &File, fields: Vec<Value>) -> Value {
    let mut schema = Map::new();
    let key: Vec<&Value> = fields.iter().take(file.key).map(|field| &field["name"]).collect();
    if !key.is_empty() {
        schema.insert("primaryKey".into(), json!(key));
    }
    schema.insert("missingValues".into(), json!([""]));
    schema.insert("fields".into(), fields.into());
    json!({
        "name": file.name.trim_end_matches(".csv"),
        "path": file.name,
        "profile": "tabular-data-resource",
        "description": format!("One row per {}.", file.row),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    })
}

/// A file of a run: optional columns are described only if its header has them.
fn of_run(file: &File, text: &[u8], currency: Option<&str>) -> Value {
    let header = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let header = String::from_utf8_lossy(header);
    let has = |column: &&Column| header.trim_end().split(',').any(|name| name == column.name);
    resource(file, file.columns.iter().filter(has).map(|column| field(column, currency)).collect())
}

/// The description of all tables of a run; `tables` are names and texts, of which the header is enough.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn package(about: About<'_>, tables: &[(&str, &[u8])]) -> serde_json::Result<Vec<u8>> {
    let is_table = |name: &str| name.ends_with(".csv");
    let resources =
        tables.iter().filter(|(name, _)| is_table(name)).map(|(name, text)| of_run(file(name), text, about.currency));
    written(about, resources.collect())
}

/// What type the values of a varied input have, as the schema calls it.
fn kind_of<'v>(mut values: impl Iterator<Item = &'v str> + Clone) -> &'static str {
    let is_number = |value: &str| value.parse::<f64>().is_ok_and(f64::is_finite);
    match values.clone().all(is_number) {
        true => "number",
        false if values.all(|value| matches!(value, "true" | "false")) => "boolean",
        false => "string",
    }
}

/// The description of the tables of a sweep: `factors` are the paths of the varied inputs, each with its value at every
/// point.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn sweep_package(about: About<'_>, factors: &[(&str, Vec<&str>)]) -> serde_json::Result<Vec<u8>> {
    let factor = |(path, values): &(&str, Vec<&str>)| json!({ "name": path, "type": kind_of(values.iter().copied()), "description": format!("value of `{path}` at the point") });
    let resources = super::SWEEP_FILES.iter().map(|table| {
        let (point, rest) = table.columns.split_first().expect("each begins with the point");
        let more = if table.name == "results.csv" { file("summary.csv").columns } else { &[] };
        let fields = std::iter::once(field(point, about.currency)).chain(factors.iter().map(factor));
        resource(table, fields.chain(rest.iter().chain(more).map(|column| field(column, about.currency))).collect())
    });
    written(about, resources.collect())
}

fn written(about: About<'_>, resources: Vec<Value>) -> serde_json::Result<Vec<u8>> {
    let package = json!({
        "profile": "tabular-data-package",
        // Names of packages are in lower case, of letters, digits and `.-_`.
        "name": about.scenario.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric() && !".-_".contains(c), "-"),
        "title": about.title,
        "description": "Results of a simulation. The licence of sim does not cover them: whoever made the run says what may be done with them.",
        "sources": [{ "title": about.cite }],
        "resources": resources,
    });
    let mut text = serde_json::to_vec_pretty(&package)?;
    text.push(b'\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About<'_> = About { scenario: "My run", title: "T", cite: "C", currency: None };

    fn fields(resource: &Value) -> Vec<String> {
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        fields.iter().map(|field| format!("{} {}", field["name"], field["type"]).replace('"', "")).collect()
    }

    #[test]
    fn only_columns_that_are_there_are_described() {
        let text = b"arm,week_start,occupation,fte_staffed,quits\n";
        let bytes = package(ABOUT, &[("staffing.csv", text), ("manifest.toml", b"")]).expect("written");
        let package: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(package["name"], "my-run");
        assert_eq!(package["resources"].as_array().map(Vec::len), Some(1));
        let staffing = &package["resources"][0];
        let told = ["arm string", "week_start date", "occupation string", "fte_staffed number", "quits number"];
        assert_eq!(fields(staffing), told);
        assert_eq!(staffing["schema"]["primaryKey"], json!(["arm", "week_start", "occupation"]));
        let employed = &staffing["schema"]["fields"][3];
        assert!(employed["description"].as_str().expect("a text").ends_with("[FTE]"));
        assert_eq!(employed["unit"], "FTE");
    }

    #[test]
    fn varied_inputs_follow_the_point() {
        let bytes = sweep_package(
            ABOUT,
            &[("run.seed", vec!["1", "2.5"]), ("site.a.shift", vec!["8 h"]), ("a.b", vec!["true"])],
        )
        .expect("written");
        let package: Value = serde_json::from_slice(&bytes).expect("JSON");
        let told = ["point string", "run.seed number", "site.a.shift string", "a.b boolean"];
        assert_eq!(fields(&package["resources"][0]), told);
        let results = fields(&package["resources"][2]);
        assert_eq!(results[..5], [&told[..], &["arm string"]].concat());
        assert_eq!(results.len(), 4 + file("summary.csv").columns.len());
    }
}
