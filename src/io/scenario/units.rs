//! Units of evidence: `unit = "USD/h"` beside a number must fit what the number is, and all money is in one currency.
//!
//! A unit is a first word, perhaps with more behind `/`, `per` or `a`: `min`, `USD/h`, `visits per week`, `min per
//! note`. A unit never changes a number: what would need a conversion is refused, with the number to write.

use super::fields::{Holds, holds_at};
use super::node::{Node, Value};
use super::reader::{Money, Reader, Table};
use super::values::percent;

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Dimension {
    /// A length of time; its number has a unit of its own.
    Time,
    /// A probability or a share.
    Share,
    /// So many a year.
    PerYear,
    /// Money, for each so long (`h`, `year`), or for each thing.
    Money(Option<&'static str>),
    /// A number of something, for each so long (`h`, `day`, `week`), or not.
    Count(Option<&'static str>),
}

/// A unit as it is written.
struct Unit<'t> {
    first: &'t str,
    /// Words behind `/`, `per` or `a`.
    per: Vec<&'t str>,
}

impl<'t> Unit<'t> {
    fn read(text: &'t str) -> Unit<'t> {
        let mut words = text.split(['/', ' ']).filter(|word| !word.is_empty());
        let is_per = |word: &str| matches!(word, "per" | "a" | "an" | "and" | "each" | "of");
        let starts_with_per = text.trim_start().starts_with(['/']) || text.trim_start().starts_with("per ");
        let first = if starts_with_per { "1" } else { words.next().unwrap_or("1") };
        let divided = text.contains('/') || words.clone().any(|word| matches!(word, "per" | "a" | "an" | "each"));
        let per = if divided || starts_with_per { words.filter(|word| !is_per(word)).collect() } else { Vec::new() };
        Unit { first, per }
    }

    fn per_time(&self) -> Option<&'static str> {
        self.per.iter().find_map(|word| time(word))
    }
}

/// The usual name of a unit of time.
fn time(word: &str) -> Option<&'static str> {
    Some(match word {
        "ms" => "ms",
        "s" | "sec" | "second" | "seconds" => "s",
        "min" | "mins" | "minute" | "minutes" => "min",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "day",
        "w" | "wk" | "week" | "weeks" => "week",
        "month" | "months" => "month",
        "y" | "yr" | "year" | "years" | "annum" => "year",
        _ => return None,
    })
}

/// The currency a word names: three capital letters (ISO 4217), or a sign that means one currency only.
fn currency(word: &str) -> Option<&str> {
    match word {
        "US$" => Some("USD"),
        "€" => Some("EUR"),
        "£" => Some("GBP"),
        "FTE" => None,
        _ => (word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase())).then_some(word),
    }
}

fn is_percent(word: &str) -> bool {
    word.starts_with('%') || word.starts_with("percent")
}

/// What the number at a path is; none: nothing is known of its unit.
fn dimension_at(path: &str) -> Option<Dimension> {
    let (key, holds) = holds_at(path)?;
    Some(match holds {
        Holds::Duration | Holds::DurationOrZero | Holds::Times => Dimension::Time,
        Holds::Share => Dimension::Share,
        Holds::Rate => Dimension::PerYear,
        Holds::Number(_, _, "currency units an hour") => Dimension::Money(Some("h")),
        Holds::Number(_, _, "currency units") if key == "per_user_year" => Dimension::Money(Some("year")),
        Holds::Number(_, _, "currency units") => Dimension::Money(None),
        Holds::Number(_, _, "cases a week") => Dimension::Count(Some("week")),
        Holds::Number(_, _, "cases a day") => Dimension::Count(Some("day")),
        Holds::Number(_, _, "cases an hour") => Dimension::Count(Some("h")),
        Holds::Number(_, _, "1/year") => Dimension::PerYear,
        // What such a number is depends on the metric, or is up to the scenario.
        Holds::Number(_, _, "the unit of the metric" | "units of the reading" | "units of the readings") => {
            return None;
        }
        Holds::Number(..) | Holds::Whole(..) => Dimension::Count(None),
        Holds::Own(_) | Holds::Parts(_) => match key.as_str() {
            "after_hours" => Dimension::Time,
            "finds" | "uptake" | "expects" | "traits" | "activity" | "learning" => Dimension::Share,
            "growth" => Dimension::PerYear,
            "staff" | "dip" | "defects" | "complexity" | "trust" | "profile" => Dimension::Count(None),
            _ => return None,
        },
        _ => return None,
    })
}

