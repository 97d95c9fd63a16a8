//! From requested to begun: clocks, offers and owners.

use super::{Instances, State};
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::units::Time;

/// Clocks.
impl Instances {
    /// An instance waits for its lag under a new clock, the first time or after it was sent back.
    #[inline]
    pub fn gather(&mut self, instance: InstanceNo, clock: u32) {
        let row = &mut self.rows[instance];
        row.clock = clock;
        row.state = State::Gathering;
        row.sent_back = false;
    }

    /// An instance is ready: it waits for somebody, under a new clock.
    #[inline]
    pub fn become_ready(&mut self, instance: InstanceNo, clock: u32, now: Time, due: Time) {
        let row = &mut self.rows[instance];
        row.clock = clock;
        row.state = State::Waiting;
        row.ready = now;
        row.opened = 0;
        row.due = due;
    }

    /// The time of a way has come.
    #[inline]
    pub fn open_way(&mut self, instance: InstanceNo, way: u8) {
        self.rows[instance].opened |= 1 << way;
    }

    /// A product that it may read is withdrawn.
    #[inline]
    pub fn lose_read(&mut self, instance: InstanceNo) {
        self.rows[instance].lost_read = true;
    }

    /// What it can start on is there, whatever was withdrawn.
    #[inline]
    pub fn keep(&mut self, instance: InstanceNo) {
        self.rows[instance].lost_read = false;
    }

    /// An instance is not ready any more: no timer and no place in a queue counts.
    pub fn send_back(&mut self, instance: InstanceNo, clock: u32, offer: u32) {
        let row = &mut self.rows[instance];
        row.state = State::Gathering;
        row.clock = clock;
        row.offer = offer;
        row.sent_back = true;
        row.lost_read = false;
    }
}

/// Queues.
impl Instances {
    /// A waiting instance is offered on these ways, and no longer under another number.
    #[inline]
    pub fn offer(&mut self, instance: InstanceNo, offer: u32, ways: u32) {
        let row = &mut self.rows[instance];
        debug_assert_eq!(row.state, State::Waiting);
        row.offer = offer;
        row.offered = ways;
    }

    /// Whether an instance waits as it was offered, and not offered anew since.
    #[inline]
    pub fn is_waiting_as(&self, instance: InstanceNo, offer: u32) -> bool {
        let row = &self.rows[instance];
        row.state == State::Waiting && row.offer == offer
    }

    /// Whether an instance waits for a team as it was offered, or suspended for its own.
    pub fn is_offered(&self, instance: InstanceNo, offer: u32) -> bool {
        match self.rows[instance].state {
            State::Waiting => self.rows[instance].offer == offer,
            State::Suspended => {
                let job = self.job(instance);
                job.service == offer && job.team.len() > 1
            }
            _ => false,
        }
    }

    /// Only its owner may begin an instance, until that ends.
    #[inline]
    pub fn give_to(&mut self, instance: InstanceNo, owner: WorkerNo) {
        let row = &mut self.rows[instance];
        row.owner = Some(owner);
        row.owner_waiting = true;
    }

    /// Others than its owner may begin an instance.
    #[inline]
    pub fn end_owner_wait(&mut self, instance: InstanceNo) {
        self.rows[instance].owner_waiting = false;
    }

    /// The owner of an instance is gone.
    pub fn lose_owner(&mut self, instance: InstanceNo) {
        let row = &mut self.rows[instance];
        row.owner_waiting = false;
        row.owner = None;
    }
}
