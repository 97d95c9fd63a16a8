//! How many cases demands bring at the end of a run.

use crate::engine::{Dist, unit_interval};
use crate::model::scenario::{Arrivals, Demand, Scenario, Source};
use crate::units::{Span, Time, WEEK};

/// Cases a week that a demand brings to one copy of a site around the end of the run, its seasons averaged; for a child
/// demand the cases that one case of the parent has.
pub(super) fn cases(scenario: &Scenario, demand: &Demand, parent: Option<&Demand>) -> f64 {
    match &demand.source {
        Source::Poisson(arrivals) => poisson(scenario, arrivals),
        Source::Every(recurrence) => WEEK.ms() / recurrence.mean().ms(),
        Source::Trace(times) => {
            let within = times.iter().filter(|&&time| time >= Time::ZERO && time < scenario.end).count();
            within as f64 / weeks(scenario)
        }
        Source::Pull { .. } => 0.0, // As many as their callers have time for: see `calls`.
        Source::Children { every, .. } => match parent.and_then(|parent| parent.lasts.as_ref()) {
            Some(lasts) => children(lasts, *every),
            None => 0.0,
        },
    }
}

/// Length of the run after the warm-up in weeks.
pub(super) fn weeks(scenario: &Scenario) -> f64 {
    (scenario.end.0 as f64 / WEEK.ms()).max(f64::MIN_POSITIVE)
}

fn poisson(scenario: &Scenario, arrivals: &Arrivals) -> f64 {
    use chrono::Datelike;
    let season = arrivals.season.iter().sum::<f64>() / 12.0;
    let year = scenario.calendar.date_of(Time(scenario.end.0 - 1)).year();
    arrivals.week.per_week() * arrivals.grown(scenario.end) * season * arrivals.factor_of_year(year)
}

/// Mean number of children: one at birth and one after each further `every` before the parent ends, so the mean of
/// `lasts / every` rounded up.
fn children(lasts: &Dist, every: Span) -> f64 {
    mean_of(lasts, |length| libm::ceil(length / every.ms().max(1.0)))
}

/// The mean of a function of a draw, by the middle of each of 4,096 equally likely cells.
pub(super) fn mean_of(dist: &Dist, value: impl Fn(f64) -> f64) -> f64 {
    const CELLS: u64 = 4_096;
    // The cell number in the upper 12 bits, its middle in the next.
    let middle = |cell: u64| unit_interval((cell << 52) | (1 << 51));
    (0..CELLS).map(|cell| value(dist.quantile(middle(cell)))).sum::<f64>() / CELLS as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::build;
    use crate::units::{DAY, HOUR};

    #[test]
    fn children_are_counted_from_birth() {
        assert_eq!(children(&Dist::Constant(DAY.ms()), DAY), 1.0);
        assert_eq!(children(&Dist::Constant(DAY.ms() + 1.0), DAY), 2.0);
        // An exponential length with mean m: 1 / (1 - exp(-every / m)), the mean of a geometric number.
        let expected = 1.0 / (1.0 - libm::exp(-24.0 / 60.0));
        assert!((children(&Dist::exponential((HOUR * 60).ms()).unwrap(), DAY) / expected - 1.0).abs() < 2e-3);
    }

    #[test]
    fn arrivals_grow_until_the_end() {
        let mut config = build::config();
        let site = config.add_site("hospital", 1);
        let demand = config.add_demand("visits", site, 100.0, &[]);
        if let Source::Poisson(arrivals) = &mut config.demands[demand].source {
            arrivals.growth = 0.1;
            arrivals.by_year = vec![(2023, 1.0), (2024, 2.0)];
        }
        let scenario = build::scenario(vec![config.clone()]);
        let expected = 200.0 * libm::pow(1.1, 52.0 * 7.0 / 365.2425);
        assert!((cases(&scenario, &config.demands[demand], None) / expected - 1.0).abs() < 1e-12);
    }
}