impl Dimension {
    /// What is wrong with a unit, and what to do; nothing if it fits.
    fn refuses(self, unit: &Unit<'_>, value: &Value) -> Option<(String, String)> {
        let (of_time, of_money) = (time(unit.first), currency(unit.first));
        let plain = of_time.is_none() && of_money.is_none() && !is_percent(unit.first);
        let number = if let Value::Number(number, _) = value { Some(*number) } else { None };
        let in_percent = |expected: &str| {
            let help = match number {
                Some(number) => format!("write {} and drop the unit: a unit never changes a number", number / 100.0),
                None => "drop the unit".into(),
            };
            Some((expected.to_owned(), help))
        };
        let wrong = |expected: &str, help: &str| Some((expected.to_owned(), help.to_owned()));
        let convert = "convert the number, and say how in `from`";
        match self {
            Dimension::Time => {
                let Some(unit_of_time) = of_time else {
                    return wrong("expected a unit of time, such as min, h or days", "the number says its unit itself");
                };
                let own = if let Value::Text(text) = value {
                    time(text.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).trim())
                } else {
                    None
                };
                if unit.per_time().is_some() {
                    return wrong("expected a length of time, not a rate", convert);
                }
                own.filter(|own| *own != unit_of_time).and_then(|own| {
                    wrong(&format!("the number itself says {own}"), "drop the unit, or make the two agree")
                })
            }
            Dimension::Share if is_percent(unit.first) && number.is_some() => {
                in_percent("expected a share from 0 to 1, not a percentage")
            }
            Dimension::Share if is_percent(unit.first) => None,
            Dimension::Share => {
                let known = ["1", "share", "shares", "probability", "proportion", "fraction", "ratio"];
                (!known.contains(&unit.first))
                    .then(|| ("expected no unit, or share or probability".into(), "it is a number from 0 to 1".into()))
            }
            Dimension::PerYear => {
                if is_percent(unit.first) && number.is_some() {
                    return in_percent("expected a number a year, not a percentage");
                }
                let a_year = unit.per_time().map_or(unit.per.is_empty(), |time| time == "year");
                (of_time.is_some() || of_money.is_some() || !a_year)
                    .then(|| ("expected a number a year, such as 1/year or % per year".into(), convert.into()))
            }
            Dimension::Money(each) => {
                if of_money.is_none() && !["currency", "1"].contains(&unit.first) {
                    let shape = each.map_or("USD".into(), |time| format!("USD/{time}"));
                    let help = "write the code of the currency: three letters, such as USD or EUR";
                    return wrong(&format!("expected an amount of money, such as {shape}"), help);
                }
                let fits = match (each, unit.per_time()) {
                    (Some("h"), time) => time == Some("h"),
                    (Some(each), time) => time.is_none_or(|time| time == each),
                    (None, time) => time.is_none(),
                };
                let expected = match each {
                    Some(time) => format!("expected an amount for each {time}, such as USD/{time}"),
                    None => "expected an amount of money, such as USD".into(),
                };
                (!fits).then(|| (expected, convert.into()))
            }
            Dimension::Count(each) => {
                if is_percent(unit.first) {
                    return in_percent("expected a number, not a percentage");
                }
                let fits = plain && unit.per_time().is_none_or(|time| Some(time) == each);
                let expected = match each {
                    Some(time) => format!("expected a number for each {time}, such as 1/{time}"),
                    None => "expected a number without a unit of time or money".into(),
                };
                (!fits).then(|| (expected, convert.into()))
            }
        }
    }
}

impl Reader {
    /// Checks the unit of a number, and notes its currency. `shown` is the number itself.
    pub(super) fn check_unit(&mut self, path: &str, node: &Node, shown: &Node) {
        let Some(dimension) = dimension_at(path) else { return };
        for key in ["low", "high"] {
            let Some(end) = node.entry(key) else { continue };
            let expected = match (&end.value, dimension) {
                (Value::Number(..), Dimension::Time) => "expected a length of time with its unit, such as \"6 min\"",
                (Value::Text(text), Dimension::PerYear) if percent(text).is_some() => continue,
                (Value::Number(..), _) | (Value::Text(_), Dimension::Time) => continue,
                _ => "expected a number, as the value is",
            };
            self.complain(format!("`{key}` of `{path}` is {}", end.kind()), expected, &end.place, None);
        }
        let Some(unit_node) = node.entry("unit") else { return };
        let Value::Text(text) = &unit_node.value else {
            let title = format!("`unit` of `{path}` is {}", unit_node.kind());
            self.complain(title, "expected a text such as \"USD/h\"", &unit_node.place, None);
            return;
        };
        let unit = Unit::read(text);
        if let Some((expected, help)) = dimension.refuses(&unit, &shown.value) {
            let title = format!("the unit `{text}` does not fit `{path}`");
            self.complain(title, expected, &unit_node.place, Some(help));
        } else if let (Dimension::Money(_), Some(currency)) = (dimension, currency(unit.first))
            && !self.money.iter().any(|money| money.path == path && money.currency == currency)
        {
            let place = unit_node.place.clone();
            self.money.push(Money { currency: currency.into(), path: path.into(), place });
        }
    }

