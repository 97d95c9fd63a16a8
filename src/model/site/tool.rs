//! Tools: when they are adopted here, by whom, and when they are down.

use super::rows::WorkerNo;
use super::state::ToolState;
use super::{Payload, Process, class};
use crate::engine::{Key, Salt};
use crate::model::scenario::{AdoptedBy, Adoption, Clause, Curve, Start, Technology, TechnologyId};
use crate::units::{Id, Recurrence, Span, Time};
use libm::log;

/// Long ago: what is there from the beginning.
const LONG_AGO: Time = Time(-(1 << 40));

/// When a unit with draw `u` adopts, if ever.
fn date(adoption: &Adoption, copy: usize, u: f64) -> Option<Time> {
    if u >= adoption.ceiling {
        return None;
    }
    let start = match adoption.start[copy.min(adoption.start.len() - 1)] {
        Start::Before => return Some(LONG_AGO),
        Start::At(time) => time,
    };
    let place = (u / adoption.ceiling).max(1e-12);
    let after = match adoption.curve {
        Curve::Step => Span::ZERO,
        Curve::Logistic { midpoint, scale } => Span::from_ms(midpoint.ms() - scale.ms() * log(1.0 / place - 1.0)),
        Curve::Bass { p, q } => {
            let year = Recurrence::Months(12).mean().ms();
            Span::from_ms(-log((1.0 - place) / (1.0 + place * q / p)) / (p + q) * year)
        }
    };
    Some(start + after.max(Span::ZERO))
}

impl Process<'_> {
    /// Tools at the beginning of the warm-up: those the control has from before; and the cycles of downtime.
    pub(super) fn set_up_tools(&mut self) {
        self.tools = self
            .control
            .world
            .technologies
            .iter()
            .map(|_| ToolState { since: Time::NEVER, date: Time::NEVER, up: true, cycle: 0, number: 0 })
            .collect();
        for technology in self.tools.ids() {
            let spec = &self.control.world.technologies[technology];
            if spec.on
                && let Some(date) = self.site_date(technology)
                && date <= LONG_AGO
            {
                self.tools[technology].since = date;
                self.tools[technology].date = date;
            }
            if self.arm.world.technologies[technology].downtime.is_some() {
                self.schedule_toggle(technology, Time::ZERO);
            }
        }
    }

    /// When this site adopts a tool, if it is on and sites adopt it.
    pub fn adoption_date(&self, tool: &Technology) -> Option<Time> {
        let copy = self.layout.places[self.place].copy;
        let draw = self.key.unit(Salt::of(&tool.name, "adoption"));
        (tool.on && tool.adoption.by == AdoptedBy::Site).then(|| date(&tool.adoption, copy, draw)).flatten()
    }

    /// Whether a worker has had a tool from before the run, or their site has, in the world that is valid.
    pub(super) fn has_from_before(&self, worker: WorkerNo, technology: TechnologyId) -> bool {
        let spec = &self.plan.world.technologies[technology];
        match spec.adoption.by {
            AdoptedBy::Site => self.adoption_date(spec).is_some_and(|date| date <= LONG_AGO),
            AdoptedBy::Worker => self.staff[worker].tools[technology.index()].0 <= LONG_AGO,
        }
    }

    /// When somebody here adopts a tool in the world that is valid.
    fn site_date(&self, technology: TechnologyId) -> Option<Time> {
        let spec = &self.plan.world.technologies[technology];
        let copy = self.layout.places[self.place].copy;
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

    /// What a worker's relation to each tool is, under the world that is valid.
    pub(super) fn worker_tools(&self, key: Key) -> Vec<(Time, f64)> {
        let copy = self.layout.places[self.place].copy;
        let technologies = &self.plan.world.technologies;
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
            self.staff.set_tools(worker, tools);
        }
        for technology in self.tools.ids() {
            let Technology { on, ref adoption, .. } = self.plan.world.technologies[technology];
            let by = adoption.by;
            let date = if on { self.site_date(technology) } else { None };
            let state = &mut self.tools[technology];
            match date {
                Some(date) if date <= self.schedule.now() => {
                    state.since = state.since.min(date);
                    state.date = date;
                }
                Some(date) => (state.since, state.date) = (Time::NEVER, date),
                None => (state.since, state.date) = (Time::NEVER, Time::NEVER),
            }
            match (by, date) {
                // In every arm, so that events have the same numbers in all: see `schedule_adoptions`.
                (AdoptedBy::Site, _) => self.tools[technology].number = self.schedule.number(),
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

    /// Schedules what this site adopts from now until then. Not earlier, since a run may be one of several arms until a tool
    /// comes that is not in all of them.
    pub fn schedule_adoptions(&mut self, until: Time) {
        for technology in self.tools.ids() {
            let ToolState { since, date, number, .. } = self.tools[technology];
            let by = self.plan.world.technologies[technology].adoption.by;
            if by == AdoptedBy::Site && since > self.schedule.now() && (self.schedule.now()..until).contains(&date) {
                self.schedule.at_as(number, date, class::TOOL, Payload::Adopt { technology });
            }
        }
    }

    /// Other tools are to come than was thought before.
    pub(super) fn await_tools(&mut self) {
        for technology in self.tools.ids() {
            let spec = &self.plan.world.technologies[technology];
            if spec.adoption.by == AdoptedBy::Site && self.tools[technology].since > self.schedule.now() {
                self.tools[technology].date = self.adoption_date(spec).unwrap_or(Time::NEVER);
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
            if date < self.tools[technology].date {
                self.tools[technology].date = date;
                self.take_stock();
            }
            if since <= self.schedule.now() && self.tools[technology].since > self.schedule.now() {
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
        if self.tools[technology].since > self.schedule.now() {
            self.tools[technology].since = self.schedule.now();
            self.take_stock();
            self.schedule_lasting(technology);
        }
    }

    /// Conditions that ask for a tool for some time hold when that has passed.
    fn schedule_lasting(&mut self, technology: TechnologyId) {
        let since = self.tools[technology].since;
        let tasks = &self.plan.world.tasks;
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
        let spec = &self.arm.world.technologies[technology];
        let Some(downtime) = &spec.downtime else { return };
        let ToolState { up, cycle, .. } = self.tools[technology];
        let key = self.key.named("technology").named(&spec.name).child(cycle);
        let span = if up {
            downtime.every.quantile(key.unit(Salt::of("downtime", "every")))
        } else {
            downtime.lasts.quantile(key.unit(Salt::of("downtime", "lasts")))
        };
        self.schedule.at(from + Span::from_ms(span).max(Span(1)), class::TOOL, Payload::Toggle { technology });
    }

    pub(super) fn toggle(&mut self, technology: TechnologyId) -> bool {
        let state = &mut self.tools[technology];
        state.up = !state.up;
        if state.up {
            state.cycle += 1;
        }
        self.schedule_toggle(technology, self.schedule.now());
        self.take_stock();
        // Only what waits is concerned: a tool that is down is closed, not ruled out.
        for instance in self.instances.numbers() {
            if self.instances[instance].state == super::instances::State::Waiting {
                self.offer_if_changed(instance);
            }
        }
        true
    }
}
