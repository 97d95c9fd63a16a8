//! Random arrivals: a rate by the time of the week, and what varies it over the years. The run and `sim check` both ask
//! here.

use crate::units::{HOUR, Recurrence, Span, Time, WEEK};

/// A Poisson arrival rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrivals {
    /// Rate by the time of the week.
    pub week: WeeklyRate,
    /// Growth a year after time zero: the rate is multiplied by (1 + growth)^years.
    pub growth: f64,
    /// Factor by calendar month, January first; all 1 if not stated.
    pub season: [f64; 12],
    /// Coefficient of variation of a lognormal factor (mean 1) on each day's rate: over-dispersion; 0 for none.
    pub daily_cv: f64,
    /// Factor by calendar year, relative to the rate above (`by_year`, `series`); outside the years given the nearest
    /// counts.
    pub by_year: Vec<(i32, f64)>,
}

impl Arrivals {
    /// Factor by which the rate has grown at a time; 1 until time zero.
    pub fn grown(&self, time: Time) -> f64 {
        if self.growth == 0.0 || time <= Time::ZERO {
            return 1.0;
        }
        libm::pow(1.0 + self.growth, time.0 as f64 / Recurrence::Months(12).mean().ms())
    }

    /// Factor of a calendar year: that of the last year listed by then, or of the first; 1 if none is listed.
    pub fn factor_of_year(&self, year: i32) -> f64 {
        let Some((_, first)) = self.by_year.first() else { return 1.0 };
        self.by_year.iter().rev().find(|(from, _)| *from <= year).map_or(*first, |(_, factor)| *factor)
    }
}

/// A part of the week in which a rate is constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Where it ends, counted from Monday 00:00.
    pub end: Span,
    /// Rate in cases an hour.
    pub per_hour: f64,
}

/// A rate by the time of the week. Segments follow each other from Monday 00:00 to the end of Sunday without a gap;
/// none is longer than an hour or crosses a full hour, at which season, growth and the day's factor are looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct WeeklyRate(Vec<Segment>);

impl WeeklyRate {
    /// A rate from the times of the week at which it changes and a function that gives the rate from each of them on
    /// [1/h].
    pub fn new(changes: impl IntoIterator<Item = Span>, mut rate_from: impl FnMut(Span) -> f64) -> WeeklyRate {
        let mut starts: Vec<Span> = (0..168).map(|hour| HOUR * hour).collect();
        starts.extend(changes.into_iter().filter(|change| (Span::ZERO..WEEK).contains(change)));
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).copied().chain([WEEK]);
        WeeklyRate(starts.iter().zip(ends).map(|(start, end)| Segment { end, per_hour: rate_from(*start) }).collect())
    }

    /// The segment that contains a time of the week, counted from Monday 00:00.
    pub fn at(&self, time_of_week: Span) -> Segment {
        self.0[self.0.partition_point(|segment| segment.end <= time_of_week)]
    }

    /// Cases a week.
    pub fn per_week(&self) -> f64 {
        self.lengths().map(|(hours, per_hour)| hours * per_hour).sum()
    }

    /// Hours of the week with a rate above zero.
    pub fn open_hours(&self) -> f64 {
        self.lengths().filter(|(_, per_hour)| *per_hour > 0.0).map(|(hours, _)| hours).sum()
    }

    /// The same rate times a factor.
    pub fn scaled(mut self, factor: f64) -> WeeklyRate {
        self.0.iter_mut().for_each(|segment| segment.per_hour *= factor);
        self
    }

    /// Length \[h\] and rate [1/h] of each segment.
    fn lengths(&self) -> impl Iterator<Item = (f64, f64)> {
        let starts = [Span::ZERO].into_iter().chain(self.0.iter().map(|segment| segment.end));
        starts.zip(&self.0).map(|(start, segment)| ((segment.end - start).hours(), segment.per_hour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::MINUTE;

    #[test]
    fn a_rate_changes_at_the_minute() {
        // Monday 08:30 to 09:15, 40 an hour: 0.75 h x 40 = 30 a week.
        let (from, to) = (HOUR * 8 + MINUTE * 30, HOUR * 9 + MINUTE * 15);
        let rate = WeeklyRate::new([from, to], |time| if (from..to).contains(&time) { 40.0 } else { 0.0 });
        assert_eq!(rate.per_week(), 30.0);
        assert_eq!(rate.open_hours(), 0.75);
        assert_eq!(rate.at(from - Span(1)), Segment { end: from, per_hour: 0.0 });
        assert_eq!(rate.at(from), Segment { end: HOUR * 9, per_hour: 40.0 });
        assert_eq!(rate.at(HOUR * 9), Segment { end: to, per_hour: 40.0 });
        assert_eq!(rate.at(to), Segment { end: HOUR * 10, per_hour: 0.0 });
        assert_eq!(rate.at(WEEK - Span(1)).end, WEEK);
    }

    #[test]
    fn a_year_that_is_not_listed_has_the_factor_of_the_last_one_that_is() {
        let week = WeeklyRate::new([], |_| 1.0);
        let by_year = vec![(2020, 1.0), (2030, 2.0)];
        let arrivals = Arrivals { week, growth: 0.0, season: [1.0; 12], daily_cv: 0.0, by_year };
        // 2028 is nearer to 2030, but the change comes on the first of January 2030.
        for (year, factor) in [(2019, 1.0), (2020, 1.0), (2028, 1.0), (2030, 2.0), (2041, 2.0)] {
            assert_eq!(arrivals.factor_of_year(year), factor, "{year}");
        }
    }
}
