//! Which metrics there are: the one table of their names, units and meanings, how they are computed and by which groups, and
//! what it means that nothing happened. Summary, weekly tables, answer, report and dictionary all take their words from here.

mod data;
mod hours;
mod ledger;
mod people;
mod work;

use std::borrow::Cow;

/// What a run says about a group of which nothing happened in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// An amount: none of it is zero, and counts in means and differences.
    Zero,
    /// A share, a mean or a percentile of nothing: no value.
    Blank,
}

/// What a value of a period is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// A sum over the period, divided by its length in weeks.
    PerWeek,
    /// A sum over the period.
    Period,
    /// The mean of its weeks' values.
    Weeks,
    /// A quotient of sums over the period.
    Quotient,
    /// The mean or a percentile over all that happened in the period.
    Distribution,
    /// The state at the end of the run; only in the last period.
    End,
}

impl Over {
    /// All of them.
    pub const ALL: [Over; 6] =
        [Over::PerWeek, Over::Period, Over::Weeks, Over::Quotient, Over::Distribution, Over::End];

    /// Its name in a table.
    pub fn name(self) -> &'static str {
        match self {
            Over::PerWeek => "per week",
            Over::Period => "sum",
            Over::Weeks => "mean of weeks",
            Over::Quotient => "quotient",
            Over::Distribution => "distribution",
            Over::End => "end",
        }
    }

    /// It in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Over::PerWeek => "summed over the period and divided by its length in weeks",
            Over::Period => "summed over the period",
            Over::Weeks => "mean over the weeks of the period",
            Over::Quotient => "both summed over the period, then divided",
            Over::Distribution => "over all of them in the period",
            Over::End => "at the end of the run, so in the last period alone",
        }
    }
}

/// A column that says what a value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// `occupation`.
    Occupation,
    /// `activity`.
    Activity,
    /// `order`.
    Order,
    /// `task`.
    Task,
}

impl By {
    /// The header of the column.
    pub fn name(self) -> &'static str {
        match self {
            By::Occupation => "occupation",
            By::Activity => "activity",
            By::Order => "order",
            By::Task => "task",
        }
    }
}

/// The sets of columns that are filled in the rows of a metric; none filled: a sum over all.
pub type Groups = &'static [&'static [By]];

const ALL: Groups = &[&[]];
const OCCUPATION: Groups = &[&[By::Occupation]];
const TASK: Groups = &[&[By::Task]];
const ALL_AND_OCCUPATION: Groups = &[&[], &[By::Occupation]];
const ALL_AND_TASK: Groups = &[&[], &[By::Task]];
const ALL_AND_ORDER: Groups = &[&[], &[By::Order]];

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricKind {
    /// Its name; `X` stands for an occupation.
    pub name: &'static str,
    /// What it is called in a sentence or over a column.
    pub title: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What its value is in a run in which nothing of the kind happened.
    pub empty: Empty,
    /// What the value of a period is made of.
    pub over: Over,
    /// Which rows it has.
    pub groups: Groups,
    /// What it means.
    pub meaning: &'static str,
    /// How it is computed, beyond what `over` says.
    pub computed: &'static str,
}

