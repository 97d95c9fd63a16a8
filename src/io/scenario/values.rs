//! Values as they are written: lengths of time, dates, distributions, shift hours.

use crate::units::{DAY, HOUR, MINUTE, Recurrence, SECOND, Span, WEEK};

/// A length of time: exact, or of calendar months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Length {
    Exact(Span),
    Months(u32),
}

impl Length {
    pub fn recurrence(self) -> Recurrence {
        match self {
            Length::Exact(span) => Recurrence::Exact(span),
            Length::Months(months) => Recurrence::Months(months),
        }
    }
}

/// The longest length that can be written \[ms\]: 1000 years, as of months.
const LONGEST: Span = Span(365_243 * DAY.0);

/// Reads `"6 min"`, `"1.5 h"`, `"2 years"`.
pub(super) fn length(text: &str) -> Result<Length, String> {
    let text = text.trim();
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-' || c == '_')).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 =
        number.replace('_', "").parse().map_err(|_| "a number and a unit, such as \"6 min\"".to_string())?;
    let unit = match (self::unit(unit.trim()), unit.trim()) {
        (Some(unit), _) => unit,
        (None, "month" | "months" | "year" | "years") => {
            let months = number * if unit.trim().starts_with("month") { 1.0 } else { 12.0 };
            if months.fract() != 0.0 || !(1.0..=12_000.0).contains(&months) {
                return Err("a whole number of months".into());
            }
            return Ok(Length::Months(months as u32));
        }
        (None, "") => return Err("a unit: s, min, h, day, week, month or year".into()),
        (None, _) => return Err("one of the units s, min, h, day, week, month, year".into()),
    };
    if !number.is_finite() || number < 0.0 {
        return Err("a length of time that is not negative".into());
    }
    if number * unit.ms() > LONGEST.ms() {
        return Err("a length of time of at most 1000 years".into());
    }
    Ok(Length::Exact(Span::from_ms(number * unit.ms())))
}

/// An exact unit of time.
pub(super) fn unit(word: &str) -> Option<Span> {
    Some(match word {
        "ms" => Span(1),
        "s" | "sec" | "second" | "seconds" => SECOND,
        "min" | "minute" | "minutes" => MINUTE,
        "h" | "hour" | "hours" => HOUR,
        "day" | "days" => DAY,
        "week" | "weeks" => WEEK,
        _ => return None,
    })
}

/// Reads `"14:30"` as a time of day; 24:00 is allowed.
fn clock(text: &str) -> Option<Span> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=24).contains(&hours) && (0..60).contains(&minutes) && hours * 60 + minutes <= 1440)
        .then(|| HOUR * hours + MINUTE * minutes)
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn days(text: &str) -> Option<[bool; 7]> {
    let mut mask = [false; 7];
    let day = |text: &str| DAYS.iter().position(|day| *day == text.trim().to_lowercase());
    for part in text.split(',') {
        match part.split_once('-') {
            Some((from, to)) => {
                let (from, to) = (day(from)?, day(to)?);
                let span = (to + 7 - from) % 7;
                (0..=span).for_each(|k| mask[(from + k) % 7] = true);
            }
            None => mask[day(part)?] = true,
        }
    }
    Some(mask)
}

/// Reads `"Mon-Fri 08:00-16:00"`: days, start, length (past midnight if it ends before it starts).
pub(super) fn hours(text: &str) -> Result<([bool; 7], Span, Span), String> {
    let expected = || "hours such as \"Mon-Fri 08:00-16:00\"".to_string();
    let (day_text, times) = text.trim().rsplit_once(' ').ok_or_else(expected)?;
    let days = days(&day_text.replace(' ', "")).ok_or_else(expected)?;
    let (from, to) = times.split_once('-').ok_or_else(expected)?;
    let (from, to) = (clock(from).ok_or_else(expected)?, clock(to).ok_or_else(expected)?);
    if from == DAY {
        return Err(expected());
    }
    let length = Span((to.0 - from.0).rem_euclid(DAY.0));
    Ok((days, from, if length == Span::ZERO { DAY } else { length }))
}

/// Reads `"2% per year"` or `"10%"`.
pub(super) fn percent(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches("per year").trim();
    let number: f64 = text.strip_suffix('%')?.trim().parse().ok()?;
    number.is_finite().then_some(number / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_need_a_unit() {
        assert_eq!(length("6 min"), Ok(Length::Exact(MINUTE * 6)));
        assert_eq!(length("1.5h"), Ok(Length::Exact(MINUTE * 90)));
        assert_eq!(length("0 min"), Ok(Length::Exact(Span::ZERO)));
        assert_eq!(length("2 years"), Ok(Length::Months(24)));
        assert!(length("6").is_err());
        assert!(length("6 fortnights").is_err());
        assert!(length("-6 min").is_err());
        assert!(length("1.5 months").is_err());
        // Nothing is cut off without a word: 1000 years are 52,178 weeks.
        assert_eq!(length("52177 weeks"), Ok(Length::Exact(WEEK * 52_177)));
        assert!(length("52179 weeks").is_err() && length("99999999999999999999 h").is_err());
        assert_eq!(length("1000 years"), Ok(Length::Months(12_000)));
        assert!(length("1001 years").is_err());
    }

    #[test]
    fn shift_hours_may_pass_midnight_and_wrap_the_week() {
        let (days, start, length) = hours("Sat-Mon 22:00-06:00").expect("valid hours");
        assert_eq!(days, [true, false, false, false, false, true, true]);
        assert_eq!((start, length), (HOUR * 22, HOUR * 8));
        assert_eq!(hours("Mon-Sun 16:00-24:00").expect("valid hours").2, HOUR * 8);
        assert_eq!(hours("Mon,Wed 00:00-24:00").expect("valid hours").2, DAY);
        for wrong in ["08:00-16:00", "Mon-Fri", "Mon-Fri 8-16", "Mon-Fri 25:00-26:00", "Mon-Foo 08:00-16:00"] {
            assert!(hours(wrong).is_err(), "{wrong}");
        }
    }
}
