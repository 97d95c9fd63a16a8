//! What each section of the report is drawn from, for the dictionary.

/// What a section shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its title.
    pub title: &'static str,
    /// Metrics of the summary.
    pub metrics: &'static [&'static str],
    /// Columns of other tables: file and columns.
    pub columns: (&'static str, &'static [&'static str]),
}

const fn metrics(title: &'static str, metrics: &'static [&'static str]) -> Shown {
    Shown { title, metrics, columns: ("", &[]) }
}

/// Sections that show outcomes.
pub const SECTIONS: &[Shown] = &[
    metrics("The answer", &["hours.data_work"]),
    Shown { columns: ("ledger.csv", &super::ledger::COLUMNS), ..metrics("The ledger", &[]) },
    Shown { columns: ("workload.csv", &["hours", "hours_ci"]), ..metrics("Hours over time", &[]) },
    Shown { columns: ("queues.csv", &["backlog"]), ..metrics("Backlog", &["backlog"]) },
    Shown { columns: ("queues.csv", &["turnaround_mean"]), ..metrics("Turnaround", &["turnaround.mean"]) },
    metrics("After hours", &["after_hours.per_fte_day"]),
    metrics("Skill mix and employment", &["fte.staffed"]),
    Shown {
        columns: ("defects.csv", &["order_made", "paid_by", "count", "rework_hours"]),
        ..metrics("Defects and who pays", &["defects.mean", "defects.hours"])
    },
    metrics("The reuse graph", &["hours", "done"]),
    metrics("Expected and realised saving", &["saving.expected", "saving.realised"]),
    metrics("Patients’ data work", &["hours.data_work"]),
];

#[cfg(test)]
mod tests {
    use super::SECTIONS;
    use crate::experiment::MetricKind;
    use crate::io::tables::file;
    use std::collections::BTreeSet;
    use std::fs;

    /// What the sections' code names in quotes is what is said here.
    #[test]
    fn sections_are_drawn_from_what_is_said() {
        let mut sources = String::new();
        for entry in fs::read_dir("src/report").expect("the folder of this file") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("shown.rs") {
                let text = fs::read_to_string(&path).expect("readable");
                sources += text.split("#[cfg(test)]").next().unwrap_or_default();
            }
        }
        let quoted: BTreeSet<&str> = sources.split('"').collect();
        // Names of columns of the ledger are names of metrics, too; and any metric may be the expected one, of which
        // one has words of its own.
        let other = |name: &&str| super::super::ledger::COLUMNS.contains(name) || *name == "hours.shifted";
        let names = MetricKind::all().map(|kind| kind.name).filter(|name| !other(name));
        let named: BTreeSet<&str> = names.filter(|name| quoted.contains(name)).collect();
        let said: BTreeSet<&str> = SECTIONS.iter().flat_map(|section| section.metrics).copied().collect();
        assert_eq!(said, named);
        for section in SECTIONS {
            assert!(quoted.contains(section.title), "no section is called {}", section.title);
            let (name, columns) = section.columns;
            for column in columns {
                assert!(quoted.contains(column), "{column} is not drawn");
                assert!(file(name).columns.iter().any(|of| of.name == *column), "{name} has no {column}");
            }
        }
    }
}
