//! The ledger: where each arm's hours went, against the control, per week of the last period.

use super::layout::{TextTable, shortened};
use super::{AnswerPage, rows};
use crate::cli::terminal::Style;
use crate::io::tables::{Shows, shown};
use crate::model::ledger::may_be_to_come;
use crate::model::scenario::ArmId;
use crate::units::Id;

/// A part of a bar: its name, how it is filled (nobody has to tell parts by colour), its colour, and its metrics.
struct BarPart {
    name: &'static str,
    fill: char,
    colour: u8,
    metrics: &'static [&'static str],
}

/// A bar's name is cut where it is longer.
const MOST_OF_A_NAME: usize = 26;

const PARTS: [BarPart; 4] = [
    BarPart { name: "removed", fill: '█', colour: 32, metrics: &["ledger.not_needed"] },
    BarPart { name: "shifted", fill: '▓', colour: 33, metrics: &["ledger.shifted_to"] },
    BarPart {
        name: "created",
        fill: '▒',
        colour: 31,
        metrics: &["ledger.created_review", "ledger.created_query", "ledger.created_rework", "ledger.created_other"],
    },
    BarPart { name: "undone", fill: '░', colour: 90, metrics: &["ledger.abandoned", "ledger.unfinished"] },
];

impl AnswerPage<'_> {
    /// Rows and values of all arms but the control.
    pub(super) fn ledger(&self) -> TextTable {
        let others = self.others();
        let rows = self.rows(rows::LEDGER, rows::Units::InHeading).into_iter().map(|row| {
            let cells = others.iter().map(|arm| shown(self.mean(*arm, &row.group), row.factor, Shows::Change));
            (row.label, cells.collect())
        });
        TextTable { header: self.names(&others), repeated: 0, rows: rows.collect() }
    }

    /// Whether cases can come in another period in some arm than in the control: there are periods, and a demand whose
    /// cases are called from a waiting list, or arrive at another rate.
    pub(super) fn cases_move(&self) -> bool {
        let config = |arm: ArmId| &self.scenario.arms[arm].configs[0];
        let control = config(self.scenario.control);
        let moves = |arm: &ArmId| control.demands.ids().any(|demand| may_be_to_come(control, config(*arm), demand));
        self.scenario.periods.len() > 1 && self.others().iter().any(moves)
    }

    /// Hours a week of a part. What is shifted is what some take over, not what others have less.
    fn part(&self, arm: ArmId, part: &BarPart) -> f64 {
        let config = &self.scenario.arms[self.scenario.control].configs[0];
        let of = |metric: &str, who| self.mean(arm, &self.group(metric, who, None)).map_or(0.0, |of| of.mean.max(0.0));
        match part.name {
            "shifted" => config.occupations.ids().map(|id| of(part.metrics[0], Some(id.index() as u16))).sum(),
            _ => part.metrics.iter().map(|metric| of(metric, None)).sum(),
        }
    }

    /// A bar for each arm, on one scale.
    pub(super) fn bars(&self, style: Style) -> String {
        let others = self.others();
        let parts: Vec<[f64; 4]> =
            others.iter().map(|arm| PARTS.each_ref().map(|part| self.part(*arm, part))).collect();
        let longest = parts.iter().map(|parts| parts.iter().sum()).fold(0.0, f64::max);
        let names = self.names(&others);
        let label = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).min(MOST_OF_A_NAME);
        let room = style.width - label - 2;
        let paint = |part: &BarPart, text: String| match style.colour {
            true if !text.is_empty() => format!("\x1b[{}m{text}\x1b[0m", part.colour),
            _ => text,
        };
        let mut text = String::new();
        for (name, parts) in names.iter().zip(&parts) {
            let (mut sum, mut drawn, mut bar) = (0.0, 0, String::new());
            for (part, hours) in PARTS.iter().zip(parts) {
                sum += hours;
                let until = (sum / longest.max(f64::MIN_POSITIVE) * room as f64).round() as usize;
                bar += &paint(part, part.fill.to_string().repeat(until - drawn));
                drawn = until;
            }
            text += &format!("{:label$}  {bar}", shortened(name, label));
            text = text.trim_end().to_owned() + "\n";
        }
        let legend: Vec<String> =
            PARTS.iter().map(|part| format!("{} {}", paint(part, part.fill.into()), part.name)).collect();
        format!("{text}{:label$}  {}\n\n", "", legend.join("  "))
    }
}
