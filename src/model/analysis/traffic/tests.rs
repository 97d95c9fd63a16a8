//! Closed forms: what is expected is computed by hand from the scenario's numbers.

use super::super::reach::streams;
use super::*;
use crate::engine::Dist;
use crate::model::scenario::*;
use crate::units::{DAY, HOUR, Recurrence, Span, Time};

/// Hours a week of each occupation over all sites, in one configuration.
fn hours(config: &Configuration, waiting: WaitBound) -> Vec<f64> {
    let scenario = build::scenario(vec![config.clone()]);
    let streams = streams(config);
    let traffic = Traffic::of(&scenario, config, &streams, waiting);
    let mut hours = vec![0.0; config.occupations.len()];
    for flow in traffic.flows.values() {
        for ((_, occupation, _), h) in &flow.hours {
            hours[occupation.0 as usize] += flow.cases * h;
        }
    }
    hours
}

#[track_caller]
fn close(actual: &[f64], expected: &[f64]) {
    let same = actual.len() == expected.len()
        && actual.iter().zip(expected).all(|(a, e)| (a - e).abs() <= 1e-9 * e.abs().max(1.0));
    assert!(same, "{actual:?} instead of {expected:?}");
}

struct Line {
    config: Configuration,
    site: SiteTypeId,
    workers: Vec<OccupationId>,
    products: Vec<ProductId>,
    tasks: Vec<TaskId>,
    demand: DemandId,
}

/// A line of stations of one hour each, 10 cases a week.
fn line(stations: usize) -> Line {
    let mut config = build::config();
    let site = config.add_site("site", 1);
    let workers: Vec<_> = (0..stations).map(|i| config.add_occupation(&format!("worker{i}"))).collect();
    let products: Vec<_> = (0..=stations).map(|i| config.add_product(&format!("p{i}"), "care")).collect();
    let demand = config.add_demand("cases", site, 10.0, &products[..1]);
    let tasks = (0..stations)
        .map(|i| {
            config.employ(site, workers[i], 1.0);
            config.add_task(&format!("t{i}"), &[products[i]], &[products[i + 1]], &[workers[i]], HOUR)
        })
        .collect();
    Line { config, site, workers, products, tasks, demand }
}

#[test]
fn the_load_of_one_station_is_rate_times_time() {
    close(&hours(&line(1).config, WaitBound::None), &[10.0]);
}

#[test]
fn a_line_loads_each_station_and_shares_thin_it() {
    let mut l = line(3);
    l.config.tasks[l.tasks[1]].share = 0.3;
    close(&hours(&l.config, WaitBound::None), &[10.0, 3.0, 3.0]);
}

#[test]
fn repeats_are_a_geometric_number_cut_off_at_the_attempts() {
    let mut l = line(2);
    l.config.tasks[l.tasks[0]].repeat = 0.3;
    l.config.tasks[l.tasks[0]].attempts = 1000;
    close(&hours(&l.config, WaitBound::None), &[10.0 / 0.7, 10.0]);
    l.config.tasks[l.tasks[0]].attempts = 3;
    close(&hours(&l.config, WaitBound::None), &[10.0 * (1.0 + 0.3 + 0.09), 10.0]);
}

#[test]
fn rejections_send_back_through_all_stations_between() {
    let mut l = line(4);
    // The third sends back what the first wrote: a Jackson network with feedback 1/(1 - q) on the first three.
    let third = &mut l.config.tasks[l.tasks[2]];
    third.rejects = Some(Rejects { product: l.products[1], base: 0.2, per_defect: 0.0 });
    third.attempts = 1000;
    let read = build::read(l.products[1]);
    l.config.tasks[l.tasks[2]].ways[0].reads.push(read);
    close(&hours(&l.config, WaitBound::None), &[12.5, 12.5, 12.5, 10.0]);
}

#[test]
fn alternatives_that_rest_on_one_event_add_up() {
    let mut l = line(2);
    // A dictation exists in 40% of the cases; where it does, it is typed, else the note is written from p0.
    l.config.tasks[l.tasks[0]].share = 0.4;
    let writer = l.config.add_occupation("writer");
    l.config.employ(l.site, writer, 1.0);
    let (p0, p2) = (l.products[0], l.products[2]);
    l.config.add_way(l.tasks[1], "from_p0", &[p0], &[p2], &[writer], HOUR);
    close(&hours(&l.config, WaitBound::None), &[4.0, 4.0, 6.0]);
    close(&hours(&l.config, WaitBound::Long), &[4.0, 0.0, 10.0]);
}

