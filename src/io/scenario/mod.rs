//! Scenario files: text -> raw document (merged, edited) -> checked [`Scenario`].
//!
//! A file is merged onto what it extends, then edited by `--set`; for each arm it is edited once more by the arm's
//! `set` and read into a [`Configuration`]. All mistakes of meaning are reported together; past this point nothing is
//! checked again.

mod arms;
mod arrivals;
mod change;
mod columns;
mod condition;
mod csv_text;
mod dates;
mod demands;
mod derived;
mod distribution;
mod document;
mod edit;
mod evidence;
mod expectation;
pub mod fields;
mod files;
mod identity;
mod lengths;
mod merge;
mod names;
mod node;
mod numbers;
mod occupations;
mod overriding;
mod people;
mod periods;
mod precision;
mod problem;
mod products;
mod reader;
mod reserved;
mod series;
mod sites;
mod sweep;
mod syntax;
mod traces;
mod units;
mod values;
mod work;
mod years;

pub use identity::{Inputs, fingerprint_of_sources, inputs_now};
pub use problem::{Diagnostic, Position, Problems, SourceText};
pub use sweep::{
    SweepSection, beside, check_metrics, factors_from_arguments, is_beside, points_from_csv, quantity, time_of,
};

use crate::experiment::PILOT_WEEKS;
use crate::io::shipped;
use crate::model::analysis::{self, LONGEST_RUN, LONGEST_WARM_UP, Severity, Warning, Warnings};
use crate::model::scenario::*;
use crate::units::{Calendar, Span, Time, WEEK};
use document::Document;
use identity::{fingerprint, identity, relative, resolved};
use names::Names;
use node::{Node, Value};
use reader::{Reader, Table};
use std::path::{Path, PathBuf};
use values::Length;

/// What to read, and what to change before it is read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The scenario file.
    pub path: PathBuf,
    /// `path=value` edits, in order; the last wins.
    pub sets: Vec<String>,
    /// Replaces `run.seed`.
    pub seed: Option<u64>,
    /// Replaces `run.replications`.
    pub replications: Option<u32>,
    /// More `path=value` edits, after all others, each with how its origin is called in messages.
    pub edits: Vec<SourceText>,
}

/// A scenario with what a run says about it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The checked scenario.
    pub scenario: Scenario,
    /// What is allowed but may not be meant.
    pub warnings: Vec<Warning>,
    /// All texts it was read from, in the order in which they were opened.
    pub sources: Vec<SourceText>,
    /// The merged document, with its defaults, as TOML.
    pub resolved: String,
    /// The files that it names and reads, with the SHA-256 of their texts; names below the scenario's folder are
    /// relative to it.
    pub inputs: Inputs,
    /// What `[sweep]` says.
    pub sweep: SweepSection,
    /// A hash of all that a run depends on: equal for texts that say the same, whatever their comments, and whatever
    /// they say under `[sweep]`.
    pub identity: String,
}

/// Reads and checks a scenario.
///
/// # Errors
/// All mistakes at once; a syntax error or an unreadable file alone.
pub fn read(request: &Request) -> Result<Loaded, Problems> {
    let path = shipped::find(&request.path);
    read_document(request, &path, Document::read(&path)?)
}

/// Reads and checks a scenario as it stands in a file, or one that comes with sim, by its name. [`read`] also changes
/// values and returns what is allowed but may not be meant.
///
/// # Errors
/// As [`read`].
pub fn from_file(path: impl Into<PathBuf>) -> Result<Scenario, Problems> {
    read(&Request { path: path.into(), ..Request::default() }).map(|loaded| loaded.scenario)
}

/// Reads and checks a scenario from a text such as would stand in a file of this name in the current folder, which
/// files that it names are relative to.
///
/// # Errors
/// As [`read`].
pub fn from_text(name: &str, text: &str) -> Result<Scenario, Problems> {
    let path = Path::new(name);
    read_document(&Request::default(), path, Document::of_text(path, text)?).map(|loaded| loaded.scenario)
}