/// A unit with the name of the currency, if that is known, in the place of `currency`.
pub fn in_currency(unit: &'static str, currency: Option<&str>) -> Cow<'static, str> {
    match (unit.strip_prefix("currency"), currency) {
        (Some(rest), Some(currency)) => format!("{currency}{rest}").into(),
        _ => unit.into(),
    }
}

const fn metric(name: &'static str, title: &'static str, unit: &'static str, over: Over, groups: Groups) -> MetricKind {
    let empty = match over {
        Over::Quotient | Over::Distribution => Empty::Blank,
        _ => Empty::Zero,
    };
    MetricKind { name, title, unit, empty, over, groups, meaning: "", computed: "" }
}

impl MetricKind {
    const fn is(self, meaning: &'static str) -> MetricKind {
        MetricKind { meaning, ..self }
    }

    const fn computed(self, computed: &'static str) -> MetricKind {
        MetricKind { computed, ..self }
    }

    /// Of nothing there is no value.
    const fn or_blank(self) -> MetricKind {
        MetricKind { empty: Empty::Blank, ..self }
    }

    /// Its unit where the currency is named.
    pub fn unit_in(&self, currency: Option<&str>) -> Cow<'static, str> {
        in_currency(self.unit, currency)
    }

    /// Whether one wants more of it rather than less: care, work done in time, worth and savings; all else here is effort,
    /// money spent, waiting, or what went wrong.
    pub fn more_is_better(&self) -> bool {
        MORE_IS_BETTER.contains(&self.name)
    }

    /// Whether it has rows in which these columns are filled, in the order of the columns.
    pub fn has_rows_by(&self, filled: &[By]) -> bool {
        self.groups.contains(&filled)
    }

    /// The sets of columns that are filled in its rows, in words.
    pub fn rows(&self) -> String {
        let set = |by: &&[By]| match by {
            [] => "nothing (a sum)".to_owned(),
            by => by.iter().map(|by| by.name()).collect::<Vec<_>>().join(" and "),
        };
        self.groups.iter().map(set).collect::<Vec<_>>().join(", or by ")
    }

    /// All metrics.
    pub fn all() -> impl Iterator<Item = &'static MetricKind> + Clone {
        SUBJECTS.iter().flat_map(|subject| subject.metrics)
    }

    /// The kind of a metric; of one that names an occupation, the kind with `X` in its place.
    pub fn find(metric: &str) -> Option<&'static MetricKind> {
        MetricKind::all().find(|kind| match kind.name.strip_suffix('X') {
            Some(prefix) => metric.len() > prefix.len() && metric.starts_with(prefix),
            None => kind.name == metric,
        })
    }

    /// The kind of a metric of ours.
    ///
    /// # Panics
    /// If there is none: the names are ours.
    pub fn of(metric: &str) -> &'static MetricKind {
        MetricKind::find(metric).expect("one of our metrics")
    }

    /// The kind of this name, found while the program is compiled: a name that is none does not compile.
    pub(crate) const fn named(name: &str) -> &'static MetricKind {
        let mut subject = 0;
        while subject < SUBJECTS.len() {
            let metrics = SUBJECTS[subject].metrics;
            let mut place = 0;
            while place < metrics.len() {
                if same(metrics[place].name, name) {
                    return &metrics[place];
                }
                place += 1;
            }
            subject += 1;
        }
        panic!("no metric has this name")
    }
}

/// Metrics of which one wants more.
const MORE_IS_BETTER: [&str; 14] = [
    "hours.care",
    "worth",
    "net",
    "proficiency",
    "done",
    "on_time",
    "patients.seen",
    "products.written",
    "products.read_share",
    "defects.found_share",
    "saving.expected",
    "saving.realised",
    "ledger.control_less_arm",
    "ledger.not_needed",
];

/// Whether two texts are the same, for constants.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

/// Metrics about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What they are about.
    pub title: &'static str,
    /// They.
    pub metrics: &'static [MetricKind],
}

/// All metrics, by what they are about.
pub const SUBJECTS: &[Subject] = &[
    Subject { title: "Hours", metrics: hours::METRICS },
    Subject { title: "People and money", metrics: people::METRICS },
    Subject { title: "Work that is called for", metrics: work::METRICS },
    Subject { title: "Data, defects and tools", metrics: data::METRICS },
    Subject { title: "The hours ledger: an arm against the control", metrics: ledger::METRICS },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_wants_more_of_are_metrics() {
        assert!(MORE_IS_BETTER.iter().all(|name| MetricKind::all().any(|kind| kind.name == *name)));
        assert!(MetricKind::of("on_time").more_is_better() && !MetricKind::of("payroll").more_is_better());
        assert_eq!(MetricKind::find("no.such"), None);
    }
}
