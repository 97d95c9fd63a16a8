//! One run: a pure function of (scenario, arm, replication).
//!
//! Sites advance in conservative windows no longer than the smallest link latency; at boundaries (weeks, and whenever a
//! policy looks) they stand still together: the week's sums are folded, policies decide, rosters are dealt.
//!
//! A run may be one of several arms as long as the same happens in all of them; [`crate::model::run::fork`] says how
//! long that is.

use crate::engine::{Key, Windows};
use crate::model::compile::plan::Plan;
use crate::model::ledger::{LedgerRecord, in_order};
use crate::model::outcome::{Outcome, RunStatistics, work_slots};
use crate::model::run::alike::tools_come;
use crate::model::run::decide::Decisions;
use crate::model::run::log::Steps;
use crate::model::run::simulation::Simulation;
use crate::model::run::totals::Totals;
use crate::model::scenario::{ArmId, TechnologyId};
use crate::model::site::{Body, Booking, Process, Record, Setting, Step, What};
use crate::units::{IdVec, Time};

impl Simulation {
    /// Runs one arm in one replication. `watch` is told the number of each simulated week that is done (negative during
    /// the warm-up) and may stop the run by returning false; then there is no outcome.
    pub fn run(&self, arm: ArmId, replication: u32, watch: &dyn Fn(i64) -> bool) -> Option<Outcome> {
        let mut run = Run::new(self, vec![arm], replication, Steps::Dropped);
        (run.go(watch) == Halt::End).then(|| run.outcome())
    }

    /// Runs one arm in one replication and returns everything that happened, warm-up included, in the order of time and
    /// site.
    pub fn trace(&self, arm: ArmId, replication: u32) -> (Outcome, Vec<Step>) {
        let (outcome, mut steps) = self.trace_with_draws(arm, replication);
        steps.retain(|step| !matches!(step.what, What::Draw(..)));
        (outcome, steps)
    }

    /// The same with every draw, but those of who is asked, notices what and takes a tool up.
    pub fn trace_with_draws(&self, arm: ArmId, replication: u32) -> (Outcome, Vec<Step>) {
        let mut run = Run::new(self, vec![arm], replication, Steps::Kept);
        run.go(&|_| true);
        let mut steps: Vec<Step> = run.sites.iter_mut().flat_map(Process::take_steps).collect();
        steps.sort_by_key(|step| (step.time, step.site));
        (run.outcome(), steps)
    }
}

/// A run in progress.
#[derive(Clone)]
pub(in crate::model) struct Run<'s> {
    pub simulation: &'s Simulation,
    /// Arms in which all this happens.
    pub arms: Vec<ArmId>,
    pub replication: u32,
    /// Of the first of these arms.
    pub plans: &'s [Plan],
    pub sites: Vec<Process<'s>>,
    windows: Windows<Body>,
    /// By site: which variant of the arm's configuration the policies that have fired there lead to.
    variants: Vec<usize>,
    /// How many of the scenario's years have begun.
    year: usize,
    pub decisions: Decisions,
    /// By arm: when each tool comes to the first site that adopts it; `Time::NEVER` if it does not.
    pub tools_come: IdVec<ArmId, IdVec<TechnologyId, Time>>,
    pub now: Time,
    pub stage: Stage,
    /// It has not advanced yet.
    fresh: bool,
    totals: Totals,
    /// Weeks simulated since it was forked, warm-up included.
    pub simulated: u64,
}

/// What comes next at a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Stage {
    /// The arm's configuration at time zero; people who quit.
    Change,
    /// Policies and rosters.
    Decide,
    /// On to the next boundary.
    Advance,
}

/// Why a run does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) enum Halt {
    End,
    /// The progress callback returned false.
    Stopped,
    /// What comes next is not the same in all its arms: in these parts it is.
    Parting(Vec<Vec<ArmId>>),
}

