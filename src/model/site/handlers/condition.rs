//! Conditions, as a task, a way or a policy looks at them at a site.

use crate::model::compile::case_type::SlotKind;
use crate::model::scenario::{AdoptedBy, Clause, Condition, ProductId, TaskId, TechnologyId};
use crate::model::site::Process;
use crate::model::site::prospects::Out;
use crate::model::site::rows::{CaseNo, WorkerNo};
use crate::units::{Bits, Id, Span};

impl Process<'_> {
    /// Whether a condition holds here and now; `case` for clauses about a case.
    pub fn holds(&self, condition: &Condition, case: Option<CaseNo>) -> bool {
        condition.all.iter().all(|clause| self.clause_holds(clause, case))
    }

    fn clause_holds(&self, clause: &Clause, case: Option<CaseNo>) -> bool {
        match clause {
            Clause::Tool { technology, lasting } => {
                let now = self.schedule.now();
                self.tools.is_in_use(*technology, now) && self.tools[*technology].since + *lasting <= now
            }
            Clause::Without(technology) => !self.tools.is_in_use(*technology, self.schedule.now()),
            Clause::Found(task) => case.is_some_and(|case| self.found_by(case, *task)),
            Clause::Missing(product) => case.is_some_and(|case| self.is_absent(case, *product)),
            Clause::Trait(id) => case.is_some_and(|case| self.cases[case].traits.has(id.index())),
            Clause::Reading(product, threshold) => {
                case.and_then(|case| self.reading(case, *product)).is_some_and(|value| threshold.holds(value))
            }
            Clause::Differ { among, by } => case.is_some_and(|case| self.range_of_readings(case, among) > *by),
            Clause::Backlog(..) | Clause::OnTime(..) | Clause::Utilisation(..) => {
                self.figures.hold(clause, &self.plan.config)
            }
        }
    }

    fn found_by(&self, case: CaseNo, task: TaskId) -> bool {
        let case = &self.cases[case];
        let tasks = &self.schema.case_types[case.case_type as usize].tasks;
        tasks.iter().position(|other| *other == task).is_some_and(|slot| case.tasks[slot].found)
    }

    fn slots_of(&self, case: CaseNo, product: ProductId) -> impl Iterator<Item = usize> {
        let case_type = &self.schema.case_types[self.cases[case].case_type as usize];
        [SlotKind::Own(product), SlotKind::Parent(product)].into_iter().filter_map(|kind| case_type.slot(kind))
    }

    fn is_absent(&self, case: CaseNo, product: ProductId) -> bool {
        let row = &self.cases[case];
        let absent = row.absent | !self.plan.case_types[row.case_type as usize].reach;
        let mut slots = self.slots_of(case, product).peekable();
        slots.peek().is_none() || slots.any(|slot| absent.has(slot))
    }

    fn is_settled(&self, case: CaseNo, product: ProductId) -> bool {
        let row = &self.cases[case];
        let settled = row.written | row.absent | !self.plan.case_types[row.case_type as usize].reach;
        self.slots_of(case, product).all(|slot| settled.has(slot))
    }

    /// Whether a condition does not hold, and would if products that are not settled yet were absent.
    pub(super) fn waits_for_absence(&self, condition: &Condition, case: CaseNo) -> bool {
        let mut failing = condition.all.iter().filter(|clause| !self.clause_holds(clause, Some(case))).peekable();
        failing.peek().is_some()
            && failing.all(|clause| match clause {
                Clause::Missing(product) => !self.is_settled(case, *product),
                _ => false,
            })
    }

    /// Whether a tool, a chance or a condition rules a way out; without a case for ways about which none decides.
    pub(super) fn conditional_way_out(&self, case: Option<CaseNo>, task: TaskId, way: usize) -> Out {
        let spec = &self.plan.config.tasks[task].ways[way];
        if spec.chance < 1.0
            && let Some(case) = case
            && self.cases[case].key.unit(self.schema.salts[task].ways[way].chance) >= spec.chance
        {
            return Out::Forever;
        }
        if let Some(tool) = spec.tool
            && !self.tools.is_in_use(tool, self.schedule.now())
        {
            // Only what may come back keeps work waiting; else it would wait for ever.
            return if self.tools.may_come(tool) { Out::Now } else { Out::Forever };
        }
        let Some(when) = &spec.when else { return Out::No };
        if self.holds(when, case) {
            return Out::No;
        }
        // Ruled out for good if any clause that fails now can never hold later.
        let hope = when.all.iter().filter(|clause| !self.clause_holds(clause, case)).all(|clause| match clause {
            Clause::Tool { technology, .. } => self.tools.may_come(*technology),
            Clause::Missing(product) | Clause::Reading(product, _) => {
                case.is_some_and(|case| !self.is_settled(case, *product))
            }
            Clause::Differ { among, .. } => {
                case.is_some_and(|case| among.iter().any(|read| !self.is_settled(case, read.product)))
            }
            Clause::Without(_) | Clause::Found(_) | Clause::Trait(_) => false,
            Clause::Backlog(..) | Clause::OnTime(..) | Clause::Utilisation(..) => true,
        });
        if hope { Out::Now } else { Out::Forever }
    }

    /// Whether `worker` can use a tool: it is adopted by them (or their site) and this time they feel like it.
    pub(super) fn uses(&self, worker: WorkerNo, tool: TechnologyId, draw: f64) -> bool {
        let spec = &self.plan.config.technologies[tool];
        let (since, intensity) = self.staff[worker].tools[tool.index()];
        let adopted = match spec.adoption.by {
            AdoptedBy::Site => true,
            AdoptedBy::Worker => since <= self.schedule.now(),
        };
        adopted && (spec.uptake.is_none() || draw < intensity)
    }

    /// By how much a tool's novelty slows `worker` down now.
    pub(super) fn dip(&self, tool: Option<TechnologyId>, worker: Option<WorkerNo>) -> f64 {
        let Some(tool) = tool else { return 1.0 };
        let spec = &self.plan.config.technologies[tool];
        let Some(dip) = spec.dip else { return 1.0 };
        let since = match (spec.adoption.by, worker) {
            (AdoptedBy::Worker, Some(worker)) => self.staff[worker].tools[tool.index()].0,
            _ => self.tools[tool].since,
        };
        let age: Span = self.schedule.now() - since;
        // Work begun with a tool that was taken away meanwhile is resumed without it: there is no novelty to slow it
        // down.
        if age < Span::ZERO {
            return 1.0;
        }
        1.0 + dip.depth * libm::exp(-age.ms() / dip.recovery.ms().max(1.0))
    }
}