    /// The one currency of a scenario: what it says, else what its units say; none if nothing does.
    pub(super) fn currency(&mut self, top: &Table<'_>) -> Option<String> {
        let stated = self.text(top, "currency").map(|text| text.trim().to_owned());
        if let Some(text) = stated.as_deref().filter(|text| currency(text).is_none()) {
            let place = top.get("currency")?.place.clone();
            let label = "expected the code of a currency: three capital letters, such as EUR";
            self.complain(format!("`{text}` is no currency"), label, &place, None);
            return None;
        }
        let stated = stated.as_deref().and_then(currency).map(String::from);
        let one = stated.clone().or_else(|| self.money.first().map(|money| money.currency.clone()))?;
        let other: Vec<Money> = self.money.iter().filter(|money| money.currency != one).cloned().collect();
        if let Some(first) = other.first() {
            let by = match (&stated, self.money.first()) {
                (None, Some(money)) => format!("`{}`", money.path),
                _ => "`currency`".into(),
            };
            let more = if other.len() > 1 { format!(" and {} more", other.len() - 1) } else { String::new() };
            let title =
                format!("money in two currencies: {one} ({by}) and {} (`{}`{more})", first.currency, first.path);
            let help = format!(
                "amounts are added up: convert them to one currency (say how in `from`), and name it at the top, such as \
                 currency = \"{one}\""
            );
            self.complain(title, format!("this is in {}", first.currency), &first.place, Some(help));
        }
        Some(one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the meaning of each field (`fields`): what the number is decides which units it may have.
    #[test]
    fn a_unit_fits_what_the_number_is() {
        let number = |number: f64| Value::Number(number, false);
        let text = |text: &str| Value::Text(text.into());
        let fits = |path: &str, unit: &str, value: &Value| {
            dimension_at(path).expect("a number").refuses(&Unit::read(unit), value).is_none()
        };
        for (path, unit, value) in [
            ("occupation.nurse.wage", "USD/h", number(45.0)),
            ("occupation.nurse.wage", "EUR per hour", number(45.0)),
            ("occupation.nurse.wage", "€/h", number(45.0)),
            ("occupation.nurse.contract", "h", text("37 h")),
            ("occupation.nurse.quits", "% per year", text("12% per year")),
            ("occupation.nurse.quits", "1/year", number(0.12)),
            ("occupation.nurse.absent", "share", number(0.1)),
            ("occupation.nurse.to_replace", "USD", number(4e4)),
            ("occupation.nurse.after_hours", "h", text("2 h")),
            ("task.note.way.typist.time", "min", text("9 min")),
            ("task.note.way.typist.time", "minutes per note", text("9 min")),
            ("task.note.share", "probability", number(0.5)),
            ("task.note.priority", "1", number(2.0)),
            ("demand.visit.arrivals.per_week", "visits per week", number(420.0)),
            ("demand.visit.arrivals.per_week", "per week", number(420.0)),
            ("site.clinic.staff.nurse", "FTE", number(3.0)),
            ("technology.ehr.price.per_user_year", "USD/user/year", number(800.0)),
            ("product.\"a.b\".worth", "EUR per note", number(8.0)),
        ] {
            assert!(fits(path, unit, &value), "{path} in {unit}");
        }
        for (path, unit, value) in [
            ("occupation.nurse.wage", "min", number(45.0)),
            ("occupation.nurse.wage", "USD/month", number(4500.0)),
            ("occupation.nurse.wage", "USD", number(45.0)),
            ("occupation.nurse.wage", "%", number(45.0)),
            ("occupation.nurse.wage", "$/h", number(45.0)), // Of which of twenty countries?
            ("occupation.nurse.contract", "USD/h", text("37 h")),
            ("occupation.nurse.contract", "min", text("37 h")),
            ("occupation.nurse.quits", "% per month", text("1%")),
            ("occupation.nurse.quits", "%", number(12.0)),
            ("occupation.nurse.absent", "%", number(0.5)),
            ("occupation.nurse.absent", "days", number(0.5)),
            ("occupation.nurse.to_replace", "USD/h", number(4e4)),
            ("task.note.way.typist.time", "USD/h", text("9 min")),
            ("task.note.way.typist.time", "notes", text("9 min")),
            ("task.note.share", "h", number(0.5)),
            ("task.note.share", "visits", number(0.5)),
            ("demand.visit.arrivals.per_week", "per day", number(420.0)),
            ("demand.visit.arrivals.per_week", "min", number(420.0)),
            ("site.clinic.staff.nurse", "h", number(3.0)),
            ("technology.ehr.price.per_user_year", "USD/user/month", number(800.0)),
            ("technology.ehr.dip", "%", number(38.0)),
        ] {
            assert!(!fits(path, unit, &value), "{path} in {unit}");
        }
    }
}
