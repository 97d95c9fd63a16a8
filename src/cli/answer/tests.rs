//! The layout is a function of results, width and style: results made up by hand, the whole text in `expected/`. After
//! an intended change: `BLESS=1 cargo test --lib answer`, and look at the difference.

use super::*;
use crate::experiment::{Mean, WeeklyTableKind};
use crate::io::scenario::{Request, read};
use crate::model::scenario::Activity;

const SCENARIO: &str = r#"
title    = "A note and who writes it"
question = "Who does the work of the secretaries once they are gone, and how much of it is still the same work as before?"
start    = 2024-01-01
length   = "8 weeks"
[site.clinic]
staff = { physician = 2, secretary = 2, clinical_documentation_specialist = 1 }
[occupation.physician]
[occupation.secretary]
[occupation.clinical_documentation_specialist]
[product.visit]
[product.note]
[demand.visit]
every  = "1 day"
writes = ["visit"]
[task.write_note]
reads  = ["visit"]
writes = ["note"]
due    = "1 day"
[task.write_note.way.secretary]
team = ["secretary"]
time = "5 min"
[technology.speech]
[arm.typed]
control = true
[arm.spoken]
use = ["speech"]
[arm.spoken_and_half_of_the_secretaries]
use = ["speech"]
[arm.nobody_types]
use = ["speech"]
"#;

/// Three occupations: physician, secretary, specialist.
fn made_up() -> (Scenario, Results) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("note.toml");
    std::fs::write(&path, SCENARIO).expect("written");
    let scenario = read(&Request { path, ..Request::default() }).unwrap_or_else(|wrong| panic!("{wrong}")).scenario;
    let arms: Vec<ArmId> = scenario.arms.ids().collect();
    let mut results = Results {
        replications: 2,
        warm_up: scenario.warm_up,
        precision: None,
        cells: vec![Default::default(); arms.len()],
        weekly_tables: arms.iter().map(|_| [(WeeklyTableKind::Workload, Default::default())].into()).collect(),
        ledgers: Vec::new(),
        attributed_costs: Vec::new(),
        statistics: Vec::new(),
        weeks: Default::default(),
        seen: Default::default(),
        known: crate::experiment::Known::of(&scenario, true),
        arms,
    };
    let mut set = |metric: &str, occupation: Option<u16>, means: [f64; 4]| {
        for (place, mean) in means.into_iter().enumerate() {
            // The half-width of two values m - d and m + d is 12.7 d (Student's t with one degree of freedom).
            let apart = if place == 0 { 0.1 } else { -0.1 };
            let group = Group { metric: metric.into(), occupation, ..Group::default() };
            results.cells[place].insert(group, vec![Some(mean - apart), Some(mean + apart)]);
        }
    };
    set("hours.data_work", None, [120.0, 110.0, 100.0, 90.0]);
    set("hours.data_work", Some(0), [20.0, 40.0, 45.0, 60.0]);
    set("hours.data_work", Some(1), [60.0, 30.0, 15.0, 0.0]);
    set("hours.data_work", Some(2), [40.0; 4]);
    set("after_hours.per_fte_day", Some(2), [12.0, 18.0, 24.0, 30.0]);
    set("payroll", None, [9_000.0, 9_000.0, 8_000.0, 7_000.0]);
    let mut flow = |metric: &str, occupation: Option<u16>, values: [f64; 3]| {
        let group = Group { metric: metric.into(), occupation, ..Group::default() };
        for (place, value) in values.into_iter().enumerate().filter(|(_, value)| *value != 0.0) {
            results.cells[place + 1].insert(group.clone(), vec![Some(value); 2]);
        }
    };
    flow("ledger.not_needed", None, [10.0, 10.0, 20.0]);
    flow("ledger.shifted_to", Some(0), [20.0, 20.0, 40.0]);
    flow("ledger.shifted_to", Some(1), [-20.0, -20.0, -40.0]);
    flow("ledger.created_review", None, [0.0, 5.0, 10.0]);
    flow("ledger.abandoned", None, [0.0, 5.0, 10.0]);
    for place in 0..4 {
        for week in 0..8u16 {
            // The secretaries' work falls week by week, the sooner the later the arm stands; half an hour is care.
            let hours = [80.0, 80.0 - f64::from(10 * place * week.min(2))][usize::from(place > 0)];
            let workload =
                results.weekly_tables[place as usize].get_mut(&WeeklyTableKind::Workload).expect("it is there");
            for (activity, hours) in [(Activity::Create, hours.max(0.0)), (Activity::Care, 0.5)] {
                let mut mean = Mean::default();
                mean.add(hours);
                workload.rows.insert([week, 1, activity as u16, 1], vec![mean]);
            }
        }
    }
    (scenario, results)
}

#[test]
fn answers_fit_the_terminal_in_text_and_in_pictures() {
    let (scenario, results) = made_up();
    for (name, width, pictures) in
        [("plain_80", 80, false), ("bars_80", 80, true), ("bars_120", 120, true), ("plain_60", 60, false)]
    {
        let style = Style { width, bars: pictures, colour: false };
        let text = answer(&scenario, &results, style);
        let path = format!("src/cli/answer/expected/{name}.txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &text).expect("written");
        }
        assert_eq!(text, std::fs::read_to_string(&path).expect("an expected answer"), "{name}");
        for line in text.lines() {
            assert!(line.chars().count() <= width && line.trim_end() == line, "{name}: {line}");
        }
        assert_eq!(text.contains('█') && text.contains('▂'), pictures);
        assert!(pictures || text.chars().all(|letter| letter.is_ascii() || "±–".contains(letter)));
    }
    // Colours are the only difference that they make.
    let with = |colour| answer(&scenario, &results, Style { width: 80, bars: true, colour });
    let mut bare = with(true);
    for code in ["\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[90m", "\x1b[0m"] {
        assert!(bare.contains(code));
        bare = bare.replace(code, "");
    }
    assert_eq!(bare, with(false));
    // In a pipe there are 100 columns.
    let plain = answer(&scenario, &results, Style::PLAIN);
    assert!(plain.lines().all(|line| line.chars().count() <= 100));
}

/// The longest bar of a made-up arm has 20 + 40 + 10 + 10 hours.
#[test]
fn bars_are_as_long_as_hours() {
    let (scenario, results) = made_up();
    let page = AnswerPage { scenario: &scenario, results: &results, period: 0 };
    let text = page.bars(Style { width: 108, bars: true, colour: false });
    let bar = |name: &str| text.lines().find(|line| line.starts_with(name)).expect("a bar").to_owned();
    // 108 columns less 26 for the names and two between: 80 for 80 hours.
    let count = |line: &str| ['█', '▓', '▒', '░'].map(|fill| line.chars().filter(|letter| *letter == fill).count());
    assert_eq!(count(&bar("nobody_types")), [20, 40, 10, 10]);
    assert_eq!(count(&bar("spoken ")), [10, 20, 0, 0]);
}

#[test]
fn sparklines_are_means_of_stretches_between_zero_and_most() {
    assert_eq!(weeks::sparkline(&[0.0, 1.0, 4.0, 4.1, 8.0], 8.0), "▁▁▄▅█");
    assert_eq!(weeks::sparkline(&[0.0], 0.0), "▁");
    assert_eq!(weeks::stretches(&[1.0, 2.0, 3.0], 10), [1.0, 2.0, 3.0]);
    assert_eq!(weeks::stretches(&[1.0, 3.0, 5.0, 7.0, 9.0], 2), [2.0, 7.0]);
    assert_eq!(weeks::stretches(&[], 5), [0.0; 0]);
}
