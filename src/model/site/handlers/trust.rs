//! Trust: what reviewers come to think of a tool, how much faster they review what it made, and how much less they see.

use crate::model::scenario::TechnologyId;
use crate::model::site::Process;
use crate::model::site::rows::InstanceNo;

impl Process<'_> {
    /// A review begins: the lead's trust in the tool shortens it; by what factor it lowers what they notice.
    pub(super) fn rely_on_tool(&mut self, number: InstanceNo) -> f64 {
        let job = self.instances.job(number);
        let Some(tool) = job.review else { return 1.0 };
        let trust = &self.plan.config.technologies[tool].trust;
        let (Some(trust), Some(lead)) = (trust, job.team.first()) else { return 1.0 };
        let seen = self.people[*lead].seen(tool);
        let belief = trust.after(seen.clean, seen.found);
        self.instances.shorten_to(number, 1.0 - trust.shortens * belief);
        1.0 - trust.complacency * belief
    }

    /// A review ends: whatever was found in it counts against the tool, nothing for it.
    pub(super) fn judge_tool(&mut self, number: InstanceNo, tool: TechnologyId) {
        if self.plan.config.technologies[tool].trust.is_none() {
            return;
        }
        let job = self.instances.job(number);
        // What is taken up after an answer has been judged.
        let Some(&lead) = job.team.first().filter(|_| !job.asked) else { return };
        let found = !job.found.is_empty();
        self.people.judge(lead, tool, self.tools.len(), found);
    }

    /// The mean belief of those employed who have reviewed what a tool made.
    pub(super) fn measure_trust(&mut self) {
        for (tool, spec) in self.plan.config.technologies.enumerate() {
            let Some(trust) = &spec.trust else { continue };
            let employed = self.staff.workers().zip(self.people.iter()).filter(|((_, worker), _)| worker.employed);
            for seen in employed.map(|(_, person)| person.seen(tool)) {
                if seen.clean + seen.found > 0 {
                    self.record.trusts(tool, trust.after(seen.clean, seen.found));
                }
            }
        }
    }
}
