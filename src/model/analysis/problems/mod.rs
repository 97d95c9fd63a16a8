//! Mistakes of meaning: what can be read but cannot be meant.

mod cycle;
mod form;
mod hints;
mod lists;
mod never_off;
mod place;
mod size;
mod staffing;

pub use size::{LONGEST_RUN, LONGEST_WARM_UP};

use super::reach::{StreamReach, streams};
use super::timeline::{SiteStaff, staff_at_end};
use crate::model::scenario::{ArmId, Configuration, Scenario, SiteTypeId, TaskId, key};
use crate::units::Id;
use std::collections::BTreeSet;

/// A mistake, or something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Path of the value or table that is wrong, such as `task.note.way.typist.reads`.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What would be right, if that can be said.
    pub help: Option<String>,
    /// Whether it is refused.
    pub severity: Severity,
}

/// What becomes of a scenario with a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It is refused.
    Error,
    /// It runs, and `sim check` says so.
    Warning,
}

/// All problems of a scenario, errors first, each once; what is wrong in some arms only names them.
pub fn problems(scenario: &Scenario) -> Vec<Problem> {
    let mut findings = Findings { arms: scenario.arms.len(), ..Findings::default() };
    cycle::check(scenario, &mut findings);
    // In a cycle nothing is ever made: every further complaint would only repeat it.
    if !findings.found.is_empty() {
        return findings.into_problems(scenario);
    }
    size::check_time_and_places(scenario, &mut findings);
    let mut views = Vec::new();
    for (arm, spec) in scenario.arms.enumerate() {
        findings.arm = arm;
        // Variants change numbers, not structure: the configuration before any has fired stands for all. Staff may
        // change by the year.
        let years: Vec<&Configuration> = (0..=scenario.years.len()).map(|year| spec.config_in(year)).collect();
        let config = years[0];
        let (last, end) = (staff_at_end(scenario, spec), scenario.end);
        let view = ArmView { scenario, config, years, last, streams: streams(config), end };
        form::check(&view, &mut findings);
        place::check(&view, &mut findings);
        lists::check(&view, &mut findings);
        staffing::check(&view, &mut findings);
        never_off::check(&view, &mut findings);
        views.push((arm, view));
    }
    if !findings.refuse() {
        size::check_contents(scenario, &mut findings);
    }
    // Most hints would only repeat what an error has led to.
    if !findings.refuse() {
        for (arm, view) in &views {
            findings.arm = *arm;
            hints::check(scenario, view, &mut findings);
        }
    }
    findings.into_problems(scenario)
}

/// The pairs of site types between which something travels in an arm: products, rejections, queries and answers.
pub(super) fn links_travelled(scenario: &Scenario, arm: ArmId) -> BTreeSet<(SiteTypeId, SiteTypeId)> {
    let config = scenario.arms[arm].config_in(0);
    let last = staff_at_end(scenario, &scenario.arms[arm]);
    let view = ArmView { scenario, config, years: vec![config], last, streams: streams(config), end: scenario.end };
    let mut findings = Findings { arms: scenario.arms.len(), arm, ..Findings::default() };
    place::check(&view, &mut findings);
    findings.travelled
}

/// One arm as the checks see it.
struct ArmView<'a> {
    scenario: &'a Scenario,
    /// The first year's.
    config: &'a Configuration,
    /// All years'.
    years: Vec<&'a Configuration>,
    /// Staff at the end of the run.
    last: Vec<SiteStaff>,
    streams: Vec<StreamReach>,
    end: crate::units::Time,
}

impl ArmView<'_> {
    /// The site types where a task may run; for one that no case reaches (answers to queries) wherever it could.
    fn places(&self, task: TaskId) -> Vec<crate::model::scenario::SiteTypeId> {
        let spec = &self.config.tasks[task];
        let of_streams = self.streams.iter().filter(|stream| stream.reach.tasks.contains(&task));
        let mut places: Vec<_> =
            of_streams.flat_map(|stream| &stream.homes).map(|&home| StreamReach::place(spec, home)).collect();
        if places.is_empty() {
            places = spec.at.map_or_else(|| self.config.sites.ids().collect(), |site| vec![site]);
        }
        places.sort();
        places.dedup();
        places
    }
}

