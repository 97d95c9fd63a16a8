//! Whether a backlog climbs over a period.
//!
//! The backlog at the end of each week is regressed on time by least squares, in each replication by itself. Backlogs
//! of successive weeks depend on each other, so the residuals of one series say little about the error of its slope.
//! The slopes of replications are independent and identically distributed: their mean is tested by Student's t with n -
//! 1 degrees of freedom (one summary measure for each series: Matthews, Altman, Campbell and Royston 1990, BMJ
//! 300:230-235; replications: Law 2015, Simulation Modeling and Analysis, 5th ed., section 9.4.1).
//!
//! One replication has one slope. Its error is then taken from the residuals, with as many independent weeks as their
//! lag-1 autocorrelation r leaves, n (1 - r) / (1 + r) (Santer and others 2000, J. Geophys. Res. 105:7337-7356,
//! equations 4 to 6).

use crate::experiment::estimate::{Mean, t_975};
use crate::units::{Time, WEEK};

/// A rise over the period up to this share of the mean is not worth a warning.
const SMALL: f64 = 0.1;

/// The end of week number `week` - 1 in weeks; the run's last week may be cut short.
pub(super) fn end_of(week: i64, end: Time) -> f64 {
    (week as f64).min(end.0 as f64 / WEEK.ms())
}

/// Slopes and levels of one task's backlog over the replications so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Climb {
    slopes: Mean,
    means: Mean,
    /// Of the first replication alone: the half-width of its slope.
    alone: Option<f64>,
}

/// A backlog that climbs, in instances and weeks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rise {
    pub slope: f64,
    pub low: f64,
    pub high: f64,
    /// Mean backlog over the period.
    pub mean: f64,
    /// What the interval rests on.
    pub test: String,
}

impl Climb {
    /// Adds the backlogs of one replication, at these ends of weeks.
    pub fn add_run(&mut self, ends: &[f64], backlog: &[f64]) {
        let Some(line) = Trend::through(ends, backlog) else { return };
        self.alone = if self.slopes.estimate().is_none() { line.half_width(ends, backlog) } else { None };
        self.slopes.add(line.slope);
        self.means.add(line.mean);
    }

    /// The rise, if the 95% interval of the slope lies above 0 and the rise over the weeks looked at is above 10% of
    /// the mean.
    pub fn rise(&self, weeks: f64) -> Option<Rise> {
        let slopes = self.slopes.estimate()?;
        let mean = self.means.estimate()?.mean;
        let (half, test) = match slopes.half_width {
            Some(half) => (half, format!("Student's t over the slopes of {} replications", slopes.n)),
            None => (self.alone?, "least squares in one replication, with autocorrelated residuals".into()),
        };
        let slope = slopes.mean;
        let climbs = slope - half > 0.0 && slope * weeks > SMALL * mean;
        climbs.then_some(Rise { slope, low: slope - half, high: slope + half, mean, test })
    }
}

/// A line by least squares.
struct Trend {
    slope: f64,
    mean: f64,
    middle: f64,
    /// Sum of squares of the times about their mean.
    spread: f64,
}

impl Trend {
    /// None for fewer than two times.
    fn through(x: &[f64], y: &[f64]) -> Option<Trend> {
        let n = x.len() as f64;
        let (middle, mean) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
        let spread: f64 = x.iter().map(|x| (x - middle) * (x - middle)).sum();
        let product: f64 = x.iter().zip(y).map(|(x, y)| (x - middle) * (y - mean)).sum();
        (x.len() > 1 && spread > 0.0).then(|| Trend { slope: product / spread, mean, middle, spread })
    }

