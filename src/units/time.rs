//! Points and spans of simulated time, in whole milliseconds.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// A point of simulated time in ms, counted from time zero (the scenario's `start`); negative during the warm-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// A length of simulated time in ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

/// One second.
pub const SECOND: Span = Span(1_000);
/// One minute.
pub const MINUTE: Span = Span(60_000);
/// One hour.
pub const HOUR: Span = Span(3_600_000);
/// One day of 24 hours; the model knows no daylight saving.
pub const DAY: Span = Span(86_400_000);
/// One week of seven days.
pub const WEEK: Span = Span(7 * 86_400_000);

impl Time {
    /// Time zero: the end of the warm-up.
    pub const ZERO: Time = Time(0);
    /// Later than anything that happens.
    pub const NEVER: Time = Time(i64::MAX / 4);

    /// The week that contains this point, counted from time zero (−1 is the last week of the warm-up).
    pub fn week(self) -> i64 {
        self.0.div_euclid(WEEK.0)
    }

    /// The beginning of week `week`.
    pub fn of_week(week: i64) -> Time {
        Time(week * WEEK.0)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// The nearest whole number of ms to `ms`, saturating at about 100,000 years.
    pub fn from_ms(ms: f64) -> Span {
        Span(libm::round(ms.clamp(-3e15, 3e15)) as i64)
    }

    /// This span in ms as a real number.
    pub fn ms(self) -> f64 {
        self.0 as f64
    }

    /// This span in hours.
    pub fn hours(self) -> f64 {
        self.0 as f64 / HOUR.0 as f64
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0 + span.0)
    }
}
impl AddAssign<Span> for Time {
    fn add_assign(&mut self, span: Span) {
        self.0 += span.0;
    }
}
impl Sub<Span> for Time {
    type Output = Time;
    fn sub(self, span: Span) -> Time {
        Time(self.0 - span.0)
    }
}
impl Sub for Time {
    type Output = Span;
    fn sub(self, other: Time) -> Span {
        Span(self.0 - other.0)
    }
}
impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0 + other.0)
    }
}
impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        self.0 += other.0;
    }
}
impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0 - other.0)
    }
}
impl SubAssign for Span {
    fn sub_assign(&mut self, other: Span) {
        self.0 -= other.0;
    }
}
impl Neg for Span {
    type Output = Span;
    fn neg(self) -> Span {
        Span(-self.0)
    }
}
impl Mul<i64> for Span {
    type Output = Span;
    fn mul(self, times: i64) -> Span {
        Span(self.0 * times)
    }
}

/// The largest unit that divides the span exactly: `90 min`, `2 weeks`, `1500 ms`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, one, many) in [
            (WEEK, "week", "weeks"),
            (DAY, "day", "days"),
            (HOUR, "h", "h"),
            (MINUTE, "min", "min"),
            (SECOND, "s", "s"),
        ] {
            if self.0 != 0 && self.0 % unit.0 == 0 {
                let n = self.0 / unit.0;
                return write!(f, "{n} {}", if n == 1 { one } else { many });
            }
        }
        if self.0 == 0 { write!(f, "0 min") } else { write!(f, "{} ms", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_before_zero_are_negative() {
        assert_eq!(Time(-1).week(), -1);
        assert_eq!(Time(0).week(), 0);
        assert_eq!(Time::of_week(-8).week(), -8);
    }

    #[test]
    fn spans_print_in_their_largest_exact_unit() {
        assert_eq!(Span(90 * 60_000).to_string(), "90 min");
        assert_eq!((WEEK * 2).to_string(), "2 weeks");
        assert_eq!(Span(1_500).to_string(), "1500 ms");
    }
}
