//! Arrival streams: the n-th arrival of a Poisson stream is where the cumulative rate reaches the sum of n keyed unit
//! exponentials (time change; Çınlar 1975), so that a changed rate moves a case in time and never changes who it is.

use super::scenario::{Arrivals, Demand, Source};
use crate::engine::{Key, Salt};
use crate::units::{Calendar, HOUR, Recurrence, Span, Time};
use chrono::Datelike;
use libm::{exp, log, pow, sqrt};

pub(super) const GAP: Salt = Salt::of("arrival", "gap");
const DAY_FACTOR: Salt = Salt::of("arrival", "day");

/// The cases of one demand at one place, in order.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    key: Key,
    calendar: Calendar,
    begin: Time,
    /// Ordinal of the next case.
    pub ordinal: u64,
    /// Where the Poisson stream is: a point of time, and what is left of the current unit exponential.
    at: Time,
    left: f64,
    /// The case whose gap `left` belongs to.
    drawn: Option<u64>,
    fraction: f64,
    /// The hour the stream is in, and the rate of it in cases a ms.
    hour: Option<(i64, f64)>,
}

impl Stream {
    /// A stream that begins at `begin`; `key` is (site, demand).
    pub fn new(key: Key, calendar: Calendar, begin: Time) -> Stream {
        Stream { key, calendar, begin, ordinal: 0, at: begin, left: 0.0, drawn: None, fraction: 0.0, hour: None }
    }

    /// The next case: its ordinal and time, or none before `end`. Before time zero `control`'s demand is valid, from then
    /// on the arm's, so that a stream never has to be taken back at time zero.
    pub fn next(&mut self, control: &Demand, arm: &Demand, end: Time) -> Option<(u64, Time)> {
        loop {
            let ordinal = self.ordinal;
            let time = match &arm.source {
                Source::Poisson(arrivals) => {
                    let before = match &control.source {
                        Source::Poisson(before) if control.on => Some(before),
                        _ => None,
                    };
                    self.next_poisson(before, arm.on.then_some(arrivals), end)?
                }
                Source::Every(recurrence) => {
                    let first = self.calendar.first_occurrence(*recurrence, self.begin);
                    self.calendar.occurrence(*recurrence, first + ordinal as i64)
                }
                Source::Trace(times) => {
                    let first = times.partition_point(|time| *time < self.begin);
                    *times.get(first + ordinal as usize)?
                }
                Source::Children { .. } | Source::Pull { .. } => return None,
            };
            if time >= end {
                return None;
            }
            self.ordinal += 1;
            if if time < Time::ZERO { control.on } else { arm.on } {
                return Some((ordinal, time));
            }
        }
    }

    fn next_poisson(&mut self, before: Option<&Arrivals>, after: Option<&Arrivals>, end: Time) -> Option<Time> {
        if self.drawn != Some(self.ordinal) {
            self.left = -log(1.0 - self.key.child(self.ordinal).unit(GAP));
            self.drawn = Some(self.ordinal);
        }
        // Walk hour by hour; within an hour the rate is constant. `fraction` is the part of a ms not yet used up, so
        // that rounding to ms does not accumulate.
        while self.at < end {
            let hour = self.at.0.div_euclid(HOUR.0);
            let hour_end = Time((hour + 1) * HOUR.0);
            let rate = match self.hour {
                Some((known, rate)) if known == hour => rate,
                _ => {
                    let (begin, arrivals) = (Time(hour * HOUR.0), if hour < 0 { before } else { after });
                    arrivals.map_or(0.0, |a| rate_per_hour(a, self.calendar, begin, self.key)) / HOUR.ms()
                }
            };
            self.hour = Some((hour, rate));
            let room = (hour_end - self.at).ms() - self.fraction;
            if rate * room >= self.left {
                let point = self.fraction + self.left / rate;
                let whole = libm::floor(point);
                self.at += Span(whole as i64);
                self.fraction = point - whole;
                return Some(self.at);
            }
            self.left -= rate * room;
            self.at = hour_end;
            self.fraction = 0.0;
        }
        None
    }
}

