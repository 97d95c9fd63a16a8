//! Mechanisms that are off unless a scenario states them, each against a result that is known exactly or in closed
//! form. Runs are audited.

use crate::support;
use crate::support::run;
use sim::experiment::metrics;
use sim::model::Simulation;
use sim::model::outcome::{Outcome, Week};
use sim::model::scenario::{ArmId, OccupationId, Scenario, TaskId};

fn load(name: &str, sets: &[&str]) -> Scenario {
    support::load(format!("tests/model/mechanisms/{name}.toml"), sets)
}

fn total(outcome: &Outcome, part: impl Fn(&Week) -> u64) -> u64 {
    outcome.weeks.iter().map(part).sum()
}

/// A metric of an arm, summed over its groups that name no task.
fn metric(scenario: &Scenario, arm: u16, name: &str) -> f64 {
    let (outcome, control) = (run(scenario, arm), run(scenario, scenario.control.0));
    let values = metrics(scenario, ArmId(arm), &outcome, &control);
    let of =
        |group: &sim::experiment::Group| group.metric == name && group.task.is_none() && group.occupation.is_none();
    let found: Vec<f64> = values.iter().filter(|(group, _)| of(group)).map(|(_, value)| *value).collect();
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    found[0]
}

/// Three physicians, ten shifts of eight hours: whoever is free calls the next, a note of ten minutes after each visit
/// of thirty. Who saves eight minutes of each note has time for three visits more in a shift; who may call eight sees
/// eight.
#[test]
fn saved_time_becomes_visits() {
    for (note, limit, visits) in [
        ("10 min", "", 12),
        ("2 min", "", 15),
        ("10 min", "8 per shift", 8),
        // Overload becomes fewer patients.
        ("50 min", "", 6),
    ] {
        let mut sets = vec![format!("task.note.way.physician.time=\"{note}\"")];
        if !limit.is_empty() {
            sets.push(format!("demand.visit.pull={{ by = \"physician\", at_most = \"{limit}\" }}"));
        }
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        let outcome = run(&load("pull", &sets), 0);
        assert_eq!(total(&outcome, |week| week.queues[TaskId(0)].done), visits * 30, "{note}, {limit}");
        assert_eq!(total(&outcome, |week| week.queues[TaskId(0)].requested), visits * 30, "nobody is called in vain");
    }
}

/// A note that may wait (`due`) is written when it is overdue, or when nobody may be called any more.
#[test]
fn what_is_not_overdue_waits_for_the_next_patient() {
    let limited = "demand.visit.pull={ by = \"physician\", at_most = \"12 per shift\" }";
    let outcome = run(&load("pull", &[limited, "task.note.due=\"7 h\""]), 0);
    // Twelve visits fill six hours, the notes of the first two hours before the end become overdue or are written then.
    assert_eq!(total(&outcome, |week| week.queues[TaskId(0)].done), 12 * 30);
    assert_eq!(total(&outcome, |week| week.queues[TaskId(1)].done), 12 * 30);
    assert_eq!(total(&outcome, |week| week.queues[TaskId(1)].waits.wait.n), 12 * 30);
    // Note k waits from the end of visit k, 30 k minutes, to 360 + 10 (k - 1): 5.5 h less 20 min for each further one.
    let waited = total(&outcome, |week| week.queues[TaskId(1)].waits.wait.sum);
    assert_eq!(waited, 30 * (1..=12u64).map(|k| (360 + 10 * (k - 1) - 30 * k) * 60_000).sum::<u64>());
}

/// One clerk, who has an hour of each kind of work every two hours (and what comes out of hours expires): one is not
/// counted. It keeps the clerk as busy, and nobody sees it: neither the statistics nor who staffs by utilisation (and
/// would, seeing 1, hire).
#[test]
fn what_is_not_counted_keeps_busy_unseen() {
    let seen = load("invisible", &["task.calm.counted=true"]);
    let unseen = load("invisible", &[]);
    for scenario in [&seen, &unseen] {
        let outcome = run(scenario, 0);
        assert_eq!(
            total(&outcome, |week| week.staff[OccupationId(0)].regular),
            total(&run(&seen, 0), |week| week.staff[OccupationId(0)].regular)
        );
    }
    assert_eq!((metric(&seen, 0, "hours.data_work"), metric(&unseen, 0, "hours.data_work")), (40.0, 20.0));
    assert_eq!(metric(&unseen, 0, "hours.uncounted"), 20.0);
    let demanded =
        |scenario: &Scenario| total(&run(scenario, 0), |week| week.staff[OccupationId(0)].demanded) / 3_600_000;
    assert_eq!((demanded(&seen), demanded(&unseen)), (4 * 168, 4 * 84));
    // 84 h a week of each kind are requested; one clerk at a utilisation of one half does 20 h. Planners who see both
    // want 168 / 20 = 8.4 clerks, those who see one kind 84 / 20 = 4.2; each week they at most double them: 1, 2, 4, 8
    // and 1, 2, 4, 4.
    let hires = |scenario: &Scenario| total(&run(scenario, 1), |week| week.staff[OccupationId(0)].hires);
    let dismissed = |scenario: &Scenario| total(&run(scenario, 1), |week| week.staff[OccupationId(0)].dismissals);
    assert_eq!((hires(&seen), hires(&unseen)), (7, 3));
    assert_eq!((dismissed(&seen), dismissed(&unseen)), (0, 0));
}

