//! What happens at a site, an aspect in each file: handlers read the parts, decide, and change them by their steps.
//!
//! - The course of events: `events`; `config` (which one is valid), `message` (what other sites say).
//! - Cases: `birth`, `request` (when a task is requested; `gate` asks before; `availability` says what tools, figures
//!   and staff leave of each way; `condition`), `written` and `settle` (products, and how work ends undone), `reading`,
//!   `gather`.
//! - Work: `ready`, `offer` (who may take it), `dispatch`, `bids`, `free`, `team`, `pull` (patients who are called) and
//!   `preempt` (who takes it), `serve` (doing it), `extra` (time beyond `time`), `again` (defects, queries,
//!   rejections).
//! - People and tools: `employ`, `turnover`, `shift`, `skill`, `strain`, `trust`; `tool`, `purchase`.
//! - What is noted: `counting`, `attribution` (what defects cost), `book`, `log`, `trace`; `audit` and `audit_work`
//!   check all.

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
