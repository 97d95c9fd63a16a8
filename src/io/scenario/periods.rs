//! `[period]`: the windows in which outcomes are reported, in weeks from `start` or by dates.

use super::node::{Node, Value};
use super::reader::{Reader, Table};
use crate::model::analysis::{Warning, Warnings};
use crate::model::scenario::Period;
use crate::units::{Calendar, DAY, Time, WEEK};
use chrono::NaiveDate;

/// A window as it is written.
enum Written {
    /// `"0..26 weeks"`.
    Weeks(i64, i64),
    /// `"2025-01-01..2025-12-31"`: the first day and the last, which is part of it.
    Days(NaiveDate, NaiveDate),
}

impl Reader {
    /// The periods, or one of the whole run if none is stated. Dates that are not whole weeks from `start` are a
    /// warning: the period has the weeks that lie within them.
    pub(super) fn periods(
        &mut self,
        top: &Table<'_>,
        calendar: Calendar,
        end: Time,
        warnings: &mut Warnings,
    ) -> Vec<Period> {
        let last_week = (end.0 + WEEK.0 - 1).div_euclid(WEEK.0);
        let all = vec![Period { name: "all".into(), from_week: 0, to_week: last_week }];
        let Some(entries) = top.get("period").and_then(Node::table) else { return all };
        let mut periods = Vec::new();
        for (name, _, node) in entries {
            let written = match &node.value {
                Value::Text(text) => parse(text),
                _ => None,
            };
            let window = match written {
                Some(Written::Weeks(from, to)) if 0 <= from && from < to => Some((from, to)),
                Some(Written::Days(first, last)) if first <= last => {
                    let (from, to) = (calendar.time_of(first), calendar.time_of(last) + DAY);
                    if from < Time::ZERO {
                        let title = format!("`period.{name}` begins before the run");
                        let label = format!("`start` is {}, and the warm-up is not measured", calendar.start);
                        self.complain(title, label, &node.place, Some("begin on or after `start`".into()));
                        continue;
                    }
                    // Nothing lies beyond the end, though its week may be cut short.
                    let to_week = match to {
                        _ if to == end => last_week,
                        _ if to > end => last_week + 1,
                        _ => to.0.div_euclid(WEEK.0),
                    };
                    Some(((from.0 + WEEK.0 - 1).div_euclid(WEEK.0), to_week))
                }
                _ => None,
            };
            match window {
                Some((_, to)) if to > last_week => {
                    let weeks = (end.0 as f64 / WEEK.ms() * 10.0).round() / 10.0;
                    let label = match written {
                        Some(Written::Days(..)) => {
                            let last = calendar.date_of(Time(end.0 - 1));
                            format!("the run has {weeks} weeks: its last day is {last}")
                        }
                        _ => format!("the run has {last_week} weeks"),
                    };
                    let help = "the run does not reach it: end the period earlier, or give the run a longer `length`";
                    self.complain(format!("`period.{name}` goes past the end"), label, &node.place, Some(help.into()));
                }
                Some((from, to)) if from < to => {
                    periods.push(Period { name: name.clone(), from_week: from, to_week: to });
                    if let Some(Written::Days(first, last)) = written {
                        warnings_of_dates(calendar, end, (name, first, last), (from, to), warnings);
                    }
                }
                Some(_) => {
                    let label = format!("expected at least one whole week from `start`, {}", calendar.start);
                    let help = Some("weeks are counted from `start`; choose dates that have seven days of one".into());
                    self.complain(format!("`period.{name}` has no whole week"), label, &node.place, help);
                }
                None => {
                    let label =
                        "expected whole weeks such as \"0..26 weeks\", or dates such as \"2025-01-01..2025-12-31\"";
                    self.complain(format!("`period.{name}` is no window"), label, &node.place, None);
                }
            }
        }
        if periods.is_empty() { all } else { periods }
    }
}

/// What is said if a period by dates is not made of whole weeks from `start`.
fn warnings_of_dates(
    calendar: Calendar,
    end: Time,
    (name, first, last): (&str, NaiveDate, NaiveDate),
    (from, to): (i64, i64),
    warnings: &mut Warnings,
) {
    let day = |time: Time| calendar.date_of(time);
    let covered = (day(Time::of_week(from)), day(Time(Time::of_week(to).min(end).0 - 1)));
    if covered == (first, last) {
        return;
    }
    let message = format!(
        "outcomes are by whole weeks from `start`: `{first}..{last}` stands for the weeks within it, {from} to {to}, which \
         are {} to {}",
        covered.0, covered.1
    );
    let remedy = format!("write \"{}..{}\", or \"{from}..{to} weeks\"", covered.0, covered.1);
    warnings.push(Warning::new(format!("period.{name}"), message, remedy));
}

fn parse(text: &str) -> Option<Written> {
    let text = text.trim();
    let (from, to) = text.split_once("..")?;
    let date = |text: &str| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    if let (Some(first), Some(last)) = (date(from), date(to)) {
        return Some(Written::Days(first, last));
    }
    let to = to.trim_end().strip_suffix("weeks").or(to.trim_end().strip_suffix("week"))?;
    Some(Written::Weeks(from.trim().parse().ok()?, to.trim().parse().ok()?))
}
