//! The pages of a run, of two runs compared and of a sweep: they need no network, have a table behind every chart, say
//! what the tables say, and are the same whatever the threads; and the gallery's pictures. What pages look like is
//! checked in a browser: `tests/browser`.

use crate::support::{SMALL, said, sim};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Bytes a page may have.
const LARGEST: usize = 2_000_000;

struct Run {
    /// Removes the folder when it goes.
    _folder: tempfile::TempDir,
    out: PathBuf,
}

impl Run {
    fn of(scenario: &str, more: &[&str]) -> Run {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        let to = out.to_str().expect("a path in UTF-8");
        let output = sim(&[&["run", scenario, "--quiet", "--replications", "3", "--out", to], more].concat());
        assert!(output.status.success(), "{}", said(&output));
        Run { _folder: folder, out }
    }

    fn page(&self) -> String {
        fs::read_to_string(self.out.join("report.html")).expect("the page")
    }
}

/// What stands between two texts, each time.
fn between<'p>(page: &'p str, before: &str, after: &str) -> Vec<&'p str> {
    page.split(before).skip(1).map(|rest| rest.split(after).next().unwrap_or_default()).collect()
}

/// Sweeps the small scenario over two inputs, or as it is said.
fn sweep(out: &Path, more: &[&str]) -> Output {
    const TWO: [&str; 4] =
        ["--vary", "site.clinic.staff.secretary=1:2:0.5", "--vary", "task.code.way.coder.time.mean=8 min, 12 min"];
    let two: &[&str] = if more.contains(&"--vary") { &[] } else { &TWO };
    let out = out.to_str().expect("a path in UTF-8");
    sim(&[&["sweep", SMALL, "--replications", "2", "--quiet", "--out", out], two, more].concat())
}

