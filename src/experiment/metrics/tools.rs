//! Tools: what they are used for and what they save. Metrics, and `automation.csv`.

use super::group::{Group, Tally, of_occupation};
use super::hours::hours_of;
use super::kind::Over::PerWeek;
use super::kind::{ALL, MetricKind, OCCUPATION, metric};
use super::staff::mean_of_millionths;
use super::stretch::PeriodRun;
use super::weekly_table::{Weekly, WeeklyColumn, WeeklyTable, columns};
use crate::experiment::column::Column;
use crate::model::outcome::{Outcome, Tool, WorkSlot, work_slots};
use crate::model::scenario::{ArmId, Configuration, OccupationId, Scenario};
use crate::units::{HOUR, Id};

const ATTEMPTED: MetricKind = metric("automation.attempted", "Automated attempts", "1/week", PerWeek, ALL)
    .is("instances started on an automated way with a tool");

const EXCEPTIONS: MetricKind = metric("automation.exceptions", "Automated failures", "1/week", PerWeek, ALL)
    .is("instances started on an automated way with a tool that failed there")
    .computed("part of automation.attempted; they fall to the next way");

const EXPECTED: MetricKind = metric("saving.expected", "Expected saving", "h/week", PerWeek, OCCUPATION)
    .is("hours that management expects a tool to save its occupation")
    .computed("`technology.expects.hours_saved` of each tool that is on times the occupation's hours in the control")
    .or_blank()
    .better_if_more();

const REALISED: MetricKind = metric("saving.realised", "Realised saving", "h/week", PerWeek, OCCUPATION)
    .is("the occupation's hours in the control less those in the arm")
    .computed("of occupations whose hours a tool that is on is expected to save; others may have taken the work over")
    .or_blank()
    .better_if_more();

/// All of them.
pub const METRICS: &[&[MetricKind]] = &[&[ATTEMPTED, EXCEPTIONS, EXPECTED, REALISED]];

/// Their values.
pub(super) fn count(tally: &mut Tally<'_>, of: &PeriodRun<'_>) {
    let config = of.config;
    for technology in config.technologies.ids().filter(|technology| config.technologies[*technology].on) {
        let sum = |part: fn(&Tool) -> u64| -> f64 {
            of.weeks.iter().map(|week| part(&week.tools[technology])).sum::<u64>() as f64 / of.length
        };
        tally.put(&ATTEMPTED, Group::default(), sum(|tool| tool.attempted));
        tally.put(&EXCEPTIONS, Group::default(), sum(|tool| tool.exceptions));
    }
    let mut occupations: Vec<OccupationId> = Vec::new();
    for technology in config.technologies.iter().filter(|technology| technology.on) {
        let Some(expects) = technology.expects else { continue };
        let who = of_occupation(expects.occupation);
        let before = hours_of(of.control_config, of.control_weeks, expects.occupation) / of.length;
        tally.add(&EXPECTED, &who, before * expects.hours_saved);
        if !occupations.contains(&expects.occupation) {
            occupations.push(expects.occupation);
            let after = hours_of(config, of.weeks, expects.occupation) / of.length;
            tally.add(&REALISED, &who, before - after);
        }
    }
}

/// A tool in one week, with what it does to hours.
struct ToolWeek<'a> {
    tool: &'a Tool,
    /// ms less than in the control, over tasks that have a way with it.
    saved: i64,
    /// ms more.
    made: i64,
    /// Hours that management expects it to save.
    expected: Option<f64>,
}

/// What a column of `automation.csv` is of a tool's week.
type OfTool = fn(&ToolWeek<'_>) -> Option<f64>;

const AUTOMATION: [Weekly<OfTool>; 9] = [
    Column::real("adoption", "1", "share of units (sites or workers) that have adopted it at the end of the week")
        .by(|of| (of.tool.units > 0).then(|| of.tool.adopters as f64 / of.tool.units as f64)),
    Column::real("used", "1", "instances done by people with it").by(|of| Some(of.tool.used as f64)),
    ATTEMPTED.column("attempted", "1").by(|of| Some(of.tool.attempted as f64)),
    Column::real("succeeded", "1", "of these succeeded").by(|of| Some(of.tool.succeeded as f64)),
    EXCEPTIONS.column("exceptions", "1").by(|of| Some(of.tool.exceptions as f64)),
    Column::real("hours_saved", "h", "hours less than in the control, over tasks that have a way with it")
        .by(|of| Some(of.saved as f64 / HOUR.ms())),
    Column::real("hours_made", "h", "hours more than in the control, over tasks that have a way with it")
        .by(|of| Some(of.made as f64 / HOUR.ms())),
    Column::real(
        "expected_hours_saved",
        "h",
        "what management expects: its share of the occupation's hours in the control",
    )
    .by(|of| of.expected),
    Column::real("trust", "1", "mean belief of those who have reviewed its work that it is clean, end of the week")
        .optional()
        .by(|of| mean_of_millionths(of.tool.trust, of.tool.trusting)),
];

/// The columns of `automation.csv` behind arm, week and technology.
pub(super) const COLUMNS: &[WeeklyColumn] = &columns(&AUTOMATION);

/// Adds one replication to `automation.csv`.
pub(super) fn automation(
    weekly_table: &mut WeeklyTable,
    scenario: &Scenario,
    arm: ArmId,
    outcome: &Outcome,
    control: &Outcome,
) {
    let config = &scenario.arms[arm].configs[0];
    let control_config = &scenario.arms[scenario.control].configs[0];
    let (slots, control_slots) = (work_slots(config), work_slots(control_config));
    for (technology, spec) in config.technologies.enumerate().filter(|(_, spec)| spec.on) {
        // By task, not by way: what a tool saves is seen in the ways that are used instead of its own.
        let seen_with_tool = |of: &Configuration, slot: &WorkSlot| {
            of.tasks[slot.task].ways[slot.way].counted
                && config.tasks[slot.task].ways.iter().any(|way| way.tool == Some(technology))
        };
        for (number, (week, before)) in outcome.weeks.iter().zip(&control.weeks).enumerate() {
            let tool = &week.tools[technology];
            let mut difference = vec![0i64; config.tasks.len()];
            for (slot, work) in slots.iter().zip(&week.work).filter(|(slot, _)| seen_with_tool(config, slot)) {
                difference[slot.task.index()] += work.total as i64;
            }
            let before_by_slot = control_slots.iter().zip(&before.work);
            for (slot, work) in before_by_slot.filter(|(slot, _)| seen_with_tool(control_config, slot)) {
                difference[slot.task.index()] -= work.total as i64;
            }
            // Task by task, so that what is saved in one does not hide what is made in another.
            let saved: i64 = difference.iter().map(|ms| (-ms).max(0)).sum();
            let made: i64 = difference.iter().map(|ms| (*ms).max(0)).sum();
            let expected = spec.expects.map(|expects| {
                hours_of(control_config, std::slice::from_ref(before), expects.occupation) * expects.hours_saved
            });
            let of = ToolWeek { tool, saved, made, expected };
            let key = [number as u16, technology.index() as u16, 0, 0];
            weekly_table.add(key, AUTOMATION.iter().map(|column| (column.of)(&of)));
        }
    }
}
