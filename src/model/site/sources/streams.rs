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
