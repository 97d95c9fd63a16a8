//! Skill: what people have learnt by doing, and what they forget while a tool or others do it.
//!
//! A worker's proficiency is kept for each task, by hand and with each tool apart, as of the last time it was used. It
//! is settled when it is used again or measured, so that nothing happens in between.

use crate::model::scenario::{Learning, OccupationId};
use crate::model::site::Process;
use crate::model::site::instances::Instance;
use crate::model::site::people::Skill;
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::units::Time;

impl Process<'_> {
    fn learning(&self, occupation: OccupationId) -> Option<Learning> {
        self.plan.config.occupations[occupation].people.learning
    }

    /// What a worker who begins now can do. Those who have done the work before have done it by hand, and with the
    /// tools that were there before; a tool that comes later is new to them as to a novice.
    fn skills_of(&self, worker: WorkerNo) -> Vec<Skill> {
        let Some(learning) = self.learning(self.staff.occupation_of(worker)) else { return Vec::new() };
        let novice = self.staff[worker].novice;
        let by_hand =
            Skill { proficiency: if novice { learning.start } else { learning.staff }, since: self.schedule.now() };
        let mut skills = vec![by_hand; self.schema.number_of_skills];
        for task in self.schema.skills.iter() {
            for tool in &task.tools {
                let known = !novice && self.has_from_before(worker, *tool);
                let proficiency = if known { learning.staff } else { learning.start };
                // What is done with a tool does not fade before it is first done.
                skills[task.of(Some(*tool))] = Skill { proficiency, since: Time::NEVER };
            }
        }
        skills
    }

    /// Time zero: the arm may have tools from before that the control has not. Those who were there know them.
    pub(super) fn know_old_tools(&mut self) {
        let schema = self.schema;
        let old: Vec<WorkerNo> = self.people.numbers().filter(|worker| !self.staff[*worker].novice).collect();
        for worker in old {
            let Some(learning) = self.learning(self.staff.occupation_of(worker)) else { continue };
            let with_tools = schema.skills.iter().flat_map(|task| task.tools.iter().map(move |tool| (task, *tool)));
            for (task, tool) in with_tools {
                let skill = task.of(Some(tool));
                if self.people[worker].skills[skill].since == Time::NEVER && self.has_from_before(worker, tool) {
                    self.people.know(worker, skill, learning.staff);
                }
            }
        }
    }

    /// Sees to it that there is a row for every worker, and skills for those who learn: of newcomers, or in another
    /// configuration of those of whom the one before said nothing.
    pub(super) fn set_up_people(&mut self, of: impl IntoIterator<Item = WorkerNo>) {
        self.people.admit(self.staff.len(), self.schedule.now());
        for worker in of {
            if self.people[worker].skills.is_empty() {
                self.people.bring(worker, self.skills_of(worker));
            }
        }
    }

    /// The lead of an instance takes a task up: how proficient they are.
    pub(super) fn begin_practice(&mut self, number: InstanceNo) -> f64 {
        let Instance { task, way, .. } = self.instances[number];
        let Some(&lead) = self.instances.job(number).team.first() else { return 1.0 };
        let Some(learning) = self.learning(self.staff.occupation_of(lead)) else { return 1.0 };
        let number = self.plan.compiled.way(task, way).skill as usize;
        self.people.take_up(lead, number, &learning, self.schedule.now())
    }

    /// The lead of an instance has done a task once more, or stops in the middle of it: until now it was in use.
    pub(super) fn end_practice(&mut self, number: InstanceNo, done: bool) {
        let Instance { task, way, .. } = self.instances[number];
        let Some(&lead) = self.instances.job(number).team.first() else { return };
        let Some(learning) = self.learning(self.staff.occupation_of(lead)) else { return };
        // Also without a repetition: what is used does not fade meanwhile.
        let number = self.plan.compiled.way(task, way).skill as usize;
        self.people.put_down(lead, number, &learning, self.schedule.now(), done);
    }

    /// What the staff can do by hand now: the mean is over people and the tasks their occupation leads without a tool.
    pub(super) fn measure_skills(&mut self) {
        for (occupation, crew) in self.staff.crews() {
            let Some(learning) = self.plan.config.occupations[occupation].people.learning else { continue };
            let (by_hand, skills) = (&self.plan.compiled.by_hand[occupation], &self.schema.skills);
            for worker in crew.members.iter().map(|worker| &self.people[*worker]) {
                for task in by_hand {
                    let proficiency = worker.skills[skills[*task].by_hand].now(&learning, self.schedule.now());
                    self.record.can_do(occupation, proficiency);
                }
            }
        }
    }
}
