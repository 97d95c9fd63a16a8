//! One site as a logical process: it handles its own events in order and talks to other sites by messages only.
//!
//! Life cycle: built at the beginning of the warm-up; the run deals rosters and takes policy decisions at boundaries
//! ([`crate::model::run`]), and in between lets it `run_until` the next one.
//!
//! A site is made of parts, a folder each, with private fields. Others read a part's rows and change them only by its
//! named steps, which say what happens; a part is tested on its own.
//!
//! | part | holds |
//! | --- | --- |
//! | `schedule` | the clock, events to come, timers, generation counters |
//! | `mail` | messages sent, and under way to this site |
//! | `sources` | streams of arrivals, waiting lists, and what gatherers have collected |
//! | `cases` | cases: their products, tasks and relatives, the worklist, readings |
//! | `instances` | instances of tasks, and the jobs of those that have begun |
//! | `prospects` | what is left of each task's ways, and what was decided on cases, by what that depends on |
//! | `staff` | workers, crews, in-baskets and queues, vacant posts, trainees |
//! | `people` | what has changed in workers: skills, fatigue, trust |
//! | `tools` | since when each is in use, whether it is up, how many were bought |
//! | `waiting` | what dispatch has to look at: crews, what is fresh or urgent, teams, who is held |
//! | `notes` | sums of the week and figures made of them, the hours ledger, the event log, steps for tests |
//!
//! Rows are found only by numbers of their own (`rows`). What is to happen when, and in which order the parts are
//! asked, is in `handlers`.

mod cases;
mod handlers;
mod instances;
mod mail;
mod notes;
mod people;
mod prospects;
mod rows;
mod schedule;
mod sources;
mod staff;
mod tools;
mod waiting;

pub(super) use cases::DefectFound;
pub(super) use mail::Body;
pub(super) use notes::{Booking, Distributions, Figures, Record};
pub use notes::{Drawn, Logged, Step, What};
pub(super) use rows::WorkerNo;

use crate::engine::Key;
use crate::model::compile::plan::Plan;
use crate::model::compile::schema::Schema;
use crate::model::scenario::SiteTypeId;
use crate::units::{Calendar, Time};
use cases::Cases;
use instances::Instances;
use mail::{Mail, MailCounts};
use notes::{InstanceLog, LedgerRecorder, Trace};
use people::People;
use prospects::Prospects;
use schedule::Schedule;
use sources::{Gatherers, Streams, WaitingLists};
use staff::{QueueEntry, Staff};
use tools::Tools;
use waiting::Waiting;

/// One site.
#[derive(Clone)]
pub(super) struct Process<'p> {
    pub site: usize,
    pub site_type: SiteTypeId,
    pub key: Key,
    end: Time,
    schedule: Schedule,
    calendar: Calendar,
    schema: &'p Schema,
    /// The configuration that is valid here.
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
    prospects: Prospects,
    waiting: Waiting,
    record: Record,
    recorder: LedgerRecorder,
    figures: Figures,
    pub audit: bool,
    trace: Trace,
    /// What was done, if somebody wants a log of it.
    log: Option<Box<InstanceLog>>,
    scratch: Vec<QueueEntry>,
}

impl<'p> Process<'p> {
    /// A site at the beginning of the warm-up, with its staff and streams but without rosters.
    pub fn new(site: usize, schema: &'p Schema, control: &'p Plan, arm: &'p Plan, setting: Setting) -> Process<'p> {
        let site_type = schema.sites[site].site_type;
        let spec = &control.config.sites[site_type];
        let key = setting.root.named("site").named(&spec.name).child(schema.sites[site].copy as u64);
        let mut process = Process {
            site,
            site_type,
            key,
            end: setting.end,
            schedule: Schedule::new(site, setting.begin, setting.end),
            calendar: setting.calendar,
            schema,
            plan: control,
            control,
            arm,
            mail: Mail::default(),
            streams: Streams::default(),
            lists: WaitingLists::default(),
            gatherers: Gatherers::default(),
            cases: Cases::new(site),
            instances: Instances::new(),
            staff: Staff::new(control.config.occupations.len()),
            people: People::default(),
            tools: Tools::new(control.config.technologies.len()),
            prospects: Prospects::default(),
            waiting: Waiting::default(),
            record: Record::new(&control.config),
            recorder: LedgerRecorder::new(setting.booking),
            figures: Figures::new(&control.config),
            audit: setting.audit,
            trace: Trace::new(setting.traced),
            log: setting.logged.then(Box::default),
            scratch: Vec::new(),
        };
        process.set_up();
        process
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
