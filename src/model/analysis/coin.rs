//! Chance in the traffic equations: yes-or-no events ("coins") that tasks and products of one case share, so that what
//! follows from the same event is not counted as independent.

use std::collections::BTreeMap;

/// One independent event.
pub(super) type Coin = usize;

/// Events that must all have come out as stated; empty: always.
pub(super) type All = BTreeMap<Coin, bool>;

/// A condition on coins.
#[derive(Clone, Debug)]
pub(super) enum Need {
    /// All must hold.
    All(All),
    /// Not all may hold.
    NotAll(All),
    /// Cannot be.
    Never,
}

/// Probabilities of the coins.
#[derive(Clone, Debug, Default)]
pub(super) struct Coins {
    chances: Vec<f64>,
}

/// A leaf of the tree of outcomes.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// The option chosen.
    pub choice: Option<usize>,
    /// How likely it is to come here.
    pub probability: f64,
    /// What was learned on the way.
    pub known: All,
}

/// What is known about an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is possible.
    Yes,
    /// It is not.
    No,
    /// That depends on this coin first.
    Ask(Coin),
}

/// A chooser's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This option, or none.
    Made(Option<usize>),
    /// Not before this coin is known.
    Ask(Coin),
}

/// A branch less likely than this changes no figure that is shown.
const NEGLIGIBLE: f64 = 1e-5;

impl Coins {
    /// A new coin.
    pub fn toss(&mut self, chance: f64) -> Coin {
        self.chances.push(chance.clamp(0.0, 1.0));
        self.chances.len() - 1
    }

    /// A need that holds with this probability, independently of all others.
    pub fn need(&mut self, chance: f64) -> Need {
        if chance <= 0.0 {
            Need::Never
        } else if chance >= 1.0 {
            Need::All(All::new())
        } else {
            Need::All(All::from([(self.toss(chance), true)]))
        }
    }

    /// The probability of all together.
    pub fn probability(&self, all: &All) -> f64 {
        all.iter().map(|(&coin, &side)| self.side(coin, side)).product()
    }

    fn side(&self, coin: Coin, side: bool) -> f64 {
        if side { self.chances[coin] } else { 1.0 - self.chances[coin] }
    }

    /// What `known` says about `needs`.
    pub fn verdict(&self, needs: &[Need], known: &All) -> Verdict {
        let mut open = None;
        for need in needs {
            let (all, wanted) = match need {
                Need::All(all) => (all, true),
                Need::NotAll(all) => (all, false),
                Need::Never => return Verdict::No,
            };
            let refuted = all.iter().any(|(coin, side)| known.get(coin).is_some_and(|known| known != side));
            let ask = all.keys().find(|coin| !known.contains_key(coin));
            match (refuted, ask) {
                (true, _) if wanted => return Verdict::No,
                (true, _) => {}
                (false, Some(&coin)) => open = open.or(Some(coin)),
                (false, None) if wanted => {}
                (false, None) => return Verdict::No,
            }
        }
        open.map_or(Verdict::Yes, Verdict::Ask)
    }

    /// All outcomes of a choice that looks at coins one after the other.
    pub fn outcomes(&self, choose: &dyn Fn(&All) -> Choice) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        let mut open = vec![(1.0, All::new())];
        while let Some((probability, known)) = open.pop() {
            match choose(&known) {
                Choice::Made(choice) => leaves.push(Leaf { choice, probability, known }),
                Choice::Ask(coin) => {
                    // An unlikely branch splits no further: its likelier side stands for both, so that nothing is lost
                    // and the tree stays small.
                    let likelier = self.chances[coin] >= 0.5;
                    let split = probability > NEGLIGIBLE;
                    for side in if split { vec![true, false] } else { vec![likelier] } {
                        let branch = if split { probability * self.side(coin, side) } else { probability };
                        if branch > 0.0 {
                            let mut known = known.clone();
                            known.insert(coin, side);
                            open.push((branch, known));
                        }
                    }
                }
            }
        }
        leaves
    }

    /// One event for "any of these": what they have in common, and a new coin for the rest.
    pub fn any(&mut self, ways: &[(f64, All)]) -> Option<All> {
        let total: f64 = ways.iter().map(|(probability, _)| probability).sum();
        let (_, first) = ways.first()?;
        let mut common = first.clone();
        for (_, other) in ways {
            common.retain(|coin, side| other.get(coin) == Some(side));
        }
        let rest = total / self.probability(&common);
        if rest < 1.0 - 1e-9 {
            common.insert(self.toss(rest), true);
        }
        Some(common)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_one_event_is_not_independent() {
        let mut coins = Coins::default();
        let a = All::from([(coins.toss(0.5), true)]);
        let b: All = a.clone().into_iter().chain([(coins.toss(0.4), true)]).collect();
        // First `b`, which needs `a`; else what needs `a` alone.
        let ways = [vec![Need::All(b)], vec![Need::All(a)]];
        let choose = |known: &All| {
            for (i, needs) in ways.iter().enumerate() {
                match coins.verdict(needs, known) {
                    Verdict::Yes => return Choice::Made(Some(i)),
                    Verdict::No => {}
                    Verdict::Ask(coin) => return Choice::Ask(coin),
                }
            }
            Choice::Made(None)
        };
        let leaves = coins.outcomes(&choose);
        let of = |way| leaves.iter().filter(|leaf| leaf.choice == way).map(|leaf| leaf.probability).sum::<f64>();
        assert!(
            (of(Some(0)) - 0.2).abs() < 1e-12 && (of(Some(1)) - 0.3).abs() < 1e-12 && (of(None) - 0.5).abs() < 1e-12
        );
        let made: Vec<(f64, All)> = leaves
            .iter()
            .filter(|leaf| leaf.choice.is_some())
            .map(|leaf| (leaf.probability, leaf.known.clone()))
            .collect();
        let any = coins.any(&made).expect("two ways");
        assert!((coins.probability(&any) - 0.5).abs() < 1e-12);
    }
}
