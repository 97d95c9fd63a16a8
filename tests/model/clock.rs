//! Times as a scenario says them: arrival hours to the minute, and dates with the time of day. Expected numbers are
//! counted by hand from shifts and clocks.

use crate::support::try_read;
use sim::model::analysis::offered_load;
use sim::model::outcome::Outcome;
use sim::model::scenario::{ArmId, OccupationId, Scenario, Source, WeeklyRate};
use sim::model::{Simulation, What};
use sim::units::{DAY, HOUR, MINUTE, Span, Time, WEEK};
use std::sync::Mutex;

/// A desk: clerks write a note of 6 minutes about each visit. `{top}` is before all tables, `{more}` after them.
fn desk(top: &str, clerks: &str, visit: &str, more: &str) -> String {
    format!(
        "title = \"A desk\"\nlength = \"2 weeks\"\n{top}\n[run]\nreplications = 1\n[site.clinic]\nstaff = {{ clerk = {clerks} }}\n\
         [occupation.clerk]\nwage = 20\n[product.call]\n[product.note]\n[demand.visit]\n{visit}\nwrites = [\"call\"]\n\
         [task.write]\nreads = [\"call\"]\nwrites = [\"note\"]\n[task.write.way.clerk]\nteam = [\"clerk\"]\ntime = \"6 min\"\n{more}\n"
    )
}

fn read_text(text: &str, sets: &[&str]) -> Result<Scenario, String> {
    try_read(text, sets).map(|loaded| loaded.scenario)
}

