//! One site as a logical process: it handles its own events in order and talks to other sites by messages only.
//!
//! Life cycle: built at the beginning of the warm-up; the run deals rosters and takes policy decisions at boundaries
//! ([`crate::model::simulation`]), and in between lets it [`Process::run_until`] the next one. The sibling files each hold
//! one aspect: `call` (when a task is called for), `ready`, `settle` (how it ends undone), `offer` and `dispatch` and `team` (who does it), `serve` (doing it),
//! `again` (defects, queries, rejections), `gather` (collecting), `shift` (time on and off), `staff` (hiring and leaving),
//! `tool`, `world` (which one is valid), `message`, `record` (statistics), `audit`.

mod again;
mod audit;
mod birth;
mod call;
mod condition;
mod dispatch;
mod gather;
mod lapse;
mod marks;
mod message;
mod offer;
mod ready;
mod record;
mod serve;
mod settle;
mod shift;
mod staff;
mod standing;
mod state;
mod team;
mod timer;
mod tool;
mod trace;
mod verdict;
mod world;

pub(super) use condition::Figures;
pub(super) use lapse::Distributions;
pub(super) use message::Body;
pub(super) use record::Record;
pub use trace::{Step, What};

use super::layout::Layout;
use super::plan::Plan;
use super::scenario::{OccupationId, SiteId, TaskId, TechnologyId};
use crate::engine::{Class, Envelope, Future, Happening, Key, LogicalProcess};
use crate::units::{Calendar, Id, IdVec, Span, Time};
use gather::Gatherer;
use marks::Marks;
use state::{Case, Crew, Entry, Instance, NONE, ToolState, Trainee, Worker};
use std::collections::{BTreeMap, BTreeSet};
use timer::Timers;

/// Classes of events, in the order in which those of one instant happen. Policies come first; the run takes them itself.
mod class {
    use crate::engine::Class;
    pub const TOOL: Class = 1;
    pub const COMPLETION: Class = 2;
    pub const SHIFT_END: Class = 3;
    pub const SHIFT_START: Class = 4;
    pub const ARRIVAL: Class = 5;
    pub const TIMER: Class = 6;
    pub const DISPATCH: Class = 7;
    pub const EXPIRY: Class = 8;
}

/// What an event is about.
#[derive(Clone, Copy, Debug)]
enum Payload {
    Arrival { stream: u32, ordinal: u64 },
    Child { case: u32 },
    EpisodeEnd { case: u32 },
    Message { letter: u32 },
    Complete { instance: u32, service: u32 },
    Ready { instance: u32, clock: u32 },
    Open { instance: u32, clock: u32, way: u8 },
    OwnerWaited { instance: u32, clock: u32 },
    OwnersShiftOver { worker: u32 },
    HandOver { instance: u32, service: u32 },
    Expire { instance: u32, clock: u32 },
    ShiftStart { worker: u32, roster: u32, shift: u32 },
    ShiftEnd { worker: u32 },
    PauseStart { worker: u32, end: Time },
    PauseEnd { worker: u32 },
    AbsenceEnd { worker: u32, paid: Span },
    AfterHoursEnd { worker: u32 },
    Close { gatherer: u32, period: i64 },
    Adopt { technology: TechnologyId },
    AdoptWorker { technology: TechnologyId },
    Toggle { technology: TechnologyId },
    Reconsider,
}

/// One site.
pub(super) struct Process<'p> {
    pub place: usize,
    pub kind: SiteId,
    pub key: Key,
    pub now: Time,
    pub end: Time,
    calendar: Calendar,
    layout: &'p Layout,
    /// The world that is valid here.
    pub plan: &'p Plan,
    /// The control's and the arm's plan, for streams.
    control: &'p Plan,
    arm: &'p Plan,
    stamps: u32,
    future: Future<Payload>,
    timers: Timers,
    /// Messages under way to this site.
    letters: Vec<Option<Body>>,
    free_letters: Vec<u32>,
    streams: Vec<birth::DemandStream>,
    cases: Vec<Case>,
    free_cases: Vec<u32>,
    /// Cases known at more than one site.
    known: BTreeMap<u64, u32>,
    next_gid: u64,
    /// Cases to be looked at before the event is over.
    agenda: Vec<u32>,
    instances: Vec<Instance>,
    free_instances: Vec<u32>,
    fresh: Vec<u32>,
    workers: Vec<Worker>,
    crews: IdVec<OccupationId, Crew>,
    lingering: Vec<u32>,
    trainees: Vec<Trainee>,
    /// Team instances that wait: (suspended first, priority, ready, rank), instance, offer.
    teams: BTreeSet<(team::TeamKey, u32, u32)>,
    held: Vec<u32>,
    unlimited_busy: BTreeSet<u32>,
    tools: IdVec<TechnologyId, ToolState>,
    gatherers: Vec<Gatherer>,
    /// Ways of each task that nobody here can ever lead.
    never: IdVec<TaskId, u32>,
    /// By class.
    standings: Vec<standing::Standings>,
    verdicts: Vec<verdict::Verdicts>,
    /// Something changed since the last look at who takes what, and which crews it concerns.
    dirty: bool,
    dirty_crews: Marks,
    outbox: Vec<Envelope<Body>>,
    pub messages_received: u64,
    pub messages_sent: u64,
    /// Sent to this site, but the run ends before they arrive.
    pub messages_late: u64,
    pub record: Record,
    pub figures: Figures,
    pub audit: bool,
    /// What happened, if somebody wants to see it.
    pub steps: Option<Vec<Step>>,
    scratch: Vec<Entry>,
}

