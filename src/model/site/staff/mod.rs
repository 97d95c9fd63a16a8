//! The people who work at a site: who they are, what they are doing, and the queues they serve.
//!
//! Others read any worker or crew, and change them only by what is below, so that the counts and orders kept of them
//! are right: who is idle, longest first; how many are on shift; who is still to go home.

mod crew;
mod posts;
mod worker;

pub(in crate::model) use crew::OccupationStaff;
pub(in crate::model) use posts::{Posts, Trainee, Vacancy};
pub(in crate::model) use worker::{DayPart, Doing, QueueEntry, Worker};

use super::rows::{InstanceNo, Rows, WorkerNo};
use crate::model::roster::{Carry, Dealt, Shift};
use crate::model::scenario::OccupationId;
use crate::units::{IdVec, Time};
use std::cmp::Reverse;
use std::ops::Index;

/// Earlier than any moment of a run.
const LONG_PAST: Time = Time(i64::MIN / 8);

/// Everybody who works here or has worked here.
#[derive(Clone, Debug)]
pub(super) struct Staff {
    workers: Rows<WorkerNo, Worker>,
    crews: IdVec<OccupationId, OccupationStaff>,
    /// Past their shift, and not yet on their way home.
    after_hours_pool: Vec<WorkerNo>,
    posts: Posts,
}

impl Index<WorkerNo> for Staff {
    type Output = Worker;
    #[inline(always)]
    fn index(&self, worker: WorkerNo) -> &Worker {
        &self.workers[worker]
    }
}

impl Index<OccupationId> for Staff {
    type Output = OccupationStaff;
    #[inline(always)]
    fn index(&self, occupation: OccupationId) -> &OccupationStaff {
        &self.crews[occupation]
    }
}

/// Who is there.
impl Staff {
    /// Nobody yet, of so many occupations.
    pub fn new(occupations: usize) -> Staff {
        Staff {
            workers: Rows::new(),
            crews: IdVec::filled(OccupationStaff::default(), occupations),
            after_hours_pool: Vec::new(),
            posts: Posts::default(),
        }
    }

    pub fn occupations(&self) -> impl Iterator<Item = OccupationId> + use<> {
        self.crews.ids()
    }

    pub fn crews(&self) -> impl Iterator<Item = (OccupationId, &OccupationStaff)> {
        self.crews.enumerate()
    }

    /// Everybody who was ever employed.
    pub fn numbers(&self) -> impl Iterator<Item = WorkerNo> + use<> {
        self.workers.numbers()
    }

    pub fn workers(&self) -> impl Iterator<Item = (WorkerNo, &Worker)> {
        self.workers.enumerate()
    }

    /// Members of an occupation in keyed order.
    pub fn ranked(&self, occupation: OccupationId) -> Vec<WorkerNo> {
        let mut members = self.crews[occupation].members.clone();
        members.sort_unstable_by_key(|worker| (self.workers[*worker].rank, *worker));
        members
    }

    /// Whether anybody idle, but for the first few, has something of their own to do.
    pub fn any_basket(&self, occupation: OccupationId, from: usize) -> bool {
        self.crews[occupation].idle.iter().skip(from).any(|(_, _, worker)| {
            let worker = &self.workers[*worker];
            !worker.basket.is_empty() || !worker.suspended.is_empty()
        })
    }

    /// How many were ever employed.
    pub fn len(&self) -> usize {
        self.workers.len()
    }

    /// Employs somebody.
    pub fn hire(&mut self, worker: Worker) -> WorkerNo {
        let crew = &mut self.crews[worker.occupation()];
        crew.hired += 1;
        crew.next_starts.take();
        let number =
            self.workers.add(Worker { employed: true, shift_end: LONG_PAST, after_until: LONG_PAST, ..worker });
        crew.members.push(number);
        number
    }

    /// Somebody is employed no longer; what they are doing is for the caller to see to.
    pub fn leave(&mut self, worker: WorkerNo) {
        self.workers[worker].employed = false;
        let crew = &mut self.crews[self.workers[worker].occupation()];
        crew.members.retain(|other| *other != worker);
        crew.next_starts.take();
    }

    /// Shortens a contract by so many thousandths of a full-time one.
    pub fn shorten(&mut self, worker: WorkerNo, milli: u32) {
        self.workers[worker].share -= milli;
        self.crews[self.workers[worker].occupation()].next_starts.take();
    }

    pub fn give_tools(&mut self, worker: WorkerNo, tools: Vec<(Time, f64)>) {
        self.workers[worker].tools = tools;
    }

    pub fn occupation_of(&self, worker: WorkerNo) -> OccupationId {
        self.workers[worker].occupation()
    }

    pub fn posts(&self) -> &Posts {
        &self.posts
    }

    pub fn posts_mut(&mut self) -> &mut Posts {
        &mut self.posts
    }
}