/// Two weeks of one clerk (wage 20, 40 h, on-costs a quarter: 1,000 a week) who writes 10 letters a week (worth 30
/// each) by hand, and 20 in the second arm with a tool bought at 500, at 52.1775 a user and year (1 a week) and 0.5 a
/// use.
#[test]
fn money_is_as_computed_by_hand() {
    let scenario = load("money", &[]);
    for (arm, tools, letters) in [(0, 0.0, 10.0), (1, 500.0 / 2.0 + 1.0 + 0.5 * 20.0, 20.0)] {
        assert_eq!(metric(&scenario, arm, "payroll"), 1_000.0);
        let cost = metric(&scenario, arm, "cost.tools");
        assert!((cost - tools).abs() < 1e-9, "{cost} {tools}");
        assert_eq!(metric(&scenario, arm, "worth"), 30.0 * letters);
        let net = metric(&scenario, arm, "net");
        assert!((net - (30.0 * letters - tools - 1_000.0)).abs() < 1e-9, "{net}");
    }
}

/// Patients who take three hours to begin and ten minutes to fill in a form: nobody queues, so each form takes exactly
/// that. Whoever has not responded after two hours is called by the nurse.
#[test]
fn patients_respond_after_their_delay() {
    let wait = |sets: &[&str]| {
        let outcome = run(&load("delay", sets), 0);
        let n = total(&outcome, |week| week.queues[TaskId(0)].waits.wait.n);
        let sum = |part: fn(&Week) -> u64| total(&outcome, part) as f64 / n as f64 / 60_000.0;
        (sum(|week| week.queues[TaskId(0)].waits.wait.sum), sum(|week| week.queues[TaskId(0)].waits.turnaround.sum))
    };
    assert_eq!(wait(&[]), (180.0, 190.0));
    assert_eq!(wait(&["task.fill_in.way.nurse.after=\"2 h\""]), (120.0, 125.0));
    // The mean of 50,000 exponential delays: standard error 0.8 minutes, false alarm 6e-5.
    let random =
        wait(&["occupation.patient.delay={ mean = \"3 h\", dist = \"exponential\" }", "length = \"300 weeks\""]);
    assert!((random.0 - 180.0).abs() < 4.0 * 0.8, "{random:?}");
}

/// Of 8,736 visitors three in ten cannot read a form: the nurse fills it in with them, and in each of the days that
/// follow. The trait is the visitor's: a day has it if and only if its visit has, and so has what the call centre knows
/// of a visit.
#[test]
fn traits_are_those_of_the_topmost_parent() {
    let outcome = run(&load("traits", &[]), 0);
    let done = |task| total(&outcome, |week| week.queues[TaskId(task)].done);
    assert_eq!(done(0) + done(1), total(&outcome, |week| week.queues[TaskId(0)].requested) + done(1));
    // Binomial: standard deviation 43; false alarm 6e-5.
    assert!((done(1) as f64 - 0.3 * 8_736.0).abs() < 4.0 * 43.0, "{}", done(1));
    // Two days for each visit, of which one may fall after the end; at most two of those are unfinished at any time.
    assert!((2 * done(1)).abs_diff(done(2)) <= 48, "{} {}", done(1), done(2));
    // A call is under way for a few minutes of each hour.
    assert!(done(1).abs_diff(done(3)) <= 1, "{} {}", done(1), done(3));
    let never = run(&load("traits", &["demand.visit.traits={ low_literacy = 0 }"]), 0);
    assert_eq!(total(&never, |week| [1, 2, 3].map(|task| week.queues[TaskId(task)].done).iter().sum()), 0);
}