impl<'p> Process<'p> {
    /// A site at the beginning of the warm-up, with its staff and streams but without rosters.
    pub fn new(place: usize, layout: &'p Layout, control: &'p Plan, arm: &'p Plan, setting: Setting) -> Process<'p> {
        let kind = layout.places[place].kind;
        let site = &control.world.sites[kind];
        let key = setting.root.named("site").named(&site.name).child(layout.places[place].copy as u64);
        let mut process = Process {
            place,
            kind,
            key,
            now: setting.begin,
            end: setting.end,
            calendar: setting.calendar,
            layout,
            plan: control,
            control,
            arm,
            stamps: 0,
            future: Future::new(place as u16, setting.end),
            timers: Timers::default(),
            letters: Vec::new(),
            free_letters: Vec::new(),
            streams: Vec::new(),
            cases: Vec::new(),
            free_cases: Vec::new(),
            known: BTreeMap::new(),
            next_gid: 0,
            agenda: Vec::new(),
            instances: Vec::new(),
            free_instances: Vec::new(),
            fresh: Vec::new(),
            workers: Vec::new(),
            crews: control.world.occupations.iter().map(|_| Crew::default()).collect(),
            lingering: Vec::new(),
            trainees: Vec::new(),
            teams: BTreeSet::new(),
            held: Vec::new(),
            unlimited_busy: BTreeSet::new(),
            tools: IdVec::new(),
            gatherers: Vec::new(),
            never: IdVec::new(),
            standings: Vec::new(),
            verdicts: Vec::new(),
            dirty: false,
            dirty_crews: Marks::default(),
            outbox: Vec::new(),
            messages_received: 0,
            messages_sent: 0,
            messages_late: 0,
            record: Record::new(&control.world),
            figures: Figures::new(&control.world),
            audit: setting.audit,
            steps: setting.traced.then(Vec::new),
            scratch: Vec::new(),
        };
        process.never = process.impossible_ways();
        process.timers.set(control, &mut process.future);
        process.employ_staff();
        process.set_up_tools();
        process.take_stock();
        process.set_up_gatherers();
        process.begin_streams();
        process
    }

    /// Ways no member of which is ever employed here, in any arm.
    fn impossible_ways(&self) -> IdVec<TaskId, u32> {
        let employed = &self.layout.employed[self.place];
        self.plan
            .world
            .tasks
            .iter()
            .map(|task| {
                task.ways.iter().enumerate().fold(0, |mask, (number, way)| {
                    let staffed = way.team.iter().all(|occupation| employed[*occupation]);
                    if staffed { mask } else { mask | 1 << number }
                })
            })
            .collect()
    }

    fn stamp(&mut self) -> u32 {
        self.stamps += 1;
        self.stamps
    }

    fn schedule(&mut self, time: Time, class: Class, payload: Payload) {
        debug_assert!(time >= self.now, "an event in the past");
        self.future.schedule(time, class, payload);
    }

    /// Handles one event; false if it no longer counts.
    fn handle(&mut self, payload: Payload) -> bool {
        let counts = match payload {
            Payload::Arrival { stream, ordinal } => self.arrive(stream, ordinal),
            Payload::Child { case } => self.bear_child(case),
            Payload::EpisodeEnd { case } => self.end_episode(case),
            Payload::Message { letter } => {
                self.free_letters.push(letter);
                let body = self.letters[letter as usize].take().expect("a letter is opened once, by its own event");
                self.receive(body)
            }
            Payload::Complete { instance, service } => self.complete(instance, service),
            Payload::Ready { instance, clock } => self.lag_over(instance, clock),
            Payload::Open { instance, clock, way } => self.way_opens(instance, clock, way),
            Payload::OwnerWaited { instance, clock } => self.owner_waited(instance, clock),
            Payload::OwnersShiftOver { worker } => self.owners_shift_over(worker),
            Payload::HandOver { instance, service } => self.hand_over(instance, service),
            Payload::Expire { instance, clock } => self.expire(instance, clock),
            Payload::ShiftStart { worker, roster, shift } => self.start_shift(worker, roster, shift),
            Payload::ShiftEnd { worker } => self.end_shift(worker),
            Payload::PauseStart { worker, end } => self.start_pause(worker, end),
            Payload::PauseEnd { worker } => self.end_pause(worker),
            Payload::AbsenceEnd { worker, paid } => self.end_absence(worker, paid),
            Payload::AfterHoursEnd { worker } => self.end_after_hours(worker),
            Payload::Close { gatherer, period } => self.close_period(gatherer, period),
            Payload::Adopt { technology } => self.adopt(technology),
            Payload::AdoptWorker { technology } => self.worker_adopts(technology),
            Payload::Toggle { technology } => self.toggle(technology),
            Payload::Reconsider => {
                self.reconsider_all();
                true
            }
        };
        self.work_off_agenda();
        counts
    }

    /// Puts a case that changed on the agenda, once.
    fn look_at(&mut self, case: u32) {
        if !std::mem::replace(&mut self.cases[case as usize].queued, true) {
            self.agenda.push(case);
        }
    }

    /// Evaluates every case that changed, and those that change by that.
    #[inline]
    fn work_off_agenda(&mut self) {
        if !self.agenda.is_empty() {
            self.work_off();
        }
    }

    fn work_off(&mut self) {
        let mut next = 0;
        while next < self.agenda.len() {
            let case = self.agenda[next];
            next += 1;
            self.cases[case as usize].queued = false;
            if self.cases[case as usize].used {
                self.evaluate(case);
            }
        }
        self.agenda.clear();
    }

    fn occupation_of(&self, worker: u32) -> OccupationId {
        OccupationId::from_index(self.workers[worker as usize].occupation as usize)
    }

    fn alive(&self, instance: u32, clock: u32) -> bool {
        self.instances[instance as usize].clock == clock
    }
}

impl LogicalProcess for Process<'_> {
    type Message = Body;

