//! What the answer says in sentences: how precise it is, what was expected to be saved and what was, and what it rests
//! on.

use super::AnswerPage;
use super::layout::TextTable;
use super::rows::of;
use crate::cli::terminal::{Style, counted, folded};
use crate::experiment::{Estimate, MetricKind, PILOT_REPLICATIONS, PILOT_WEEKS, Results, headline_group, headlines};
use crate::io::tables::{Shows, shown};
use crate::model::scenario::{ArmId, Direction, OccupationId, Scenario, WarmUpFrom};
use crate::units::{Id, WEEK};
use std::fmt::Write as _;

/// What decided on the number of replications, in a sentence.
pub fn precision(scenario: &Scenario, results: &Results) -> String {
    let (Some(reached), Some(asked)) = (&results.precision, &scenario.precision) else { return String::new() };
    let target = &asked.targets[reached.target];
    let unit = MetricKind::of(&target.metric).unit_in(scenario.currency.as_deref());
    let arm = &scenario.arms[reached.arm].name;
    let of = of(&scenario.arms[scenario.control].configs[0], &target.group(scenario));
    let what = match target.difference {
        Some(_) => format!("the difference of {}{of} between `{arm}` and the control", target.metric),
        None => format!("{}{of} in `{arm}`", target.metric),
    };
    let confidence = 100.0 * target.confidence;
    let wanted = crate::io::tables::number(reached.width.wanted);
    let n = results.replications;
    match (reached.met, reached.width.half_width) {
        (true, Some(half)) => {
            let half = crate::io::tables::number(half);
            format!(
                "Precise enough after {n} replications, bound by {what}: ±{half} of ±{wanted} {unit} ({confidence:.0}%)."
            )
        }
        (_, Some(half)) => {
            let half = crate::io::tables::number(half);
            format!(
                "Not precise enough after {n} replications: {what} is known to ±{half}, wanted ±{wanted} {unit} ({confidence:.0}%)."
            )
        }
        _ => format!("Not precise enough after {n} replications: too few of them have a value for {what}."),
    }
}