/// The rate in cases an hour at `time`.
pub(super) fn rate_per_hour(arrivals: &Arrivals, calendar: Calendar, time: Time, key: Key) -> f64 {
    let mut rate = arrivals.per_hour[calendar.hour_of_week(time)];
    if rate == 0.0 {
        return 0.0;
    }
    if arrivals.growth != 0.0 && time > Time::ZERO {
        rate *= pow(1.0 + arrivals.growth, time.0 as f64 / Recurrence::Months(12).mean().ms());
    }
    if arrivals.season != [1.0; 12] || !arrivals.by_year.is_empty() {
        let date = calendar.date_of(time);
        rate *= arrivals.season[date.month0() as usize];
        if let Some(factor) = factor_of_year(&arrivals.by_year, date.year()) {
            rate *= factor;
        }
    }
    if arrivals.daily_cv > 0.0 {
        let variance = log(1.0 + arrivals.daily_cv * arrivals.daily_cv);
        let day = time.0.div_euclid(24 * HOUR.0) as u64;
        let z = crate::engine::normal_quantile(key.child(day).unit(DAY_FACTOR));
        rate *= exp(sqrt(variance) * z - variance / 2.0);
    }
    rate
}

fn factor_of_year(by_year: &[(i32, f64)], year: i32) -> Option<f64> {
    let (first, last) = (by_year.first()?, by_year.last()?);
    let year = year.clamp(first.0, last.0);
    by_year.iter().rev().find(|(from, _)| *from <= year).map(|(_, factor)| *factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{IdVec, WEEK};
    use chrono::NaiveDate;

    fn demand(per_hour: Vec<f64>) -> Demand {
        let arrivals = Arrivals { per_hour, growth: 0.0, season: [1.0; 12], daily_cv: 0.0, by_year: Vec::new() };
        Demand {
            name: "visit".into(),
            on: true,
            at: Vec::new(),
            source: Source::Poisson(arrivals),
            lasts: None,
            complexity_cv: None,
            traits: Vec::new(),
            writes: Vec::new(),
        }
    }

    fn times(demand: &Demand, weeks: i64) -> Vec<i64> {
        let calendar = Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date") };
        let mut stream = Stream::new(Key::root(1, 0), calendar, Time(0));
        std::iter::from_fn(|| stream.next(demand, demand, Time(0) + WEEK * weeks).map(|(_, time)| time.0)).collect()
    }

    #[test]
    fn counts_are_poisson_and_keep_to_their_hours() {
        let mut per_hour = vec![0.0; 168];
        per_hour[..8].fill(10.0);
        let times = times(&demand(per_hour), 200);
        assert!(times.iter().all(|time| time.rem_euclid(WEEK.0) <= 8 * HOUR.0));
        // Expected 16,000, standard deviation 126: false alarm 6e-5.
        assert!((times.len() as f64 - 16_000.0).abs() < 4.0 * 126.5, "{}", times.len());
        let weekly: IdVec<super::super::scenario::TaskId, f64> =
            (0..200).map(|w| times.iter().filter(|t| **t / WEEK.0 == w).count() as f64).collect();
        let variance = weekly.iter().map(|n| (n - 80.0) * (n - 80.0)).sum::<f64>() / 200.0;
        // Variance of a Poisson count of mean 80; relative error of the estimate sqrt(2/200) = 0.1.
        assert!((variance / 80.0 - 1.0).abs() < 0.4, "variance {variance}");
    }

    #[test]
    fn doubling_the_rate_brings_the_same_cases_earlier() {
        let slow = times(&demand(vec![1.0; 168]), 2);
        let fast = times(&demand(vec![2.0; 168]), 1);
        assert!(slow.iter().zip(&fast).all(|(slow, fast)| (slow - 2 * fast).abs() <= 2));
    }
}
