//! Sites with their staff, and the links between them.

use super::csv_text::{comma_in, listed};
use super::fields;
use super::names::{Names, entries};
use super::node::{Node, Value};
use super::reader::{Reader, Table};
use crate::experiment::did_you_mean;
use crate::model::scenario::*;
use crate::units::{Id, IdVec};

/// Whether so many full-time equivalents can be employed: they are counted in thousandths, and less would be nobody.
fn is_fte(number: f64) -> bool {
    number == 0.0 || (0.001..=1e6).contains(&number)
}

impl Reader {
    pub(super) fn sites(&mut self, root: &Node, names: &Names) -> IdVec<SiteTypeId, SiteType> {
        let mut sites = IdVec::new();
        for (name, _, node) in entries(root, "site") {
            let Some(table) = self.open(node, &fields::SITE, format!("site.{}", key(name))) else { continue };
            let count = self.whole(&table, "count").unwrap_or(1);
            let staff = match table.get("staff").map(|staff| (&staff.value, staff)) {
                Some((Value::Table(_), staff)) => vec![self.staff(&table, staff, names); count as usize],
                Some((Value::Text(file), staff)) => {
                    let rows = self.staff_file(file, staff, names);
                    if table.get("count").is_some() && !rows.is_empty() && rows.len() as u64 != count {
                        let title = format!("{file} has {} rows for {count} copies", rows.len());
                        self.complain(title, "one row per copy", &staff.place, None);
                    }
                    rows
                }
                Some((_, staff)) => {
                    self.expected(&table, "staff", staff);
                    Vec::new()
                }
                None => vec![IdVec::filled(0.0, names.of("occupation").len()); count as usize],
            };
            let named = |id: &OccupationId| {
                let name = &names.of("occupation")[id.index()];
                node.entry("staff").is_some_and(|staff| staff.table().is_none() || staff.entry(name).is_some())
            };
            let listed = (0..names.of("occupation").len()).map(OccupationId::from_index).filter(named).collect();
            sites.push(SiteType { name: name.clone(), staff, listed });
        }
        sites
    }

    fn staff(&mut self, table: &Table<'_>, node: &Node, names: &Names) -> IdVec<OccupationId, f64> {
        let mut staff = IdVec::filled(0.0, names.of("occupation").len());
        for (occupation, place, value) in node.table().unwrap_or_default() {
            let Some(id) = self.id::<OccupationId>(names, "occupation", occupation, place) else { continue };
            let path = format!("{}.staff.{}", table.path, key(occupation));
            let number = match &value.value {
                Value::Number(number, _) => Some(*number),
                Value::Table(_) => match value.entry("value").map(|node| &node.value) {
                    Some(Value::Number(number, _)) => Some(*number),
                    _ => None,
                },
                _ => None,
            };
            let shown = value.entry("value").unwrap_or(value);
            self.record(&path, value, shown);
            match number.filter(|number| is_fte(*number)) {
                Some(number) => staff[id] = number,
                None => self.complain(
                    format!("`{path}` is out of range"),
                    "expected full-time equivalents: 0, or from 0.001 to 1000000",
                    &value.place,
                    None,
                ),
            }
        }
        staff
    }

    /// Staff by copy: a row for each, a column for each occupation.
    fn staff_file(&mut self, file: &str, node: &Node, names: &Names) -> Vec<IdVec<OccupationId, f64>> {
        let mut rows = Vec::new();
        let Some(csv) = self.open_csv("staff", file, &node.place) else { return rows };
        let known = names.of("occupation");
        let columns: Vec<Option<OccupationId>> =
            csv.header.iter().map(|name| known.iter().position(|other| other == name).map(Id::from_index)).collect();
        for (name, _) in csv.header.iter().zip(&columns).filter(|(_, column)| column.is_none()) {
            let title = format!("{file} has the column `{name}`, which is no occupation");
            let help = did_you_mean(name, known.iter().map(String::as_str))
                .unwrap_or_else(|| "each column is an occupation, each row a copy of the site".into());
            self.complain(title, format!("it has {}", listed(&csv.header)), &node.place, Some(help));
        }
        if columns.contains(&None) {
            return rows;
        }
        for row in &csv.rows {
            let mut staff = IdVec::filled(0.0, known.len());
            for (occupation, text) in columns.iter().flatten().zip(row.fields()) {
                match text.parse::<f64>().ok().filter(|fte| is_fte(*fte)) {
                    Some(fte) => staff[*occupation] = fte,
                    None => {
                        let title =
                            format!("{file}, row {}: `{text}` is not a number of full-time equivalents", row.line);
                        self.complain(title, "read from here", &node.place, comma_in(text));
                        return rows;
                    }
                }
            }
            rows.push(staff);
        }
        if rows.is_empty() {
            let label = "expected a row of full-time equivalents for each copy";
            self.complain(format!("{file} has no rows"), label, &node.place, None);
        }
        rows
    }

    pub(super) fn links(&mut self, root: &Node, names: &Names) -> Vec<Link> {
        let mut links = Vec::new();
        for (name, _, node) in entries(root, "link") {
            let Some(table) = self.open(node, &fields::LINK, format!("link.{}", key(name))) else { continue };
            let required = ["from", "to", "latency"].map(|key| self.require(&table, key));
            let (from, to) = (self.name(names, &table, "from", "site"), self.name(names, &table, "to", "site"));
            let latency = self.times(&table, "latency");
            if let (true, Some(from), Some(to), Some(latency)) = (required == [true; 3], from, to, latency) {
                if latency.minimum() < 1.0 {
                    let place = table.get("latency").map(|node| node.place.clone()).unwrap_or_default();
                    self.complain(
                        format!("`link.{}.latency` can be zero", key(name)),
                        "expected a latency above zero",
                        &place,
                        None,
                    );
                }
                links.push(Link { name: name.clone(), from, to, latency });
            }
        }
        links
    }
}
