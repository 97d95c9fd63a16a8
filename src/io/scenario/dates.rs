//! Dates, with the time of day if it is said, as points of simulated time.
//!
//! A run has one clock: that of its sites, which shifts follow. Times without an offset are on it. An offset (`+02:00`,
//! `Z`) at `start` says which clock it is, and times with another offset are put onto it; without one there, all
//! offsets of a scenario and its files must be the same, since nothing else says which of them is the sites'.

use super::lengths::Zero;
use super::node::{Node, Value};
use super::reader::{Reader, RunClock, Table};
use super::values::{Length, length};
use crate::units::{Calendar, Span, Time};
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// A date and time of day, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// What a clock on the wall shows.
    pub clock: NaiveDateTime,
    /// How far that clock is ahead of UTC, if that is said.
    pub offset: Option<FixedOffset>,
}

impl Moment {
    /// Reads `2024-01-31`, `2024-01-31T14:05`, `2024-01-31 14:05:30.250+02:00` and the like (ISO 8601).
    pub fn read(text: &str) -> Option<Moment> {
        let (date, rest) = text.trim().split_at_checked(10)?;
        let digits = |place: usize| date.as_bytes()[place].is_ascii_digit();
        if ![0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digits) {
            return None;
        }
        let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
        if rest.is_empty() {
            return Some(Moment { clock: date.and_time(NaiveTime::MIN), offset: None });
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let end = rest.find(|c: char| !(c.is_ascii_digit() || ":.".contains(c))).unwrap_or(rest.len());
        let (time, offset) = rest.split_at(end);
        let time = ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(time, form).ok())?;
        let is_leap_second = time.nanosecond() >= 1_000_000_000;
        let offset = match offset.trim() {
            "" => None,
            other => Some(read_offset(other)?),
        };
        (!is_leap_second).then_some(Moment { clock: date.and_time(time), offset })
    }

    /// As a point of time on its own clock, to the nearest ms.
    fn on(self, calendar: Calendar) -> Time {
        let time = self.clock.time();
        let below_second = libm::round(f64::from(time.nanosecond()) / 1e6) as i64;
        calendar.time_of(self.clock.date()) + Span(i64::from(time.num_seconds_from_midnight()) * 1000 + below_second)
    }
}

fn read_offset(text: &str) -> Option<FixedOffset> {
    if matches!(text, "Z" | "z" | "UTC") {
        return FixedOffset::east_opt(0);
    }
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some(parts), 5) => parts,
        (None, 4) => digits.split_at_checked(2)?,
        (None, 2) => (digits, "00"),
        _ => return None,
    };
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i32>().ok()).flatten();
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 18 && minutes < 60).then(|| FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60)))?
}

impl Reader {
    /// A moment on the clock of the run.
    ///
    /// # Errors
    /// If it is on another clock than an earlier one and `start` does not say which is that of the run: in words.
    pub(super) fn point(&mut self, moment: Moment, calendar: Calendar) -> Result<Time, String> {
        let own = moment.on(calendar);
        let Some(offset) = moment.offset else { return Ok(own) };
        let clock = *self.clock.get_or_insert(RunClock { offset, by_start: false });
        if clock.offset != offset && !clock.by_start {
            return Err(format!("has the offset {offset}, others have {}", clock.offset));
        }
        let ahead = i64::from(clock.offset.local_minus_utc() - offset.local_minus_utc());
        Ok(own + Span(ahead * 1000))
    }

    /// What to do about two offsets.
    pub(super) fn help_with_offsets(calendar: Calendar) -> String {
        let start = calendar.start;
        format!("say which clock the sites follow: start = {start}T00:00:00+01:00; or write times without an offset")
    }

