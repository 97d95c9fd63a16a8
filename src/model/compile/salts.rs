//! Addresses of draws: of each task and way by name, so that another task or way shifts nobody's draws.

use crate::engine::{Salt, name_hash};
use crate::model::scenario::{Configuration, TaskId};

/// Addresses of a task's draws.
#[derive(Clone, Debug)]
pub(in crate::model) struct TaskSalts {
    pub name: u64,
    pub time: Salt,
    pub per_item: Salt,
    pub fix_time: Salt,
    pub share: Salt,
    pub lag: Salt,
    pub expires: Salt,
    pub repeat: Salt,
    pub rejects: Salt,
    pub rank: Salt,
    pub finds: Salt,
    pub introduced: Salt,
    pub kind: Salt,
    pub sample: Salt,
    pub ways: Vec<WaySalts>,
}

/// Addresses of a way's draws.
#[derive(Clone, Debug)]
pub(in crate::model) struct WaySalts {
    pub chance: Salt,
    pub success: Salt,
    pub after: Salt,
    pub delay: Salt,
    pub uptake: Salt,
}

impl TaskSalts {
    /// The addresses of a task.
    pub fn new(config: &Configuration, task: TaskId) -> TaskSalts {
        let path = format!("task.{}", config.tasks[task].name);
        let salt = |purpose| Salt::of(&path, purpose);
        TaskSalts {
            name: name_hash(&path),
            time: salt("time"),
            per_item: salt("per_item"),
            fix_time: salt("fix_time"),
            share: salt("share"),
            lag: salt("lag"),
            expires: salt("expires"),
            repeat: salt("repeat"),
            rejects: salt("rejects"),
            rank: salt("rank"),
            finds: salt("finds"),
            introduced: salt("introduced"),
            kind: salt("kind"),
            sample: salt("sample"),
            ways: config.tasks[task]
                .ways
                .iter()
                .map(|way| {
                    let path = format!("{path}.way.{}", way.name);
                    WaySalts {
                        chance: Salt::of(&path, "chance"),
                        success: Salt::of(&path, "success"),
                        after: Salt::of(&path, "after"),
                        delay: Salt::of(&path, "delay"),
                        uptake: Salt::of(&path, "uptake"),
                    }
                })
                .collect(),
        }
    }
}
