//! Closed forms of queueing theory, with author, year and range of validity: what the model must agree with when
//! everything that makes it more than a queueing network is off. Uses nothing of the model.
#![allow(clippy::disallowed_methods, reason = "tests alone use these values; no result is touched")]

mod abandonment;
mod erlang;
mod jackson;
mod preemption;
mod renewal;
mod single;

pub use abandonment::{ErlangA, erlang_a};
pub use erlang::{erlang_b, erlang_c, mm_infinity_mean, mmc_mean_wait, mmc_wait_exceeds};
pub use jackson::{Station, jackson_arrivals, jackson_mean_number};
pub use preemption::preemptive_resume_times;
pub use renewal::share_off;
pub use single::{cobham_wait, pollaczek_khinchine};
