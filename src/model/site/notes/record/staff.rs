//! Staff and their time.

use super::Record;
use crate::model::outcome::MILLION;
use crate::model::scenario::{OccupationId, TechnologyId};
use crate::model::site::staff::{DayPart, Doing};

/// Who is employed when a week's rosters are dealt, in thousandths of a full-time equivalent but for the heads.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model::site) struct Roll {
    pub heads: u64,
    pub fte: u64,
    pub training: u64,
    pub vacant: u64,
}

/// Who is there.
impl Record {
    /// The week begins with this staff; training is paid by a full-time contract \[ms\].
    pub(in crate::model::site) fn employed(&mut self, occupation: OccupationId, roll: Roll, contract: u64) {
        let staff = &mut self.week.staff[occupation];
        staff.heads = roll.heads;
        staff.milli_fte = roll.fte;
        staff.milli_fte_training = roll.training;
        staff.milli_fte_vacant = roll.vacant;
        staff.paid += roll.training * contract / 1000;
    }

    pub fn hired(&mut self, occupation: OccupationId, heads: u64) {
        self.week.staff[occupation].hires += heads;
    }

    pub fn dismissed(&mut self, occupation: OccupationId, heads: u64) {
        self.week.staff[occupation].dismissals += heads;
    }

    pub fn retrained(&mut self, occupation: OccupationId) {
        self.week.staff[occupation].retrained += 1;
    }

    pub fn quit(&mut self, occupation: OccupationId) {
        self.week.staff[occupation].quits += 1;
    }

    /// Somebody is hired in the place of who has quit.
    pub fn replaced(&mut self, occupation: OccupationId) {
        self.hired(occupation, 1);
        self.week.staff[occupation].replaced += 1;
    }
}

/// What they spend their time on.
impl Record {
    /// Time \[ms\] of leave or sickness.
    pub fn paid(&mut self, occupation: OccupationId, ms: u64) {
        self.week.staff[occupation].paid += ms;
    }

    /// Time \[ms\] on shift without work, or held for a team.
    #[inline]
    pub fn was_idle(&mut self, occupation: OccupationId, doing: Doing, ms: u64) {
        let staff = &mut self.week.staff[occupation];
        staff.on_shift += ms;
        staff.paid += ms;
        if doing == Doing::Held {
            staff.waiting_for_team += ms;
        }
    }

    /// Time \[ms\] at work; `pays`: work after hours is paid.
    #[inline]
    pub fn was_busy(&mut self, occupation: OccupationId, part: DayPart, ms: u64, pays: bool) {
        let staff = &mut self.week.staff[occupation];
        match part {
            DayPart::Regular => {
                staff.on_shift += ms;
                staff.paid += ms;
                staff.regular += ms;
            }
            DayPart::Overrun => {
                staff.overrun += ms;
                staff.paid += ms;
            }
            DayPart::AfterHours => {
                staff.after_hours += ms;
                if pays { staff.paid += ms } else { staff.unpaid += ms }
            }
        }
    }

    /// Work \[ms\] of a member of a team: on the way and in the place that a slot of the tables stands for.
    #[inline]
    pub fn worked(&mut self, slot: usize, part: DayPart, ms: u64, (rework, review): (bool, bool)) {
        let work = &mut self.week.work[slot];
        work.total += ms;
        work.overrun += if part == DayPart::Overrun { ms } else { 0 };
        work.after_hours += if part == DayPart::AfterHours { ms } else { 0 };
        work.rework += if rework { ms } else { 0 };
        work.review += if review { ms } else { 0 };
    }

    /// Work \[ms\] turns out to have been for nothing: this week's part of it is marked.
    pub fn was_rework(&mut self, slot: usize, ms: u64) {
        let work = &mut self.week.work[slot];
        work.rework = (work.rework + ms).min(work.total);
    }
}

/// What the week leaves in them.
impl Record {
    /// How well somebody can do a task by hand.
    pub fn can_do(&mut self, occupation: OccupationId, proficiency: f64) {
        let staff = &mut self.week.staff[occupation];
        staff.proficiency += libm::round(proficiency * MILLION) as u64;
        staff.skills += 1;
    }

    pub fn is_strained(&mut self, occupation: OccupationId, strain: f64) {
        let staff = &mut self.week.staff[occupation];
        staff.strain += libm::round(strain * MILLION) as u64;
        staff.strained += 1;
    }

    pub fn trusts(&mut self, tool: TechnologyId, belief: f64) {
        let tool = &mut self.week.tools[tool];
        tool.trust += libm::round(belief * MILLION) as u64;
        tool.trusting += 1;
    }
}
