//! What reviewers have seen of what tools make.

use super::People;
use crate::model::scenario::TechnologyId;
use crate::model::site::rows::WorkerNo;
use crate::units::Id;

/// How many reviews of a tool's products found nothing, and something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct ReviewsSeen {
    pub clean: u32,
    pub found: u32,
}

impl super::Person {
    /// What they have seen of a tool's work.
    pub fn seen(&self, tool: TechnologyId) -> ReviewsSeen {
        self.seen.get(tool.index()).copied().unwrap_or_default()
    }
}

impl People {
    /// A worker has reviewed what one of so many tools made: whether they found anything.
    pub fn judge(&mut self, worker: WorkerNo, tool: TechnologyId, tools: usize, found: bool) {
        let seen = &mut self.0[worker].seen;
        seen.resize(tools, ReviewsSeen::default());
        let seen = &mut seen[tool.index()];
        seen.found += u32::from(found);
        seen.clean += u32::from(!found);
    }
}
