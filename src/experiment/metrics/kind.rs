//! What a metric is: its name, unit and meaning, how it is computed and by which groups, and what it means that nothing
//! happened.

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

pub(super) const ALL: Groups = &[&[]];
pub(super) const OCCUPATION: Groups = &[&[By::Occupation]];
pub(super) const TASK: Groups = &[&[By::Task]];
pub(super) const ALL_AND_OCCUPATION: Groups = &[&[], &[By::Occupation]];
pub(super) const ALL_AND_TASK: Groups = &[&[], &[By::Task]];
pub(super) const ALL_AND_ORDER: Groups = &[&[], &[By::Order]];

/// What must be there for a metric to be known; without it the metric is unknown, and not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Every run has it.
    Nothing,
    /// The hours ledger.
    Ledger,
    /// A scenario that states money beside wages.
    Money,
}

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
    /// What must be there for it to be known.
    pub needs: Needs,
    /// Whether one wants more of it rather than less: care, work done in time, worth and savings; all else is effort,
    /// money spent, waiting, or what went wrong.
    pub more_is_better: bool,
}

/// A unit with the name of the currency, if that is known, in the place of `currency`.
pub fn in_currency(unit: &'static str, currency: Option<&str>) -> Cow<'static, str> {
    match (unit.strip_prefix("currency"), currency) {
        (Some(rest), Some(currency)) => format!("{currency}{rest}").into(),
        _ => unit.into(),
    }
}

/// A metric of which nothing is said yet but what it is about.
pub(super) const fn metric(
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    over: Over,
    groups: Groups,
) -> MetricKind {
    let empty = match over {
        Over::Quotient | Over::Distribution => Empty::Blank,
        _ => Empty::Zero,
    };
    let (meaning, computed, needs, more_is_better) = ("", "", Needs::Nothing, false);
    MetricKind { name, title, unit, empty, over, groups, meaning, computed, needs, more_is_better }
}

impl MetricKind {
    /// What it means.
    pub(super) const fn is(self, meaning: &'static str) -> MetricKind {
        MetricKind { meaning, ..self }
    }

    /// How it is computed.
    pub(super) const fn computed(self, computed: &'static str) -> MetricKind {
        MetricKind { computed, ..self }
    }

    /// Of nothing there is no value.
    pub(super) const fn or_blank(self) -> MetricKind {
        MetricKind { empty: Empty::Blank, ..self }
    }

    /// One wants more of it rather than less.
    pub(super) const fn better_if_more(self) -> MetricKind {
        MetricKind { more_is_better: true, ..self }
    }

    /// It is unknown unless this is there.
    pub(super) const fn needs(self, needs: Needs) -> MetricKind {
        MetricKind { needs, ..self }
    }

    /// With the function that computes it.
    pub(super) const fn by<F: Copy>(self, of: F) -> Measure<F> {
        Measure { kind: self, of }
    }

    /// Its unit where the currency is named.
    pub fn unit_in(&self, currency: Option<&str>) -> Cow<'static, str> {
        in_currency(self.unit, currency)
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
}

/// A metric, and the function that computes it from one thing of a run.
#[derive(Clone, Copy)]
pub(super) struct Measure<F> {
    pub kind: MetricKind,
    pub of: F,
}

/// The metrics of a list of measures.
pub(super) const fn kinds<F: Copy, const N: usize>(measures: &[Measure<F>; N]) -> [MetricKind; N] {
    let mut kinds = [measures[0].kind; N];
    let mut place = 0;
    while place < N {
        kinds[place] = measures[place].kind;
        place += 1;
    }
    kinds
}
