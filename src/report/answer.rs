//! The question, and the answer in a sentence with its interval: generated from the numbers.

use super::data::{Interval, RowKey, RunFolder, TableValue, plain_number};
use super::figure::{Figure, Grid, PageSection, Panel, escaped, words};
use super::{outcomes, ranges};
use crate::experiment::{Estimate, MetricKind, Verdict};
use crate::io::tables::{Shows, number, shown};
use crate::model::scenario::Direction;
use std::fmt::Write as _;

/// The question and what its author wants known.
pub(super) fn question(run: &RunFolder) -> PageSection {
    let text = |key: &str| run.scenario.get(key).and_then(toml::Value::as_str).unwrap_or_default().trim();
    let asked = if text("question").is_empty() { &run.manifest.title } else { text("question") };
    let mut lead = format!("<p>{}</p>", escaped(asked));
    if !text("note").is_empty() {
        let _ = write!(lead, "<p class=\"note\">{}</p>", escaped(text("note")));
    }
    PageSection { id: "question", title: "The question", lead, figures: Vec::new() }
}

/// What a scenario expected of a paired difference.
#[derive(Clone, Debug)]
pub(super) struct ExpectedAnswer {
    pub arm: String,
    pub key: RowKey,
    direction: Direction,
    smallest: f64,
    because: String,
}

/// Reads it in the scenario's document.
pub(super) fn expected(scenario: &toml::Table) -> Option<ExpectedAnswer> {
    let table = scenario.get("expectation")?.as_table()?;
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let plain = |key: &str| table.get(key).map(plain_number);
    let direction = match text("direction").as_str() {
        "more" => Direction::More,
        "less" => Direction::Less,
        _ => Direction::None,
    };
    let key = RowKey {
        metric: text("metric"),
        occupation: text("occupation"),
        activity: text("activity"),
        order: plain("order").flatten().map_or(String::new(), number),
        task: text("task"),
    };
    let smallest = plain("smallest").flatten()?;
    Some(ExpectedAnswer { arm: text("arm"), key, direction, smallest, because: text("because") })
}

/// A metric in words, with whom it is about.
pub(super) fn subject(key: &RowKey) -> String {
    let what = match key.metric.as_str() {
        "hours.shifted" if !key.occupation.is_empty() => {
            return format!("work meant for {} and done by others", words(&key.occupation));
        }
        metric => lower(MetricKind::of(metric).title),
    };
    let about = [&key.occupation, &key.activity, &key.task].into_iter().filter(|name| !name.is_empty());
    let mut about: Vec<String> = about.map(|name| words(name)).collect();
    about.extend((!key.order.is_empty()).then(|| format!("order {}", key.order)));
    if about.is_empty() { format!("{what} of all") } else { format!("{what} of {}", about.join(", ")) }
}

/// A title within a sentence.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}", first.to_lowercase(), letters.as_str()))
}

/// A number of `summary.csv`: as it stands there for machines, rounded for readers.
pub(super) fn datum(value: f64, of: Estimate, shows: Shows) -> String {
    let shown = shown(Some(of), 1.0, shows);
    let decimals = shown.split(' ').next().and_then(|text| text.split_once('.')).map_or(0, |(_, part)| part.len());
    let text = plain(value, decimals, shows);
    format!("<data value=\"{}\">{}</data>", number(value), text.replace('-', "−"))
}

fn plain(value: f64, decimals: usize, shows: Shows) -> String {
    let text = shows.text(value, decimals);
    if text.bytes().all(|byte| b"+-.0".contains(&byte)) { "0".into() } else { text }
}

/// An estimate in words, with its interval.
fn in_words(interval: Interval, unit: &str, shows: Shows) -> String {
    let of = interval.estimate;
    let n = format!("n = {}{}", of.n, if shows == Shows::Change { " pairs of replications" } else { "" });
    let mut text = format!("{} {}", datum(of.mean, of, shows), escaped(unit));
    match interval.ends {
        Some((low, high)) => {
            let _ = write!(text, " (95% interval {} to {}, {n})", datum(low, of, shows), datum(high, of, shows));
        }
        None => text += " (n = 1: it takes two replications to have an interval)",
    }
    text
}

/// A sentence about one arm.
fn sentence(run: &RunFolder, arm: &str, key: &RowKey, value: TableValue) -> String {
    let arm_name = format!("<strong>{}</strong>", escaped(&words(arm)));
    match value.difference {
        Some(difference) => format!(
            "With {arm_name} instead of {}, {} changes by {}.",
            escaped(&words(run.control())),
            escaped(&subject(key)),
            in_words(difference, &run.unit(&key.metric), Shows::Change)
        ),
        None => format!(
            "With {arm_name}, {} is {}.",
            escaped(&subject(key)),
            in_words(value.mean, &run.unit(&key.metric), Shows::Level)
        ),
    }
}

/// n, the window and the design: never missing beside a number.
fn design(run: &RunFolder) -> String {
    let n = run.manifest.replications;
    let window = &run.window;
    let paired = if run.others.is_empty() {
        "one arm, nothing is compared".to_owned()
    } else {
        format!(
            "every arm meets the same draws as <em>{}</em>, and differences are paired by replication",
            escaped(&words(run.control()))
        )
    };
    format!(
        "n = {n} replication{}; {paired}; intervals are pointwise, each holds for itself; means over weeks {} to {} (period <em>{}</em>).",
        if n == 1 { "" } else { "s" },
        window.from_week,
        window.to_week,
        escaped(&words(&window.name))
    )
}