/// A page of each kind.
fn pages() -> [String; 3] {
    let (run, other) = (Run::of(SMALL, &[]), Run::of(SMALL, &["--set", "site.clinic.staff.secretary=1"]));
    let folder = |run: &Run| run.out.to_str().expect("a path in UTF-8").to_owned();
    let compared = sim(&["compare", &folder(&run), &folder(&other), "--quiet"]);
    assert_eq!(compared.status.code(), Some(0), "{}", said(&compared));
    let swept = run.out.join("swept");
    let output = sweep(&swept, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let read = |path: PathBuf| fs::read_to_string(path).expect("the page");
    [run.page(), read(other.out.join("comparison.html")), read(swept.join("report.html"))]
}

#[test]
fn pages_need_no_network() {
    pages().iter().for_each(|page| needs_no_network(page));
}

fn needs_no_network(page: &str) {
    for loads in ["http:", "https:", " src=", "@import", "<script", "<iframe", "<img", "<object", "srcset"] {
        assert!(!page.contains(loads), "{loads}");
    }
    for address in between(page, "href=\"", "\"") {
        assert!(address.starts_with('#') || address == "data:,", "{address}");
    }
    for address in between(page, "url(", ")") {
        assert!(address.starts_with('#'), "{address}");
    }
    // What is pointed at is there.
    for target in between(page, "href=\"#", "\"") {
        assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
    }
    assert!(page.len() < LARGEST, "{} bytes", page.len());
}

#[test]
fn every_chart_has_its_table_and_a_caption() {
    // One run has many charts; two runs have one for each arm; a sweep has three metrics by two inputs, two maps and a
    // front.
    for (page, least) in pages().iter().zip([16, 3, 9]) {
        has_tables_and_captions(page, least);
    }
}

fn has_tables_and_captions(page: &str, least: usize) {
    let figures = between(page, "<figure>", "</figure>");
    let charts: usize = figures.iter().map(|figure| figure.matches("role=\"img\"").count()).sum();
    assert_eq!(charts, page.matches("role=\"img\"").count(), "no chart outside a figure");
    assert!(charts >= least, "{charts}");
    for figure in figures {
        assert_eq!(figure.matches("<table>").count(), 1);
        let rows = between(figure, "<tbody>", "</tbody>")[0].matches("<tr>").count();
        assert!(rows > 0, "an empty table: {figure}");
        if figure.contains("role=\"img\"") {
            let caption = between(figure, "<figcaption>", "</figcaption>")[0];
            assert!(caption.len() > 60, "{caption}");
        }
    }
}

/// The numbers in the sentence are those of `summary.csv`, digit by digit, with n and the design.
#[test]
fn the_sentence_says_what_the_summary_says() {
    let run = Run::of(SMALL, &[]);
    let page = run.page();
    let headline = between(&page, "<p class=\"headline\">", "</p>")[0];
    let said = between(headline, "<data value=\"", "\"");
    let arm = between(headline, "<strong>", "</strong>")[0];
    let mut summary = csv::Reader::from_path(run.out.join("summary.csv")).expect("the summary");
    let row = summary
        .records()
        .map(|row| row.expect("a row"))
        .find(|row| {
            let sum = (3..7).all(|column| row[column].is_empty());
            row[0].replace('_', " ") == arm && &row[1] == "after" && &row[2] == "hours.data_work" && sum
        })
        .expect("its row");
    assert_eq!(said, [&row[13], &row[14], &row[15]], "{headline}");
    assert!(headline.contains("n = 3 pairs of replications") && headline.contains("95% interval"), "{headline}");
    assert!(page.contains("paired by replication"));
}

#[test]
fn the_page_is_the_same_whatever_the_threads_and_made_again() {
    let one = Run::of(SMALL, &["--threads", "1"]);
    let page = one.page();
    for threads in ["2", "8"] {
        assert!(page == Run::of(SMALL, &["--threads", threads]).page(), "{threads} threads");
    }
    fs::remove_file(one.out.join("report.html")).expect("removed");
    let again = sim(&["report", one.out.to_str().expect("a path in UTF-8")]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(page == one.page(), "made from the folder alone");
    assert!(page != Run::of(SMALL, &["--seed", "12"]).page(), "another seed gives other numbers");
}

#[test]
fn what_a_run_has_no_data_for_is_left_out() {
    let with_arms = Run::of(SMALL, &[]).page();
    let alone = Run::of(SMALL, &["--arm", "typed"]).page();
    for section in ["ledger", "saving"] {
        assert!(with_arms.contains(&format!("<section id=\"{section}\"")), "{section}");
        assert!(!alone.contains(&format!("id=\"{section}\"")) && !alone.contains(&format!("#{section}")), "{section}");
    }
    for section in ["question", "answer", "hours", "turnaround", "reuse", "rests-on", "scenario", "reproduce"] {
        assert!(alone.contains(&format!("<section id=\"{section}\"")), "{section}");
    }
    assert!(alone.contains("nothing is compared"));
    assert!(!with_arms.contains("id=\"patients\""), "it has none");
    assert!(Run::of("scenarios/patient_generated_data.toml", &[]).page().contains("<section id=\"patients\""));
}

#[test]
fn nothing_in_a_scenario_is_markup() {
    let run = Run::of(SMALL, &["--set", "title=\"<script>alert(1)</script>\"", "--set", "question=\"<b>who</b>?\""]);
    let page = run.page();
    assert!(!page.contains("<script") && !page.contains("<b>"));
    assert!(page.contains("&lt;b&gt;who&lt;/b&gt;?"));
}

/// The ends in the sentence are the least and the largest paired difference in `results.csv`, digit by digit.
#[test]
fn the_sentence_of_a_sweep_says_what_its_results_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("swept");
    assert_eq!(sweep(&out, &[]).status.code(), Some(0));
    let page = fs::read_to_string(out.join("report.html")).expect("the page");
    let headline = between(&page, "<p class=\"headline\">", "</p>")[0];
    let arm = between(headline, "<strong>", "</strong>")[0];
    let mut reader = csv::Reader::from_path(out.join("results.csv")).expect("the results");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|other| other == name).expect("a column");
    let rows = reader.records().map(|row| row.expect("a row"));
    let mut of_arm: Vec<(f64, String)> = rows
        .filter(|row| &row[at("arm")] == arm && &row[at("period")] == "after")
        .filter(|row| &row[at("metric")] == "hours.data_work")
        .filter(|row| ["occupation", "activity", "order", "task"].iter().all(|group| row[at(group)].is_empty()))
        .map(|row| (row[at("diff")].parse().expect("a number"), row[at("diff")].to_owned()))
        .collect();
    of_arm.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert_eq!(of_arm.len(), 6);
    let said = between(headline, "<data value=\"", "\"");
    assert_eq!((said[0], said[3]), (of_arm[0].1.as_str(), of_arm[5].1.as_str()), "{headline}");
    assert!(page.contains("every combination of levels (grid), 6 points") && page.contains("6 done"));
    for section in ["answer", "varied", "response", "heat", "front"] {
        assert!(page.contains(&format!("<section id=\"{section}\"")), "{section}");
    }
    // Made again from the folder alone.
    fs::remove_file(out.join("report.html")).expect("removed");
    let again = sim(&["report", out.to_str().expect("a path in UTF-8")]);
    assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
    assert!(page == fs::read_to_string(out.join("report.html")).expect("the page"));
}