#[test]
fn what_is_written_already_is_not_written_again() {
    let mut l = line(1);
    let other = l.config.add_occupation("other");
    l.config.employ(l.site, other, 1.0);
    l.config.add_task("late", &[l.products[0]], &[l.products[1]], &[other], HOUR);
    l.config.tasks[l.tasks[0]].share = 0.25;
    close(&hours(&l.config, WaitBound::None), &[2.5, 7.5]);
}

#[test]
fn what_no_open_way_reads_is_not_made() {
    let mut l = line(2);
    let ehr = l.config.add_technology("ehr", AdoptedBy::Site, Start::At(Time::of_week(10)));
    // The second station needs p1 only without the tool, which all have adopted by the end.
    let (p0, p2, worker) = (l.products[0], l.products[2], l.workers[1]);
    l.config.tasks[l.tasks[1]].ways[0].when = Some(Condition { all: vec![Clause::Without(ehr)] });
    l.config.add_way(l.tasks[1], "in_ehr", &[p0], &[p2], &[worker], HOUR * 2).tool = Some(ehr);
    close(&hours(&l.config, WaitBound::None), &[0.0, 20.0]);
    l.config.technologies[ehr].adoption.start = vec![Start::At(Time::of_week(60))];
    close(&hours(&l.config, WaitBound::None), &[10.0, 10.0]);
    // Two copies of the site, of which one has it: each has the full demand.
    let staff = l.config.sites[l.site].staff[0].clone();
    l.config.sites[l.site].staff.push(staff);
    l.config.technologies[ehr].adoption.start = vec![Start::Before, Start::At(Time::of_week(60))];
    let half = hours(&l.config, WaitBound::None);
    close(&half[1..], &[30.0]); // 10 h where it is missing, 20 h where it is there
}

#[test]
fn a_failed_machine_leaves_work_to_the_next_way() {
    let mut l = line(1);
    let way = l.config.tasks[l.tasks[0]].ways[0].clone();
    let machine = &mut l.config.tasks[l.tasks[0]].ways[0];
    (machine.team, machine.success, machine.chance) = (Vec::new(), 0.8, 0.5);
    l.config.tasks[l.tasks[0]].ways.push(way);
    close(&hours(&l.config, WaitBound::Long), &[6.0]);
}

#[test]
fn children_come_while_the_parent_lasts() {
    let mut l = line(0);
    let nurse = l.config.add_occupation("nurse");
    l.config.employ(l.site, nurse, 1.0);
    let [day, note, letter] = ["day", "note", "letter"].map(|name| l.config.add_product(name, "care"));
    l.config.demands[l.demand].lasts = Some(crate::engine::Dist::Constant((DAY * 4).ms()));
    let days = l.config.add_child("days", l.demand, DAY, &[day]);
    l.config.add_task("note", &[day, l.products[0]], &[note], &[nurse], HOUR);
    close(&hours(&l.config, WaitBound::None), &[40.0]);
    let task = l.config.add_task("letter", &[note], &[letter], &[nurse], HOUR);
    let collect = Collect { gather: Gather::Children(days), sample: None, empty: false, copies: 1 };
    l.config.tasks[task].collect = Some(collect);
    l.config.tasks[task].ways[0].per_item = Dist::Exponential { mean: (HOUR * 2).ms() };
    close(&hours(&l.config, WaitBound::None), &[40.0 + 10.0 * (1.0 + 4.0 * 2.0)]);
}

#[test]
fn collections_take_time_by_item() {
    let mut l = line(2);
    let collect = |gather| Some(Collect { gather, sample: None, empty: true, copies: 1 });
    let spec = &mut l.config.tasks[l.tasks[1]];
    spec.ways[0].per_item = Dist::Exponential { mean: (HOUR * 2).ms() };
    spec.collect = collect(Gather::Size(5));
    close(&hours(&l.config, WaitBound::None), &[10.0, 2.0 + 20.0]);
    l.config.tasks[l.tasks[1]].collect = collect(Gather::Every(Recurrence::Exact(Span(7 * DAY.0 / 4))));
    close(&hours(&l.config, WaitBound::None), &[10.0, 4.0 + 20.0]);
    let mut sampled = collect(Gather::Every(Recurrence::Exact(DAY * 7))).expect("one");
    (sampled.sample, sampled.copies) = (Some(3), 2);
    l.config.tasks[l.tasks[1]].collect = Some(sampled);
    close(&hours(&l.config, WaitBound::None), &[10.0, 2.0 * (1.0 + 3.0 * 2.0)]);
}