/// What they are doing.
impl Staff {
    /// Puts a worker among the idle ones, the longest idle first.
    pub fn put_among_idle(&mut self, worker: WorkerNo, since: Time) {
        let row = &mut self.workers[worker];
        row.doing = Doing::Idle;
        row.part = DayPart::Regular;
        row.instance = None;
        row.since = since;
        let key = (since, row.rank, worker);
        let crew = &mut self.crews[row.occupation()];
        let place = crew.idle.iter().rposition(|other| *other < key).map_or(0, |place| place + 1);
        crew.idle.insert(place, key);
    }

    /// Takes a worker from among the idle ones, if they are.
    pub fn take_from_idle(&mut self, worker: WorkerNo) {
        let crew = &mut self.crews[self.workers[worker].occupation()];
        if let Some(place) = crew.idle.iter().position(|(_, _, other)| *other == worker) {
            crew.idle.remove(place);
        }
    }

    /// Takes an idle worker for a team that is not complete.
    pub fn hold(&mut self, worker: WorkerNo) {
        self.take_from_idle(worker);
        self.workers[worker].doing = Doing::Held;
    }

    /// Begins or takes up work.
    pub fn put_to_work(&mut self, worker: WorkerNo, instance: InstanceNo) {
        if self.workers[worker].doing == Doing::Idle {
            self.take_from_idle(worker);
        }
        let row = &mut self.workers[worker];
        row.part = if row.on_shift { DayPart::Regular } else { DayPart::AfterHours };
        row.doing = Doing::Busy;
        row.called_in_vain = false;
        row.instance = Some(instance);
    }

    /// Has nothing in hand any more; what they do instead is for the caller to say.
    pub fn put_down(&mut self, worker: WorkerNo) {
        self.workers[worker].instance = None;
    }

    pub fn work_in(&mut self, worker: WorkerNo, part: DayPart) {
        self.workers[worker].part = part;
    }

    pub fn begin_pause(&mut self, worker: WorkerNo) {
        self.workers[worker].doing = Doing::Pause;
    }

    /// Stays after the shift, for owned work that falls due.
    pub fn join_after_hours_pool(&mut self, worker: WorkerNo) {
        self.workers[worker].doing = Doing::AfterHoursPool;
        self.after_hours_pool.push(worker);
    }

    pub fn after_hours_pool(&self) -> &[WorkerNo] {
        &self.after_hours_pool
    }

    /// Those who have stayed since somebody last asked.
    pub fn take_after_hours_pool(&mut self) -> Vec<WorkerNo> {
        std::mem::take(&mut self.after_hours_pool)
    }

    pub fn go_home(&mut self, worker: WorkerNo) {
        let row = &mut self.workers[worker];
        row.doing = Doing::Off;
        row.instance = None;
    }

    /// Time up to `now` is counted; how much that is since it was last \[ms\].
    pub fn count_until(&mut self, worker: WorkerNo, now: Time) -> u64 {
        let counted = std::mem::replace(&mut self.workers[worker].counted, now);
        (now - counted).0 as u64
    }

    /// Nobody's time before `now` counts.
    pub fn count_from(&mut self, now: Time) {
        self.workers.iter_mut().for_each(|worker| worker.counted = now);
    }

    /// Has called somebody from a waiting list, of so many, and begun nothing since.
    pub fn count_call(&mut self, worker: WorkerNo, list: usize, lists: usize) {
        let row = &mut self.workers[worker];
        row.called.resize(lists, 0);
        row.called[list] += 1;
        row.called_in_vain = true;
    }
}

/// When they are there.
impl Staff {
    /// On shift from now, or off; whether that is new.
    pub fn switch_shift(&mut self, worker: WorkerNo, on_shift: bool) -> bool {
        let changed = std::mem::replace(&mut self.workers[worker].on_shift, on_shift) != on_shift;
        if changed {
            let present = &mut self.crews[self.workers[worker].occupation()].present;
            *present = if on_shift { *present + 1 } else { *present - 1 };
        }
        changed
    }

    /// A shift without an end begins.
    pub fn begin_endless_shift(&mut self, worker: WorkerNo, now: Time) {
        let row = &mut self.workers[worker];
        row.shift_end = Time::NEVER;
        row.counted = now;
    }

    /// A rostered shift begins.
    pub fn begin_shift(&mut self, worker: WorkerNo, shift: Shift) {
        let row = &mut self.workers[worker];
        row.shift_end = shift.end;
        row.after_until = LONG_PAST;
        row.called.clear();
        row.called_in_vain = false;
    }

    /// Until when owned work may be done after the shift that ends now.
    pub fn may_stay_until(&mut self, worker: WorkerNo, until: Time) {
        self.workers[worker].after_until = until;
    }