#[test]
fn a_sweeps_page_leaves_out_what_it_has_no_data_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let output = sweep(&out, more);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        fs::read_to_string(out.join("report.html"))
    };
    let one = page("one", &["--vary", "site.clinic.staff.secretary=2", "--arm", "typed"]).expect("a page");
    assert!(one.contains("response curves and the heat map are left out") && !one.contains("id=\"response\""));
    let alone = ["--vary", "site.clinic.staff.secretary=1,2", "--arm", "typed"];
    let line = page("line", &alone).expect("a page");
    assert!(line.contains("The band is the 95% interval of the point") && !line.contains("id=\"heat\""));
    let kept = page("kept", &[&alone[..], &["--metric", "after_hours.per_fte_day"]].concat()).expect("a page");
    assert!(
        kept.contains("fter hours per FTE and day of physician")
            && !kept.contains("payroll")
            && !kept.contains("id=\"front\"")
    );
    // Words stand on the axis in the order of the design.
    let disciplines = "occupation.coder.discipline=fifo,due";
    let words = page("words", &["--vary", disciplines, "--arm", "typed"]).expect("a page");
    let curves = &words[words.find("id=\"response\"").expect("curves")..];
    let (first, second) = (curves.find("\nfifo\n").or(curves.find(">fifo<")), curves.find(">due<"));
    assert!(first.is_some() && first < second, "words on the axis");
    // A part of a sweep has no page: it may be the least of it.
    assert!(page("part", &["--shard", "1/2"]).is_err());
    let part = folder.path().join("part");
    let early = sim(&["report", part.to_str().expect("a path in UTF-8")]);
    assert_eq!(early.status.code(), Some(2));
    let error = said(&early);
    assert!(error.contains("sim gather"), "{error}");
    let gathered = sim(&["gather", part.to_str().expect("a path in UTF-8"), "--quiet"]);
    assert_eq!(gathered.status.code(), Some(1));
    let page = fs::read_to_string(part.join("report.html")).expect("the page");
    assert!(page.contains("<strong>3 missing</strong>"));
}

/// All shipped scenarios but `national`, which keeps no ledger.
#[test]
fn every_scenario_of_the_gallery_has_its_picture() {
    let gallery = fs::read_to_string("scenarios/README.md").expect("the gallery");
    let mut pictures = 0;
    for shipped in sim::io::shipped::list() {
        let name = &shipped.name;
        let file = format!("scenarios/pictures/{name}.svg");
        if *name == "national" {
            assert!(!Path::new(&file).exists());
            continue;
        }
        let picture = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(picture.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=") && picture.contains("<title "));
        assert!(picture.contains("prefers-color-scheme:dark") && picture.contains("<rect"), "{file}");
        let shown = gallery.split("![").skip(1).find(|rest| rest.contains(&format!("](pictures/{name}.svg)")));
        let alt = shown.and_then(|rest| rest.split("](").next()).unwrap_or_else(|| panic!("{name} is not shown"));
        assert!(alt.len() > 40, "{name}: {alt}");
        pictures += 1;
    }
    assert!(pictures >= 24, "{pictures}");
    let files = fs::read_dir("scenarios/pictures").expect("the pictures").count();
    assert_eq!(files, pictures, "a picture of nothing");
}

#[test]
fn a_picture_is_what_the_program_makes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, file) = (folder.path().join("out"), folder.path().join("veracity.svg"));
    let of = |path: &Path| path.to_str().expect("a path in UTF-8").to_owned();
    let run = sim(&["run", "scenarios/veracity.toml", "--quiet", "--out", &of(&out)]);
    assert!(run.status.success(), "{}", said(&run));
    let made = sim(&["report", &of(&out), "--picture", &of(&file)]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let shown = fs::read("scenarios/pictures/veracity.svg").expect("the picture");
    let same = fs::read(&file).expect("made") == shown;
    assert!(same, "sim run veracity, sim report results/veracity --picture scenarios/pictures/veracity.svg");
    // One arm alone has no ledger.
    let alone = Run::of(SMALL, &["--arm", "typed"]);
    let refused = sim(&["report", &of(&alone.out), "--picture", &of(&file)]);
    assert_eq!(refused.status.code(), Some(2));
    let error = said(&refused);
    assert!(error.contains("no hours ledger to draw"), "{error}");
}
