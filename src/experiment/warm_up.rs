//! `warm_up = "auto"`: how long it takes until a system that began empty runs as it goes on running.
//!
//! MSER-5 (White, Cobb and Spratt 2000, Proceedings of the Winter Simulation Conference, 755-760; the rule is that of
//! White 1997, Simulation 69:323-334) on a pilot of the control: the work that waits at the end of each day, averaged
//! over replications. One cut serves all arms, since all have the control's warm-up. A cut in the second half of the
//! pilot is refused: what has not settled by then (a backlog that keeps growing) is no transient.

use super::run::{Parallel, Stopped, pool};
use crate::engine::Execution;
use crate::model::Simulation;
use crate::model::scenario::{Scenario, WarmUpFrom};
use crate::units::{DAY, Span, Time, WEEK};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Weeks of the pilot: the least number that is two years.
pub const PILOT_WEEKS: i64 = 105;
/// Replications of the pilot.
pub const PILOT_REPLICATIONS: u32 = 10;
/// Days whose mean is one value of the series.
const BATCH: usize = 5;

/// How many values to leave out at the beginning of a series: the d that minimises the marginal standard error
/// sum over i > d of (y_i - mean)^2 / (n - d)^2, the mean being that of the values kept (White 1997, equation 1).
///
/// The last five of the series are never all that is kept: a few values can lie close together by chance (White, Cobb
/// and Spratt 2000, section 3). Of equal minima the first counts.
pub fn marginal_standard_error_cut(series: &[f64]) -> usize {
    const KEPT: usize = 5;
    let mut best = (f64::INFINITY, 0);
    for cut in 0..=series.len().saturating_sub(KEPT) {
        let kept = &series[cut..];
        let n = kept.len() as f64;
        let mean = kept.iter().sum::<f64>() / n;
        let error = kept.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n * n);
        // Strictly less: of equal minima the first one counts.
        if error < best.0 {
            best = (error, cut);
        }
    }
    best.1
}

/// Days to leave out at the beginning of a daily series, by MSER-5; none if it does not settle in the first half.
pub fn transient(days: &[f64]) -> Option<usize> {
    let batches: Vec<f64> = days.chunks_exact(BATCH).map(|batch| batch.iter().sum::<f64>() / BATCH as f64).collect();
    let cut = marginal_standard_error_cut(&batches);
    // A minimum in the second half is no end of a transient (see above).
    (2 * cut <= batches.len()).then_some(cut * BATCH)
}

/// Runs the pilot of a scenario; the warm-up it comes to, in whole weeks, since rosters and policies go by weeks.
///
/// # Errors
/// If the control does not settle, `stop` was set, or the system gave no threads.
pub fn find_warm_up(
    scenario: &Scenario,
    threads: usize,
    parallel: Parallel,
    stop: &AtomicBool,
) -> Result<Span, Stopped> {
    let warm_up = Span(PILOT_WEEKS * WEEK.0);
    let pilot = Scenario { warm_up, warm_up_from: WarmUpFrom::Pilot, ..scenario.clone() };
    let simulation = Simulation::new(&pilot).map_err(|_| Stopped::NoWarmUp)?;
    let simulation = match parallel {
        Parallel::Replications => simulation,
        Parallel::Sites => simulation.executed(Execution::Parallel),
    };
    let watch = |_: i64| !stop.load(Ordering::Relaxed);
    let course = |replication| simulation.daily_backlog(replication, &watch);
    let replications = 0..PILOT_REPLICATIONS;
    let courses: Option<Vec<Vec<f64>>> = pool(threads)?.install(|| match parallel {
        Parallel::Replications => replications.into_par_iter().map(course).collect(),
        Parallel::Sites => replications.map(course).collect(),
    });
    let courses = courses.ok_or(Stopped::Interrupted)?;
    let days = ((Time::ZERO + pilot.warm_up).0 / DAY.0) as usize;
    // Summed in the order of replications, so that threads make no difference.
    let mean = |day: usize| courses.iter().map(|course| course[day]).sum::<f64>() / courses.len() as f64;
    let series: Vec<f64> = (0..days).map(mean).collect();
    let quarter = |from: usize| series[from * days / 4..(from + 1) * days / 4].iter().sum::<f64>() / (days / 4) as f64;
    match transient(&series) {
        Some(days) => Ok(Span((days as i64 * DAY.0 + WEEK.0 - 1) / WEEK.0 * WEEK.0)),
        None => Err(Stopped::NotSteady { weeks: PILOT_WEEKS, before: quarter(2), after: quarter(3) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of 9, 1, 1, 1, 1, 1, 1 everything but the first has no variance at all.
    #[test]
    fn what_stands_out_at_the_beginning_is_cut() {
        assert_eq!(marginal_standard_error_cut(&[9.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), 1);
        assert_eq!(marginal_standard_error_cut(&[1.0; 12]), 0);
    }

    /// An exponential approach to 100 with alternating noise of 1: the bias at the cut is of the size of the noise.
    #[test]
    fn the_cut_is_where_the_transient_drowns_in_the_noise() {
        let days: Vec<f64> = (0..735)
            .map(|day| {
                let noise = if (day / BATCH).is_multiple_of(2) { 1.0 } else { -1.0 };
                100.0 * (1.0 - libm::exp(-f64::from(day as i32) / 20.0)) + noise
            })
            .collect();
        let cut = transient(&days).expect("it settles");
        // The bias is 100 exp(-day / 20): 5 on day 60, 0.1 on day 138.
        assert!((60..=138).contains(&cut), "{cut}");
    }

    #[test]
    fn what_keeps_growing_has_no_cut() {
        let days: Vec<f64> = (0..735).map(f64::from).collect();
        assert_eq!(transient(&days), None);
    }
}
