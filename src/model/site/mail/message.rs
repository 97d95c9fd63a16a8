//! What sites tell each other about a case.

use crate::engine::Key;
use crate::model::compile::plan::SlotNo;
use crate::model::scenario::{TaskId, TechnologyId};
use crate::model::site::cases::{Attribution, Carried, Defects};
use crate::model::site::instances::Asker;
use crate::units::Time;

/// A query with everything the other side needs.
#[derive(Clone, Debug)]
pub(in crate::model) struct AskedQuery {
    pub asker: Asker,
    pub key: Key,
    pub answer: TaskId,
    /// Task slot of the origin, if known.
    pub origin: Option<SlotNo>,
    pub defects: Defects,
    pub attempt: u16,
}

/// What became of a product.
#[derive(Clone, Debug)]
pub(in crate::model) enum Settling {
    Written {
        carried: Carried,
        tool: Option<TechnologyId>,
        at: Time,
        making: u64,
        /// Boxed, since most products are none.
        reading: Option<Box<f64>>,
    },
    /// `lost`: since work was given up.
    Absent { lost: bool },
    /// And what that is due to, if to defects.
    Withdrawn(Option<Box<Attribution>>),
}

/// What a message says.
#[derive(Clone, Debug)]
pub(in crate::model) enum Body {
    /// A product settled; enough of its case to make a replica of it.
    Settle {
        gid: u64,
        key: Key,
        case_type: u16,
        home: u32,
        complexity: f64,
        born: Time,
        traits: u64,
        slot: u8,
        attempt: u32,
        settling: Settling,
    },
    Reject {
        gid: u64,
        slot: u8,
        attempt: u32,
        attribution: Option<Box<Attribution>>,
    },
    Query {
        gid: u64,
        question: AskedQuery,
    },
    Answer {
        asker: Asker,
        cured: bool,
        defects: Defects,
    },
    /// The sender has closed the case after sending this many settlings of it here.
    Close {
        gid: u64,
        sent: u32,
    },
}
