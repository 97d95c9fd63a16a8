//! What is set or varied from outside the file wins over what an arm sets: the last of `extends`, an arm's `set`,
//! `--set` and `--vary` does, in every arm.

use super::document::Document;
use super::edit::drop_evidence;
use super::node::{Node, Value};
use super::problem::{Diagnostic, Position};
use crate::model::scenario::keys;

impl Document {
    /// Takes what an edit of a path stands in place of out of the `set` of all arms; a value in which the path is a
    /// part is edited there. Says of which arms.
    ///
    /// # Errors
    /// If an arm sets something in which there is no such part.
    pub(super) fn override_arms(
        &mut self,
        path: &str,
        place: &Position,
        node: &Node,
    ) -> Result<Vec<String>, Diagnostic> {
        let mut names = Vec::new();
        let edited_path = keys(path).unwrap_or_default();
        let Some(arms) = self.root.entry_mut("arm").and_then(Node::table_mut) else { return Ok(names) };
        for (name, _, arm) in arms {
            let Some(sets) = arm.entry_mut("set").and_then(Node::table_mut) else { continue };
            let before = sets.len();
            sets.retain(|(of_arm, _, _)| !keys(of_arm).is_some_and(|of_arm| of_arm.starts_with(&edited_path)));
            let mut edited = sets.len() < before;
            for (of_arm, _, value) in sets {
                let Some(rest) = keys(of_arm).and_then(|of_arm| edited_path.strip_prefix(&of_arm[..])) else {
                    continue;
                };
                if put(value, rest, place, node).is_none() {
                    return Err(Diagnostic {
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

/// Sets a part of a value, which then no longer rests on what it rested on.
fn put(value: &mut Node, keys: &[String], place: &Position, node: &Node) -> Option<()> {
    let Value::Table(entries) = &mut value.value else { return None };
    let first = keys.first()?;
    drop_evidence(entries, first);
    let known = entries.iter_mut().find(|(name, _, _)| name == first);
    match (keys, known) {
        ([_], Some(entry)) => entry.2 = node.clone(),
        ([key], None) => entries.push((key.clone(), place.clone(), node.clone())),
        (_, Some(entry)) => return put(&mut entry.2, &keys[1..], place, node),
        _ => return None,
    }
    Some(())
}
