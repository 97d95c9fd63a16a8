//! What the weeks of a run add up to, over all sites.

use crate::engine::Histogram;
use crate::model::outcome::{Products, Summary, Waits, Week};
use crate::model::scenario::{ProductId, Scenario, TaskId};
use crate::model::site::{DefectFound, Distributions, Record};
use crate::units::IdVec;

/// Sums so far.
#[derive(Clone)]
pub(in crate::model) struct Totals {
    pub weeks: Vec<Week>,
    /// Defects noticed so far.
    findings: Vec<DefectFound>,
    /// Distributions over the week that closes.
    distributions: Distributions,
    /// Distributions over the scenario's periods.
    periods: Vec<IdVec<TaskId, (Histogram, Histogram)>>,
}

impl Totals {
    pub fn new(scenario: &Scenario) -> Totals {
        let config = &scenario.arms[scenario.control].configs[0];
        let histograms = || config.tasks.iter().map(|_| Default::default()).collect();
        Totals {
            weeks: Vec::new(),
            findings: Vec::new(),
            distributions: Distributions::new(config),
            periods: scenario.periods.iter().map(|_| histograms()).collect(),
        }
    }

    /// Adds up what the sites wrote down in a week.
    pub fn fold(&mut self, scenario: &Scenario, week: i64, records: Vec<Record>) {
        // Summaries are of the samples of all sites: those of each site could not be added.
        self.distributions.clear();
        records.iter().for_each(|record| self.distributions.count(record.samples()));
        let mut records = records.into_iter();
        let mut sum = records.next().expect("a scenario has at least one site");
        for record in records {
            sum.add(&record);
        }
        let (mut sum, reads, mut findings) = sum.into_sums();
        self.findings.append(&mut findings);
        for (written, product, making) in reads {
            // A product counts as read in the week in which it was written, which may be over.
            let week_of_write = written.week();
            let products: Option<&mut IdVec<ProductId, Products>> = match week_of_write {
                now if now == week => Some(&mut sum.products),
                past if past >= 0 => self.weeks.get_mut(past as usize).map(|week| &mut week.products),
                _ => None,
            };
            if let Some(products) = products {
                products[product].read += 1;
                products[product].making_read += making;
            }
        }
        for (task, (wait, turnaround)) in self.distributions.waits.enumerate() {
            sum.queues[task].waits = Waits { wait: Summary::of(wait), turnaround: Summary::of(turnaround) };
            // Quantiles of a period are not those of its weeks, so histograms are merged.
            for (period, histograms) in scenario.periods.iter().zip(&mut self.periods) {
                if (period.from_week..period.to_week).contains(&week) {
                    histograms[task].0.merge(wait);
                    histograms[task].1.merge(turnaround);
                }
            }
        }
        for (product, age) in self.distributions.ages.enumerate() {
            sum.products[product].age = Summary::of(age);
        }
        self.weeks.push(sum);
    }

    /// Counts each defect found once, where it was found first, in the week in which it was made.
    pub fn count_found(&mut self) {
        // Sorted by identity and time, so that the first finding of each is the one that is kept.
        self.findings.sort_unstable();
        self.findings.dedup_by_key(|finding| finding.id);
        for finding in self.findings.drain(..) {
            if let Some(week) = self.weeks.get_mut(finding.made_in as usize) {
                *week.found.entry((finding.made_at, finding.found_at)).or_default() += 1;
            }
        }
    }

    /// Waits and turnarounds by period and task.
    pub fn periods(&self) -> Vec<IdVec<TaskId, Waits>> {
        let summarise = |(wait, turnaround): &(Histogram, Histogram)| Waits {
            wait: Summary::of(wait),
            turnaround: Summary::of(turnaround),
        };
        self.periods.iter().map(|tasks| tasks.iter().map(summarise).collect()).collect()
    }
}
