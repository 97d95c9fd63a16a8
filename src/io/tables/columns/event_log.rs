//! The columns of the event log.

use super::File;
use crate::experiment::{Column, Type};

const fn time(name: &'static str, meaning: &'static str) -> Column {
    Column { kind: Type::DateTime, ..Column::text(name, meaning) }
}

/// The event log. Its columns have the names of the XES standard (IEEE 1849) where it has one, which process-mining
/// tools know without being told.
pub const EVENT_LOG: File = File {
    name: "event_log.csv",
    row: "task instance done from `start` on (those given up, superseded or unfinished are in queues.csv)",
    key: 0,
    columns: &[
        Column::text(
            "case:concept:name",
            "the case: arm, replication, what brought it, and a key that the same case has in every arm, joined by `.`",
        ),
        Column::text("concept:name", "task"),
        time("start_timestamp", "when somebody or a tool first began it"),
        time("time:timestamp", "when it was done"),
        Column::text(
            "org:resource",
            "who did it in the end, or led it: site, occupation and number at the site, or site and tool; blank: nobody \
             in particular",
        ),
        Column::text("org:role", "occupations of the team, the lead first, joined by `+`; blank: no people"),
        Column::text("org:group", "site: its kind and number, from 1"),
        Column::text("case:arm", "arm of the scenario"),
        Column::whole("case:replication", "1", "number of the replication, from 0"),
        Column::text("case:kind", "demand, or collecting task, that brought the case"),
        time("case:born", "when the case was born; before `start`: its first instances may be missing here"),
        time("ready", "since when it was ready to be done"),
        Column::text("activity", "activity; several are joined by `+`"),
        Column::whole("order", "1", "order of the data worked on"),
        Column::text("way", "way on which it was done in the end"),
        Column::text("tool", "tool with which it was done; blank: none"),
        Column::whole("attempt", "1", "which attempt it was, from 1; of an answer that of the task that asked"),
        Column::real("hours", "h", "hours of all who worked on it"),
        Column::text("reads", "products that it read, of other cases too, joined by `+`"),
        Column::text("writes", "products that it wrote, joined by `+`; blank: sent back, repeated or for nothing"),
    ],
};