fn scenario(text: &str, sets: &[&str]) -> Scenario {
    read_text(text, sets).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// The rate of arrivals of the only demand.
fn rate(scenario: &Scenario) -> &WeeklyRate {
    let config = &scenario.arms[ArmId(0)].configs[0];
    match &config.demands.iter().next().expect("a demand").source {
        Source::Poisson(arrivals) => &arrivals.week,
        other => panic!("{other:?}"),
    }
}

/// Times at which calls came: with staff for all of them each is ready at once.
fn arrivals(scenario: &Scenario) -> Vec<Time> {
    let (_, steps) = Simulation::new(scenario).expect("a stated warm-up").trace(ArmId(0), 0);
    steps.iter().filter(|step| matches!(step.what, What::Ready(_))).map(|step| step.time).collect()
}

#[test]
fn cases_come_within_their_hours_to_the_minute() {
    let at = |day: i64, hour: i64, minute: i64| DAY * day + HOUR * hour + MINUTE * minute;
    // Rate x length of the hours x days a week.
    for (hours, per_hour, per_week, open) in [
        // 10 an hour x 8 h x 5 days.
        ("Mon-Fri 08:30-16:30", 10.0, 400.0, (0..5).map(|day| (at(day, 8, 30), at(day, 16, 30))).collect::<Vec<_>>()),
        // 40 an hour x 1/4 h x 5 days.
        ("Mon-Fri 08:00-08:15", 40.0, 50.0, (0..5).map(|day| (at(day, 8, 0), at(day, 8, 15))).collect()),
        // 60 an hour x 1 h, half of it on the next Monday.
        ("Sun 23:30-00:30", 60.0, 60.0, vec![(at(0, 0, 0), at(0, 0, 30)), (at(6, 23, 30), WEEK)]),
    ] {
        let visit = format!("arrivals = {{ per_hour = {per_hour}, hours = \"{hours}\" }}");
        let text = desk("", "50", &visit, "").replace("wage = 20", "wage = 20\nshift = \"always\"");
        let scenario = scenario(&text, &["length=\"50 weeks\""]);
        assert!((rate(&scenario).per_week() - per_week).abs() < 1e-9, "{hours}: {}", rate(&scenario).per_week());
        // `sim check`: 0.1 h each.
        let load = &offered_load(&scenario)[0];
        assert!((load.hours_first - per_week * 0.1).abs() < 1e-9, "{hours}: {} h", load.hours_first);
        let times = arrivals(&scenario);
        let inside =
            |time: &Time| open.iter().any(|(from, to)| (*from..*to).contains(&Span(time.0.rem_euclid(WEEK.0))));
        assert!(times.iter().all(inside), "{hours}: cases outside");
        // A Poisson count over 50 weeks; false alarm 6e-5.
        let expected = 50.0 * per_week;
        assert!((times.len() as f64 - expected).abs() < 4.0 * expected.sqrt(), "{hours}: {} cases", times.len());
    }
}

#[test]
fn weights_count_by_the_minutes_they_are_valid() {
    let mut profile = vec!["1"; 24];
    profile[9] = "2";
    let list = profile.join(", ");
    let visit = format!("arrivals = {{ per_week = 30, hours = \"Mon 08:30-10:30\", profile = [{list}] }}");
    let scenario = scenario(&desk("", "1", &visit, ""), &[]);
    // Half an hour of weight 1, an hour of 2, half an hour of 1: 3 in all, so 10 an hour for a weight of 1.
    for (minute, per_hour) in [(509, 0.0), (510, 10.0), (539, 10.0), (540, 20.0), (600, 10.0), (629, 10.0), (630, 0.0)]
    {
        assert_eq!(rate(&scenario).at(MINUTE * minute).per_hour, per_hour, "minute {minute} of Monday");
    }
}

#[test]
fn rates_that_mean_nothing_are_refused() {
    for (arrivals, why) in [
        ("per_hour = 5, hours = [\"Mon-Fri 08:00-12:00\", \"Fri 11:30-14:00\"]", "has the same time twice"),
        ("per_hour = 5, hours = [\"Sun 22:00-02:00\", \"Mon 01:00-03:00\"]", "has the same time twice"),
        ("per_week = 5, growth = \"-101% per year\"", "growth` is out of range"),
        ("per_week = 5, growth = \"1e9%\"", "growth` is out of range"),
        ("per_week = 5, season = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]", "has no month with cases"),
        ("per_week = 5, season = [1, 2, 3]", "has 3 factors"),
    ] {
        let visit = format!("arrivals = {{ {arrivals} }}");
        let told = read_text(&desk("", "1", &visit, ""), &[]).expect_err(arrivals);
        assert!(told.contains(why), "{arrivals}: {told}");
    }
    // Lines that touch are two times.
    let visit = "arrivals = { per_hour = 5, hours = [\"Mon-Fri 08:00-12:00\", \"Mon-Fri 12:00-14:00\"] }";
    assert!((rate(&scenario(&desk("", "1", visit, ""), &[])).per_week() - 150.0).abs() < 1e-9, "5 x 6 h x 5 days");
}

/// Four clerks, Monday to Friday 8 to 16; on Wednesday of the second week two of them leave at noon: 4 heads x 8 h x
/// 2.5 days and 2 heads x 8 h x 2.5 days are 120 h on shift.
const CUT: &str = "[policy.cut]\nat = 2024-01-10T12:00:00\naction = { dismiss = \"clerk\", share = 0.5 }\n[arm.all]\ncontrol = true\n\
                   [arm.cut]\nuse = [\"cut\"]";

fn on_shift_in_the_second_week(top: &str, sets: &[&str]) -> u64 {
    let scenario = scenario(&desk(top, "4", "every = \"1 h\"", CUT), sets);
    let outcome = Simulation::new(&scenario)
        .expect("a stated warm-up")
        .audited()
        .run(ArmId(1), 0, &|_| true)
        .expect("nobody stops it");
    outcome.weeks[1].staff[OccupationId(0)].on_shift
}

#[test]
fn a_policy_acts_at_the_time_of_day_it_says() {
    let hours = |hours: u64| hours * HOUR.0 as u64;
    for at in [
        "2024-01-10T12:00:00",
        "2024-01-10 12:00:00",
        "\"2024-01-10T12:00\"",
        "\"2024-01-10 12:00:00.000\"",
        "\"228 h\"",
    ] {
        assert_eq!(on_shift_in_the_second_week("", &[&format!("policy.cut.at={at}")]), hours(120), "{at}");
    }
    // Half a second later: two heads for half a second more.
    assert_eq!(on_shift_in_the_second_week("", &["policy.cut.at=2024-01-10T12:00:00.5"]), hours(120) + 1_000);
    // A date alone is its 00:00: 4 x 8 x 2 + 2 x 8 x 3.
    assert_eq!(on_shift_in_the_second_week("", &["policy.cut.at=2024-01-10"]), hours(112));
}

#[test]
fn offsets_are_put_onto_the_clock_of_the_run() {
    let noon = 120 * HOUR.0 as u64;
    // Without one at `start`, that of the run is the only one there is.
    assert_eq!(on_shift_in_the_second_week("", &["policy.cut.at=2024-01-10T12:00:00+02:00"]), noon);
    let start = "start = 2024-01-01T00:00:00+01:00";
    for at in ["2024-01-10T12:00:00", "2024-01-10T12:00:00+01:00", "2024-01-10T11:00:00Z", "2024-01-10T06:30:00-04:30"]
    {
        assert_eq!(on_shift_in_the_second_week(start, &[&format!("policy.cut.at={at}")]), noon, "{at}");
    }
    let two = CUT.replace(
        "[arm.all]",
        "[policy.more]\nat = 2024-01-10T12:00:00Z\naction = { hire = \"clerk\", heads = 1 }\n[arm.all]",
    );
    let text = desk("", "4", "every = \"1 h\"", &two);
    let told = read_text(&text, &["policy.cut.at=2024-01-10T12:00:00+02:00"]).expect_err("two clocks");
    assert!(
        told.contains("has the offset +00:00, others have +02:00") && told.contains("start = 2024-01-01T00:00:00"),
        "{told}"
    );
}

#[test]
fn a_tool_comes_at_the_time_of_day_it_says() {
    let tool = "[task.write.way.tool]\nbefore = \"clerk\"\ntool = \"app\"\nteam = [\"clerk\"]\ntime = \"3 min\"\n\
                [technology.app]\nadoption = { start = \"2024-01-03 09:30\" }";
    let scenario = scenario(&desk("", "4", "every = \"1 h\"", tool), &[]);
    let (_, steps) = Simulation::new(&scenario).expect("a stated warm-up").trace(ArmId(0), 0);
    let ways = scenario.arms[ArmId(0)].configs[0].tasks.iter().next().expect("a task").ways.clone();
    // Wednesday 3 January 2024, 09:30: two days and nine and a half hours after the start, a Monday.
    let comes = Time::ZERO + DAY * 2 + HOUR * 9 + MINUTE * 30;
    let mut with = 0;
    for step in &steps {
        if let What::Start(_, way, _) = step.what {
            assert_eq!(ways[way].tool.is_some(), step.time >= comes, "at {:?}", step.time);
            with += usize::from(ways[way].tool.is_some());
        }
    }
    assert!(with > 0, "it is used");
}

#[test]
fn a_run_begins_at_the_beginning_of_a_day() {
    let told =
        read_text(&desk("start = 2024-01-01T08:00:00", "1", "every = \"1 h\"", ""), &[]).expect_err("not at 00:00");
    assert!(told.contains("`start` is at 08:00:00") && told.contains("write start = 2024-01-01"), "{told}");
    for start in ["2024-01-08T00:00:00", "\"2024-01-08\"", "2024-01-08T00:00:00+02:00", "\"2024-01-08 00:00Z\""] {
        let scenario = scenario(&desk(&format!("start = {start}"), "1", "every = \"1 h\"", ""), &[]);
        assert_eq!(scenario.calendar.start.to_string(), "2024-01-08", "{start}");
    }
}

#[test]
fn what_is_no_date_is_told_how_dates_are_written() {
    for start in ["\"September 2025\"", "\"1.9.2025\"", "2025", "12:00:00"] {
        let told = read_text(&desk(&format!("start = {start}"), "1", "every = \"1 h\"", ""), &[]).expect_err(start);
        assert!(told.contains("expected a date, such as 2024-01-01"), "{told}");
    }
    for at in ["\"September 2025\"", "12:00:00", "\"2024-02-30\"", "\"10/01/2024\""] {
        let text = desk("", "4", "every = \"1 h\"", CUT);
        let told = read_text(&text, &[&format!("policy.cut.at={at}")]).expect_err(at);
        assert!(told.contains("a date such as 2025-09-01 or 2025-09-01T12:00"), "{told}");
    }
}

/// Arms that differ in what happens at a time of day share a run until then: the same as run apart.
#[test]
fn arms_share_a_run_until_the_time_of_day_at_which_they_part() {
    let set = "[policy.slow]\nat = \"2024-01-11 09:10\"\naction = { set = { \"task.write.way.clerk.time\" = \"10 min\" } }\n\
               [arm.slow]\nuse = [\"slow\"]\n[arm.both]\nuse = [\"cut\", \"slow\"]";
    let text = desk("", "4", "arrivals = { per_hour = 12, hours = \"Mon-Fri 08:20-15:40\" }", &format!("{CUT}\n{set}"));
    let scenario = scenario(&text, &[]);
    let arms: Vec<ArmId> = scenario.arms.ids().collect();
    let apart = Simulation::new(&scenario).expect("a stated warm-up").apart();
    let together = Mutex::new(Vec::new());
    let taken = |arm: ArmId, outcome: Outcome| together.lock().expect("nobody panicked").push((arm, outcome));
    Simulation::new(&scenario)
        .expect("a stated warm-up")
        .run_arms(&arms, 0, &|_| true, &taken)
        .expect("nobody stops it");
    let together = together.into_inner().expect("nobody panicked");
    assert_eq!(together.len(), arms.len());
    for (arm, outcome) in together {
        let alone = apart.run(arm, 0, &|_| true).expect("nobody stops it");
        assert_eq!((outcome.weeks, outcome.lines), (alone.weeks, alone.lines), "{arm:?}");
    }
}
