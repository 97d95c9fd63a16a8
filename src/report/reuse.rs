//! The reuse graph as a picture: tasks under each other in the order in which data passes through them, an arc from who
//! writes to who reads, as thick as the reader's hours. It fits a phone, since names never stand side by side. No
//! charts' library draws it, so it is drawn here.

use super::data::RunFolder;
use super::figure::{Figure, Grid, PageSection, Panel, escaped, words};
use super::lines::tick;
use super::svg::head;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A task with its hours a week.
struct TaskNode {
    name: String,
    order: u32,
    depth: usize,
    hours: f64,
}

/// A reader's hours that rest on a writer's product: those of the reader in equal parts to all that it reads.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Edge {
    from: usize,
    to: usize,
    hours: f64,
}

/// What tasks read and write, whatever the arm: names of products by task.
struct Links {
    reads: BTreeMap<String, BTreeSet<String>>,
    writers: BTreeMap<String, BTreeSet<String>>,
}

fn list(table: &toml::Table, key: &str) -> Vec<String> {
    let items = table.get(key).and_then(toml::Value::as_array);
    let names = items.into_iter().flatten().filter_map(toml::Value::as_str);
    // `b?` waits until b is settled, `b@previous` is the elder sibling's: both are b.
    names.map(|name| name.split(['?', '@']).next().unwrap_or_default().to_owned()).collect()
}

fn links(run: &RunFolder) -> Links {
    let mut links = Links { reads: BTreeMap::new(), writers: BTreeMap::new() };
    for (name, task) in run.named("task") {
        let ways = task.get("way").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
        let mut reads: BTreeSet<String> = list(task, "reads").into_iter().collect();
        reads.extend(ways.filter_map(toml::Value::as_table).flat_map(|way| list(way, "reads")));
        for product in list(task, "writes") {
            links.writers.entry(product).or_default().insert(name.to_owned());
        }
        links.reads.insert(name.to_owned(), reads);
    }
    links
}

/// The tasks an arm does, and the arcs between them.
fn graph(run: &RunFolder, arm: &str, links: &Links) -> (Vec<TaskNode>, Vec<Edge>) {
    let mut nodes: BTreeMap<&str, TaskNode> = BTreeMap::new();
    for (_, key, value) in
        run.values().filter(|(of, key, _)| *of == arm && key.metric == "hours" && !key.task.is_empty())
    {
        let order = key.order.parse().unwrap_or(1);
        let name = key.task.clone();
        nodes.entry(&key.task).or_insert(TaskNode { name, order, depth: 0, hours: 0.0 }).hours += value.mean.mean();
    }
    // Work that a tool does takes nobody's hours, and is a step all the same.
    for (_, key, value) in
        run.values().filter(|(of, key, _)| *of == arm && key.metric == "done" && !key.task.is_empty())
    {
        if value.mean.mean() > 0.0 && !nodes.contains_key(key.task.as_str()) {
            nodes.insert(&key.task, TaskNode { name: key.task.clone(), order: 0, depth: 0, hours: 0.0 });
        }
    }
    let writers = |name: &str| -> BTreeSet<&str> {
        let read = links.reads.get(name).into_iter().flatten();
        let written_by = read.filter_map(|product| links.writers.get(product)).flatten();
        written_by.map(String::as_str).filter(|writer| *writer != name).collect()
    };
    let names: Vec<&str> = nodes.keys().copied().collect();
    // Depth: the longest way here; what comes back (rework) ends after as many rounds as there are tasks.
    let mut depth: BTreeMap<&str, usize> = names.iter().map(|name| (*name, 0)).collect();
    for _ in 0..names.len() {
        let next: BTreeMap<&str, usize> = names
            .iter()
            .map(|name| {
                (*name, writers(name).iter().filter_map(|writer| depth.get(writer)).map(|d| d + 1).max().unwrap_or(0))
            })
            .map(|(name, steps)| (name, steps.min(names.len())))
            .collect();
        if next == depth {
            break;
        }
        depth = next;
    }
    let mut rows: Vec<TaskNode> = nodes.into_values().collect();
    for node in &mut rows {
        node.depth = depth.get(node.name.as_str()).copied().unwrap_or(0);
        node.order = node.order.max(1);
    }
    rows.sort_by(|a, b| (a.order, a.depth, &a.name).cmp(&(b.order, b.depth, &b.name)));
    let place: BTreeMap<&str, usize> =
        rows.iter().enumerate().map(|(place, node)| (node.name.as_str(), place)).collect();
    let mut edges = Vec::new();
    for (to, node) in rows.iter().enumerate() {
        let from: Vec<usize> = writers(&node.name).iter().filter_map(|writer| place.get(writer).copied()).collect();
        let hours = node.hours / from.len().max(1) as f64;
        edges.extend(from.into_iter().map(|from| Edge { from, to, hours }));
    }
    (rows, edges)
}

