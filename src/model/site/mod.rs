//! One site as a logical process: it handles its own events in order and talks to other sites by messages only.
//!
//! Life cycle: built at the beginning of the warm-up; the run deals rosters and takes policy decisions at boundaries
//! ([`crate::model::run`]), and in between lets it `run_until` the next one.
//!
//! A site is made of parts with private fields, which alone change what is theirs and are tested on their own:
//!
//! | part | holds |
//! | --- | --- |
//! | `schedule` | the clock, events to come, timers (`timer`), generation counters |
//! | `mail` | messages sent, and under way to this site |
//! | `instances` | instances of tasks, and the jobs of those that have begun |
//! | `tools` | since when each is in use, whether it is up, how many were bought |
//! | `sources` | streams of arrivals, waiting lists, and what gatherers have collected |
//! | `people` | what has changed in workers: skills, fatigue, trust |
//! | `staff` | workers, crews, in-baskets and queues, vacant posts, trainees |
//! | `cases` | cases: their products, tasks and relatives, the worklist, readings |
//! | `waiting` | what dispatch has to look at: crews, what is fresh or urgent, teams, who is held |
//! | `decision` | what is to be done about a case, remembered by what it depends on |
//! | `notes` | sums of the week and figures made of them, the hours ledger, the event log, steps for tests |
//!
//! Rows of `cases`, `instances` and `jobs` (`state`) are found only by numbers of their own (`rows`). The other files are
//! handlers, each of one aspect: `events` (what happens), `request` (when a task is requested; `gate` asks before,
//! `availability` says what tools, figures and staff leave of each way), `ready`, `settle` (how it ends undone), `written`
//! (products), `offer`, `dispatch`, `free`, `bids` and `team` (who takes which work), `serve` (service), `carried` and
//! `again` (defects, queries, rejections), `story` (what they cost), `gather` (collecting), `shift` (time on and off),
//! `employ` (hiring and leaving), `skill` (learning), `strain`, `trust`, `turnover` (quitting), `preempt` (urgent work),
//! `pull` (patients who are called), `tool`, `world` (which one is valid), `message`, `lapse` and `purchase` (statistics),
//! `audit` and `audit_work` (invariants).

mod again;
mod audit;
mod audit_work;
mod availability;
mod bids;
mod birth;
mod book;
mod cases;
mod condition;
mod counting;
mod decision;
mod dispatch;
mod employ;
mod events;
mod extra;
mod free;
mod gate;
mod gather;
mod instances;
mod log;
mod mail;
mod marks;
mod message;
mod notes;
mod offer;
mod people;
mod preempt;
mod pull;
mod purchase;
mod reading;
mod ready;
mod request;
mod rows;
mod schedule;
mod serve;
mod settle;
mod shift;
mod skill;
mod sources;
mod staff;
mod story;
mod strain;
mod team;
mod timer;
mod tool;
mod tools;
mod trace;
mod trust;
mod turnover;
mod waiting;
mod world;
mod written;

pub(super) use cases::Finding;
pub(super) use message::Body;
pub(super) use notes::{Booking, Distributions, Figures, Record};
pub use notes::{Drawn, Logged, Step, What};
pub(super) use people::Comes;
pub(super) use rows::WorkerNo;

use crate::engine::Key;
use crate::model::compile::layout::Layout;
use crate::model::compile::plan::Plan;
use crate::model::scenario::{SiteId, TaskId};
use crate::units::{Calendar, IdVec, Time};
use cases::Cases;
use events::{Payload, class};
use instances::Instances;
use mail::{Mail, MailCounts};
use notes::{Book, Log, Trace};
use people::People;
use schedule::Schedule;
use sources::{Gatherers, Streams, WaitingLists};
use staff::{Entry, Staff};
use tools::Tools;
use waiting::Waiting;

/// One site.
#[derive(Clone)]
pub(super) struct Process<'p> {
    pub place: usize,
    pub kind: SiteId,
    pub key: Key,
    end: Time,
    schedule: Schedule,
    calendar: Calendar,
    layout: &'p Layout,
    /// The world that is valid here.
    pub plan: &'p Plan,
    /// The control's and the arm's plan, for streams.
    control: &'p Plan,
    arm: &'p Plan,
    mail: Mail,
    streams: Streams,
    lists: WaitingLists,
    gatherers: Gatherers,
    cases: Cases,
    instances: Instances,
    staff: Staff,
    /// By worker, what has changed in them; empty where nothing is stated that could.
    people: People,
    tools: Tools,
    /// Ways of each task that nobody here can ever lead.
    never: IdVec<TaskId, u32>,
    /// By class.
    availabilities: Vec<availability::Availabilities>,
    decisions: Vec<decision::DecisionCache>,
    waiting: Waiting,
    record: Record,
    book: Book,
    figures: Figures,
    pub audit: bool,
    trace: Trace,
    /// What was done, if somebody wants a log of it.
    log: Option<Box<Log>>,
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
            end: setting.end,
            schedule: Schedule::new(place, setting.begin, setting.end),
            calendar: setting.calendar,
            layout,
            plan: control,
            control,
            arm,
            mail: Mail::default(),
            streams: Streams::default(),
            lists: WaitingLists::default(),
            gatherers: Gatherers::default(),
            cases: Cases::new(place),
            instances: Instances::new(),
            staff: Staff::new(control.world.occupations.len()),
            people: People::default(),
            tools: Tools::new(control.world.technologies.len()),
            never: IdVec::new(),
            availabilities: Vec::new(),
            decisions: Vec::new(),
            waiting: Waiting::default(),
            record: Record::new(&control.world),
            book: Book::new(setting.booking),
            figures: Figures::new(&control.world),
            audit: setting.audit,
            trace: Trace::new(setting.traced),
            log: setting.logged.then(Box::default),
            scratch: Vec::new(),
        };
        process.never = process.impossible_ways();
        process.schedule.set_timers(control);
        process.employ_staff();
        process.set_up_tools();
        process.take_stock();
        process.set_up_gatherers();
        process.begin_streams();
        process.set_up_waiting_lists();
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

    /// Puts the clock forward to a boundary of the run.
    pub fn advance_clock(&mut self, to: Time) {
        self.schedule.advance(to);
    }

    /// What was counted in the week so far, and of the run.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Figures of the week that closed last.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Hands over what happened, if it was to be noted.
    pub fn take_steps(&mut self) -> Vec<Step> {
        self.trace.take()
    }

    /// How many messages this site has sent and received.
    pub fn mail_counts(&self) -> MailCounts {
        self.mail.counts()
    }

    /// Evaluates every case that changed, and those that change by that.
    #[inline(always)]
    fn work_off_worklist(&mut self) {
        if self.cases.any_to_look_at() {
            self.work_off();
        }
    }

    #[inline(never)]
    fn work_off(&mut self) {
        let mut next = 0;
        while let Some(case) = self.cases.take_to_look_at(next) {
            next += 1;
            if self.cases[case].used {
                self.evaluate(case);
            }
        }
        self.cases.clear_worklist();
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
    pub logged: bool,
    pub booking: Booking,
}
