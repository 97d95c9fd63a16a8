//! Money beside wages: what tools cost, what products are worth, and what is left.

use super::metrics::{Group, Sheet};
use crate::model::outcome::Week;
use crate::model::scenario::{Scenario, World};

/// Weeks in a mean Gregorian year, 365.2425 days.
const WEEKS_A_YEAR: f64 = 52.1775;

/// Whether a world knows of more money than wages.
fn has_money(world: &World) -> bool {
    world.technologies.iter().any(|technology| technology.price.is_some())
        || world.products.iter().any(|product| product.worth > 0.0)
        || world.occupations.iter().any(|occupation| occupation.on_cost > 0.0)
}

/// Cost of tools, worth and net, in currency units a week, if any arm has them.
pub(super) fn money(sheet: &mut Sheet<'_>, scenario: &Scenario, years: &[(&World, &[Week])], length: f64) {
    if !scenario.arms.iter().flat_map(|arm| &arm.worlds).any(has_money) {
        return;
    }
    let (mut tools, mut worth, mut before) = (0.0, 0.0, 0);
    for (world, weeks) in years {
        for (technology, spec) in world.technologies.enumerate() {
            let Some(price) = spec.price else { continue };
            for (number, tool) in weeks.iter().map(|week| &week.tools[technology]).enumerate() {
                // The last week of a run may be shorter.
                let part_of_week = (length - (before + number) as f64).min(1.0);
                tools += price.once * tool.bought as f64
                    + price.per_user_year / WEEKS_A_YEAR * tool.users as f64 * part_of_week
                    + price.per_use * (tool.used + tool.attempted) as f64;
            }
        }
        for (product, spec) in world.products.enumerate() {
            let stays = |week: &Week| week.products[product].written as f64 - week.products[product].withdrawn as f64;
            worth += spec.worth * weeks.iter().map(stays).sum::<f64>();
        }
        before += weeks.len();
    }
    let (tools, worth) = (tools / length, worth / length);
    let wages = sheet.sum("payroll") + sheet.sum("cost.replacing");
    for (metric, value) in [("cost.tools", tools), ("worth", worth), ("net", worth - wages - tools)] {
        sheet.add(metric, Group::default(), value);
    }
}
