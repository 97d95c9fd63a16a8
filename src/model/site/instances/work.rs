//! From begun to done: who works on an instance, how much of it is left, and what it has read.

use super::{Instance, Instances, Job, State};
use crate::model::compile::plan::Mask;
use crate::model::scenario::TechnologyId;
use crate::model::site::cases::{Carried, Defects};
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::units::{Span, Time};

/// What was so when an instance was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Begun {
    /// It was never begun before.
    pub first: bool,
    /// It goes on with what others have left.
    pub fixed: bool,
}

/// Service.
impl Instances {
    /// An instance is begun on a way by these people; nobody for automated ways and `unlimited` occupations.
    #[inline]
    pub fn begin(
        &mut self,
        instance: InstanceNo,
        way: usize,
        members: &[WorkerNo],
        unlimited: bool,
        offer: u32,
    ) -> Begun {
        let job = self.take_job(instance);
        let row = &mut self.rows[instance];
        let first = !std::mem::replace(&mut row.started, true);
        let fixed = std::mem::take(&mut row.fixed);
        row.state = State::InService;
        row.offer = offer;
        row.way = way as u8;
        let job = &mut self.jobs[job];
        job.unlimited = unlimited;
        job.team.clear();
        members.iter().for_each(|member| job.team.push(*member));
        if unlimited {
            self.unlimited.insert(instance);
        }
        Begun { first, fixed }
    }

    /// The clock of the work runs, under a factor on its standard time; until when.
    #[inline]
    pub fn run(&mut self, instance: InstanceNo, service: u32, factor: f64, now: Time) -> Time {
        let job = self.job_mut(instance);
        job.factor = factor;
        job.service = service;
        job.counted = now;
        job.until = now + Span::from_ms(job.left * factor).max(Span(1));
        job.until
    }

    /// Work in service stops: what is left is kept in standard time, for the same people.
    pub fn suspend(&mut self, instance: InstanceNo, service: u32, now: Time) {
        self.rows[instance].state = State::Suspended;
        let job = self.job_mut(instance);
        job.left = job.left_at(now);
        job.service = service;
    }

    /// Suspended work is taken up again by the same people.
    pub fn resume(&mut self, instance: InstanceNo) {
        self.rows[instance].state = State::InService;
    }

    /// Others may take up what was begun, on the same way.
    pub fn hand_over(&mut self, instance: InstanceNo) {
        self.job_mut(instance).team.clear();
        let row = &mut self.rows[instance];
        row.state = State::Waiting;
        row.fixed = true;
        row.owner_waiting = false;
    }

    /// Urgent work has interrupted it: that costs standard time \[ms\], and it may have to be begun anew.
    pub fn interrupt(&mut self, instance: InstanceNo, restarts: bool, cost: f64) {
        let job = self.job_mut(instance);
        // Work on an answered query is what is left of work already done.
        if restarts && !job.asked {
            job.left = job.whole;
        }
        job.left += cost;
    }

    /// The way in service has failed: the instance waits for the next. Whether it is the first to fail.
    pub fn fail_way(&mut self, instance: InstanceNo) -> bool {
        let row = &mut self.rows[instance];
        let first = row.failed == 0;
        row.failed |= 1 << row.way;
        row.state = State::Waiting;
        first
    }

    /// What was read is gone: the work is finished for nothing.
    pub fn make_obsolete(&mut self, instance: InstanceNo) {
        self.job_mut(instance).obsolete = true;
    }

    /// Somebody nobody queues for has finished.
    pub fn end_unlimited(&mut self, instance: InstanceNo) {
        self.unlimited.remove(&instance);
    }
}

/// What is read, and how long that makes it.
impl Instances {
    /// Takes what the work carries.
    #[inline]
    pub fn take_carried(&mut self, instance: InstanceNo) -> Carried {
        std::mem::take(&mut self.job_mut(instance).carried)
    }

    /// The work is to take so much standard time \[ms\], on these products and what they carry. It reviews what was
    /// made with a tool, if with one. Nothing is found yet.
    #[inline]
    pub fn lay_out(
        &mut self,
        instance: InstanceNo,
        time: f64,
        read: Mask,
        carried: Carried,
        review: Option<TechnologyId>,
    ) {
        let job = self.job_mut(instance);
        (job.left, job.whole) = (time, time);
        job.read = read;
        job.rejected_count = 0;
        job.carried = carried;
        job.found.clear();
        job.review = review;
    }

    /// How many defects the product carries that the work may send back.
    pub fn count_rejected(&mut self, instance: InstanceNo, defects: u32) {
        self.job_mut(instance).rejected_count = defects;
    }

    /// The work takes longer \[ms of standard time\].
    pub fn lengthen(&mut self, instance: InstanceNo, by: f64) {
        let job = self.job_mut(instance);
        job.left += by;
        job.whole = job.left;
    }

    /// The work takes only a share of its time.
    pub fn shorten_to(&mut self, instance: InstanceNo, share: f64) {
        let job = self.job_mut(instance);
        job.left *= share;
        job.whole = job.left;
    }

    /// The lead notices defects, which take time to fix.
    pub fn find(&mut self, instance: InstanceNo, found: Defects, fixing: f64) {
        let job = self.job_mut(instance);
        job.left += fixing;
        job.whole = job.left;
        job.found = found;
    }
}

/// Time spent.
impl Instances {
    /// Somebody has spent time on it \[ms\]; what it is, so that nobody has to look it up again.
    #[inline]
    pub fn spend(&mut self, instance: InstanceNo, ms: u64) -> (&Instance, &Job) {
        let row = &self.rows[instance];
        let job = &mut self.jobs[row.job.expect("an instance that has begun has a job")];
        job.spent += ms;
        (row, job)
    }

    /// So much of what was spent is charged to defects already \[ms\].
    pub fn charge(&mut self, instance: InstanceNo, ms: u64) {
        self.job_mut(instance).charged += ms;
    }

    /// Time of somebody nobody queues for is counted up to now: how much there is since it was last \[ms\].
    pub fn count_until(&mut self, instance: InstanceNo, now: Time) -> u64 {
        let job = self.job_mut(instance);
        let ms = (now - job.counted).0 as u64;
        job.counted = now;
        job.spent += ms;
        ms
    }
}
