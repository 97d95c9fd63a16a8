//! Streams of arrivals.

use crate::engine::Key;
use crate::model::arrivals::ArrivalStream;
use crate::model::scenario::{Demand, DemandId};
use crate::units::{Calendar, Time};

/// Arrivals of one demand at a site.
#[derive(Clone, Debug)]
pub(in crate::model::site) struct DemandStream {
    pub demand: DemandId,
    /// Type of its cases.
    pub case_type: usize,
    /// The identity under which they come.
    pub key: Key,
    stream: ArrivalStream,
}

/// The streams of a site.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) struct Streams(Vec<DemandStream>);

impl std::ops::Index<u32> for Streams {
    type Output = DemandStream;
    fn index(&self, number: u32) -> &DemandStream {
        &self.0[number as usize]
    }
}

impl Streams {
    /// A demand comes here from a moment on; the number of its stream.
    pub fn add(&mut self, demand: DemandId, case_type: usize, key: Key, calendar: Calendar, from: Time) -> u32 {
        self.0.push(DemandStream { demand, case_type, key, stream: ArrivalStream::new(key, calendar, from) });
        self.0.len() as u32 - 1
    }

    /// The next arrival of a stream before the end, with its ordinal: by the control's demand until time zero, then by
    /// the arm's.
    pub fn next(&mut self, number: u32, control: &Demand, arm: &Demand, end: Time) -> Option<(u64, Time)> {
        self.0[number as usize].stream.next(control, arm, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::build::config;
    use crate::model::scenario::{SiteTypeId, Source};
    use crate::units::{HOUR, Recurrence};

    /// Every six hours from twelve hours before time zero, and in the control for good: by the arm, which is without
    /// the demand, only what comes before time zero.
    #[test]
    fn a_demand_that_the_arm_does_not_have_comes_until_time_zero() {
        let mut config = config();
        let demand = config.add_demand("visit", SiteTypeId(0), 1.0, &[]);
        config.demands[demand].source = Source::Every(Recurrence::Exact(HOUR * 6));
        let control = &config.demands[demand];
        let without = Demand { on: false, ..control.clone() };
        let start = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date");
        let comes = |arm: &Demand| {
            let mut streams = Streams::default();
            let begin = Time::ZERO - HOUR * 12;
            let number = streams.add(demand, 0, Key::root(1, 0), Calendar { start }, begin);
            let next = || streams.next(number, control, arm, Time::ZERO + HOUR * 12);
            std::iter::from_fn(next).map(|(ordinal, time)| (ordinal, time.0 / HOUR.0)).collect::<Vec<_>>()
        };
        assert_eq!(comes(control), [(0, -12), (1, -6), (2, 0), (3, 6)]);
        assert_eq!(comes(&without), [(0, -12), (1, -6)]);
    }
}
