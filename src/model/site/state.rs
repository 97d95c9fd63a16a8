//! What one site remembers of its tools.

use crate::units::Time;

/// A tool here.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct ToolState {
    /// Since when it is adopted here (by anybody); `Time::NEVER` if not.
    pub since: Time,
    /// When it will be.
    pub date: Time,
    pub up: bool,
    pub cycle: u64,
    /// Under which the event is scheduled that the site adopts it.
    pub number: u64,
}
