//! Civil dates behind simulated time: month ends are month ends, years have 365 or 366 days.

use super::{DAY, Span, Time};
use chrono::{Datelike, Days, Months, NaiveDate};

/// Ties time zero to a civil date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The date whose 00:00 is time zero.
    pub start: NaiveDate,
}

/// A period that recurs: an exact span, or calendar months (12 to a year).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// Every so many ms.
    Exact(Span),
    /// Every so many calendar months.
    Months(u32),
}

impl Calendar {
    /// 00:00 of `date`.
    pub fn time_of(self, date: NaiveDate) -> Time {
        Time((date - self.start).num_days() * DAY.0)
    }

    /// The civil date that contains `time`.
    pub fn date_of(self, time: Time) -> NaiveDate {
        let days = time.0.div_euclid(DAY.0);
        if days >= 0 {
            self.start.checked_add_days(Days::new(days as u64))
        } else {
            self.start.checked_sub_days(Days::new(days.unsigned_abs()))
        }
        .expect("event times are limited to 139 years, dates to 262,000")
    }

    /// The hour of the week that contains `time`: 0 is Monday 00:00 to 01:00, 167 Sunday 23:00 to 24:00.
    pub fn hour_of_week(self, time: Time) -> usize {
        self.time_of_week(time).0 as usize / 3_600_000
    }

    /// Time since the last Monday 00:00, below a week.
    pub fn time_of_week(self, time: Time) -> Span {
        let since_monday = self.start.weekday().num_days_from_monday() as i64 * DAY.0 + time.0;
        Span(since_monday.rem_euclid(7 * DAY.0))
    }

    /// Day of the week of `time`, Monday = 0.
    pub fn weekday(self, time: Time) -> usize {
        self.hour_of_week(time) / 24
    }

    /// `start` + k periods, at 00:00 for calendar months; negative k lies in the warm-up.
    pub fn occurrence(self, every: Recurrence, k: i64) -> Time {
        match every {
            Recurrence::Exact(span) => Time(span.0 * k),
            Recurrence::Months(months) => {
                let shift = Months::new((k.unsigned_abs() as u32).saturating_mul(months));
                let date =
                    if k >= 0 { self.start.checked_add_months(shift) } else { self.start.checked_sub_months(shift) };
                self.time_of(date.expect("event times are limited to 139 years"))
            }
        }
    }

    /// The smallest k whose occurrence is at or after `time`.
    pub fn first_occurrence(self, every: Recurrence, time: Time) -> i64 {
        match every {
            Recurrence::Exact(span) => -(-time.0).div_euclid(span.0),
            Recurrence::Months(months) => {
                let mut k = time.0.div_euclid(31 * DAY.0 * months as i64) - 1;
                while self.occurrence(every, k) < time {
                    k += 1;
                }
                k
            }
        }
    }
}

impl Recurrence {
    /// The period's length, for months the mean Gregorian one (365.2425 / 12 days).
    pub fn mean(self) -> Span {
        match self {
            Recurrence::Exact(span) => span,
            Recurrence::Months(n) => Span::from_ms(n as f64 * 365.2425 / 12.0 * DAY.ms()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date") }
    }

    #[test]
    fn month_ends_are_month_ends() {
        let months = Recurrence::Months(1);
        assert_eq!(calendar().occurrence(months, 1), Time(31 * DAY.0));
        assert_eq!(calendar().occurrence(months, 2), Time(60 * DAY.0)); // 2024 is a leap year
        assert_eq!(calendar().occurrence(months, -1), Time(-31 * DAY.0));
        for time in [-100 * DAY.0, -1, 0, 1, 59 * DAY.0, 60 * DAY.0, 5000 * DAY.0] {
            let k = calendar().first_occurrence(months, Time(time));
            assert!(calendar().occurrence(months, k).0 >= time);
            assert!(calendar().occurrence(months, k - 1).0 < time);
        }
    }

    #[test]
    fn first_occurrence_of_an_exact_span_rounds_up() {
        let weekly = Recurrence::Exact(Span(7));
        assert_eq!(calendar().first_occurrence(weekly, Time(-8)), -1);
        assert_eq!(calendar().first_occurrence(weekly, Time(-7)), -1);
        assert_eq!(calendar().first_occurrence(weekly, Time(8)), 2);
    }

    #[test]
    fn hours_of_the_week_begin_on_monday() {
        assert_eq!(calendar().hour_of_week(Time(0)), 0);
        assert_eq!(calendar().hour_of_week(Time(-1)), 167);
    }
}
