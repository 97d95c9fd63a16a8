//! Money beside wages: what tools cost, what products are worth, and what is left.

use super::group::{Group, Tally};
use super::kind::Over::PerWeek;
use super::kind::{ALL, MetricKind, Needs, metric};
use super::staff::{PAYROLL, REPLACING};
use super::stretch::PeriodRun;
use crate::model::outcome::Week;
use crate::model::scenario::Configuration;

const TOOLS: MetricKind = metric("cost.tools", "Cost of tools", "currency/week", PerWeek, ALL)
    .is("price of tools: bought, in use, by use")
    .computed("`technology.price.once` for each unit that adopts, `technology.price.per_user_year` over 52.1775 weeks for each user, `technology.price.per_use` for each use; where any money beside wages is stated")
    .needs(Needs::Money);

const WORTH: MetricKind = metric("worth", "Worth", "currency/week", PerWeek, ALL)
    .is("worth of products written less that of those withdrawn")
    .computed("`product.worth`, where any money beside wages is stated")
    .needs(Needs::Money)
    .better_if_more();

const NET: MetricKind = metric("net", "Net", "currency/week", PerWeek, ALL)
    .is("worth less all costs")
    .computed("worth - payroll - cost.replacing - cost.tools; where any money beside wages is stated")
    .needs(Needs::Money)
    .better_if_more();

/// All of them.
pub const METRICS: &[&[MetricKind]] = &[&[TOOLS, WORTH, NET]];

/// Weeks in a mean Gregorian year, 365.2425 days.
const WEEKS_A_YEAR: f64 = 52.1775;

/// Whether a configuration knows of more money than wages.
fn has_money(config: &Configuration) -> bool {
    config.technologies.iter().any(|technology| technology.price.is_some())
        || config.products.iter().any(|product| product.worth > 0.0)
        || config.occupations.iter().any(|occupation| occupation.on_cost > 0.0)
}

/// Their values, if any arm has them.
pub(super) fn count(tally: &mut Tally<'_>, of: &PeriodRun<'_>) {
    if !of.scenario.arms.iter().flat_map(|arm| &arm.configs).any(has_money) {
        return;
    }
    let (mut tools, mut worth, mut before) = (0.0, 0.0, 0);
    for (config, weeks) in &of.years {
        for (technology, spec) in config.technologies.enumerate() {
            let Some(price) = spec.price else { continue };
            for (number, tool) in weeks.iter().map(|week| &week.tools[technology]).enumerate() {
                // The last week of a run may be shorter.
                let part_of_week = (of.length - (before + number) as f64).min(1.0);
                tools += price.once * tool.bought as f64
                    + price.per_user_year / WEEKS_A_YEAR * tool.users as f64 * part_of_week
                    + price.per_use * (tool.used + tool.attempted) as f64;
            }
        }
        for (product, spec) in config.products.enumerate() {
            let stays = |week: &Week| week.products[product].written as f64 - week.products[product].withdrawn as f64;
            worth += spec.worth * weeks.iter().map(stays).sum::<f64>();
        }
        before += weeks.len();
    }
    let (tools, worth) = (tools / of.length, worth / of.length);
    let wages = tally.value(&PAYROLL, Group::default()) + tally.value(&REPLACING, Group::default());
    for (kind, value) in [(TOOLS, tools), (WORTH, worth), (NET, worth - wages - tools)] {
        tally.put(&kind, Group::default(), value);
    }
}
