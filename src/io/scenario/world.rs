//! The tables of one world: sites, links, occupations, products, demands.

use super::document::{Node, Value};
use super::fields;
use super::names::{Names, entries};
use super::reader::{Reader, Table};
use super::values::{Length, hours, percent};
use crate::model::scenario::*;
use crate::units::{Calendar, DAY, HOUR, Id, IdVec, MINUTE, Span, Time};
use chrono::NaiveDateTime;

impl Reader<'_> {
    pub(super) fn sites(&mut self, root: &Node, names: &Names) -> IdVec<SiteId, Site> {
        let mut sites = IdVec::new();
        for (name, _, node) in entries(root, "site") {
            let Some(table) = self.open(node, &fields::SITE, format!("site.{name}")) else { continue };
            let count = self.whole(&table, "count").unwrap_or(1);
            let staff = match table.get("staff").map(|staff| (&staff.value, staff)) {
                Some((Value::Table(_), staff)) => vec![self.staff(&table, staff, names); count as usize],
                Some((Value::Text(file), staff)) => {
                    let rows = self.staff_file(file, staff, names);
                    if table.get("count").is_some() && !rows.is_empty() && rows.len() as u64 != count {
                        let title = format!("{file} has {} rows for {count} copies", rows.len());
                        self.complain(title, "one row per copy", &staff.place, None);
                    }
                    rows
                }
                Some((_, staff)) => {
                    self.expected(&table, "staff", staff);
                    Vec::new()
                }
                None => vec![IdVec::filled(0.0, names.of("occupation").len()); count as usize],
            };
            sites.push(Site { name: name.clone(), staff });
        }
        sites
    }

    fn staff(&mut self, table: &Table<'_>, node: &Node, names: &Names) -> IdVec<OccupationId, f64> {
        let mut staff = IdVec::filled(0.0, names.of("occupation").len());
        for (occupation, place, value) in node.table().unwrap_or_default() {
            let Some(id) = self.id::<OccupationId>(names, "occupation", occupation, place) else { continue };
            let path = format!("{}.staff.{occupation}", table.path);
            let number = match &value.value {
                Value::Number(number, _) => Some(*number),
                Value::Table(_) => match value.entry("value").map(|node| &node.value) {
                    Some(Value::Number(number, _)) => Some(*number),
                    _ => None,
                },
                _ => None,
            };
            let shown = value.entry("value").unwrap_or(value);
            self.record(&path, value, shown, false);
            match number.filter(|number| (0.0..=1e6).contains(number)) {
                Some(number) => staff[id] = number,
                None => self.complain(
                    format!("`{path}` is out of range"),
                    "expected full-time equivalents, 0 or more",
                    &value.place,
                    None,
                ),
            }
        }
        staff
    }

    fn staff_file(&mut self, file: &str, node: &Node, names: &Names) -> Vec<IdVec<OccupationId, f64>> {
        let path = self.folder.join(file);
        let mut rows = Vec::new();
        let mut reader = match csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(&path) {
            Ok(reader) => reader,
            Err(error) => {
                self.complain(format!("cannot read {}: {error}", path.display()), "this file", &node.place, None);
                return rows;
            }
        };
        let header: Vec<String> =
            reader.headers().map(|header| header.iter().map(String::from).collect()).unwrap_or_default();
        let columns: Vec<Option<OccupationId>> =
            header.iter().map(|name| self.id(names, "occupation", name, &node.place)).collect();
        for (number, record) in reader.records().enumerate() {
            let mut staff = IdVec::filled(0.0, names.of("occupation").len());
            let fields = match &record {
                Ok(record) => {
                    record.iter().map(|text| text.parse::<f64>().ok().filter(|fte| (0.0..=1e6).contains(fte))).collect()
                }
                Err(_) => vec![None],
            };
            for (column, value) in columns.iter().zip(&fields) {
                match (column, value) {
                    (Some(occupation), Some(value)) => staff[*occupation] = *value,
                    (_, None) => {
                        let title = format!("{file}, row {}: not a number of full-time equivalents", number + 2);
                        self.complain(title, "read from here", &node.place, None);
                        return rows;
                    }
                    _ => {}
                }
            }
            rows.push(staff);
        }
        rows
    }

    pub(super) fn links(&mut self, root: &Node, names: &Names) -> Vec<Link> {
        let mut links = Vec::new();
        for (name, _, node) in entries(root, "link") {
            let Some(table) = self.open(node, &fields::LINK, format!("link.{name}")) else { continue };
            let required = ["from", "to", "latency"].map(|key| self.require(&table, key));
            let (from, to) = (self.name(names, &table, "from", "site"), self.name(names, &table, "to", "site"));
            let latency = self.times(&table, "latency");
            if let (true, Some(from), Some(to), Some(latency)) = (required == [true; 3], from, to, latency) {
                if latency.minimum() < 1.0 {
                    let place = table.get("latency").map(|node| node.place.clone()).unwrap_or_default();
                    self.complain(
                        format!("`link.{name}.latency` can be zero"),
                        "expected a latency above zero",
                        &place,
                        None,
                    );
                }
                links.push(Link { name: name.clone(), from, to, latency });
            }
        }
        links
    }

    /// A whole number.
    pub(super) fn whole(&mut self, table: &Table<'_>, key: &str) -> Option<u64> {
        self.number(table, key).map(|number| number as u64)
    }

    pub(super) fn occupations(&mut self, root: &Node) -> IdVec<OccupationId, Occupation> {
        let mut occupations = IdVec::new();
        for (name, _, node) in entries(root, "occupation") {
            let Some(table) = self.open(node, &fields::OCCUPATION, format!("occupation.{name}")) else { continue };
            let after_hours = table.get("after_hours").and_then(|node| {
                let rule = self.open(node, &fields::AFTER_HOURS, table.below("after_hours"))?;
                self.require(&rule, "up_to");
                self.record(&rule.path, node, node.entry("up_to").unwrap_or(node), false);
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
            occupations.push(Occupation {
                name: name.clone(),
                wage: self.number(&table, "wage").unwrap_or(0.0),
                contract: self.span(&table, "contract").unwrap_or(HOUR * 40),
                roster: self.roster(&table),
                absent: self.number(&table, "absent").unwrap_or(0.0),
                pause: self.span(&table, "break").unwrap_or(Span::ZERO),
                overrun: self.span(&table, "overrun").unwrap_or(MINUTE * 15),
                hand_over: self.span(&table, "hand_over"),
                after_hours,
                discipline,
                unlimited: self.truth(&table, "unlimited").unwrap_or(false),
            });
        }
        occupations
    }

    fn roster(&mut self, table: &Table<'_>) -> Roster {
        let texts = self.texts(table, "shift").unwrap_or_default();
        if let [("always", _)] = texts[..] {
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

    pub(super) fn products(&mut self, root: &Node, uses: &mut IdVec<UseId, String>) -> IdVec<ProductId, Product> {
        let mut products = IdVec::new();
        for (name, _, node) in entries(root, "product") {
            let Some(table) = self.open(node, &fields::PRODUCT, format!("product.{name}")) else { continue };
            let category = match self.word(&table, "category") {
                Some(0) => Category::Observational,
                Some(1) => Category::Computational,
                Some(2) => Category::Experimental,
                _ => Category::Record,
            };
            let used_for = self.text(&table, "use").unwrap_or("care").to_string();
            let known = uses.enumerate().find(|(_, other)| **other == used_for).map(|(id, _)| id);
            let used_for = known.unwrap_or_else(|| uses.push(used_for));
            products.push(Product { name: name.clone(), category, used_for, order: 1, depth: 1 });
        }
        products
    }

    pub(super) fn demands(&mut self, root: &Node, names: &Names, calendar: Calendar) -> IdVec<DemandId, Demand> {
        let mut demands: IdVec<DemandId, Demand> = IdVec::new();
        for (name, _, node) in entries(root, "demand") {
            let Some(table) = self.open(node, &fields::DEMAND, format!("demand.{name}")) else { continue };
            let given: Vec<&str> =
                ["arrivals", "every", "trace", "of"].into_iter().filter(|key| table.get(key).is_some()).collect();
            let source = match given[..] {
                ["arrivals"] => self.arrivals(&table).map(Source::Poisson),
                ["every"] => self.length(&table, "every").map(|length| Source::Every(length.recurrence())),
                ["trace"] => self.trace(&table, calendar).map(Source::Trace),
                ["every", "of"] | ["of"] => {
                    self.require(&table, "every");
                    let parent = self.name(names, &table, "of", "demand");
                    let every = self.span(&table, "every");
                    parent.zip(every).map(|(parent, every)| Source::Children { parent, every })
                }
                [] => {
                    let label = "expected `arrivals`, `every`, `trace`, or `of` with `every`";
                    self.complain(format!("`{}` brings no cases", table.path), label, &node.place, None);
                    None
                }
                _ => {
                    let title = format!("`{}` has {}", table.path, given.join(" and "));
                    self.complain(title, "expected one of them", &node.place, None);
                    None
                }
            };
            let at = match table.get("at") {
                Some(_) => self.names(names, &table, "at", "site").unwrap_or_default(),
                None if names.of("site").len() == 1 => vec![SiteId(0)],
                None if given.contains(&"of") => Vec::new(),
                None => {
                    self.require(&table, "at");
                    Vec::new()
                }
            };
            let complexity_cv = table.get("complexity").and_then(|node| match node.entry("cv").map(|cv| &cv.value) {
                Some(Value::Number(cv, _)) if (0.0..=20.0).contains(cv) => {
                    self.record(&table.below("complexity"), node, node.entry("cv")?, false);
                    Some(*cv)
                }
                _ => {
                    self.expected(&table, "complexity", node);
                    None
                }
            });
            self.require(&table, "writes");
            demands.push(Demand {
                name: name.clone(),
                on: true,
                at,
                source: source.unwrap_or(Source::Trace(Vec::new())),
                lasts: self.times(&table, "lasts"),
                complexity_cv,
                writes: self.names(names, &table, "writes", "product").unwrap_or_default(),
            });
        }
        self.place_children(root, &mut demands);
        demands
    }

    /// Children are at home where their parent is.
    fn place_children(&mut self, root: &Node, demands: &mut IdVec<DemandId, Demand>) {
        for _ in 0..demands.len() {
            for id in demands.ids() {
                if let Source::Children { parent, .. } = demands[id].source
                    && parent.index() < demands.len()
                {
                    demands[id].at = demands[parent].at.clone();
                }
            }
        }
        for id in demands.ids() {
            let mut at = id;
            let mut steps = 0;
            while let Source::Children { parent, .. } = demands[at].source {
                at = parent;
                steps += 1;
                if steps > demands.len() {
                    let name = &demands[id].name;
                    let place = entries(root, "demand")[id.index()].1.clone();
                    self.complain(
                        format!("`demand.{name}` is its own ancestor"),
                        "`of` goes round in a circle",
                        &place,
                        None,
                    );
                    demands[id].source = Source::Trace(Vec::new());
                    break;
                }
            }
        }
    }

    fn arrivals(&mut self, demand: &Table<'_>) -> Option<Arrivals> {
        let node = demand.get("arrivals")?;
        let table = self.open(node, &fields::ARRIVALS, demand.below("arrivals"))?;
        let rates: Vec<&str> =
            ["per_week", "per_day", "per_hour"].into_iter().filter(|key| table.get(key).is_some()).collect();
        let [key] = rates[..] else {
            let title = format!("`{}` needs one rate", table.path);
            self.complain(title, "expected one of per_week, per_day, per_hour", &node.place, None);
            return None;
        };
        let (rate, by_year) = self.rate(&table, key)?;
        let mut weights = vec![0.0f64; 168];
        match self.texts(&table, "hours") {
            Some(lines) => {
                for (text, place) in lines {
                    match hours(text) {
                        Ok((days, start, length)) => {
                            for (day, _) in days.iter().enumerate().filter(|(_, on)| **on) {
                                add_hours(&mut weights, day, start, length);
                            }
                        }
                        Err(expected) => {
                            self.complain(
                                format!("`{}` are not hours", table.below("hours")),
                                format!("expected {expected}"),
                                place,
                                None,
                            );
                        }
                    }
                }
            }
            None => weights.fill(1.0),
        }
        if let Some(node) = table.get("profile") {
            match self.weights(node) {
                Some(profile) if [24, 168].contains(&profile.len()) => {
                    weights.iter_mut().enumerate().for_each(|(hour, weight)| *weight *= profile[hour % profile.len()]);
                    self.record(&table.below("profile"), node, node.entry("value").unwrap_or(node), false);
                }
                Some(profile) => {
                    let title = format!("`{}` has {} weights", table.below("profile"), profile.len());
                    let label = "expected 24, by hour of the day, or 168, by hour of the week";
                    self.complain(title, label, &node.place, None);
                }
                None => self.expected(&table, "profile", node),
            }
        }
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            self.complain(
                format!("`{}` has no hour with arrivals", table.path),
                "all weights are zero",
                &node.place,
                None,
            );
            return None;
        }
        let scale = match key {
            "per_week" => rate / sum,
            "per_day" => rate * 7.0 / sum,
            // The rate inside the hours, on average over them.
            _ => rate * weights.iter().filter(|weight| **weight > 0.0).count() as f64 / sum,
        };
        let growth = match table.get("growth").map(|node| (&node.value, node)) {
            None => 0.0,
            Some((Value::Text(text), _)) if percent(text).is_some() => {
                self.record(&table.below("growth"), node, table.get("growth")?, false);
                percent(text).unwrap_or(0.0)
            }
            Some((_, node)) => {
                self.expected(&table, "growth", node);
                0.0
            }
        };
        let mut season = [1.0; 12];
        if let Some(node) = table.get("season") {
            match self.weights(node) {
                Some(factors) if factors.len() == 12 => season.copy_from_slice(&factors),
                _ => self.expected(&table, "season", node),
            }
        }
        Some(Arrivals {
            per_hour: weights.iter().map(|weight| weight * scale).collect(),
            growth,
            season,
            daily_cv: self.number(&table, "cv_by_day").unwrap_or(0.0),
            by_year,
        })
    }

    /// A rate that may vary by year: the rate of the first year, and factors.
    fn rate(&mut self, table: &Table<'_>, key: &str) -> Option<(f64, Vec<(i32, f64)>)> {
        let node = table.get(key)?;
        let series: Vec<(i32, f64)> = if let Some(by_year) = node.entry("by_year") {
            let mut years = Vec::new();
            for (year, place, value) in by_year.table().unwrap_or_default() {
                match (year.parse(), &value.value) {
                    (Ok(year), Value::Number(rate, _)) if *rate >= 0.0 && rate.is_finite() => years.push((year, *rate)),
                    _ => self.complain(
                        format!("`{}.by_year` is not by year", table.below(key)),
                        "expected a year and a number, such as 2024 = 420",
                        place,
                        None,
                    ),
                }
            }
            years
        } else if let Some(series) = node.entry("series") {
            let Value::Text(file) = &series.value else {
                self.complain(
                    format!("`{}.series` is {}", table.below(key), series.kind()),
                    "expected the name of a CSV file with the columns year and value",
                    &series.place,
                    None,
                );
                return None;
            };
            self.series(file, series)?
        } else {
            return self.number(table, key).map(|rate| (rate, Vec::new()));
        };
        self.record(&table.below(key), node, node, false);
        let mut series = series;
        series.sort_by_key(|(year, _)| *year);
        let Some((_, first)) = series.iter().copied().find(|(_, rate)| *rate > 0.0) else {
            self.complain(
                format!("`{}` has no year with arrivals", table.below(key)),
                "expected a rate above zero",
                &node.place,
                None,
            );
            return None;
        };
        Some((first, series.into_iter().map(|(year, rate)| (year, rate / first)).collect()))
    }

    fn series(&mut self, file: &str, node: &Node) -> Option<Vec<(i32, f64)>> {
        let path = self.folder.join(file);
        let mut series = Vec::new();
        let mut reader = match csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(&path) {
            Ok(reader) => reader,
            Err(error) => {
                self.complain(format!("cannot read {}: {error}", path.display()), "this file", &node.place, None);
                return None;
            }
        };
        for (number, record) in reader.records().enumerate() {
            let record = record.ok();
            let field = |column: usize| record.as_ref().and_then(|record| record.get(column));
            match (field(0).and_then(|text| text.parse().ok()), field(1).and_then(|text| text.parse().ok())) {
                (Some(year), Some(rate)) if rate >= 0.0 => series.push((year, rate)),
                _ => {
                    self.complain(
                        format!("{file}, row {}: expected a year and a number", number + 2),
                        "read from here",
                        &node.place,
                        None,
                    );
                    return None;
                }
            }
        }
        Some(series)
    }

    /// A list of numbers, 0 or more, possibly with evidence.
    fn weights(&mut self, node: &Node) -> Option<Vec<f64>> {
        let Value::List(items) = &node.entry("value").unwrap_or(node).value else { return None };
        items
            .iter()
            .map(|item| match item.value {
                Value::Number(number, _) if number >= 0.0 && number.is_finite() => Some(number),
                _ => None,
            })
            .collect()
    }

    fn trace(&mut self, table: &Table<'_>, calendar: Calendar) -> Option<Vec<Time>> {
        let file = self.text(table, "trace")?;
        let place = table.get("trace")?.place.clone();
        let rows = self.csv_column(&table.below("trace"), file, &place)?;
        let mut times = Vec::new();
        for (row, text) in rows {
            let date = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
                .iter()
                .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok());
            let time = match date {
                Some(date) => Some(
                    calendar.time_of(date.date()) + Span((date.time() - chrono::NaiveTime::MIN).num_milliseconds()),
                ),
                None => text
                    .parse()
                    .ok()
                    .filter(|hours: &f64| hours.is_finite())
                    .map(|hours| Time::ZERO + Span::from_ms(hours * HOUR.ms())),
            };
            match time {
                Some(time) => times.push(time),
                None => {
                    let help = "write 2024-01-31T14:05 or hours since the start".to_string();
                    self.complain(
                        format!("{file}, row {row}: `{text}` is no time"),
                        "read from here",
                        &place,
                        Some(help),
                    );
                    return None;
                }
            }
        }
        times.sort_unstable();
        Some(times)
    }

    /// A time of the run: a length since time zero, or a date.
    pub(super) fn time_at(&mut self, path: &str, node: &Node, calendar: Calendar) -> Option<Time> {
        if let Value::Date(text) = &node.value {
            let date = chrono::NaiveDate::parse_from_str(text.get(..10).unwrap_or(text), "%Y-%m-%d");
            return match date {
                Ok(date) => Some(calendar.time_of(date)),
                Err(_) => {
                    self.complain(
                        format!("`{path}` is no date"),
                        "expected a date such as 2024-07-01",
                        &node.place,
                        None,
                    );
                    None
                }
            };
        }
        Some(match self.length_at(path, node, true)? {
            Length::Exact(span) => Time::ZERO + span,
            months @ Length::Months(_) => calendar.occurrence(months.recurrence(), 1),
        })
    }
}

pub(super) fn is_one(sum: f64) -> bool {
    (sum - 1.0).abs() < 1e-9
}

/// Adds weight 1 to every hour (or part of an hour) from `start` on a day.
fn add_hours(weights: &mut [f64], day: usize, start: Span, length: Span) {
    let mut at = day as i64 * DAY.0 + start.0;
    let end = at + length.0;
    while at < end {
        let next = ((at / HOUR.0 + 1) * HOUR.0).min(end);
        weights[(at / HOUR.0) as usize % 168] += (next - at) as f64 / HOUR.ms();
        at = next;
    }
}