fn read_document(request: &Request, path: &Path, mut document: Document) -> Result<Loaded, Problems> {
    let (mut early, mut warnings) = (Vec::new(), Warnings::default());
    let mut sets = request.sets.clone();
    sets.extend(request.seed.map(|seed| format!("run.seed={seed}")));
    sets.extend(request.replications.map(|replications| format!("run.replications={replications}")));
    let sets = sets.into_iter().map(|text| SourceText { name: "--set".into(), text });
    let edits: Vec<SourceText> = sets.chain(request.edits.iter().cloned()).collect();
    if !edits.is_empty() && document.root.entry("run").is_none() {
        let Value::Table(entries) = &mut document.root.value else { unreachable!("a document is a table") };
        entries.push((
            "run".into(),
            Position::default(),
            Node { value: Value::Table(Vec::new()), place: Position::default() },
        ));
    }
    for edit in &edits {
        let path = end_of_path(&edit.text).map(|end| edit.text[..end].trim());
        // By now the files are merged: what is changed here would have no effect.
        if path == Some("extends") {
            let title = format!("`extends` cannot be changed by `{}`", edit.name);
            let help = Some("write a file with `extends` and name that".to_string());
            early.push(Diagnostic { title, label: String::new(), place: None, help });
            continue;
        }
        if let Some(key) = path.and_then(|path| path.strip_prefix("run.")) {
            document.remove_excluded(key);
        }
        match document.edit_from(edit) {
            Ok(arms) => arms.into_iter().for_each(|arm| {
                let path = edit.text[..end_of_path(&edit.text).unwrap_or(0)].trim();
                warnings.push(format!("`{path}` ({}) stands in place of what arm `{arm}` sets", edit.name));
            }),
            Err(problem) => early.push(problem),
        }
    }
    let folders = document.folders();
    let (numbers, files) = (Vec::new(), Vec::new());
    let mut reader = Reader {
        problems: early,
        numbers,
        bibliography: None,
        folders,
        files,
        quiet: false,
        clock: None,
        edits_from: document.files,
        remarks: Vec::new(),
        money: Vec::new(),
    };
    let sweep = reader.sweep(&document);
    let loaded = reader.scenario(path, &document);
    let Reader { problems, files, remarks, .. } = reader;
    match loaded {
        Some((scenario, of_scenario)) if problems.is_empty() => {
            let said = document.inherited().into_iter().chain(document.remarks()).chain(remarks);
            said.for_each(|remark| warnings.push(remark));
            of_scenario.into_list().into_iter().for_each(|warning| warnings.push(warning));
            let warnings = warnings.into_list();
            let identity = identity(&document.root, &files);
            let folder = path.parent().unwrap_or(Path::new(""));
            let inputs = files.iter().map(|file| (relative(&file.name, folder), fingerprint(&file.text))).collect();
            document.state("currency", scenario.currency.as_deref());
            let resolved = resolved(&document.root);
            let sources = document.sources.into_iter().chain(files).collect();
            Ok(Loaded { scenario, warnings, sources, resolved, inputs, sweep, identity })
        }
        _ => Err(Problems { sources: document.sources, list: problems }),
    }
}

