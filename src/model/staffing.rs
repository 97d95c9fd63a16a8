//! The arithmetic of staffing decisions: whole people out of shares, splits and full-time equivalents. Pure functions,
//! asked by the run ([`crate::model::run::decide`]) and by the estimates of `sim check` ([`super::analysis`]) alike.

use super::scenario::{Action, Amount, Configuration, Keep, Occupation, OccupationId};
use crate::units::IdVec;

/// How many of those employed an amount is: shares round half up, heads are at most all.
pub(super) fn heads_of(amount: Amount, employed: usize) -> usize {
    match amount {
        Amount::Heads(heads) => (heads as usize).min(employed),
        Amount::Share(share) => libm::floor(share * employed as f64 + 0.5) as usize,
    }
}

/// Splits `total` by shares, by largest remainder; ties go to the first.
pub(super) fn split(total: usize, shares: &[f64]) -> Vec<usize> {
    let sum: f64 = shares.iter().sum();
    let exact: Vec<f64> = shares.iter().map(|share| share / sum * total as f64).collect();
    let mut parts: Vec<usize> = exact.iter().map(|part| libm::floor(part + 1e-9) as usize).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| (exact[*b] - parts[*b] as f64).total_cmp(&(exact[*a] - parts[*a] as f64)).then(a.cmp(b)));
    for index in order.into_iter().take(total.saturating_sub(parts.iter().sum())) {
        parts[index] += 1;
    }
    parts
}

/// How many each of several sites hires, by the heads each has: in proportion, or evenly where there are none.
pub(super) fn hires(amount: Amount, heads: &[usize]) -> Vec<usize> {
    let total = match amount {
        Amount::Heads(more) => more as usize,
        Amount::Share(_) => heads_of(amount, heads.iter().sum()),
    };
    let weights: Vec<f64> = match heads.iter().all(|heads| *heads == 0) {
        true => vec![1.0; heads.len()],
        false => heads.iter().map(|heads| *heads as f64).collect(),
    };
    split(total, &weights)
}

/// The heads that full-time equivalents are, each as its share of a contract in thousandths: the last is part-time.
pub(super) fn heads_in(fte: f64) -> impl Iterator<Item = u32> {
    let mut milli = libm::round(fte * 1000.0) as u32;
    std::iter::from_fn(move || {
        let share = milli.min(1000);
        milli -= share;
        (share > 0).then_some(share)
    })
}

/// Full-time equivalents that come for those who are replaced. A payroll buys nobody without a wage.
pub(super) fn replacements(fte: f64, old: &Occupation, new: &Occupation, keep: Keep) -> f64 {
    let cost = |of: &Occupation| of.cost_of_hour() * of.contract.hours();
    match keep {
        Keep::Heads => fte,
        Keep::Payroll if cost(new) > 0.0 => fte * cost(old) / cost(new),
        Keep::Payroll => 0.0,
    }
}

/// Which occupations may ever be employed where `staffed` says who is there from the beginning: those, the unlimited,
/// and whom the policies of some of these configurations bring, in whatever order.
pub(super) fn employable(
    configs: &[&Configuration],
    staffed: impl Fn(&Configuration, OccupationId) -> bool,
) -> IdVec<OccupationId, bool> {
    let mut employed = IdVec::filled(false, configs[0].occupations.len());
    for config in configs {
        for (occupation, spec) in config.occupations.enumerate() {
            employed[occupation] |= spec.unlimited || staffed(config, occupation);
        }
    }
    // Each round adds at least one of a chain in which each is filled from the one before.
    for _ in 0..employed.len() {
        for policy in configs.iter().flat_map(|config| config.policies.iter()).filter(|policy| policy.on) {
            match &policy.action {
                Action::Hire { occupation, amount: Amount::Heads(heads) } => employed[*occupation] |= *heads > 0,
                Action::Replace { occupation, by, .. } => employed[*by] |= employed[*occupation],
                Action::Retrain { occupation, to, .. } if employed[*occupation] => {
                    to.iter().filter(|(_, share)| *share > 0.0).for_each(|(to, _)| employed[*to] = true);
                }
                _ => {}
            }
        }
    }
    employed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::build;
    use crate::units::{HOUR, Time};

    #[test]
    fn shares_round_half_up_and_split_by_largest_remainder() {
        assert_eq!(heads_of(Amount::Share(0.5), 7), 4);
        assert_eq!(heads_of(Amount::Share(0.25), 6), 2);
        assert_eq!(split(7, &[0.3, 0.4, 0.3]), vec![2, 3, 2]);
        assert_eq!(split(10, &[0.5, 0.25, 0.25]), vec![5, 3, 2]);
        assert_eq!(split(0, &[0.5, 0.5]), vec![0, 0]);
    }

    #[test]
    fn sites_hire_in_proportion_to_their_heads() {
        assert_eq!(hires(Amount::Heads(5), &[6, 2]), vec![4, 1]);
        assert_eq!(hires(Amount::Heads(3), &[0, 0]), vec![2, 1]);
        assert_eq!(hires(Amount::Share(0.5), &[3, 0]), vec![2, 0]); // 1.5 rounds up
    }

    #[test]
    fn the_last_head_is_part_time() {
        assert_eq!(heads_in(2.4).collect::<Vec<_>>(), vec![1000, 1000, 400]);
        assert_eq!(heads_in(0.0004).count(), 0);
    }

    /// The order of policies in the file does not matter: people who are trained may have been hired by a later one.
    #[test]
    fn who_is_brought_by_any_policy_may_be_employed() {
        let mut config = build::config();
        let [clerk, scribe, coder] = ["clerk", "scribe", "coder"].map(|name| config.add_occupation(name));
        let all = Amount::Share(1.0);
        let retrain = Action::Retrain { occupation: scribe, to: vec![(coder, 1.0)], amount: all, takes: HOUR };
        config.add_policy("retrain", Time::of_week(2), retrain);
        config.add_policy("hire", Time::of_week(1), Action::Hire { occupation: scribe, amount: Amount::Heads(1) });
        let employed = employable(&[&config], |_, _| false);
        assert_eq!((employed[clerk], employed[scribe], employed[coder]), (false, true, true));
    }
}
