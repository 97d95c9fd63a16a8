//! CSV files of users: columns go by their names, units by what the names say, and what is no such file is refused in
//! every place that reads one. Expected values are those written in the files.

use crate::support::{Desk, desk, load, said};
use sim::engine::Dist;
use sim::io::scenario::{Loaded, Request, read};
use sim::model::scenario::{ArmId, Scenario, Source};
use sim::model::{Simulation, What};
use sim::units::{HOUR, MINUTE};

/// Where a file is named: each with a column that it must have.
const PLACES: [(&str, &str); 4] = [
    ("demand.visit.trace", "time"),
    ("task.write.way.clerk.time", "minutes"),
    ("occupation.clerk.wage", "value"),
    ("site.clinic.staff", "clerk"),
];

/// A desk with files beside it that its values may name.
struct Files(Desk);

impl Files {
    fn new(files: &[(&str, &str)]) -> Files {
        let text = desk("length = \"2 weeks\"").replace("clerk = 1", "clerk = 50") + "[run]\nreplications = 1\n";
        let desk = Desk::new(&text);
        files.iter().for_each(|(name, text)| desk.write(name, text));
        Files(desk)
    }

    /// Reads the desk with other values at some paths.
    fn read(&self, sets: &[(&str, &str)]) -> Result<Loaded, String> {
        let mut text = self.0.read("desk.toml");
        if sets.iter().any(|(path, _)| path.ends_with(".trace")) {
            text = text.replace("every = \"1 h\"", "trace = \"\"");
        }
        let path = self.0.path("read.toml");
        self.0.write("read.toml", &text);
        let sets = sets.iter().map(|(path, value)| format!("{path}={value}")).collect();
        read(&Request { path, sets, ..Request::default() }).map_err(|problems| problems.to_string())
    }

    fn scenario(&self, sets: &[(&str, &str)]) -> Scenario {
        self.read(sets).unwrap_or_else(|problems| panic!("{problems}")).scenario
    }

    fn told(&self, sets: &[(&str, &str)]) -> String {
        self.read(sets).map(|_| ()).expect_err(&format!("{sets:?} is refused"))
    }

