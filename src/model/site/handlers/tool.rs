//! Tools: when they are adopted here, by whom, and when they are down.

use crate::engine::{Key, Salt};
use crate::model::scenario::{AdoptedBy, Clause, Technology, TechnologyId};
use crate::model::site::Process;
use crate::model::site::rows::WorkerNo;
use crate::model::site::schedule::{Payload, class};
use crate::model::site::tools::{LONG_AGO, ToolState, date};
use crate::units::{Id, Span, Time};

impl Process<'_> {
    /// Tools at the beginning of the warm-up: those the control has from before; and the cycles of downtime.
    pub(super) fn set_up_tools(&mut self) {
        for technology in self.tools.ids() {
            let spec = &self.control.config.technologies[technology];
            if spec.on
                && let Some(date) = self.site_date(technology)
                && date <= LONG_AGO
            {
                self.tools.have_from(technology, date);
            }
            // Downtime begins at time zero, so the arm's numbers count, though the control's are valid until then.
            if self.arm.config.technologies[technology].downtime.is_some() {
                self.schedule_toggle(technology, Time::ZERO);
            }
        }
    }

    /// When this site adopts a tool, if it is on and sites adopt it.
    pub fn adoption_date(&self, tool: &Technology) -> Option<Time> {
        let copy = self.schema.sites[self.site].copy;
        let draw = self.key.unit(Salt::of(&tool.name, "adoption"));
        (tool.on && tool.adoption.by == AdoptedBy::Site).then(|| date(&tool.adoption, copy, draw)).flatten()
    }

    /// Whether a worker has had a tool from before the run, or their site has, in the configuration that is valid.
    pub(super) fn has_from_before(&self, worker: WorkerNo, technology: TechnologyId) -> bool {
        let spec = &self.plan.config.technologies[technology];
        match spec.adoption.by {
            AdoptedBy::Site => self.adoption_date(spec).is_some_and(|date| date <= LONG_AGO),
            AdoptedBy::Worker => self.staff[worker].tools[technology.index()].0 <= LONG_AGO,
        }
    }

    /// When somebody here adopts a tool in the configuration that is valid.
    fn site_date(&self, technology: TechnologyId) -> Option<Time> {
        let spec = &self.plan.config.technologies[technology];
        let copy = self.schema.sites[self.site].copy;
        match spec.adoption.by {
            AdoptedBy::Site => self.adoption_date(spec),
            AdoptedBy::Worker => self
                .staff
                .workers()
                .filter(|(_, worker)| worker.employed)
                .filter_map(|(_, worker)| date(&spec.adoption, copy, worker.key.unit(Salt::of(&spec.name, "adoption"))))
                .min(),
        }
    }

    /// What a worker's relation to each tool is, under the configuration that is valid.
    pub(super) fn worker_tools(&self, key: Key) -> Vec<(Time, f64)> {
        let copy = self.schema.sites[self.site].copy;
        let technologies = &self.plan.config.technologies;
        technologies
            .iter()
            .map(|spec| {
                let since = match spec.adoption.by {
                    AdoptedBy::Worker if spec.on => {
                        date(&spec.adoption, copy, key.unit(Salt::of(&spec.name, "adoption"))).unwrap_or(Time::NEVER)
                    }
                    _ => Time::NEVER,
                };
                let intensity = spec
                    .uptake
                    .as_ref()
                    .map_or(1.0, |uptake| uptake.quantile(key.unit(Salt::of(&spec.name, "uptake"))).clamp(0.0, 1.0));
                (since, intensity)
            })
            .collect()
    }

    /// At time zero: dates of the arm's tools.
    pub(super) fn set_up_adoption(&mut self) {
        for worker in self.staff.numbers() {
            let tools = self.worker_tools(self.staff[worker].key);
            self.staff.give_tools(worker, tools);
        }
        for technology in self.tools.ids() {
            let Technology { on, ref adoption, .. } = self.plan.config.technologies[technology];
            let by = adoption.by;
            let date = if on { self.site_date(technology) } else { None };
            self.tools.plan(technology, date, self.schedule.now());
            match (by, date) {
                // In every arm, so that events have the same numbers in all: see `schedule_adoptions`.
                (AdoptedBy::Site, _) => self.tools.reserve(technology, self.schedule.number()),
                (AdoptedBy::Worker, Some(date)) if date > self.schedule.now() => {
                    self.schedule.at(date, class::TOOL, Payload::Adopt { technology });
                }
                (AdoptedBy::Worker, _) => {}
            }
            if on {
                self.schedule_workers(technology);
                if date.is_some_and(|date| date <= self.schedule.now()) {
                    self.schedule_lasting(technology);
                }
            }
        }
        self.reconsider_all();
    }

    /// Schedules what this site adopts from now until then. Not earlier, since a run may be one of several arms until a
    /// tool comes that is not in all of them.
    pub fn schedule_adoptions(&mut self, until: Time) {
        for technology in self.tools.ids() {
            let ToolState { since, date, number, .. } = self.tools[technology];
            let by = self.plan.config.technologies[technology].adoption.by;
            if by == AdoptedBy::Site && since > self.schedule.now() && (self.schedule.now()..until).contains(&date) {
                self.schedule.at_as(number, date, class::TOOL, Payload::Adopt { technology });
            }
        }
    }

    /// Other tools are to come than was thought before.
    pub(super) fn await_tools(&mut self) {
        for technology in self.tools.ids() {
            let spec = &self.plan.config.technologies[technology];
            if spec.adoption.by == AdoptedBy::Site {
                self.tools.expect(technology, self.adoption_date(spec), self.schedule.now());
            }
        }
        self.take_stock();
    }

    fn schedule_workers(&mut self, technology: TechnologyId) {
        for worker in self.staff.numbers() {
            self.schedule_worker(worker, technology);
        }
    }

    fn schedule_worker(&mut self, worker: WorkerNo, technology: TechnologyId) {
        let since = self.staff[worker].tools[technology.index()].0;
        if since > self.schedule.now() && since < Time::NEVER {
            self.schedule.at(since, class::TOOL, Payload::AdoptWorker { technology });
        }
    }

    /// Somebody who comes later brings the tools they have adopted by now, and adopts others when their time comes.
    pub(super) fn set_up_newcomer(&mut self, worker: WorkerNo) {
        for technology in self.tools.ids() {
            let since = self.staff[worker].tools[technology.index()].0;
            // A site where nobody ever would have may get it from them.
            let date = since.max(self.schedule.now());
            if self.tools.bring_forward(technology, date) {
                self.take_stock();
            }
            if since <= self.schedule.now() && !self.tools.is_in_use(technology, self.schedule.now()) {
                self.worker_adopts(technology);
            }
            self.schedule_worker(worker, technology);
        }
    }

    pub(super) fn adopt(&mut self, technology: TechnologyId) -> bool {
        if self.tools[technology].date != self.schedule.now() {
            return false;
        }
        self.in_use(technology);
        self.reconsider_all();
        true
    }

    /// The tool is in use here from now on, if it was not before: newcomers may have brought it earlier than planned.
    fn in_use(&mut self, technology: TechnologyId) {
        if self.tools.begin_use(technology, self.schedule.now()) {
            self.take_stock();
            self.schedule_lasting(technology);
        }
    }

    /// Conditions that ask for a tool for some time hold when that has passed.
    fn schedule_lasting(&mut self, technology: TechnologyId) {
        let since = self.tools[technology].since;
        let tasks = &self.plan.config.tasks;
        let mut spans: Vec<Span> = tasks
            .iter()
            .flat_map(|task| task.when.iter().chain(task.ways.iter().filter_map(|way| way.when.as_ref())))
            .flat_map(|condition| &condition.all)
            .filter_map(|clause| match clause {
                Clause::Tool { technology: other, lasting } if *other == technology => Some(*lasting),
                _ => None,
            })
            .filter(|lasting| since + *lasting > self.schedule.now())
            .collect();
        spans.sort_unstable();
        // One event for each instant at which some condition may begin to hold.
        spans.dedup();
        for lasting in spans {
            self.schedule.at(since + lasting, class::TOOL, Payload::Reconsider);
        }
    }

    /// Some worker adopts: what waits may be open for them.
    pub(super) fn worker_adopts(&mut self, technology: TechnologyId) -> bool {
        self.in_use(technology);
        self.reconsider_all();
        true
    }

    /// Up for a draw of `every`, then down for a draw of `lasts`, from time zero, whether adopted or not.
    fn schedule_toggle(&mut self, technology: TechnologyId, from: Time) {
        let spec = &self.arm.config.technologies[technology];
        let Some(downtime) = &spec.downtime else { return };
        let ToolState { up, cycle, .. } = self.tools[technology];
        let key = self.key.named("technology").named(&spec.name).child(cycle);
        let span = if up {
            downtime.every.quantile(key.unit(Salt::of("downtime", "every")))
        } else {
            downtime.lasts.quantile(key.unit(Salt::of("downtime", "lasts")))
        };
        // At least 1 ms: a cycle of no length would never end.
        self.schedule.at(from + Span::from_ms(span).max(Span(1)), class::TOOL, Payload::Toggle { technology });
    }

    pub(super) fn toggle(&mut self, technology: TechnologyId) -> bool {
        self.tools.toggle(technology);
        self.schedule_toggle(technology, self.schedule.now());
        self.take_stock();
        // Only what waits is concerned: a tool that is down is closed, not ruled out.
        for instance in self.instances.numbers() {
            if self.instances[instance].state == crate::model::site::instances::State::Waiting {
                self.offer_if_changed(instance);
            }
        }
        true
    }
}
