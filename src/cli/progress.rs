//! The progress bar: how many are done, simulated weeks, time left. On standard error, and only on a terminal.

use crate::experiment::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};

/// A bar over all simulated weeks of all runs.
pub struct Bar {
    bar: ProgressBar,
    done: AtomicU64,
    of: u64,
    nouns: &'static str,
}

impl Bar {
    /// A bar for so many simulated weeks in so many replications or points; hidden if nobody would see it.
    pub fn new(weeks: u64, of: u64, nouns: &'static str, quiet: bool) -> Bar {
        let bar = ProgressBar::new(weeks);
        if quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{bar:30} {msg}, {pos}/{len} simulated weeks, {eta} left")
            .expect("a template of ours")
            .progress_chars("=> ");
        bar.set_style(style);
        bar.set_message(format!("0/{of} {nouns}"));
        Bar { bar, done: AtomicU64::new(0), of, nouns }
    }

    /// One more replication or point is done.
    pub fn one_done(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.bar.set_message(format!("{done}/{} {}", self.of, self.nouns));
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
        self.one_done();
    }
}

/// A bar that counts weeks, but points rather than replications.
pub struct WeeksOf<'a>(pub &'a Bar);

impl Progress for WeeksOf<'_> {
    fn week_done(&self) {
        self.0.week_done();
    }

    fn replication_done(&self) {}
}
