//! Chance in the traffic equations: yes-or-no events ("draws") that tasks and products of one case share, so that what
//! follows from the same event is not counted as independent.

use std::collections::BTreeMap;

/// One independent event.
pub(super) type Draw = usize;

/// Events that must all have come out as stated; empty: always.
pub(super) type All = BTreeMap<Draw, bool>;

/// A condition on draws.
#[derive(Clone, Debug)]
pub(super) enum Need {
    /// All must hold.
    All(All),
    /// Not all may hold.
    NotAll(All),
    /// Cannot be.
    Never,
}

/// Probabilities of the draws.
#[derive(Clone, Debug, Default)]
pub(super) struct Draws {
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
pub(super) enum Possibility {
    /// It is possible.
    Yes,
    /// It is not.
    No,
    /// That depends on this draw first.
    Ask(Draw),
}

/// A chooser's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This option, or none.
    Made(Option<usize>),
    /// Not before this draw is known.
    Ask(Draw),
}

/// A branch less likely than this changes no figure that is shown.
const NEGLIGIBLE: f64 = 1e-5;

impl Draws {
    /// A new draw.
    pub fn toss(&mut self, chance: f64) -> Draw {
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
        all.iter().map(|(&draw, &side)| self.side(draw, side)).product()
    }

    fn side(&self, draw: Draw, side: bool) -> f64 {
        if side { self.chances[draw] } else { 1.0 - self.chances[draw] }
    }

    /// What `known` says about `needs`.
    pub fn verdict(&self, needs: &[Need], known: &All) -> Possibility {
        let mut open = None;
        for need in needs {
            let (all, wanted) = match need {
                Need::All(all) => (all, true),
                Need::NotAll(all) => (all, false),
                Need::Never => return Possibility::No,
            };
            // One known draw on the other side refutes the whole conjunction.
            let refuted = all.iter().any(|(draw, side)| known.get(draw).is_some_and(|known| known != side));
            let ask = all.keys().find(|draw| !known.contains_key(draw));
            match (refuted, ask) {
                (true, _) if wanted => return Possibility::No,
                (true, _) => {}
                (false, Some(&draw)) => open = open.or(Some(draw)),
                (false, None) if wanted => {}
                (false, None) => return Possibility::No,
            }
        }
        open.map_or(Possibility::Yes, Possibility::Ask)
    }

    /// All outcomes of a choice that looks at draws one after the other.
    pub fn outcomes(&self, choose: &dyn Fn(&All) -> Choice) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        let mut open = vec![(1.0, All::new())];
        while let Some((probability, known)) = open.pop() {
            match choose(&known) {
                Choice::Made(choice) => leaves.push(Leaf { choice, probability, known }),
                Choice::Ask(draw) => {
                    // An unlikely branch splits no further: its likelier side stands for both, so that nothing is lost
                    // and the tree stays small.
                    let likelier = self.chances[draw] >= 0.5;
                    let split = probability > NEGLIGIBLE;
                    for side in if split { vec![true, false] } else { vec![likelier] } {
                        let branch = if split { probability * self.side(draw, side) } else { probability };
                        if branch > 0.0 {
                            let mut known = known.clone();
                            known.insert(draw, side);
                            open.push((branch, known));
                        }
                    }
                }
            }
        }
        leaves
    }

    /// One event for "any of these": what they have in common, and a new draw for the rest.
    pub fn any(&mut self, ways: &[(f64, All)]) -> Option<All> {
        let total: f64 = ways.iter().map(|(probability, _)| probability).sum();
        let (_, first) = ways.first()?;
        let mut common = first.clone();
        for (_, other) in ways {
            // What all of them share stays the same event, so that dependence on it is kept.
            common.retain(|draw, side| other.get(draw) == Some(side));
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
        let mut draws = Draws::default();
        let a = All::from([(draws.toss(0.5), true)]);
        let b: All = a.clone().into_iter().chain([(draws.toss(0.4), true)]).collect();
        // First `b`, which needs `a`; else what needs `a` alone.
        let ways = [vec![Need::All(b)], vec![Need::All(a)]];
        let choose = |known: &All| {
            for (i, needs) in ways.iter().enumerate() {
                match draws.verdict(needs, known) {
                    Possibility::Yes => return Choice::Made(Some(i)),
                    Possibility::No => {}
                    Possibility::Ask(draw) => return Choice::Ask(draw),
                }
            }
            Choice::Made(None)
        };
        let leaves = draws.outcomes(&choose);
        let of = |way| leaves.iter().filter(|leaf| leaf.choice == way).map(|leaf| leaf.probability).sum::<f64>();
        assert!(
            (of(Some(0)) - 0.2).abs() < 1e-12 && (of(Some(1)) - 0.3).abs() < 1e-12 && (of(None) - 0.5).abs() < 1e-12
        );
        let made: Vec<(f64, All)> = leaves
            .iter()
            .filter(|leaf| leaf.choice.is_some())
            .map(|leaf| (leaf.probability, leaf.known.clone()))
            .collect();
        let any = draws.any(&made).expect("two ways");
        assert!((draws.probability(&any) - 0.5).abs() < 1e-12);
    }
}