    /// Half-width of the 95% interval of the slope; none if too few independent weeks are left.
    fn half_width(&self, x: &[f64], y: &[f64]) -> Option<f64> {
        let residuals: Vec<f64> =
            x.iter().zip(y).map(|(x, y)| y - self.mean - self.slope * (x - self.middle)).collect();
        let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
        // A line without any residual but rounding.
        if squares <= 1e-18 * y.iter().map(|y| y * y).sum::<f64>() {
            return (x.len() > 2).then_some(0.0);
        }
        let lagged: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
        let r = (lagged / squares).max(0.0);
        let independent = x.len() as f64 * (1.0 - r) / (1.0 + r);
        let degrees = independent - 2.0;
        (degrees > 0.0).then(|| t_975(degrees) * (squares / degrees / self.spread).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(weeks: usize) -> Vec<f64> {
        (1..=weeks).map(|week| week as f64).collect()
    }

    fn climb(runs: &[&[f64]]) -> Climb {
        let mut climb = Climb::default();
        runs.iter().for_each(|run| climb.add_run(&ends(run.len()), run));
        climb
    }

    /// By hand: y = 1, 3, 5 has slope 2 and y = 2, 3, 6 slope ((1)(6 - 2)) / 2 = 2; y = 0, 5, 8 has slope 4. Mean 8/3,
    /// s = sqrt(((2/3)^2 + (2/3)^2 + (4/3)^2) / 2) = 1.1547; t(2, 0.975) = 4.3027, so the half-width is 2.868 > 8/3: no
    /// warning. Ten such triples: n = 30, s = 0.959, t(29, 0.975) = 2.0452, half-width 0.358: a warning.
    #[test]
    fn slopes_of_replications_are_tested_by_students_t() {
        let three: [&[f64]; 3] = [&[1.0, 3.0, 5.0], &[2.0, 3.0, 6.0], &[0.0, 5.0, 8.0]];
        assert_eq!(climb(&three).rise(3.0), None);
        let rise = climb(&three.repeat(10)).rise(3.0).expect("a rise");
        assert!((rise.slope - 8.0 / 3.0).abs() < 1e-12);
        assert!((rise.slope - rise.low - 0.358).abs() < 1e-3, "{rise:?}");
        // Means 3, 11/3 and 13/3: 11/3 in all.
        assert!((rise.mean - 11.0 / 3.0).abs() < 1e-12);
    }

    /// A rise that is certain but small: from 100 to 109 in ten weeks, slope 1, rise 10 over ten weeks. The mean is
    /// 104.5, of which 10% is 10.45. From 90 to 99 the mean is 94.5 and the rise above 9.45.
    #[test]
    fn a_rise_of_at_most_a_tenth_of_the_mean_is_none() {
        let from = |level: f64| (0..10).map(|week| level + f64::from(week)).collect::<Vec<f64>>();
        assert_eq!(climb(&[&from(100.0), &from(100.0)]).rise(10.0), None);
        assert!(climb(&[&from(90.0), &from(90.0)]).rise(10.0).is_some());
    }

    #[test]
    fn what_falls_or_stays_does_not_climb() {
        assert_eq!(climb(&[&[5.0; 10], &[5.0; 10]]).rise(10.0), None);
        assert_eq!(climb(&[&[0.0; 10], &[0.0; 10]]).rise(10.0), None);
        let falls: Vec<f64> = (0..10).rev().map(f64::from).collect();
        assert_eq!(climb(&[&falls, &falls]).rise(10.0), None);
    }

    /// One replication. With residuals +1, -1, -1, +1, ... about a line of slope 1 the slope is certain. Eight weeks
    /// each of 0, 10 and 6 look like a rise to a plain regression: t = 3.19 with 22 degrees of freedom, beyond t(22,
    /// 0.975) = 2.07. But its residuals have a lag-1 autocorrelation of 0.771, which leaves 24 x 0.229 / 1.771 = 3.1
    /// independent weeks and t = 0.71 with 1.1 degrees of freedom: no rise.
    #[test]
    fn one_replication_counts_independent_weeks() {
        let line: Vec<f64> = (0..24).map(|week| f64::from(week) + [1.0, -1.0, -1.0, 1.0][week as usize % 4]).collect();
        assert!(climb(&[&line]).rise(24.0).is_some());
        let steps: Vec<f64> = [0.0, 10.0, 6.0].iter().flat_map(|level| [*level; 8]).collect();
        let fit = Trend::through(&ends(24), &steps).expect("a line");
        let residual = |(y, x): (&f64, f64)| y - fit.mean - fit.slope * (x - fit.middle);
        let squares: f64 = steps.iter().zip(ends(24)).map(residual).map(|e| e * e).sum();
        let plain = fit.slope / (squares / 22.0 / fit.spread).sqrt();
        assert!((plain - 3.19).abs() < 0.01, "{plain}");
        assert_eq!(climb(&[&steps]).rise(24.0), None);
    }

    #[test]
    fn one_week_has_no_slope() {
        assert_eq!(climb(&[&[3.0], &[4.0]]).rise(1.0), None);
    }
}