impl<'s> Run<'s> {
    /// A run at its beginning, of arms that are alike until time zero.
    pub fn new(simulation: &'s Simulation, arms: Vec<ArmId>, replication: u32, steps: Steps) -> Run<'s> {
        let scenario = &simulation.scenario;
        let plans = &simulation.plans[arms[0]];
        let begin = Time::ZERO - scenario.warm_up;
        let year = scenario.year_at(begin);
        // Until time zero every arm lives with the control's numbers, those of the year in which the warm-up begins.
        let control = &simulation.plans[scenario.control][scenario.arms[scenario.control].place_of(year, 0)];
        let setting = Setting {
            root: Key::root(scenario.seed, replication as u64),
            calendar: scenario.calendar,
            begin,
            end: scenario.end,
            audit: simulation.audit,
            traced: steps == Steps::Kept,
            logged: simulation.log_of(replication).is_some(),
            booking: match (simulation.ledger, arms == [scenario.control]) {
                (false, _) => Booking::Nothing,
                // The control is what others are compared with: of its own only hours worked are asked.
                (true, true) => Booking::Worked,
                (true, false) => Booking::WorkedAndUndone,
            },
        };
        let sites_of = 0..simulation.schema.sites.len();
        let sites: Vec<Process> =
            sites_of.map(|number| Process::new(number, &simulation.schema, control, &plans[0], setting)).collect();
        Run {
            simulation,
            plans,
            variants: vec![0; sites.len()],
            year,
            decisions: Decisions::new(&plans[0], sites.len()),
            tools_come: scenario.arms.iter().map(|arm| tools_come(&arm.configs[0], &sites)).collect(),
            sites,
            windows: Windows::new(simulation.lookahead, simulation.execution),
            now: begin,
            stage: Stage::Change,
            fresh: true,
            totals: Totals::new(scenario),
            simulated: 0,
            arms,
            replication,
        }
    }

    /// The same run, from now on of some of its arms only.
    pub fn fork(&self, arms: &[ArmId]) -> Run<'s> {
        let mut run = self.clone();
        run.simulated = 0;
        run.arms = arms.to_vec();
        let scenario = &self.simulation.scenario;
        run.plans = &self.simulation.plans[arms[0]];
        // Before time zero the control's configuration is valid in all arms.
        let changed = self.now > Time::ZERO || self.now == Time::ZERO && self.stage != Stage::Change;
        for number in 0..run.sites.len() {
            let valid = changed.then(|| run.plan_at(number));
            let site = &mut run.sites[number];
            site.become_of(&run.plans[0], valid);
            // Its copy alone: the other arms need what is undone as well.
            if arms == [scenario.control] {
                site.book_hours_only();
            }
        }
        run
    }

    /// Goes on until the end, or as far as all its arms go together.
    pub fn go(&mut self, watch: &dyn Fn(i64) -> bool) -> Halt {
        loop {
            // Before each stage, so that no arm takes a step that is another's.
            if let Some(parts) = self.parts() {
                return Halt::Parting(parts);
            }
            match self.stage {
                Stage::Change if self.now >= self.simulation.scenario.end => return Halt::End,
                Stage::Change => self.change(),
                Stage::Decide => self.decide(),
                Stage::Advance => {
                    if !self.advance(self.next_boundary(self.arms[0]), watch) {
                        return Halt::Stopped;
                    }
                }
            }
        }
    }