const WIDE: f64 = 360.0;
const ROW: f64 = 21.0;
/// Where names begin; arcs are to the left of it, hours to the right.
const NAMES: f64 = 112.0;
const BARS: f64 = 262.0;
/// Width of the thickest arc.
const THICK: f64 = 14.0;

/// Draws it; `most`: the hours that the longest bar stands for, the same in all panels.
fn draw(label: &str, nodes: &[TaskNode], edges: &[Edge], most: f64) -> String {
    let heading = |place: usize| place == 0 || nodes[place].order != nodes[place - 1].order;
    let mut tops = Vec::new();
    let mut y = 0.0;
    for place in 0..nodes.len() {
        y += if heading(place) { ROW * 1.3 } else { 0.0 };
        tops.push(y);
        y += ROW;
    }
    let mut svg = head(WIDE, libm::round(y + 6.0), label);
    let thickest = edges.iter().map(|edge| edge.hours).fold(f64::MIN_POSITIVE, f64::max);
    let longest = edges.iter().map(|edge| (tops[edge.to] - tops[edge.from]).abs()).fold(1.0, f64::max);
    let mut thick_first: Vec<&Edge> = edges.iter().collect();
    thick_first.sort_by(|a, b| b.hours.total_cmp(&a.hours));
    for edge in thick_first {
        let (from, to) = (tops[edge.from] + ROW / 2.0, tops[edge.to] + ROW / 2.0);
        // Half an ellipse whose width grows with the root of its height, so that short arcs stay apart from long ones.
        let out = 6.0 + (NAMES - 22.0) * ((from - to).abs() / longest).sqrt();
        let sweep = u8::from(from > to);
        let _ = write!(
            svg,
            "<path d=\"M{x:.1} {from:.1}A{out:.1} {:.1} 0 0 {sweep} {x:.1} {to:.1}\" fill=\"none\" stroke=\"var(--s{})\" \
             stroke-opacity=\".55\" stroke-width=\"{:.2}\"><title>{} → {}: {} h/week</title></path>",
            (from - to).abs() / 2.0,
            nodes[edge.to].order % 8,
            (THICK * edge.hours / thickest).max(0.7),
            escaped(&words(&nodes[edge.from].name)),
            escaped(&words(&nodes[edge.to].name)),
            tick(edge.hours),
            x = NAMES - 8.0,
        );
    }
    for (place, node) in nodes.iter().enumerate() {
        let base = tops[place] + ROW / 2.0;
        if heading(place) {
            let _ = write!(
                svg,
                "<text x=\"{NAMES}\" y=\"{:.1}\" font-size=\"11.5\" font-weight=\"650\" fill=\"var(--soft)\">order {}</text>",
                tops[place] - 4.0,
                node.order
            );
        }
        let long = (WIDE - BARS - 34.0) * node.hours / most;
        let _ = write!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{base:.1}\" r=\"3\" fill=\"var(--s{colour})\"/>\
             <text x=\"{NAMES}\" y=\"{:.1}\" font-size=\"11.5\" fill=\"var(--ink)\">{}</text>\
             <rect x=\"{BARS}\" y=\"{:.1}\" width=\"{long:.1}\" height=\"11\" fill=\"var(--s{colour})\" fill-opacity=\".6\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"11\" fill=\"var(--ink)\">{}</text>",
            NAMES - 8.0,
            base + 4.0,
            escaped(&shortened(&words(&node.name))),
            base - 5.5,
            BARS + long + 4.0,
            base + 4.0,
            tick(node.hours),
            colour = node.order % 8,
        );
    }
    svg + "</svg>"
}