#[test]
fn defects_cost_fixes_rejections_and_queries() {
    let mut l = line(2);
    let kind = l.config.defect_kinds.push("error".into());
    l.config.tasks[l.tasks[0]].ways[0].defects = Some(Defects { introduced: 0.5, kinds: vec![(kind, 1.0)] });
    let mut fixing = l.config.clone();
    let way = &mut fixing.tasks[l.tasks[1]].ways[0];
    (way.finds, way.on_found, way.fix_time) = (vec![0.4], OnFound::Fix, Dist::Exponential { mean: (HOUR * 3).ms() });
    close(&hours(&fixing, WaitBound::None), &[10.0, 10.0 * (1.0 + 0.5 * 0.4 * 3.0)]);

    let mut rejecting = l.config.clone();
    let spec = &mut rejecting.tasks[l.tasks[1]];
    spec.rejects = Some(Rejects { product: l.products[1], base: 0.1, per_defect: 0.2 });
    spec.attempts = 1000;
    close(&hours(&rejecting, WaitBound::None), &[12.5, 12.5]);

    let answer = l.config.add_task("answer", &[], &[], &[l.workers[0]], HOUR * 2);
    let way = &mut l.config.tasks[l.tasks[1]].ways[0];
    (way.finds, way.on_found) = (vec![0.4], OnFound::Query { task: answer, to: QueryTo::Origin });
    way.resume_cost = HOUR.ms();
    let asked = 1.0 - libm::exp(-0.2);
    close(&hours(&l.config, WaitBound::None), &[10.0 + 10.0 * asked * 2.0, 10.0 + 10.0 * asked]);
}

#[test]
fn a_missing_helper_is_waited_for_or_done_without() {
    let mut l = line(1);
    let helper = l.config.add_occupation("helper");
    l.config.employ(l.site, helper, 1.0);
    let (p0, p1, worker) = (l.products[0], l.products[1], l.workers[0]);
    l.config.tasks[l.tasks[0]].ways[0].team = vec![worker, helper];
    l.config.add_way(l.tasks[0], "alone", &[p0], &[p1], &[worker], HOUR * 3);
    close(&hours(&l.config, WaitBound::None), &[10.0, 10.0]);
    close(&hours(&l.config, WaitBound::Long), &[30.0, 0.0]);
    // The other way round the second is never needed: whenever both are free, so is the one.
    l.config.tasks[l.tasks[0]].ways.reverse();
    close(&hours(&l.config, WaitBound::Long), &[30.0, 0.0]);
}

/// The example of the scenario format: who writes the notes before and after the tool, and once nobody types.
#[test]
fn the_tool_moves_the_note_from_who_types_to_who_sees_the_patient() {
    let minutes = |m: f64| Span::from_ms(m * 60_000.0);
    let mut config = build::config();
    let site = config.add_site("hospital", 4);
    let [physician, secretary] = ["physician", "secretary"].map(|name| config.add_occupation(name));
    config.employ(site, physician, 130.0);
    config.employ(site, secretary, 62.0);
    let [appointment, encounter, dictation, note] =
        ["appointment", "encounter", "dictation", "note"].map(|name| config.add_product(name, "care"));
    config.add_demand("visits", site, 3200.0, &[appointment]);
    let ehr = config.add_technology("ehr", AdoptedBy::Site, Start::At(Time::of_week(26)));
    let without = Condition { all: vec![Clause::Without(ehr)] };
    config.add_task("visit", &[appointment], &[encounter], &[physician], minutes(18.0));
    let dictate = config.add_task("dictate", &[encounter], &[dictation], &[physician], minutes(1.2));
    config.tasks[dictate].when = Some(without.clone());
    let write = config.add_task("note", &[dictation], &[note], &[secretary], minutes(9.0));
    config.add_way(write, "in_ehr", &[encounter], &[note], &[physician], minutes(3.85)).tool = Some(ehr);
    let late = config.add_way(write, "nobody_typed_it", &[encounter], &[note], &[physician], minutes(12.0));
    late.when = Some(without);
    late.after = Some(crate::engine::Dist::Constant((DAY * 3).ms()));
    let visits = 4.0 * 3200.0 / 60.0;
    close(&hours(&config, WaitBound::None), &[visits * (18.0 + 3.85), 0.0]);
    config.technologies[ehr].on = false;
    close(&hours(&config, WaitBound::None), &[visits * (18.0 + 1.2), visits * 9.0]);
    close(&hours(&config, WaitBound::Long), &[visits * (18.0 + 1.2 + 12.0), 0.0]);
}
