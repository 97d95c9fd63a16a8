//! What is set or varied from outside the file wins over what an arm sets: the last of `extends`, an arm's `set`, `--set` and
//! `--vary` does, in every arm.

use super::document::{Document, EVIDENCE, Node, Value};
use super::problem::{Place, Problem};

impl Document {
    /// Takes what an edit of a path stands in place of out of the `set` of all arms; a value in which the path is a part is
    /// edited there. Says of which arms.
    ///
    /// # Errors
    /// If an arm sets something in which there is no such part.
    pub(super) fn override_arms(&mut self, path: &str, place: &Place, node: &Node) -> Result<Vec<String>, Problem> {
        let mut names = Vec::new();
        let Some(arms) = self.root.entry_mut("arm").and_then(Node::table_mut) else { return Ok(names) };
        for (name, _, arm) in arms {
            let Some(sets) = arm.entry_mut("set").and_then(Node::table_mut) else { continue };
            let before = sets.len();
            sets.retain(|(of_arm, _, _)| !is_at_or_in(of_arm, path));
            let mut edited = sets.len() < before;
            for (of_arm, _, value) in sets.iter_mut().filter(|(of_arm, _, _)| is_at_or_in(path, of_arm)) {
                let keys: Vec<&str> = path[of_arm.len() + 1..].split('.').collect();
                if put(value, &keys, place, node).is_none() {
                    return Err(Problem {
                        title: format!(
                            "arm `{name}` sets `{of_arm}` to {}, in which there is no `{path}`",
                            value.kind()
                        ),
                        label: "this would have no effect in that arm".into(),
                        place: Some(place.clone()),
                        help: Some(format!("set or vary `{of_arm}`, or take it out of the arm")),
                    });
                }
                edited = true;
            }
            names.extend(edited.then(|| name.clone()));
        }
        Ok(names)
    }
}

/// Whether a path is another one or something in it.
fn is_at_or_in(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Sets a part of a value, which then no longer rests on what it rested on.
fn put(value: &mut Node, keys: &[&str], place: &Place, node: &Node) -> Option<()> {
    let Value::Table(entries) = &mut value.value else { return None };
    entries.retain(|(name, _, _)| !EVIDENCE.contains(&name.as_str()) || name == keys[0]);
    let known = entries.iter_mut().find(|(name, _, _)| name == keys[0]);
    match (keys, known) {
        ([_], Some(entry)) => entry.2 = node.clone(),
        ([key], None) => entries.push(((*key).into(), place.clone(), node.clone())),
        (_, Some(entry)) => return put(&mut entry.2, &keys[1..], place, node),
        _ => return None,
    }
    Some(())
}
