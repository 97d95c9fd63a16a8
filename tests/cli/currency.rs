//! All money is in one currency, which is named with every amount: in each table, on the terminal and on the page.

use crate::support::{program, said};
use sim::io::scenario::{Request, read};

const PATH: &str = "tests/model/mechanisms/money.toml";

/// Units of a run: of summary.csv, of the package, what the terminal says, and the page.
fn run(sets: &[&str]) -> (Vec<String>, String, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let mut command = program();
    command.args(["run", PATH, "--replications", "2", "--quiet", "--out"]).arg(&out);
    for set in sets {
        command.args(["--set", set]);
    }
    let output = command.output().expect("sim starts");
    assert!(output.status.success(), "{}", said(&output));
    let file = |name: &str| std::fs::read_to_string(out.join(name)).expect("written");
    let mut table = csv::Reader::from_path(out.join("summary.csv")).expect("a table");
    let at = table.headers().expect("a header").iter().position(|name| name == "unit").expect("there");
    let units = table.records().map(|row| row.expect("a row")[at].to_owned()).collect();
    (units, file("datapackage.json"), String::from_utf8(output.stdout).expect("UTF-8"), file("report.html"))
}

#[test]
fn the_currency_is_named_with_every_amount() {
    let (plain, ..) = run(&[]);
    assert!(plain.iter().any(|unit| unit == "currency/week"), "nothing says which");
    for sets in [&["currency=EUR"][..], &["occupation.clerk.wage={ value = 20, unit = \"EUR/h\" }"]] {
        let (units, package, terminal, page) = run(sets);
        assert!(units.iter().any(|unit| unit == "EUR/week"), "{sets:?}");
        assert!(units.iter().all(|unit| !unit.contains("currency")), "{sets:?}");
        assert!(package.contains("\"unit\": \"EUR\"") && !package.contains("\"unit\": \"currency"), "{sets:?}");
        assert!(terminal.contains("EUR"), "{sets:?}: {terminal}");
        assert!(!page.contains("currency/week"), "{sets:?}");
    }
}

/// A currency that two numbers name is one, by its code or by its sign.
#[test]
fn a_currency_named_twice_is_one() {
    let load = |sets: &[&str]| {
        let sets = sets.iter().map(|set| set.to_string()).collect();
        read(&Request { path: PATH.into(), sets, ..Default::default() }).map(|loaded| loaded.scenario.currency)
    };
    let wage = |unit: &str| format!("occupation.clerk.wage={{ value = 20, unit = \"{unit}\" }}");
    assert_eq!(load(&[]).expect("right"), None);
    assert_eq!(load(&[&wage("CHF/h"), "currency=CHF"]).expect("right"), Some("CHF".into()));
    assert_eq!(load(&[&wage("€/h"), "currency=EUR"]).expect("the same"), Some("EUR".into()));
}
