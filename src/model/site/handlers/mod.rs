//! What happens at a site, an aspect in each file: handlers read the parts, decide, and change them by their steps.
//!
//! - The course of events: `events`; `config` (which configuration is valid), `message` (between sites).
//! - Cases: `birth`, `request` (when a task is requested), `gate` (`share` and `when`), `availability` (what tools,
//!   figures and staff leave of each way), `condition`, `written` and `settle` (products, and work that ends undone),
//!   `reading`, `gather`.
//! - Work: `ready`, `offer` (queues and in-baskets), `dispatch`, `bids`, `free`, `team`, `pull` (waiting lists) and
//!   `preempt` (assignment), `serve` (service), `extra` (time beyond `time`), `again` (defects, queries, rejections).
//! - People and tools: `employ`, `turnover`, `shift`, `skill`, `strain`, `trust`; `tool`, `purchase`.
//! - Records: `counting`, `attribution` (cost of defects), `recorder` (ledger), `log`, `trace`; `audit` and
//!   `audit_work` check the invariants.
//!
//! One event runs in four steps: its handler changes the parts; cases that changed stand on the worklist; the worklist
//! is worked off ([`Process::work_off_worklist`]), which requests, supersedes and closes; once the instant has no event
//! left before `DISPATCH`, waiting work is assigned to people. Handlers never assign work themselves: they ask for a
//! dispatch, so that the order of handlers within an instant cannot decide who gets what.
//!
//! [`Process::work_off_worklist`]: crate::model::site::Process::work_off_worklist

mod again;
mod attribution;
mod audit;
mod audit_work;
mod availability;
mod bids;
mod birth;
mod condition;
mod config;
mod counting;
mod dispatch;
mod employ;
mod events;
mod extra;
mod free;
mod gate;
mod gather;
mod log;
mod message;
mod offer;
mod preempt;
mod pull;
mod purchase;
mod reading;
mod ready;
mod recorder;
mod request;
mod serve;
mod settle;
mod shift;
mod skill;
mod strain;
mod team;
mod tool;
mod trace;
mod trust;
mod turnover;
mod written;
