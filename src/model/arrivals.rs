//! Arrival streams: the n-th arrival of a Poisson stream is where the cumulative rate reaches the sum of n keyed unit
//! exponentials (time change; Çınlar 1975), so that a changed rate moves a case in time and never changes who it is.

use super::scenario::{Arrivals, Demand, Source};
use crate::engine::{Key, Salt};
use crate::units::{Calendar, HOUR, Span, Time};
use chrono::Datelike;
use libm::{exp, log, sqrt};

pub(super) const GAP: Salt = Salt::of("arrival", "gap");
const DAY_FACTOR: Salt = Salt::of("arrival", "day");

/// The cases of one demand at one site, in order.
#[derive(Clone, Debug)]
pub(super) struct ArrivalStream {
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
    /// The end of the segment the stream is in, and the rate there in cases a ms.
    segment: Option<(Time, f64)>,
}

impl ArrivalStream {
    /// A stream that begins at `begin`; `key` is (site, demand).
    pub fn new(key: Key, calendar: Calendar, begin: Time) -> ArrivalStream {
        ArrivalStream {
            key,
            calendar,
            begin,
            ordinal: 0,
            at: begin,
            left: 0.0,
            drawn: None,
            fraction: 0.0,
            segment: None,
        }
    }

    /// The next case: its ordinal and time, or none before `end`. Before time zero `control`'s demand is valid, from
    /// then on the arm's, so that a stream never has to be taken back at time zero.
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
        // Walk from segment to segment; within one the rate is constant. `fraction` is the part of a ms not yet used
        // up, so that rounding to ms does not accumulate.
        while self.at < end {
            let (segment_end, rate) = match self.segment {
                Some(known) if self.at < known.0 => known,
                _ => self.segment_from(self.at, if self.at < Time::ZERO { before } else { after }),
            };
            self.segment = Some((segment_end, rate));
            let room = (segment_end - self.at).ms() - self.fraction;
            if rate * room >= self.left {
                let point = self.fraction + self.left / rate;
                let whole = libm::floor(point);
                self.at += Span(whole as i64);
                self.fraction = point - whole;
                return Some(self.at);
            }
            self.left -= rate * room;
            self.at = segment_end;
            self.fraction = 0.0;
        }
        None
    }

    /// The segment that contains a time: its end, and its rate in cases a ms. Nothing comes if there are no arrivals.
    fn segment_from(&self, time: Time, arrivals: Option<&Arrivals>) -> (Time, f64) {
        // What varies a rate is looked at on the hour, and time zero, where the arm's arrivals begin, is on the hour.
        let hour = Time(time.0.div_euclid(HOUR.0) * HOUR.0);
        let Some(arrivals) = arrivals else { return (hour + HOUR, 0.0) };
        let time_of_week = self.calendar.time_of_week(time);
        let segment = arrivals.week.at(time_of_week);
        let rate = varied(segment.per_hour, arrivals, self.calendar, hour, self.key);
        (time + (segment.end - time_of_week), rate / HOUR.ms())
    }
}

/// A rate in cases an hour, with what varies it at `time`.
fn varied(mut rate: f64, arrivals: &Arrivals, calendar: Calendar, time: Time, key: Key) -> f64 {
    if rate == 0.0 {
        return 0.0;
    }
    rate *= arrivals.grown(time);
    if arrivals.season != [1.0; 12] || !arrivals.by_year.is_empty() {
        let date = calendar.date_of(time);
        rate *= arrivals.season[date.month0() as usize];
        rate *= arrivals.factor_of_year(date.year());
    }
    if arrivals.daily_cv > 0.0 {
        let variance = log(1.0 + arrivals.daily_cv * arrivals.daily_cv);
        let day = time.0.div_euclid(24 * HOUR.0) as u64;
        let z = crate::engine::normal_quantile(key.child(day).unit(DAY_FACTOR));
        rate *= exp(sqrt(variance) * z - variance / 2.0);
    }
    rate
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::WeeklyRate;
    use crate::units::{IdVec, WEEK};
    use chrono::NaiveDate;

    fn demand(week: WeeklyRate) -> Demand {
        let arrivals = Arrivals { week, growth: 0.0, season: [1.0; 12], daily_cv: 0.0, by_year: Vec::new() };
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
        let mut stream = ArrivalStream::new(Key::root(1, 0), calendar, Time(0));
        std::iter::from_fn(|| stream.next(demand, demand, Time(0) + WEEK * weeks).map(|(_, time)| time.0)).collect()
    }

    #[test]
    fn counts_are_poisson_and_keep_to_their_hours() {
        let week = WeeklyRate::new([], |time| if time < HOUR * 8 { 10.0 } else { 0.0 });
        let times = times(&demand(week), 200);
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
        let slow = times(&demand(WeeklyRate::new([], |_| 1.0)), 2);
        let fast = times(&demand(WeeklyRate::new([], |_| 2.0)), 1);
        assert!(slow.iter().zip(&fast).all(|(slow, fast)| (slow - 2 * fast).abs() <= 2));
    }
}