    /// The arm's plan at a site.
    fn plan_at(&self, number: usize) -> &'s Plan {
        let arm = &self.simulation.scenario.arms[self.arms[0]];
        &self.plans[arm.place_of(self.year, self.variants[number])]
    }

    fn begins_week(&self) -> bool {
        self.now == Time::of_week(self.now.week())
    }

    /// At a boundary, before the events of that instant: the arm's configuration at time zero, another year's, and
    /// people who quit.
    pub fn change(&mut self) {
        let scenario = &self.simulation.scenario;
        let year = scenario.year_at(self.now);
        let year_begins = std::mem::replace(&mut self.year, year) != year;
        for number in 0..self.sites.len() {
            let plan = self.plan_at(number);
            match self.now {
                Time::ZERO => self.sites[number].switch_to_arm(plan),
                // Years of the warm-up change the control's numbers, which are valid in all arms.
                now if year_begins && now < Time::ZERO => {
                    let control = &scenario.arms[scenario.control];
                    self.sites[number].begin_year(&self.simulation.plans[scenario.control][control.place_of(year, 0)]);
                }
                _ if year_begins => self.sites[number].begin_year(plan),
                _ => {}
            }
        }
        // Before policies and rosters, so that a vacancy is known to both.
        if self.begins_week() && !self.fresh {
            let week = self.now.week();
            self.sites.iter_mut().for_each(|site| site.turn_over(week));
        }
        self.stage = Stage::Decide;
    }

    /// After that: policies, then rosters.
    pub fn decide(&mut self) {
        let now = self.now;
        // Policies are the arm's; the warm-up has none.
        if now >= Time::ZERO {
            let calendar = self.simulation.scenario.calendar;
            for (number, policy) in self.decisions.take(&self.plans[0], calendar, now, &mut self.sites) {
                self.variants[number] =
                    self.simulation.scenario.arms[self.arms[0]].after(self.variants[number], policy);
                let plan = self.plan_at(number);
                self.sites[number].change_config(plan);
            }
        }
        if self.fresh || self.begins_week() {
            let looks_back = self.plans[0].looks_back;
            for site in &mut self.sites {
                // Before the deal, so that who comes back has shifts in this week.
                site.end_training();
                site.deal_rosters(now.week());
                // Figures of another week are valid: conditions on them may hold now, or no longer.
                if looks_back && !self.fresh {
                    site.reconsider_all();
                }
            }
        }
        self.stage = Stage::Advance;
    }

    /// The next boundary as an arm sees it: the week's end, the run's, or a look of a policy.
    pub fn next_boundary(&self, arm: ArmId) -> Time {
        let scenario = &self.simulation.scenario;
        let year = scenario.years.get(self.year).copied().unwrap_or(Time::NEVER);
        let next = Time::of_week(self.now.week() + 1).min(scenario.end).min(year);
        if self.now < Time::ZERO {
            return next;
        }
        next.min(Decisions::next_look(&self.simulation.plans[arm][0], scenario.calendar, self.now))
    }

    /// All that happens until then, which is the next boundary or before it; false if `watch` stopped it.
    pub fn advance(&mut self, next: Time, watch: &dyn Fn(i64) -> bool) -> bool {
        let closes = next == Time::of_week(self.now.week() + 1) || next == self.simulation.scenario.end;
        if self.now >= Time::ZERO {
            self.sites.iter_mut().for_each(|site| site.schedule_adoptions(next));
        }
        self.windows.advance(&mut self.sites, next);
        self.now = next;
        // A site without events would be behind when policies act on it.
        self.sites.iter_mut().for_each(|site| site.advance_clock(next));
        self.stage = Stage::Change;
        self.fresh = false;
        !closes || self.close_week(next, watch)
    }

    /// Folds the sums of the week that ends now; false if the run is to stop.
    fn close_week(&mut self, now: Time, watch: &dyn Fn(i64) -> bool) -> bool {
        let week = Time(now.0 - 1).week();
        if self.simulation.audit {
            self.sites.iter_mut().for_each(|site| site.count_all_time());
            self.sites.iter().for_each(Process::audit_week);
        }
        if let Some(log) = self.simulation.log_of(self.replication) {
            log.hand_over(&self.arms, self.replication, &mut self.sites);
        }
        let records: Vec<Record> = self.sites.iter_mut().map(Process::close_week).collect();
        if week >= 0 {
            self.totals.fold(&self.simulation.scenario, week, records);
        }
        self.simulated += 1;
        // Every arm is told of, so that who counts weeks comes to the same number.
        self.arms.iter().fold(true, |go_on, _| watch(week) && go_on)
    }

    /// The lines of all sites, in order.
    fn lines(&mut self) -> Vec<LedgerRecord> {
        let of_sites: Vec<Vec<LedgerRecord>> = self.sites.iter_mut().map(Process::close_ledger).collect();
        let mut lines = in_order(&of_sites);
        // A run that several arms shared has noted what is undone, too.
        if self.arms[0] == self.simulation.scenario.control {
            lines.retain_mut(LedgerRecord::keep_hours);
        }
        if self.simulation.ledger {
            self.audit_lines(&lines);
        }
        lines
    }

    /// Every hour worked in the window is in one line: looked at in every run, since it costs next to nothing.
    fn audit_lines(&self, lines: &[LedgerRecord]) {
        let slots = work_slots(&self.plans[0].config);
        let mut sums = vec![0; slots.len()];
        let compiled = &self.plans[0].compiled;
        for line in lines.iter().filter(|line| line.ms() > 0) {
            let way = compiled.way(line.task(), line.way() as u8);
            let first = way.work_base as usize;
            sums[first..first + way.members as usize].iter_mut().for_each(|sum| *sum += line.ms());
        }
        for (number, slot) in slots.iter().enumerate() {
            let worked: u64 = self.totals.weeks.iter().map(|week| week.work[number].total).sum();
            assert_eq!(sums[number], worked, "hours in the ledger's lines and in the weeks' sums: {slot:?}");
        }
    }

    /// What it comes to in its only arm.
    pub fn outcome(mut self) -> Outcome {
        self.totals.count_found();
        if self.simulation.audit {
            self.sites.iter().for_each(Process::audit_end);
            // Audited for the whole run at once, since a message leaves one site and arrives at another.
            let counts = || self.sites.iter().map(Process::mail_counts);
            let sent: u64 = counts().map(|of| of.sent).sum();
            let arrived: u64 = counts().map(|of| of.received + of.under_way).sum();
            assert_eq!(sent, arrived, "rule 4: messages sent are received or in transit");
        }
        let lines = self.lines();
        let mut unfinished = IdVec::filled(0, self.plans[0].config.occupations.len());
        let mut statistics = RunStatistics::default();
        for site in &self.sites {
            unfinished.iter_mut().zip(site.unfinished().iter()).for_each(|(sum, ms)| *sum += ms);
            statistics.add(&site.record().statistics());
        }
        statistics.windows = self.windows.count();
        let periods = self.totals.periods();
        Outcome { weeks: self.totals.weeks, periods, unfinished, statistics, lines }
    }
}
