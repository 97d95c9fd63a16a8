//! Data products and what they are used for.

use super::fields;
use super::names::entries;
use super::node::Node;
use super::reader::{Reader, Table};
use crate::model::scenario::*;
use crate::units::IdVec;

impl Reader {
    pub(super) fn products(&mut self, root: &Node, uses: &mut IdVec<UseId, String>) -> IdVec<ProductId, Product> {
        let mut products = IdVec::new();
        for (name, _, node) in entries(root, "product") {
            let Some(table) = self.open(node, &fields::PRODUCT, format!("product.{}", key(name))) else { continue };
            let category = match self.word(&table, "category") {
                Some(0) => Category::Observational,
                Some(1) => Category::Computational,
                Some(2) => Category::Experimental,
                _ => Category::Record,
            };
            let used_for = self.text(&table, "use").unwrap_or("care").to_string();
            let known = uses.enumerate().find(|(_, other)| **other == used_for).map(|(id, _)| id);
            let used_for = known.unwrap_or_else(|| uses.push(used_for));
            let worth = self.number(&table, "worth").unwrap_or(0.0);
            let reading = self.reading(&table);
            products.push(Product { name: name.clone(), category, used_for, worth, reading, order: 1, depth: 1 });
        }
        products
    }

    /// How those who make a product differ in what they make of a case.
    fn reading(&mut self, product: &Table<'_>) -> Option<Reading> {
        let node = product.get("reading")?;
        let table = self.open(node, &fields::READING, product.below("reading"))?;
        let [between_cases, between_people, within] =
            ["between_cases", "between_people", "within"].map(|key| self.number(&table, key).unwrap_or(0.0));
        Some(Reading { between_cases, between_people, within })
    }
}