    /// Time zero: 00:00 of a date, since weeks, shifts and years are counted from it.
    pub(super) fn start(&mut self, top: &Table<'_>) -> NaiveDate {
        let default = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date");
        let Some(node) = top.get("start") else { return default };
        let moment = match &node.value {
            Value::Date(text) | Value::Text(text) => Moment::read(text),
            _ => None,
        };
        let Some(Moment { clock, offset }) = moment else {
            let label = format!("expected {}", top.field("start").holds.expected());
            self.complain("`start` is no date", label, &node.place, None);
            return default;
        };
        if clock.time() != NaiveTime::MIN {
            let title = format!("`start` is at {}", clock.time());
            let help = format!("write start = {}, and the time of day at what happens then", clock.date());
            self.complain(title, "expected a date: a run begins at 00:00", &node.place, Some(help));
        }
        self.clock = offset.map(|offset| RunClock { offset, by_start: true });
        clock.date()
    }

    /// A time of the run: a length since time zero, or a date.
    pub(super) fn time_at(&mut self, path: &str, node: &Node, calendar: Calendar) -> Option<Time> {
        const DATES: &str = "a date such as 2025-09-01 or 2025-09-01T12:00";
        if let Value::Date(text) | Value::Text(text) = &node.value {
            match (Moment::read(text), length(text)) {
                (Some(moment), _) => {
                    return self
                        .point(moment, calendar)
                        .map_err(|why| {
                            let help = Some(Reader::help_with_offsets(calendar));
                            self.complain(format!("`{path}` {why}"), "which clock is the sites'?", &node.place, help);
                        })
                        .ok();
                }
                (None, Err(expected)) if matches!(node.value, Value::Text(_)) => {
                    let title = format!("`{path}` is neither a length of time nor a date");
                    self.complain(title, format!("expected {expected}; or {DATES}"), &node.place, None);
                    return None;
                }
                _ if matches!(node.value, Value::Date(_)) => {
                    self.complain(format!("`{path}` is no date"), format!("expected {DATES}"), &node.place, None);
                    return None;
                }
                _ => {}
            }
        }
        Some(match self.length_at(path, node, Zero::Allowed)? {
            Length::Exact(span) => Time::ZERO + span,
            months @ Length::Months(_) => calendar.occurrence(months.recurrence(), 1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Option<i32>)> {
        Moment::read(text).map(|moment| {
            (moment.clock.format("%F %T%.3f").to_string(), moment.offset.map(|offset| offset.local_minus_utc() / 60))
        })
    }

    #[test]
    fn dates_may_have_a_time_a_fraction_and_an_offset() {
        let plain = |text: &str| Some((text.to_string(), None));
        assert_eq!(read("2024-01-31"), plain("2024-01-31 00:00:00.000"));
        assert_eq!(read("2024-01-31T14:05"), plain("2024-01-31 14:05:00.000"));
        assert_eq!(read("2024-01-31 14:05:30.25"), plain("2024-01-31 14:05:30.250"));
        let at = |minutes| Some(("2024-01-31 14:05:30.000".to_string(), Some(minutes)));
        for (offset, minutes) in [("Z", 0), ("+02:00", 120), ("-0530", -330), ("+01", 60), (" UTC", 0)] {
            assert_eq!(read(&format!("2024-01-31T14:05:30{offset}")), at(minutes), "{offset}");
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in [
            "September 2025",
            "1.1.2024",
            "31/01/2024",
            "2024-02-30",
            "2024-1-31",
            "2024-01-31T25:00",
            "2024-01-31T14",
            "2024-01-31T14:05:60",
            "2024-01-31T14:05 CET",
            "2024-01-31T14:05+2",
            "2024-W05-1",
            "12:00",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn fractions_of_seconds_round_to_the_nearest_ms() {
        let calendar = Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 31).expect("a date") };
        for (fraction, ms) in [(".0004", 1_000), (".0005", 1_001), (".9996", 2_000), (".123456789", 1_123)] {
            let moment = Moment::read(&format!("2024-01-31T00:00:01{fraction}")).expect("a time");
            assert_eq!(moment.on(calendar), Time(ms), "{fraction}");
        }
    }
}
