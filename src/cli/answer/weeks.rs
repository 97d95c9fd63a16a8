//! Weeks as a line of small bars: hours of data work by occupation, an arm beside the other.

use super::AnswerPage;
use super::layout::TextTable;
use crate::cli::terminal::Style;
use crate::experiment::WeeklyTableKind;
use crate::model::scenario::{Activity, ArmId};
use crate::units::{Id, WEEK};

/// At most so many occupations: those whose weeks differ most between arms.
const SHOWN: usize = 5;

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A character for each value; the highest bar is `most`.
pub(super) fn sparkline(values: &[f64], most: f64) -> String {
    let step = |value: &f64| ((value / most.max(f64::MIN_POSITIVE) * 8.0).ceil() as usize).clamp(1, 8) - 1;
    values.iter().map(|value| BARS[step(value)]).collect()
}

/// Means of as many stretches as there is room for, each as long as the others to a week.
pub(super) fn stretches(weeks: &[f64], room: usize) -> Vec<f64> {
    let parts = weeks.len().min(room);
    let bound = |part: usize| part * weeks.len() / parts;
    (0..parts)
        .map(|part| &weeks[bound(part)..bound(part + 1)])
        .map(|of| of.iter().sum::<f64>() / of.len() as f64)
        .collect()
}

/// The place of the hours in a row of workload.csv.
const HOURS: usize = WeeklyTableKind::Workload.place("hours");

impl AnswerPage<'_> {
    /// Hours of data work by occupation and week; the last week only if it is whole.
    fn data_work(&self, arm: ArmId) -> Vec<Vec<f64>> {
        let config = &self.scenario.arms[self.scenario.control].configs[0];
        let weeks = ((self.scenario.end.0 / WEEK.0) as usize).max(1);
        let mut hours = vec![vec![0.0; weeks]; config.occupations.len()];
        for (key, means) in &self.results.weekly_tables[self.place(arm)][&WeeklyTableKind::Workload].rows {
            let [week, occupation, activity, _] = key.map(usize::from);
            if week < weeks && Activity::ALL[activity] != Activity::Care {
                hours[occupation][week] += means[HOURS].estimate().map_or(0.0, |of| of.mean);
            }
        }
        hours
    }

    /// The lines.
    pub(super) fn weeks(&self, style: Style) -> String {
        let arms: Vec<ArmId> = [vec![self.scenario.control], self.others()].concat();
        let room = style.width / 5;
        let hours: Vec<Vec<Vec<f64>>> =
            arms.iter().map(|arm| self.data_work(*arm).iter().map(|weeks| stretches(weeks, room)).collect()).collect();
        let of = |occupation: usize| hours.iter().map(move |arm| &arm[occupation]);
        let most = |occupation: usize| of(occupation).flatten().copied().fold(0.0, f64::max);
        let apart = |occupation: usize| -> f64 {
            let control = &hours[0][occupation];
            let from_control = |arm: &Vec<f64>| arm.iter().zip(control).map(|(a, b)| (a - b).abs()).sum::<f64>();
            of(occupation).map(from_control).fold(0.0, f64::max)
        };
        let config = &self.scenario.arms[self.scenario.control].configs[0];
        let mut occupations: Vec<usize> =
            config.occupations.ids().map(Id::index).filter(|id| most(*id) > 0.0).collect();
        occupations.sort_by(|a, b| apart(*b).total_cmp(&apart(*a)).then(most(*b).total_cmp(&most(*a))));
        occupations.truncate(SHOWN);
        let row = |id: usize| {
            let name = &config.occupations.iter().nth(id).expect("an occupation").name;
            (format!("  {name}, 0 to {:.0}", most(id)), of(id).map(|values| sparkline(values, most(id))).collect())
        };
        let rows = occupations.into_iter().map(row).collect::<Vec<_>>();
        if rows.is_empty() {
            return String::new();
        }
        let weekly_table = TextTable { header: self.names(&arms), repeated: 1, rows };
        format!("Data work over the weeks of the run, h/week:\n{}", weekly_table.text(style.width))
    }
}
