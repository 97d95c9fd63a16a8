//! The ratio of cited numbers: counted is what can move the answer, cited is what is cited in all its parts.

use sim::io::scenario::{Request, read};
use sim::io::shipped;
use sim::model::scenario::{Provenance, Quoted};
use std::path::Path;

fn provenance(path: &Path) -> Provenance {
    let request = Request { path: path.into(), ..Request::default() };
    read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario.provenance
}

/// One coder of the twelve occupations of the base is employed. By hand: the coder's wage (cited: a year's wages by
/// 2,080 h), contract, absence and break, the head, the arrivals that bring the work, and its time. The other ten
/// wages, the physicians' after-hours rule, and contracts, breaks and absences of people who are not there move
/// nothing.
#[test]
fn numbers_of_whom_nobody_employs_do_not_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one_coder.toml");
    let base = std::fs::canonicalize("scenarios/base/occupations.toml").expect("the base");
    let text = format!(
        r#"
extends = "{}"
[site.h]
staff = {{ coder = 1 }}
[product.a]
[product.b]
[demand.d]
arrivals = {{ per_week = 20 }}
writes = ["a"]
[task.t]
reads = ["a"]
writes = ["b"]
[task.t.way.c]
team = ["coder"]
time = "20 min"
"#,
        base.display()
    );
    std::fs::write(&path, text).expect("written");
    let provenance = provenance(&path);
    let of = |cited: bool| {
        let mut paths: Vec<&str> =
            provenance.numbers.iter().filter(|of| of.cited == cited).map(|of| &*of.path).collect();
        paths.sort_unstable();
        paths
    };
    assert_eq!(of(true), ["occupation.coder.wage"]);
    let assumed = [
        "demand.d.arrivals.per_week",
        "occupation.coder.absent",
        "occupation.coder.break",
        "occupation.coder.contract",
        "site.h.staff.coder",
        "task.t.way.c.time",
    ];
    assert_eq!(of(false), assumed);
    assert_eq!((provenance.cited(), provenance.assumed()), (1, 6));
    // Ten other occupations with a wage, a contract, an absence and a break each, and one after-hours rule.
    assert_eq!(provenance.idle.len(), 10 * 4 + 1);
    assert!(provenance.citations.keys().eq(["OEWS_coder"]), "works that only idle numbers cite are left out");
}

/// A typist's defects: 0.4 errors per 100 words are published, and so is the share that matters; the 400 words are
/// assumed.
#[test]
fn a_product_of_a_cited_and_an_assumed_number_is_assumed() {
    let provenance = provenance(Path::new("scenarios/ehr_rollout.toml"));
    let of = |path: &str| provenance.numbers.iter().find(|number| number.path == path).expect("it counts");
    let defects: &Quoted = of("task.write_visit_note.way.typist.defects");
    assert!(defects.from.as_ref().is_some_and(|from| from.contains("(assumed)")));
    assert!(defects.source.is_some() && !defects.cited);
    let wage = of("occupation.secretary.wage");
    assert!(wage.cited && wage.from.as_ref().is_some_and(|from| from.ends_with("/ 2,080 h")));
}

/// The last column of the table in scenarios/README.md.
#[test]
fn the_table_of_scenarios_has_the_same_ratio() {
    let table = std::fs::read_to_string("scenarios/README.md").expect("the table");
    for shipped in shipped::list().iter().filter(|shipped| shipped.name != "national") {
        let Some(row) = table.lines().find(|line| line.starts_with(&format!("| [`{}`]", shipped.name))) else {
            continue;
        };
        let provenance = provenance(&Path::new("scenarios").join(&shipped.name).with_extension("toml"));
        let (cited, assumed) = (provenance.cited(), provenance.assumed());
        assert!(
            row.ends_with(&format!("| {cited} of {} |", cited + assumed)),
            "{}: {cited} of {}",
            row,
            cited + assumed
        );
    }
}