impl Reader {
    fn scenario(&mut self, path: &Path, document: &Document) -> Option<(Scenario, Warnings)> {
        let root = &document.root;
        let top = self.open(root, &fields::SCENARIO, String::new())?;
        self.read_bibliography(&top);
        self.check_sections(root);
        let name = path.file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy().into_owned());
        self.check_names(root, &name);
        let start = self.start(&top);
        let calendar = Calendar { start };
        let end = match self.length(&top, "length") {
            Some(Length::Exact(span)) if span > Span::ZERO => Time::ZERO + span,
            Some(Length::Exact(_)) => {
                self.complain("`length` is zero", "expected some time", &top.get("length")?.place, None);
                Time::of_week(1)
            }
            Some(months) => calendar.occurrence(months.recurrence(), 1),
            None => calendar.occurrence(crate::units::Recurrence::Months(12), 1),
        };
        let (warm_up, warm_up_from) = self.warm_up(&top);
        let too_long = [
            ("length", end - Time::ZERO > LONGEST_RUN, "expected at most 104 years (5453 weeks)"),
            ("warm_up", warm_up > LONGEST_WARM_UP, "expected at most 34 years (1817 weeks)"),
        ];
        for (key, _, label) in too_long.into_iter().filter(|(_, too_long, _)| *too_long) {
            let place = top.get(key)?.place.clone();
            self.complain(format!("`{key}` is too long"), label, &place, None);
        }
        let mut of_periods = Warnings::default();
        let periods = self.periods(&top, calendar, end, &mut of_periods);
        let (seed, replications, ledger, show) = self.run(&top);
        let names = Names::new(root);
        if !self.few_enough(root, &names) {
            return None; // Identifiers would run out.
        }
        let mut document = document.clone();
        // A pilot begins earlier than the run whose warm-up it finds.
        let before = if warm_up_from == WarmUpFrom::ToFind { WEEK * PILOT_WEEKS } else { warm_up };
        let years = self.years(&mut document, calendar, Time::ZERO - before, end);
        self.numbers.clear(); // Lengths and seeds are choices of the study, not knowledge.
        let (arms, control, mut warnings) = self.arms(&document, &names, calendar, &years);
        of_periods.into_list().into_iter().for_each(|warning| warnings.push(warning));
        let provenance = self.provenance();
        let currency = self.currency(&top);
        let precision = root.entry("run").and_then(|run| run.entry("precision"));
        let precision = precision.and_then(|node| self.precision(node, &names, control));
        let prediction = top.get("expectation").and_then(|node| self.prediction(node, &names, control));
        let mut scenario = Scenario {
            title: self.text(&top, "title").map_or_else(|| name.clone(), String::from),
            question: self.text(&top, "question").unwrap_or_default().into(),
            note: self.text(&top, "note").unwrap_or_default().into(),
            currency,
            name,
            calendar,
            warm_up,
            warm_up_from,
            end,
            periods,
            seed,
            replications: precision.as_ref().map_or(replications, |precision| precision.at_most),
            precision,
            ledger,
            years: years.begin,
            arms,
            control: control?,
            provenance,
            prediction,
            show,
        };
        if !self.problems.is_empty() {
            return None;
        }
        self.check_meaning(&mut scenario, root, &mut warnings);
        if self.problems.is_empty() {
            let idle = analysis::idle_paths(&scenario);
            scenario.provenance = scenario.provenance.without_idle(|path| analysis::is_idle(&idle, path));
        }
        Some((scenario, warnings))
    }

    /// What only the whole graph shows: cycles, tasks nobody can do, missing links. Derives orders on the way.
    fn check_meaning(&mut self, scenario: &mut Scenario, root: &Node, warnings: &mut Warnings) {
        let found = analysis::problems(scenario);
        if found.iter().all(|problem| problem.severity != Severity::Error) {
            analysis::derive_orders(scenario);
        }
        analysis::warnings(scenario, &found).into_iter().for_each(|warning| warnings.push(warning));
        for problem in found.into_iter().filter(|problem| problem.severity == Severity::Error) {
            let place = place_of(root, &problem.path);
            let label = format!("`{}`", problem.path);
            self.complain(problem.message, label, &place, problem.help);
        }
    }

    /// What holds named tables is a table of tables.
    fn check_sections(&mut self, root: &Node) {
        for kind in names::NAMED_KINDS.into_iter().chain(["period"]) {
            if let Some(node) = root.entry(kind).filter(|node| node.table().is_none()) {
                let label = format!("expected tables such as [{kind}.NAME], found {}", node.kind());
                self.complain(format!("`{kind}` must hold named tables"), label, &node.place, None);
            }
        }
    }

    fn warm_up(&mut self, top: &Table<'_>) -> (Span, WarmUpFrom) {
        match top.get("warm_up") {
            Some(Node { value: Value::Text(text), .. }) if text == "auto" => (Span::ZERO, WarmUpFrom::ToFind),
            Some(_) => (self.span(top, "warm_up").unwrap_or(Span::ZERO), WarmUpFrom::Scenario),
            None => (Span::ZERO, WarmUpFrom::Scenario),
        }
    }

    fn run(&mut self, top: &Table<'_>) -> (u64, u32, bool, Vec<String>) {
        let nothing = (1, 30, true, Vec::new());
        let Some(node) = top.get("run") else { return nothing };
        let Some(run) = self.open(node, &fields::RUN, "run".into()) else { return nothing };
        self.not_both(&run);
        let seed = self.whole(&run, "seed").unwrap_or(1);
        let ledger = self.truth(&run, "ledger").unwrap_or(true);
        let show = self.metrics(&run, "show");
        (seed, self.whole(&run, "replications").unwrap_or(30) as u32, ledger, show)
    }
}

/// Where a path stands, or as much of it as there is.
fn place_of(root: &Node, path: &str) -> Position {
    let mut here = root;
    let mut place = Position { source: 0, span: 0..0 };
    for key in keys(path).unwrap_or_default() {
        let Some((_, key_place, node)) =
            here.table().and_then(|entries| entries.iter().find(|(name, _, _)| *name == key))
        else {
            break;
        };
        place = if matches!(node.value, Value::Table(_)) { key_place.clone() } else { node.place.clone() };
        here = node;
    }
    place
}

fn is_one(sum: f64) -> bool {
    (sum - 1.0).abs() < 1e-9
}
