//! The scenario made ready for running: what a site of each type holds, and the same for each valid set of values.
//!
//! `schema` holds what all arms share: sites, types of case (`case_type`) and addresses of draws (`salts`); `compiled`
//! holds what the inner loops of a site read of a task or a way; `plan` is both for one arm and one period of validity.
//!
//! Nothing here changes during a run. A policy that sets numbers moves a site to another plan; all plans number their
//! slots, tasks and ways by one schema, so cases and instances stay valid.

pub(in crate::model) mod case_type;
pub(in crate::model) mod compiled;
pub(in crate::model) mod plan;
mod salts;
pub(in crate::model) mod schema;