    /// Arrival times of the trace, in minutes since the start.
    fn trace(&self, trace: &str) -> Vec<f64> {
        let scenario = self.scenario(&[("demand.visit.trace", trace)]);
        match &scenario.arms[ArmId(0)].configs[0].demands.iter().next().expect("a demand").source {
            Source::Trace(times) => times.iter().map(|time| time.0 as f64 / MINUTE.ms()).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// Smallest and largest time of the task, in minutes.
    fn times(&self, samples: &str) -> (f64, f64) {
        let scenario = self.scenario(&[("task.write.way.clerk.time", &format!("{{ samples = {samples} }}"))]);
        let task = scenario.arms[ArmId(0)].configs[0].tasks.iter().next().expect("a task");
        let time: &Dist = &task.ways[0].time;
        (time.quantile(1e-9).round() / MINUTE.ms(), time.quantile(1.0 - 1e-9).round() / MINUTE.ms())
    }

    fn wage(&self, series: &str) -> f64 {
        let scenario = self.scenario(&[("occupation.clerk.wage", &format!("{{ series = {series} }}"))]);
        scenario.arms[ArmId(0)].configs[0].occupations.iter().next().expect("a clerk").wage
    }
}

#[test]
fn columns_go_by_their_names() {
    let desk = Files::new(&[
        ("trace.csv", "patient_id,arrival_time\n1,2024-01-01T08:30\n2,2024-01-01T09:00:00.500\n"),
        ("samples.csv", "id,minutes\n901,5\n902,7\n"),
        ("series.csv", "value,year\n21,2024\n22,2025\n"),
        ("mine.csv", "a,b,from\n1,2,2024\n30,40,2025\n"),
    ]);
    assert_eq!(desk.trace("\"trace.csv\""), [510.0, 540.0 + 0.5 / 60.0]);
    assert_eq!(desk.times("\"samples.csv\""), (5.0, 7.0));
    assert_eq!(desk.wage("\"series.csv\""), 21.0);
    // Names that are the user's.
    assert_eq!(desk.trace("{ file = \"mine.csv\", column = \"b\" }"), [120.0, 2400.0]);
    assert_eq!(desk.wage("{ file = \"mine.csv\", year = \"from\", column = \"b\" }"), 2.0);
}

#[test]
fn numbers_have_the_unit_that_the_column_says() {
    for (header, minutes) in [("seconds", 2.0), ("minutes", 120.0), ("time [h]", 7200.0), ("los_days", 120.0 * 1440.0)]
    {
        let desk = Files::new(&[("a.csv", &format!("{header}\n120\n120\n"))]);
        assert_eq!(desk.times("\"a.csv\""), (minutes, minutes), "{header}");
        assert_eq!(desk.trace("\"a.csv\""), [minutes, minutes], "{header}");
    }
    let desk = Files::new(&[("a.csv", "time\n5\n6\n"), ("b.csv", "time\n5 min\n1 h\n")]);
    let told = desk.told(&[("task.write.way.clerk.time", "{ samples = \"a.csv\" }")]);
    assert!(told.contains("a.csv, row 2: `5` has no unit") && told.contains("`time [min]`"), "{told}");
    assert_eq!(desk.times("\"b.csv\""), (5.0, 60.0), "a unit in each row");
    assert_eq!(desk.trace("\"a.csv\""), [300.0, 360.0], "numbers of a trace are hours unless its column says more");
}

#[test]
fn a_column_that_is_not_there_or_not_clear_is_told_with_those_that_are() {
    let desk = Files::new(&[
        ("ids.csv", "id,ward\n1,2\n"),
        ("id.csv", "patient_id\n1\n"),
        ("two.csv", "wait_min,service_min\n1,2\n"),
        ("when.csv", "date,time\n2024-01-01,08:30\n"),
        ("headless.csv", "5\n6\n"),
        ("pandas.csv", ",minutes\n0,5\n1,7\n"),
    ]);
    for (path, value, parts) in [
        ("demand.visit.trace", "\"ids.csv\"", ["ids.csv does not say which column", "`id`, `ward`"]),
        ("demand.visit.trace", "\"id.csv\"", ["`1` is a number, and `patient_id` no name", "column = \"patient_id\""]),
        ("demand.visit.trace", "\"when.csv\"", ["more than one column that may be meant", "`date`, `time`"]),
        ("task.write.way.clerk.time", "{ samples = \"two.csv\" }", ["more than one column", "column = \"wait_min\""]),
        (
            "task.write.way.clerk.time",
            "{ samples = \"headless.csv\" }",
            ["row 1: `5` is no header", "names the columns"],
        ),
        (
            "task.write.way.clerk.time",
            "{ samples = { file = \"two.csv\", column = \"wait\" } }",
            ["two.csv has no column `wait`", "`wait_min`, `service_min`"],
        ),
        ("occupation.clerk.wage", "{ series = \"ids.csv\" }", ["has no column `year`", "`id`, `ward`"]),
        ("site.clinic.staff", "\"ids.csv\"", ["the column `ward`, which is no occupation", "`id`, `ward`"]),
        ("demand.visit.trace", "{ file = \"ids.csv\", colum = \"id\" }", ["unknown key `colum`", "column = ..."]),
    ] {
        let told = desk.told(&[(path, value)]);
        assert!(parts.iter().all(|part| told.contains(part)), "{path} = {value}: {told}");
    }
    assert_eq!(desk.times("\"pandas.csv\""), (5.0, 7.0), "a column without a name is none that could be meant");
}

#[test]
fn what_is_no_csv_with_commas_is_told_wherever_one_is_read() {
    for (place, column) in PLACES {
        for (text, part) in [
            (format!("year;{column}\n2024;1,5\n"), "columns are separated by semicolons; sim reads commas"),
            (format!("year,{column}\n2024,1,5\n"), "row 2: 3 values under 2 columns"),
            (format!("year,{column}\n2024\n"), "row 2: 1 value under 2 columns; fill in what is missing"),
            (format!("{column},{column}\n2,5\n"), &*format!("the column `{column}` stands there twice")),
        ] {
            let desk = Files::new(&[("a.csv", &text)]);
            let value = match place {
                "task.write.way.clerk.time" => "{ samples = \"a.csv\" }",
                "occupation.clerk.wage" => "{ series = \"a.csv\" }",
                _ => "\"a.csv\"",
            };
            let told = desk.told(&[(place, value)]);
            assert!(told.contains(part) && told.contains("a.csv, row"), "{place}: {told}");
        }
    }
    // In quotes a comma is part of the number.
    for (place, text) in [
        ("task.write.way.clerk.time", "minutes\n\"1,5\"\n"),
        ("demand.visit.trace", "hours\n\"1,5\"\n"),
        ("site.clinic.staff", "clerk\n\"1,5\"\n"),
        ("occupation.clerk.wage", "year,value\n2024,\"1,5\"\n"),
    ] {
        let desk = Files::new(&[("a.csv", text)]);
        let value = match place {
            "task.write.way.clerk.time" => "{ samples = \"a.csv\" }",
            "occupation.clerk.wage" => "{ series = \"a.csv\" }",
            _ => "\"a.csv\"",
        };
        let told = desk.told(&[(place, value)]);
        assert!(told.contains("numbers have a point and no comma"), "{place}: {told}");
    }
}

#[test]
fn a_year_stands_once() {
    let desk = Files::new(&[
        ("twice.csv", "year,value\n2024,20\n2025,21\n2024,22\n"),
        ("week.csv", "year,value\n2024-W05,20\n"),
    ]);
    for series in ["occupation.clerk.wage", "demand.visit.arrivals.per_week"] {
        let told = |file: &str| {
            let value = format!("{{ series = \"{file}\" }}");
            if series.starts_with("occupation") {
                return desk.told(&[(series, &value)]);
            }
            let text = desk.0.read("desk.toml");
            let other = Files::new(&[
                ("twice.csv", "year,value\n2024,20\n2025,21\n2024,22\n"),
                ("week.csv", "year,value\n2024-W05,20\n"),
            ]);
            let text = text.replace("every = \"1 h\"", &format!("arrivals = {{ per_week = {value} }}"));
            other.0.write("desk.toml", &text);
            other.told(&[])
        };
        assert!(told("twice.csv").contains("twice.csv, row 4: the year 2024 stands there twice"), "{series}");
        assert!(told("week.csv").contains("`2024-W05` is no year"), "{series}");
    }
    let told = desk.told(&[("occupation.clerk.wage", "{ by_year = { 2024 = 20, \"02024\" = 21 } }")]);
    assert!(told.contains("has the year 2024 twice"), "{told}");
}

#[test]
fn a_file_of_points_has_each_path_once() {
    let desk =
        Files::new(&[("points.csv", "run.seed,run.seed\n1,2\n"), ("semicolons.csv", "run.seed;length\n1;8 weeks\n")]);
    for (file, part) in
        [("points.csv", "the column `run.seed` stands there twice"), ("semicolons.csv", "separated by semicolons")]
    {
        let output = desk.0.sim(&["sweep", "desk.toml", "--points-file", file, "--out", "out"]);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(part), "{told}");
    }
}

/// What a run wrote down comes again: each case at the instant at which it was born, once, though it has several rows.
#[test]
fn an_event_log_of_ours_can_be_a_trace() {
    let desk = Files::new(&[]);
    let text = desk.0.read("desk.toml");
    let text = text.replace("every = \"1 h\"", "arrivals = { per_week = 40 }").replace("[task.write]", "[product.copy]\n[task.copy]\nreads = [\"note\"]\nwrites = [\"copy\"]\n[task.copy.way.clerk]\nteam = [\"clerk\"]\ntime = \"1 min\"\n[task.write]");
    desk.0.write("random.toml", &text);
    let output = desk.0.sim(&["run", "random.toml", "--quiet", "--event-log", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let scenario = load(desk.0.path("random.toml"), &[]);
    let (_, steps) = Simulation::new(&scenario).expect("a stated warm-up").trace(ArmId(0), 0);
    let write =
        scenario.arms[ArmId(0)].configs[0].tasks.enumerate().find(|(_, task)| task.name == "write").expect("there").0;
    let born: Vec<f64> = steps
        .iter()
        .filter(|step| step.what == What::Ready(write) && step.time < scenario.end - MINUTE * 10)
        .map(|step| step.time.0 as f64 / MINUTE.ms())
        .collect();
    let traced = desk.trace("\"out/event_log.csv\"");
    assert!(born.len() > 40 && traced[..born.len()] == born, "{} born, {} in the trace", born.len(), traced.len());
}

#[test]
fn a_log_of_several_runs_is_none_of_one() {
    let log = "case:concept:name,time:timestamp,case:arm\na.1,2024-01-01T08:00:00.000,a\na.1,2024-01-01T07:30:00.000,a\n\
               b.1,2024-01-01T09:00:00.000,b\n";
    let desk = Files::new(&[("log.csv", log)]);
    let told = desk.told(&[("demand.visit.trace", "\"log.csv\"")]);
    assert!(told.contains("several values of `case:arm`: a, b") && told.contains("where = "), "{told}");
    // One case, at its first event.
    assert_eq!(desk.trace("{ file = \"log.csv\", where = { \"case:arm\" = \"a\" } }"), [450.0]);
    let told = desk.told(&[("demand.visit.trace", "{ file = \"log.csv\", where = { \"case:arm\" = \"c\" } }")]);
    assert!(told.contains("no row in which `case:arm` is `c`"), "{told}");
}

#[test]
fn rows_outside_the_run_and_traces_that_come_again_are_said() {
    let desk =
        Files::new(&[("a.csv", "time\n2023-12-31T23:00\n2024-01-01T08:00\n2024-01-14T23:59\n2024-01-15T00:00\n")]);
    let trace = ("demand.visit.trace", "\"a.csv\"");
    let warnings = desk
        .read(&[trace])
        .unwrap_or_else(|told| panic!("{told}"))
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n");
    // The run is 1 to 14 January; what comes at its end does not happen.
    assert!(warnings.contains("2 of 4 times of the trace are outside the run"), "{warnings}");
    assert!(warnings.contains("1 before it begins, 1 after its end"), "{warnings}");
    assert!(warnings.contains("from 2024-01-01 to 2024-01-14"), "{warnings}");
    let warm = desk
        .read(&[trace, ("warm_up", "\"1 day\"")])
        .unwrap_or_else(|told| panic!("{told}"))
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n");
    assert!(warm.contains("1 of 4 times"), "the warm-up is run, too: {warm}");
    let three = desk
        .read(&[trace, ("site.clinic.count", "3")])
        .unwrap_or_else(|told| panic!("{told}"))
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n");
    assert!(three.contains("comes at each of 3 sites: 12 cases in all"), "{three}");
    let inside = Files::new(&[("a.csv", "time\n8\n9\n")]);
    let warnings = inside.read(&[trace]).unwrap_or_else(|told| panic!("{told}")).warnings;
    assert!(warnings.iter().all(|warning| !warning.message.contains("trace")), "{warnings:?}");
    assert_eq!(inside.trace("\"a.csv\""), [8.0, 9.0].map(|hours| hours * HOUR.ms() / MINUTE.ms()));
}
