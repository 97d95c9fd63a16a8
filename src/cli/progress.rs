//! The progress bar: replications done, simulated weeks, time left. On standard error, and only on a terminal.

use crate::experiment::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU32, Ordering};

/// A bar over all simulated weeks of all runs.
pub struct Bar {
    bar: ProgressBar,
    replications: AtomicU32,
    of: u32,
}

impl Bar {
    /// A bar for so many simulated weeks in so many replications; hidden if nobody would see it.
    pub fn new(weeks: u64, replications: u32, quiet: bool) -> Bar {
        let bar = ProgressBar::new(weeks);
        if quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{bar:30} {msg}, {pos}/{len} simulated weeks, {eta} left")
            .expect("a template of ours")
            .progress_chars("=> ");
        bar.set_style(style);
        bar.set_message(format!("0/{replications} replications"));
        Bar { bar, replications: AtomicU32::new(0), of: replications }
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn week_done(&self) {
        self.bar.inc(1);
    }

    fn replication_done(&self) {
        let done = self.replications.fetch_add(1, Ordering::Relaxed) + 1;
        self.bar.set_message(format!("{done}/{} replications", self.of));
    }
}
