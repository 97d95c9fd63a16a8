//! Which numbers are valid once policies that set some have fired: of two that set the same number, the last to fire
//! wins.

/// A value that a policy sets: the policy's position among those that set numbers, and the value's among those it sets.
pub type Edit = (usize, usize);

/// The variants of a configuration. Variant 0 is before any policy that sets numbers has fired; each further one is
/// what some order of firing leads to. Orders that come to the same numbers are one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Variants {
    /// By variant, then policy: the variant that is valid after that policy fires.
    after: Vec<Vec<usize>>,
}

impl Default for Variants {
    /// No policy sets numbers.
    fn default() -> Self {
        Variants { after: vec![Vec::new()] }
    }
}

impl Variants {
    /// The variants that policies can lead to, given the dotted paths that each sets; with them, by variant, the edits
    /// that are valid in it, in the order in which they are to be made.
    ///
    /// What a policy sets undoes what was set before at the same path and inside of it: `time = "6 min"` undoes an
    /// earlier `time.mean`, and not the other way round. So a whole value is never younger than its valid parts, and is
    /// set first.
    pub fn of(paths: &[Vec<String>]) -> (Variants, Vec<Vec<Edit>>) {
        let path = |(policy, value): Edit| paths[policy][value].split('.').collect::<Vec<_>>();
        let fire = |valid: &[Edit], policy: usize| {
            let mut valid = valid.to_vec();
            for value in 0..paths[policy].len() {
                let set = path((policy, value));
                valid.retain(|edit| !path(*edit).starts_with(&set));
                valid.push((policy, value));
            }
            valid.sort_by_key(|edit| (path(*edit).len(), *edit));
            valid
        };
        let mut states: Vec<Vec<Edit>> = vec![Vec::new()];
        let mut after: Vec<Vec<usize>> = Vec::new();
        while after.len() < states.len() {
            let mut next = Vec::new();
            for policy in 0..paths.len() {
                let state = fire(&states[after.len()], policy);
                let known = states.iter().position(|other| *other == state);
                next.push(known.unwrap_or(states.len()));
                if known.is_none() {
                    states.push(state);
                }
            }
            after.push(next);
        }
        (Variants { after }, states)
    }

    /// How many there are, at least one.
    pub fn count(&self) -> usize {
        self.after.len()
    }

    /// The variant that is valid once a policy, given by its position among those that set numbers, fires in `variant`.
    pub fn after(&self, variant: usize, policy: usize) -> usize {
        self.after[variant][policy]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&[&str]]) -> (Variants, Vec<Vec<Edit>>) {
        let owned = |paths: &&[&str]| paths.iter().map(|path| path.to_string()).collect();
        Variants::of(&paths.iter().map(owned).collect::<Vec<_>>())
    }

    fn follow(variants: &Variants, fired: &[usize]) -> usize {
        fired.iter().fold(0, |variant, policy| variants.after(variant, *policy))
    }

    /// Three values that have nothing to do with each other: each is set or not, 2^3, and the order does not matter.
    #[test]
    fn policies_that_set_different_numbers_combine() {
        let (variants, edits) = of(&[&["task.a.due"], &["task.b.due"], &["task.a.lag"]]);
        assert_eq!(variants.count(), 8);
        assert_eq!(follow(&variants, &[2, 0]), follow(&variants, &[0, 2, 0]));
        assert_eq!(edits[follow(&variants, &[2, 0])], [(0, 0), (2, 0)]);
    }

    /// Of three that set the same number one is valid, the last; or none has fired: 4 variants, not 2^3.
    #[test]
    fn the_last_to_fire_wins() {
        let (variants, edits) = of(&[&["task.a.due"], &["task.a.due"], &["task.a.due"]]);
        assert_eq!(variants.count(), 4);
        assert_eq!(edits[follow(&variants, &[1, 0])], [(0, 0)]);
        assert_eq!(edits[follow(&variants, &[1, 0, 1])], [(1, 0)]);
        assert_eq!(follow(&variants, &[0, 1, 0]), follow(&variants, &[2, 0]));
    }

    /// A whole value undoes its parts; a part is set within the whole. A name that only begins alike is another value.
    #[test]
    fn whole_values_and_their_parts() {
        let (variants, edits) = of(&[&["task.a.time"], &["task.a.time.mean"], &["task.a.times"]]);
        assert_eq!(edits[follow(&variants, &[0, 1])], [(0, 0), (1, 0)]);
        assert_eq!(edits[follow(&variants, &[1, 0])], [(0, 0)]);
        assert_eq!(edits[follow(&variants, &[2, 1, 0])], [(0, 0), (2, 0)]);
    }

    /// One policy sets two numbers, of which another sets one: firing the first again brings only that one back.
    #[test]
    fn each_number_has_its_own_last_policy() {
        let (variants, edits) = of(&[&["task.a.due", "task.b.due"], &["task.a.due"]]);
        assert_eq!(edits[follow(&variants, &[0, 1])], [(0, 1), (1, 0)]);
        assert_eq!(edits[follow(&variants, &[0, 1, 0])], [(0, 0), (0, 1)]);
    }
}