    /// Takes what the rosters dealt so far leave to the next deal, which makes what was known of it out of date.
    pub fn take_dealt(&mut self, occupation: OccupationId) -> Dealt {
        let crew = &mut self.crews[occupation];
        crew.next_starts.take();
        std::mem::take(&mut crew.dealt)
    }

    /// A deal leaves this to those to come.
    pub fn leave_dealt(&mut self, occupation: OccupationId, dealt: Dealt) {
        self.crews[occupation].dealt = dealt;
    }

    pub fn give_shifts(&mut self, worker: WorkerNo, shifts: Vec<Shift>, carry: Carry) {
        let row = &mut self.workers[worker];
        row.carry = carry;
        row.shifts = shifts.into();
    }

    /// Shifts are scheduled anew, under this generation.
    pub fn roster_under(&mut self, worker: WorkerNo, generation: u32) {
        self.workers[worker].roster = generation;
    }

    /// What is known of next week's shifts is out of date.
    pub fn forget_next_starts(&mut self) {
        self.crews.iter_mut().for_each(|crew| drop(crew.next_starts.take()));
    }
}

/// What waits for them.
impl Staff {
    /// Into the queue of an occupation.
    pub fn enqueue(&mut self, occupation: OccupationId, entry: QueueEntry) {
        self.crews[occupation].queue.push(Reverse(entry));
    }

    /// Into somebody's in-basket.
    pub fn put_in_basket(&mut self, worker: WorkerNo, entry: QueueEntry) {
        self.workers[worker].basket.push(Reverse(entry));
    }

    /// The first entry of an occupation's queue that is live; those before it are dropped.
    #[inline]
    pub fn first_in_queue(
        &mut self,
        occupation: OccupationId,
        live: impl Fn(&QueueEntry) -> bool,
    ) -> Option<QueueEntry> {
        let queue = &mut self.crews[occupation].queue;
        while let Some(Reverse(entry)) = queue.peek() {
            if live(entry) {
                return Some(*entry);
            }
            queue.pop();
        }
        None
    }

    /// The first entry of an in-basket that is live; those before it are dropped.
    #[inline]
    pub fn first_in_basket(&mut self, worker: WorkerNo, live: impl Fn(&QueueEntry) -> bool) -> Option<QueueEntry> {
        let basket = &mut self.workers[worker].basket;
        while let Some(Reverse(entry)) = basket.peek() {
            if live(entry) {
                return Some(*entry);
            }
            basket.pop();
        }
        None
    }

    /// Takes the first entry of an occupation's queue out.
    pub fn dequeue(&mut self, occupation: OccupationId) {
        self.crews[occupation].queue.pop();
    }

    /// Takes the first entry of an in-basket out.
    pub fn take_from_basket(&mut self, worker: WorkerNo) {
        self.workers[worker].basket.pop();
    }

    /// Has left an instance that only they may take up again.
    pub fn leave_behind(&mut self, worker: WorkerNo, instance: InstanceNo) {
        self.workers[worker].suspended.push(instance);
    }

    /// What was left behind is taken up again, or given to others.
    pub fn no_longer_behind(&mut self, worker: WorkerNo, instance: InstanceNo) {
        self.workers[worker].suspended.retain(|other| *other != instance);
    }

    /// Drops of what was left behind what is not any more.
    pub fn keep_behind(&mut self, worker: WorkerNo, still: impl Fn(InstanceNo) -> bool) {
        self.workers[worker].suspended.retain(|instance| still(*instance));
    }

    /// In-basket work waits for the next roster to know how long it stays.
    pub fn await_roster(&mut self, worker: WorkerNo, instance: InstanceNo, clock: u32) {
        self.workers[worker].expecting.push((instance, clock));
    }

    pub fn take_awaiting_roster(&mut self, worker: WorkerNo) -> Vec<(InstanceNo, u32)> {
        std::mem::take(&mut self.workers[worker].expecting)
    }

    /// In-basket work waits until the end of a shift; whether it is the first to wait until then.
    pub fn await_shift_end(&mut self, worker: WorkerNo, end: Time, instance: InstanceNo, clock: u32) -> bool {
        let waiting = &mut self.workers[worker].waiting;
        let first = waiting.iter().rev().all(|(until, ..)| *until != end);
        waiting.push((end, instance, clock));
        first
    }

    /// What waited until now, in the order in which it came.
    pub fn take_awaited(&mut self, worker: WorkerNo, now: Time) -> Vec<(InstanceNo, u32)> {
        let waiting = &mut self.workers[worker].waiting;
        let over = waiting.iter().filter(|(until, ..)| *until == now).map(|(_, instance, clock)| (*instance, *clock));
        let over = over.collect();
        waiting.retain(|(until, ..)| *until != now);
        over
    }
}

#[cfg(test)]
mod tests;