/// When a finding counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    /// In each arm on its own.
    PerArm,
    /// Only if it holds in every arm in which the subject was looked at: switches may well leave half a sentence.
    InAllArms,
}

struct Finding {
    problem: Problem,
    rule: &'static str,
    counts: Counts,
    arms: Vec<ArmId>,
}

/// Collects findings over the arms.
#[derive(Default)]
struct Findings {
    arms: usize,
    arm: ArmId,
    found: Vec<Finding>,
    /// Pairs of site types between which something travels.
    travelled: BTreeSet<(SiteTypeId, SiteTypeId)>,
    /// (rule, path) of what was looked at and found in order in some arm.
    in_order: Vec<(&'static str, String)>,
}

impl Findings {
    fn add(&mut self, rule: &'static str, counts: Counts, problem: Problem) {
        let arm = self.arm;
        match self.found.iter_mut().find(|finding| finding.problem == problem) {
            Some(finding) if finding.arms.last() != Some(&arm) => finding.arms.push(arm),
            Some(_) => {}
            None => self.found.push(Finding { problem, rule, counts, arms: vec![arm] }),
        }
    }

    /// An error of the scenario as a whole.
    fn error_of_scenario(&mut self, path: String, message: String, help: Option<String>) {
        let problem = Problem { path, message, help, severity: Severity::Error };
        if !self.found.iter().any(|finding| finding.problem == problem) {
            let arms = (0..self.arms).map(ArmId::from_index).collect();
            self.found.push(Finding { problem, rule: "", counts: Counts::PerArm, arms });
        }
    }

    /// Whether the scenario is refused for what was found so far.
    fn refuse(&self) -> bool {
        self.found.iter().any(|finding| finding.problem.severity == Severity::Error && self.stands(finding))
    }

    /// An error in the arm at hand.
    fn error(&mut self, path: String, message: String, help: Option<String>) {
        self.add("", Counts::PerArm, Problem { path, message, help, severity: Severity::Error });
    }

    /// A warning in the arm at hand.
    fn warn(&mut self, path: String, message: String, help: Option<String>) {
        self.add("", Counts::PerArm, Problem { path, message, help, severity: Severity::Warning });
    }

    /// Looks at `path` under `rule`: an error unless `mistake` is none in some arm.
    fn unless_in_order(&mut self, rule: &'static str, path: String, mistake: Option<(String, Option<String>)>) {
        match mistake {
            Some((message, help)) => {
                self.add(rule, Counts::InAllArms, Problem { path, message, help, severity: Severity::Error });
            }
            None => self.in_order.push((rule, path)),
        }
    }

    /// Whether a finding counts, given what was found in order in other arms.
    fn stands(&self, finding: &Finding) -> bool {
        finding.counts == Counts::PerArm
            || !self.in_order.iter().any(|(rule, path)| *rule == finding.rule && *path == finding.problem.path)
    }

    fn into_problems(self, scenario: &Scenario) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self
            .found
            .iter()
            .filter(|finding| self.stands(finding))
            .map(|finding| {
                let mut problem = finding.problem.clone();
                if finding.counts == Counts::PerArm && finding.arms.len() < self.arms {
                    let names: Vec<String> =
                        finding.arms.iter().map(|&arm| format!("`{}`", scenario.arms[arm].name)).collect();
                    let noun = if names.len() == 1 { "arm" } else { "arms" };
                    problem.message = format!("in {noun} {}: {}", names.join(", "), problem.message);
                }
                problem
            })
            .collect();
        problems.sort_by_key(|problem| problem.severity);
        problems
    }
}

/// `task.NAME`, with more after it.
fn task_path(config: &Configuration, task: TaskId, rest: &str) -> String {
    format!("task.{}{rest}", key(&config.tasks[task].name))
}

/// `task.NAME.way.NAME`, with more after it.
fn way_path(config: &Configuration, task: TaskId, way: usize, rest: &str) -> String {
    let task = &config.tasks[task];
    format!("task.{}.way.{}{rest}", key(&task.name), key(&task.ways[way].name))
}

/// Names in back-quotes, joined by commas.
fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