/// Names that would run into the bars lose their end; the table has them whole.
fn shortened(name: &str) -> String {
    const FITS: usize = 25;
    if name.chars().count() <= FITS {
        return name.to_owned();
    }
    name.chars().take(FITS - 1).chain(std::iter::once('…')).collect()
}

/// The graph of the control and of the arm the answer is about.
pub(super) fn section(run: &RunFolder) -> Option<PageSection> {
    let links = links(run);
    let expected = run.scenario.get("expectation").and_then(|of| of.get("arm")).and_then(toml::Value::as_str);
    let other = expected.filter(|arm| run.others.iter().any(|name| name == arm));
    let other = other.or(run.others.first().map(String::as_str));
    let graphs: Vec<(&str, Vec<TaskNode>, Vec<Edge>)> = std::iter::once(run.control())
        .chain(other)
        .map(|arm| {
            let (nodes, edges) = graph(run, arm, &links);
            (arm, nodes, edges)
        })
        .collect();
    if graphs.iter().all(|(_, _, edges)| edges.is_empty()) {
        return None;
    }
    let most = graphs.iter().flat_map(|(_, nodes, _)| nodes).map(|node| node.hours).fold(f64::MIN_POSITIVE, f64::max);
    let header = ["arm", "from", "to", "order of the reader", "h/week"].map(str::to_owned).into();
    let title = "Table: what is reused by what".into();
    let mut table = Grid { title, texts: 3, header, rows: Vec::new() };
    let mut panels = Vec::new();
    for (arm, nodes, edges) in &graphs {
        for edge in edges {
            let (from, to) = (&nodes[edge.from], &nodes[edge.to]);
            let hours = crate::io::tables::number((edge.hours * 1e4).round() / 1e4);
            table.rows.push(vec![words(arm), words(&from.name), words(&to.name), to.order.to_string(), hours]);
        }
        let label = format!("Reuse graph of {}: tasks, and arcs from who writes to who reads", words(arm));
        panels.push(Panel { title: format!("{}, h/week", words(arm)), svg: draw(&label, nodes, edges, most) });
    }
    let caption =
        "<strong>Who works on what others have written.</strong> An arc leads from the task that writes a product \
                   to a task that reads it, as thick as the hours the reader spends (in equal parts, if it reads from \
                   several). Tasks stand in the order of the data: order 1 is the record itself, each use of data for \
                   another purpose adds one. Bars: hours of the task."
            .to_owned();
    let figure = Figure { caption, legend: Vec::new(), panels, table };
    Some(PageSection { id: "reuse", title: "The reuse graph", lead: String::new(), figures: vec![figure] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_are_as_thick_as_hours() {
        let node = |name: &str, order, hours| TaskNode { name: name.into(), order, depth: 0, hours };
        let nodes = [node("write_note", 1, 40.0), node("code", 2, 20.0), node("bill", 2, 5.0)];
        let edges = [Edge { from: 0, to: 1, hours: 20.0 }, Edge { from: 1, to: 2, hours: 5.0 }];
        let svg = draw("graph", &nodes, &edges, 40.0);
        // The thickest is 14 wide; a quarter of its hours is a quarter of that.
        assert!(svg.contains("stroke-width=\"14.00\"><title>write note → code: 20 h/week"), "{svg}");
        assert!(svg.contains("stroke-width=\"3.50\"><title>code → bill: 5 h/week"), "{svg}");
        // 40 of 40 h are 360 - 262 - 34 = 64 units long, and a bar for each task.
        assert!(svg.contains("width=\"64.0\""));
        assert_eq!(svg.matches(">order ").count(), 2);
    }

    #[test]
    fn long_names_are_shortened() {
        assert_eq!(shortened("write visit note"), "write visit note");
        assert_eq!(shortened("a name that is far too long for it").chars().count(), 25);
    }
}