impl AnswerPage<'_> {
    /// How long the warm-up is, if a pilot has found it.
    pub(super) fn warm_up(&self) -> String {
        if self.scenario.warm_up_from != WarmUpFrom::Pilot {
            return String::new();
        }
        let weeks = self.scenario.warm_up.ms() / WEEK.ms();
        format!(
            "Warm-up: {}, by MSER-5 on {PILOT_REPLICATIONS} replications of {PILOT_WEEKS} weeks of the control.\n\n",
            counted(weeks.round() as usize, "week")
        )
    }

    /// What the answer rests on: the difference of one outcome for each arm, with intervals that hold for all arms at
    /// once.
    pub(super) fn headlines(&self, style: Style) -> String {
        let headlines = headlines(self.scenario, self.results);
        if headlines.is_empty() || self.results.replications < 2 {
            return String::new();
        }
        let group = headline_group(self.scenario);
        let unit = MetricKind::of(&group.metric).unit_in(self.scenario.currency.as_deref());
        let of = of(&self.scenario.arms[self.scenario.control].configs[0], &group);
        let all = match headlines.len() {
            1 => String::new(),
            many => format!("; the intervals hold for all {many} arms at once with 95% (Bonferroni)"),
        };
        let rows = headlines.iter().map(|headline| {
            let difference = Estimate { half_width: headline.simultaneous, ..headline.difference };
            let removed = headline.variance_reduction.map_or("–".into(), |share| format!("{:.0}%", 100.0 * share));
            (
                format!("  {}", self.scenario.arms[headline.arm].name),
                vec![shown(Some(difference), 1.0, Shows::Change), removed],
            )
        });
        let weekly_table =
            TextTable { header: vec!["difference".into(), "removed".into()], repeated: 0, rows: rows.collect() };
        let about = format!(
            "{}{of}, {unit}, against the control, with the variance that common draws remove{all}:\n",
            group.metric
        );
        folded(&about, style.width) + &weekly_table.text(style.width)
    }

    /// What was expected to be saved and what was, by arm and occupation.
    pub(super) fn sentences(&self) -> String {
        let mut text = String::new();
        for &arm in self.results.arms.iter().filter(|arm| **arm != self.scenario.control) {
            let config = &self.scenario.arms[arm].configs[0];
            for (id, occupation) in config.occupations.enumerate() {
                let of = Some(id.index() as u16);
                let expected = self.group("saving.expected", of, None);
                if !self.results.cells[self.place(arm)].contains_key(&expected) {
                    continue;
                }
                let hours =
                    |metric| self.mean(self.scenario.control, &self.group(metric, of, None)).map_or(0.0, |e| e.mean);
                let before = hours("hours.data_work") + hours("hours.care");
                let expected = self.mean(arm, &expected).map_or(0.0, |e| e.mean);
                let realised = self.mean(arm, &self.group("saving.realised", of, None));
                let share = |hours: f64| format!("{:.0}%", 100.0 * hours / before);
                let _ = writeln!(
                    text,
                    "{}: expected to save {expected:.0} of {before:.0} h/week of {} ({}); saved {} ({}). Data work of all: {} h/week{}.",
                    self.scenario.arms[arm].name,
                    occupation.name,
                    share(expected),
                    shown(realised, 1.0, Shows::Level),
                    share(realised.map_or(0.0, |e| e.mean)),
                    shown(self.difference(arm, &self.group("hours.data_work", None, None)), 1.0, Shows::Change),
                    self.also_changed(arm, id),
                );
            }
        }
        text
    }

    /// The other occupations whose data work changed by more than its uncertainty, the largest three first.
    fn also_changed(&self, arm: ArmId, but: OccupationId) -> String {
        let config = &self.scenario.arms[arm].configs[0];
        let mut changes: Vec<(&str, Estimate)> = (config.occupations.enumerate().filter(|(id, _)| *id != but))
            .filter_map(|(id, occupation)| {
                let group = self.group("hours.data_work", Some(id.index() as u16), None);
                let change = self.difference(arm, &group)?;
                (change.mean.abs() >= 1.0 && change.mean.abs() > change.half_width.unwrap_or(0.0))
                    .then_some((occupation.name.as_str(), change))
            })
            .collect();
        changes.sort_by(|(_, a), (_, b)| b.mean.abs().total_cmp(&a.mean.abs()));
        let named: Vec<String> = changes
            .iter()
            .take(3)
            .map(|(name, change)| format!("{name} {}", shown(Some(*change), 1.0, Shows::Change)))
            .collect();
        if named.is_empty() { String::new() } else { format!("; {}", named.join(", ")) }
    }

    /// What was expected, and whether it came.
    pub(super) fn verdict(&self) -> String {
        let Some(expected) = &self.scenario.prediction else { return String::new() };
        let Some((difference, verdict)) = expected.verdict(self.scenario, self.results) else { return String::new() };
        let kind = MetricKind::of(&expected.metric);
        let way = match expected.direction {
            Direction::More => "more by at least",
            Direction::Less => "less by at least",
            Direction::None => "different by less than",
        };
        let config = &self.scenario.arms[self.scenario.control].configs[0];
        let of = of(config, &expected.group(self.scenario));
        format!(
            "Expected ({}): {}{of} in `{}` {way} {} {}. Found: {}: {}.\n\n",
            expected.because,
            expected.metric,
            self.scenario.arms[expected.arm].name,
            expected.smallest,
            kind.unit_in(self.scenario.currency.as_deref()),
            shown(difference, 1.0, Shows::Change),
            verdict.name(),
        )
    }

    /// What the scenario's author wants known, and what its numbers rest on.
    pub(super) fn rests_on(&self) -> String {
        let note = &self.scenario.note;
        let (cited, assumed) = (self.scenario.provenance.cited(), self.scenario.provenance.assumed());
        let note = if note.is_empty() { String::new() } else { format!("{note}\n") };
        format!("{note}Of its {} numbers {cited} are cited and {assumed} assumed.\n", cited + assumed)
    }
}