/// The answer: the sentence, whether what was expected came, and the other arms.
pub(super) fn answer(run: &RunFolder) -> PageSection {
    let all = RowKey::all("hours.data_work");
    let expected = expected(&run.scenario).filter(|expected| run.value(&expected.arm, &expected.key).is_some());
    let (arm, key) = match &expected {
        Some(expected) => (expected.arm.as_str(), expected.key.clone()),
        None => (run.others.first().map_or(run.control(), String::as_str), all.clone()),
    };
    let mut lead = String::new();
    if let Some(value) = run.value(arm, &key) {
        let sentence = sentence(run, arm, &key, value);
        let _ = write!(lead, "<p class=\"headline\">{sentence}</p><p>{}</p>", design(run));
        if let Some(expected) = &expected {
            lead += &verdict(run, expected, value);
        }
    }
    let others: Vec<String> = (run.others.iter())
        .filter(|other| key != all || *other != arm)
        .filter_map(|other| sentence_of(run, other, &all))
        .collect();
    if !others.is_empty() {
        let _ = write!(lead, "<ul class=\"sentences\">{}</ul>", others.concat());
    }
    lead += &at_once(run, &key);
    let mut figures = Vec::new();
    if !run.others.is_empty() {
        figures.push(changes(run));
    }
    PageSection { id: "answer", title: "The answer", lead, figures }
}

/// The differences the answer rests on, with intervals that hold for all arms at once, where there are several.
fn at_once(run: &RunFolder, key: &RowKey) -> String {
    let headlines = &run.manifest.headline;
    let [first, _, ..] = &headlines[..] else { return String::new() };
    let of = |headline: &super::data::WrittenHeadline| {
        let n = run.manifest.replications as usize;
        let half_width = headline.simultaneous_half_width;
        let difference = shown(Some(Estimate { mean: headline.diff, sd: None, half_width, n }), 1.0, Shows::Change);
        let removed = headline
            .variance_reduction
            .map_or(String::new(), |share| format!(" (variance removed: {:.0}%)", 100.0 * share).replace('-', "−"));
        format!("<strong>{}</strong> {}{removed}", escaped(&words(&headline.arm)), difference.replace('-', "−"))
    };
    format!(
        "<p>With intervals that hold for all {} arms at once (Bonferroni), {} in {}: {}. What is removed is the chance that both \
         arms have in common, since they meet the same draws; below zero, it adds to theirs.</p>",
        headlines.len(),
        escaped(&subject(key)),
        escaped(&first.unit),
        headlines.iter().map(of).collect::<Vec<_>>().join("; ")
    )
}

fn sentence_of(run: &RunFolder, arm: &str, key: &RowKey) -> Option<String> {
    Some(format!("<li>{}</li>", sentence(run, arm, key, run.value(arm, key)?)))
}

fn verdict(run: &RunFolder, expected: &ExpectedAnswer, value: TableValue) -> String {
    let verdict =
        Verdict::of(expected.direction, expected.smallest, value.difference.and_then(|difference| difference.ends));
    let way = match expected.direction {
        Direction::More => "more by at least",
        Direction::Less => "less by at least",
        Direction::None => "different by less than",
    };
    let found = match verdict {
        Verdict::Agrees => "The result agrees: all of the interval lies there.",
        Verdict::Disagrees => "The result disagrees: none of the interval lies there.",
        Verdict::Undecided => "The result is undecided: only a part of the interval lies there.",
    };
    format!(
        "<p class=\"verdict\">Expected: {way} {} {}, because {}. <strong>{found}</strong></p>",
        number(expected.smallest),
        escaped(&run.unit(&expected.key.metric)),
        escaped(&expected.because)
    )
}

/// At most so many occupations are drawn.
const DRAWN: usize = 6;

/// Data work of every occupation, as the change each arm brings.
fn changes(run: &RunFolder) -> Figure {
    let mut keys = vec![("all occupations".to_owned(), RowKey::all("hours.data_work"))];
    keys.extend(run.occupations.iter().map(|name| (words(name), RowKey::of("hours.data_work", name))));
    let mut grid = Grid { title: "Table: data work by arm and occupation".into(), ..outcomes::grid("occupation") };
    let mut panels: Vec<(f64, Panel)> = Vec::new();
    for (name, key) in keys.into_iter().filter(|(_, key)| run.present(key)) {
        let mut bars = Vec::new();
        for (number, arm) in run.arms().enumerate() {
            let Some(value) = run.value(arm, &key) else { continue };
            outcomes::push(&mut grid, &name, arm, value);
            if let Some(value) = value.difference {
                bars.push(ranges::RangeBar { name: words(arm), series: number, value: value.estimate, change: true });
            }
        }
        let largest = bars.iter().map(|bar| bar.value.mean.abs()).fold(0.0, f64::max);
        let rank = if panels.is_empty() { f64::INFINITY } else { largest };
        if largest > 0.0 {
            let svg = ranges::draw(&format!("Change of data work of {name} by arm, hours a week"), &bars);
            panels.push((rank, Panel { title: format!("{name}, h/week"), svg }));
        }
    }
    panels.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    panels.truncate(DRAWN);
    let caption = format!(
        "<strong>Change of data work against {}.</strong> To the right of the line: more hours a week than there; to the \
         left: fewer. The bar is the mean of the paired differences, the thin line its 95% interval: where it crosses zero, \
         the sign is open. Drawn are the occupations with the largest changes, each on its own scale; the table has all.",
        escaped(&words(run.control()))
    );
    Figure { caption, legend: Vec::new(), panels: panels.into_iter().map(|(_, panel)| panel).collect(), table: grid }
}