/// Shares of cases in which the second reading is above zero, in which both are, and in which they differ, by
/// replication.
fn shares(scenario: &Scenario) -> Vec<[f64; 3]> {
    let simulation = Simulation::new(scenario).expect("a stated warm-up");
    let one = |replication| {
        let outcome = simulation.run(ArmId(0), replication, &|_| true).expect("nobody stops it");
        let done = |task: u16| total(&outcome, |week| week.queues[TaskId(task)].done) as f64;
        let read = done(1);
        assert!(read > 9_000.0, "{read}");
        assert!((done(5) - read).abs() < 20.0, "whatever they say, the case is finished: {} of {read}", done(5));
        [done(2) / read, done(3) / read, done(4) / read]
    };
    (0..12).map(one).collect()
}

/// Probability that two standard normals of correlation `rho` are both above zero (Sheppard 1899).
fn both_above(rho: f64) -> f64 {
    0.25 + libm::asin(rho) / (2.0 * std::f64::consts::PI)
}

/// Probability that a normal of mean zero is further from it than `by`.
fn beyond(by: f64, sd: f64) -> f64 {
    libm::erfc(by / sd / std::f64::consts::SQRT_2)
}

/// Two people read a case with between-case, between-people and within variances 4, 1, 1: the intraclass correlation is
/// 4/6, and 5/6 if the same person reads twice (the lean is then shared); differences have variances 4 and 2.
#[test]
fn readings_have_their_intraclass_correlation() {
    let same = "task.read_again.owner=\"read\"";
    let machine = ["task.read.way.reader.team=[]", "task.read_again.way.reader.team=[]"];
    let after = "task.read_again.reads=[\"image\", \"first\"]";
    let cases: [(&[&str], f64, f64); 4] = [
        (&[], 4.0 / 6.0, 2.0),
        // Fewer people, since who comes back to their own work is looked for among all.
        (&[after, same, "site.clinic.staff.reader=200"], 5.0 / 6.0, 2f64.sqrt()),
        // Who reads second is never who read first, even if they read in turn.
        (&[after, "task.read_again.not_by=\"read\""], 4.0 / 6.0, 2.0),
        // Machines have no lean.
        (&machine, 4.0 / 5.0, 2f64.sqrt()),
    ];
    for (sets, rho, sd) in cases {
        let found = shares(&load("reading", sets));
        for (number, expected) in [0.5, both_above(rho), beyond(3.0, sd)].into_iter().enumerate() {
            let n = found.len() as f64;
            let mean = found.iter().map(|shares| shares[number]).sum::<f64>() / n;
            let variance =
                found.iter().map(|shares| shares[number] - mean).map(|off| off * off).sum::<f64>() / (n - 1.0);
            let error = (variance / n).sqrt();
            // With 11 degrees of freedom a t beyond 5 comes once in 2,500 tries; what is next to it in the table is
            // further off than that.
            assert!((mean - expected).abs() < 5.0 * error, "{sets:?}, {number}: {mean} ±{error}, not {expected}");
            assert!(error < 0.0055, "{error}");
        }
    }
    assert!((both_above(4.0 / 6.0) - both_above(4.0 / 5.0)).abs() > 0.03);
    assert!((beyond(3.0, 2.0) - beyond(3.0, 2f64.sqrt())).abs() > 0.03);
}

/// Who neither leans nor errs reads what is there.
#[test]
fn observers_who_do_not_differ_agree() {
    let exact = ["first", "second"].map(|name| format!("product.{name}.reading={{ between_cases = 2 }}"));
    let scenario = load("reading", &exact.iter().map(String::as_str).collect::<Vec<_>>());
    for [second, both, differ] in shares(&scenario) {
        assert!((second - 0.5).abs() < 0.03 && second == both, "{second} {both}");
        assert_eq!(differ, 0.0);
    }
}

/// A reading that nothing asks for moves nothing: its draws have addresses of their own.
#[test]
fn readings_nobody_asks_for_change_nothing() {
    let never = ["task.treat.when={ missing = \"image\" }", "task.adjudicate.when={ missing = \"image\" }"];
    let way = |task: &str| format!("task.{task}.way.reader.when={{ missing = \"settled\" }}");
    let mut sets: Vec<String> = never.iter().map(|set| set.to_string()).collect();
    sets.extend([way("call_back"), way("treat")]);
    let with: Vec<&str> = sets.iter().map(String::as_str).collect();
    let other = ["first", "second"].map(|name| format!("product.{name}.reading={{ within = 5 }}"));
    let without: Vec<&str> = with.iter().copied().chain(other.iter().map(String::as_str)).collect();
    assert_eq!(run(&load("reading", &with), 0), run(&load("reading", &without), 0));
}

