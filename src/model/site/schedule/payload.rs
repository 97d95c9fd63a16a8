//! What events are about, and in which order those of one instant happen.

use crate::model::scenario::TechnologyId;
use crate::model::site::rows::{CaseNo, InstanceNo, MessageNo, WorkerNo};
use crate::units::{Span, Time};

/// Classes of events, in the order in which those of one instant happen. Policies come first; the run takes them
/// itself.
pub(in crate::model::site) mod class {
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
pub(in crate::model::site) enum Payload {
    Arrival { stream: u32, ordinal: u64 },
    Child { case: CaseNo },
    EpisodeEnd { case: CaseNo },
    Message { message: MessageNo },
    Complete { instance: InstanceNo, service: u32 },
    Ready { instance: InstanceNo, clock: u32 },
    Open { instance: InstanceNo, clock: u32, way: u8 },
    OwnerWaited { instance: InstanceNo, clock: u32 },
    OwnersShiftOver { worker: WorkerNo },
    HandOver { instance: InstanceNo, service: u32 },
    Expire { instance: InstanceNo, clock: u32 },
    ShiftStart { worker: WorkerNo, roster: u32, shift: u32 },
    ShiftEnd { worker: WorkerNo },
    PauseStart { worker: WorkerNo, end: Time },
    PauseEnd { worker: WorkerNo },
    AbsenceEnd { worker: WorkerNo, paid: Span },
    AfterHoursEnd { worker: WorkerNo },
    Close { gatherer: u32, period: i64 },
    Adopt { technology: TechnologyId },
    AdoptWorker { technology: TechnologyId },
    Toggle { technology: TechnologyId },
    Reconsider,
}