    fn next_time(&self) -> Option<Time> {
        if self.dirty { Some(self.now) } else { self.future.peek().map(|event| event.time()) }
    }

    fn run_until(&mut self, until: Time) {
        loop {
            let next = self.future.peek();
            if self.dirty && next.is_none_or(|event| event.time() > self.now || event.class() > class::DISPATCH) {
                self.dirty = false;
                self.dispatch();
                self.record.effort.fingerprint = mix(self.record.effort.fingerprint, self.now.0 as u64);
                continue;
            }
            if next.is_none_or(|event| event.time() >= until) {
                return;
            }
            let instances = &self.instances;
            let Happening { key, payload } = self.future.next(|timer| match *timer {
                Payload::Ready { instance, clock } => instances[instance as usize].clock == clock,
                Payload::Open { instance, clock, .. } => instances[instance as usize].clock == clock,
                Payload::Expire { instance, clock } => {
                    let row = &instances[instance as usize];
                    row.clock == clock && !row.started
                }
                Payload::HandOver { instance, service } => instances[instance as usize].service == service,
                _ => true,
            });
            self.now = key.time();
            self.record.effort.events += 1;
            if self.handle(payload) {
                let bits = key.bits();
                let print = mix(self.record.effort.fingerprint, (bits >> 64) as u64);
                self.record.effort.fingerprint = mix(print, (bits >> 26) as u64);
            } else {
                self.record.effort.stale += 1;
            }
        }
    }

    fn accept(&mut self, envelope: Envelope<Body>) {
        if envelope.time >= self.end {
            self.messages_late += 1;
            return;
        }
        let letter = self.free_letters.pop().unwrap_or_else(|| {
            self.letters.push(None);
            self.letters.len() as u32 - 1
        });
        self.letters[letter as usize] = Some(envelope.message);
        let Envelope { time, from, sequence, .. } = envelope;
        self.future.accept(time, class::ARRIVAL, from, sequence, Payload::Message { letter });
    }

    fn take_sent(&mut self, to: &mut Vec<Envelope<Body>>) {
        to.append(&mut self.outbox);
    }

    fn effort(&self) -> u64 {
        self.record.effort.events
    }
}

/// What a run tells each of its sites.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    pub root: Key,
    pub calendar: Calendar,
    pub begin: Time,
    pub end: Time,
    pub audit: bool,
    pub traced: bool,
}

fn mix(print: u64, word: u64) -> u64 {
    (print ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

/// Whether there is such a row.
fn some(row: u32) -> Option<u32> {
    (row != NONE).then_some(row)
}
