//! Skills: how well somebody does something, settled when it is used or measured.

use super::People;
use crate::model::scenario::Learning;
use crate::model::site::rows::WorkerNo;
use crate::units::Time;

/// Whether somebody who comes has done the work before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Comes {
    /// Staff of the beginning.
    Experienced,
    /// Hired, retrained or replacing somebody.
    Novice,
}

/// How well somebody does something, as of the last time.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Skill {
    /// Speed as a share of an experienced worker's.
    pub proficiency: f64,
    /// Unused since; `Time::NEVER`: never used so far.
    pub since: Time,
}

impl Skill {
    /// Proficiency now, of who has not used it since.
    pub fn now(&self, learning: &Learning, now: Time) -> f64 {
        learning.faded(self.proficiency, now - self.since)
    }
}

impl People {
    /// A worker who begins has these skills.
    pub fn bring(&mut self, worker: WorkerNo, skills: Vec<Skill>) {
        self.0[worker].skills = skills;
    }

    /// A worker turns out to have used something before.
    pub fn know(&mut self, worker: WorkerNo, skill: usize, proficiency: f64) {
        self.0[worker].skills[skill].proficiency = proficiency;
    }

    /// A worker takes something up, with what they have not forgotten: how proficient they are.
    pub fn take_up(&mut self, worker: WorkerNo, skill: usize, learning: &Learning, now: Time) -> f64 {
        let skill = &mut self.0[worker].skills[skill];
        *skill = Skill { proficiency: skill.now(learning, now), since: now };
        skill.proficiency
    }

    /// A worker has done something once more, or stops in the middle of it: until now it was in use.
    pub fn put_down(&mut self, worker: WorkerNo, skill: usize, learning: &Learning, now: Time, done: bool) {
        let skill = &mut self.0[worker].skills[skill];
        skill.since = now;
        if done {
            skill.proficiency = learning.practised(skill.proficiency);
        }
    }
}
