//! Occupations and their rosters.

use super::fields;
use super::is_one;
use super::names::entries;
use super::node::{Node, Value};
use super::reader::{Reader, Table};
use super::values::hours;
use crate::model::scenario::*;
use crate::units::{HOUR, IdVec, MINUTE, Span};

impl Reader {
    pub(super) fn occupations(&mut self, root: &Node) -> IdVec<OccupationId, Occupation> {
        let mut occupations = IdVec::new();
        for (name, _, node) in entries(root, "occupation") {
            let Some(table) = self.open(node, &fields::OCCUPATION, format!("occupation.{}", key(name))) else {
                continue;
            };
            let after_hours = table.get("after_hours").and_then(|node| {
                let rule = self.open(node, &fields::AFTER_HOURS, table.below("after_hours"))?;
                self.require(&rule, "up_to");
                self.record(&rule.path, node, node.entry("up_to").unwrap_or(node));
                Some(AfterHours {
                    up_to: self.span_of_value(&rule, "up_to")?,
                    paid: self.truth(&rule, "paid").unwrap_or(false),
                })
            });
            let discipline = match self.word(&table, "discipline") {
                Some(1) => Discipline::Due,
                Some(2) => Discipline::Shortest,
                _ => Discipline::Fifo,
            };
            let unlimited = self.truth(&table, "unlimited").unwrap_or(false);
            if let Some(delay) = table.get("delay").filter(|_| !unlimited) {
                let help = Some(
                    "only an occupation without a queue has a delay: add `unlimited = true`, or remove `delay`".into(),
                );
                let title = format!("`{}` is for unlimited occupations", table.below("delay"));
                self.complain(title, "a response delay", &delay.place, help);
            }
            occupations.push(Occupation {
                name: name.clone(),
                wage: self.number(&table, "wage").unwrap_or(0.0),
                on_cost: self.number(&table, "on_cost").unwrap_or(0.0),
                contract: self.span(&table, "contract").unwrap_or(HOUR * 40),
                roster: self.roster(&table),
                absent: self.number(&table, "absent").unwrap_or(0.0),
                break_time: self.span(&table, "break").unwrap_or(Span::ZERO),
                overrun: self.span(&table, "overrun").unwrap_or(MINUTE * 15),
                hand_over: self.span(&table, "hand_over"),
                after_hours,
                discipline,
                unlimited,
                people: self.people(&table, unlimited),
                delay: self.times(&table, "delay"),
            });
        }
        occupations
    }

    fn roster(&mut self, table: &Table<'_>) -> Roster {
        let texts = self.texts(table, "shift").unwrap_or_default();
        if let [("always", _)] = texts[..] {
            for key in ["share", "break"] {
                if let Some(node) = table.get(key) {
                    let title = format!("`{}` with a shift that never ends", table.below(key));
                    let help = "remove it, or write the hours of shifts instead of \"always\"".to_string();
                    self.complain(title, "people who are always on shift have none", &node.place, Some(help));
                }
            }
            return Roster::Always;
        }
        let mut lines: Vec<ShiftLine> = Vec::new();
        for (text, place) in &texts {
            match hours(text) {
                Ok((days, start, length)) => lines.push(ShiftLine { days, start, length, share: 0.0 }),
                Err(expected) => {
                    let help = (*text == "always").then(|| "\"always\" stands alone".to_string());
                    self.complain(
                        format!("`{}` is not a shift", table.below("shift")),
                        format!("expected {expected}"),
                        place,
                        help,
                    );
                }
            }
        }
        if texts.is_empty() && table.get("shift").is_none() {
            let days = [true, true, true, true, true, false, false];
            lines.push(ShiftLine { days, start: HOUR * 8, length: HOUR * 8, share: 1.0 });
        }
        if let (true, Some(node)) = (texts.is_empty(), table.get("shift")) {
            self.complain(
                format!("`{}` is empty", table.below("shift")),
                "nobody would ever be on shift",
                &node.place,
                Some("leave it out for Mon-Fri 08:00-16:00".into()),
            );
        }
        let break_time = self.span_of_value(table, "break").unwrap_or(Span::ZERO);
        if let Some(node) = table.get("break").filter(|_| lines.iter().any(|line| line.length <= break_time)) {
            let label = "nothing is left of a shift";
            self.complain(format!("`{}` is as long as a shift", table.below("break")), label, &node.place, None);
        }
        let even = 1.0 / lines.len().max(1) as f64;
        lines.iter_mut().for_each(|line| line.share = even);
        if let Some(node) = table.get("share") {
            match self.shares(node) {
                Some(shares) if shares.len() == lines.len() && is_one(shares.iter().sum()) => {
                    lines.iter_mut().zip(shares).for_each(|(line, share)| line.share = share);
                }
                Some(shares) if shares.len() != lines.len() => {
                    let title = format!(
                        "`{}` has {} shares for {} shift lines",
                        table.below("share"),
                        shares.len(),
                        lines.len()
                    );
                    self.complain(title, "expected one share for each line", &node.place, None);
                }
                Some(shares) => {
                    let sum: f64 = shares.iter().sum();
                    self.complain(
                        format!("`{}` sums to {sum}", table.below("share")),
                        "expected a sum of 1",
                        &node.place,
                        None,
                    );
                }
                None => self.expected(table, "share", node),
            }
        }
        Roster::Lines(lines)
    }

    /// A list of numbers from 0 to 1.
    fn shares(&mut self, node: &Node) -> Option<Vec<f64>> {
        let Value::List(items) = &node.value else { return None };
        items
            .iter()
            .map(|item| match item.value {
                Value::Number(number, _) if (0.0..=1.0).contains(&number) => Some(number),
                _ => None,
            })
            .collect()
    }
}
