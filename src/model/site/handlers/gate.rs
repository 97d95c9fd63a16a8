//! What a task asks before it is requested in a case: its `share` and its `when`.

use crate::model::compile::plan::Mask;
use crate::model::outcome::AbsenceCause;
use crate::model::scenario::{Clause, Condition, TaskId};
use crate::model::site::Process;
use crate::model::site::cases::Gate;
use crate::model::site::notes::Drawn;
use crate::model::site::rows::CaseNo;
use crate::units::bits;

/// In which order the questions of a task are asked before it is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RequestStage {
    Share,
    /// Its `when`, if nothing that settles at this instant can change the answer.
    Decided,
    /// Its `when`, if it would hold should a product be absent that is not settled yet.
    Undecided,
}

impl Process<'_> {
    /// Whether a task asks its `share` or `when` before it is requested.
    pub(super) fn has_gate(&self, task: TaskId) -> bool {
        let spec = &self.plan.config.tasks[task];
        spec.share < 1.0 || spec.when.is_some()
    }

    /// Asks the `share` and `when` of tasks that are to be requested, before any task is; whether one said no.
    /// What it would have written is absent then, which may leave others unwanted or make their conditions true. So
    /// what needs less is asked first: `share`; conditions that nothing to come can change; last those that ask for an
    /// absence still open. After a no the case is looked at anew before anything else is asked.
    #[inline(never)]
    pub(super) fn refuse(&mut self, number: CaseNo, gated: Mask) -> bool {
        let mut asked = gated;
        for stage in [RequestStage::Share, RequestStage::Decided, RequestStage::Undecided] {
            let mut refused = false;
            for slot in bits(asked) {
                if self.stage(number, slot) == Some(stage) {
                    match self.pass(number, slot, stage) {
                        Ok(next) => {
                            self.cases.pass_gate(number, slot, next);
                            asked &= !(Mask::from(next == Gate::Open) << slot);
                        }
                        Err(cause) => {
                            self.cases.end_task(number, slot, Some(cause));
                            refused = true;
                        }
                    }
                }
            }
            // What was refused may settle what later stages ask about.
            if refused || asked == 0 {
                return refused;
            }
        }
        false
    }

    /// At which stage a task of a case is asked next, if it still is.
    fn stage(&self, number: CaseNo, slot: usize) -> Option<RequestStage> {
        let case = &self.cases[number];
        match case.tasks[slot].gate {
            Gate::Open => None,
            Gate::Undecided => Some(RequestStage::Share),
            Gate::Drawn => {
                let task = self.plan.case_types[case.case_type as usize].tasks[slot].task;
                let when = self.plan.config.tasks[task].when.as_ref();
                let may_wait = |when: &&Condition| when.all.iter().any(|clause| matches!(clause, Clause::Missing(_)));
                let waits = when.filter(may_wait).is_some_and(|when| self.waits_for_absence(when, number));
                Some(if waits { RequestStage::Undecided } else { RequestStage::Decided })
            }
        }
    }

    /// To which gate a task of a case comes through one, or why it ends there.
    fn pass(&mut self, number: CaseNo, slot: usize, stage: RequestStage) -> Result<Gate, AbsenceCause> {
        let case = &self.cases[number];
        let (task, key) = (self.plan.case_types[case.case_type as usize].tasks[slot].task, case.key);
        let spec = &self.plan.config.tasks[task];
        match stage {
            RequestStage::Share if spec.share < 1.0 => {
                let salt = self.schema.salts[task].share;
                let called = key.unit(salt) < spec.share;
                self.note_draw(Drawn::Share(task), key, salt, f64::from(called));
                if called { Ok(Gate::Drawn) } else { Err(AbsenceCause::Share) }
            }
            RequestStage::Share => Ok(Gate::Drawn),
            _ if spec.when.as_ref().is_none_or(|when| self.holds(when, Some(number))) => Ok(Gate::Open),
            _ => Err(AbsenceCause::When),
        }
    }
}
