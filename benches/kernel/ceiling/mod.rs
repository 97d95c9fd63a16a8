//! What the hardware allows: each workload written out by hand, with the best structure found for it and no
//! abstraction. The *general* ceilings know nothing of the workload but its order of events, as any kernel must; the
//! special ones use what is peculiar to it.

mod mmc;
mod phold;
mod windows;

pub use mmc::{mmc, mmc_sorted};
pub use phold::phold;
pub use windows::phold_in_windows;