/// The metric of an occupation, or of all, in each period.
fn by_period(scenario: &Scenario, arm: u16, name: &str, occupation: Option<u16>) -> Vec<f64> {
    let (outcome, control) = (run(scenario, arm), run(scenario, scenario.control.0));
    let values = metrics(scenario, ArmId(arm), &outcome, &control);
    let of = |group: &sim::experiment::Group| {
        group.metric == name && group.task.is_none() && group.activity.is_none() && group.occupation == occupation
    };
    values.iter().filter(|(group, _)| of(group)).map(|(_, value)| *value).collect()
}

/// Four letters a day, an hour each until New Year and half an hour from then on; a clerk of 20 an hour and 56 hours a
/// week, then two of 30. The week of the turn has two days of the old year: 2 x 4 x 1 h + 5 x 4 x 0.5 h = 18 h; it is
/// paid as it began. Letters are worth 3 each, then 4. A policy that has set a time of its own by year goes on into its
/// new year.
#[test]
fn numbers_of_a_year_are_valid_from_its_first_day() {
    let scenario = load("years", &[]);
    assert_eq!(by_period(&scenario, 0, "hours.data_work", None), [28.0, 18.0, 14.0]);
    assert_eq!(by_period(&scenario, 0, "heads", Some(0)), [1.0, 1.0, 2.0]);
    assert_eq!(by_period(&scenario, 0, "hires", Some(0)), [0.0, 1.0, 0.0]);
    assert_eq!(by_period(&scenario, 0, "payroll", None), [1120.0, 1120.0, 3360.0]);
    assert_eq!(by_period(&scenario, 0, "worth", None), [84.0, 84.0, 112.0]);
    // An arm's own staff does not change, and its costs are half.
    assert_eq!(by_period(&scenario, 1, "heads", Some(0)), [1.0, 1.0, 1.0]);
    assert_eq!(by_period(&scenario, 1, "payroll", None), [1120.0, 1120.0, 1680.0]);
    // Six weeks after the start: a week of 14 hours and two of 4 x 7 x 45 minutes.
    assert_eq!(by_period(&scenario, 2, "hours.data_work", None), [28.0, 18.0, (14.0 + 21.0 + 21.0) / 3.0]);
}

/// The year of the warm-up counts there, and the arm's at time zero, also if both change at once.
#[test]
fn years_change_in_the_warm_up_and_at_time_zero() {
    // A warm-up of five weeks that begins in November, a start on the first of January.
    for (start, length, hours) in [("2025-01-01", "7 days", vec![14.0]), ("2025-01-06", "14 days", vec![14.0])] {
        let time = "task.write.way.clerk.time={ by_year = { 2024 = \"100 min\", 2025 = \"30 min\" } }";
        let sets =
            [format!("start={start}"), format!("length=\"{length}\""), "warm_up=\"5 weeks\"".into(), time.into()];
        let mut sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        sets.push("period={ all = \"0..1 weeks\" }");
        let scenario = load("years", &sets);
        assert_eq!(by_period(&scenario, 0, "hours.data_work", None), hours, "from {start}");
        assert_eq!(by_period(&scenario, 0, "heads", Some(0)), [2.0]);
        assert_eq!(by_period(&scenario, 1, "heads", Some(0)), [1.0], "the arm's staff is that of its own");
    }
}

/// A pilot looks back two years; what it finds begins in a later one, with that year's staff.
#[test]
fn a_warm_up_that_a_pilot_finds_has_the_numbers_of_its_own_year() {
    let mut scenario =
        load("years", &["warm_up=auto", "site.office.staff.clerk={ by_year = { 2022 = 3, 2024 = 1, 2025 = 2 } }"]);
    assert_eq!(scenario.years.len(), 3, "2023, of wages, 2024 and 2025 begin");
    scenario.warm_up_from = sim::model::scenario::WarmUpFrom::Pilot;
    scenario.warm_up = sim::units::WEEK;
    assert_eq!(by_period(&scenario, 0, "heads", Some(0)), [1.0, 1.0, 2.0]);
    assert_eq!(by_period(&scenario, 0, "hours.data_work", None), [28.0, 18.0, 14.0]);
}
