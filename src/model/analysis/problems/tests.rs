//! Each kind of problem once, in a configuration that is otherwise in order.

use super::*;
use crate::engine::Dist;
use crate::model::scenario::*;
use crate::units::{DAY, HOUR, MINUTE, Recurrence, Span, Time};

/// A hospital where a visit is made, noted by the worker who saw the patient, and coded.
struct Clinic {
    config: Configuration,
    hospital: SiteTypeId,
    registry: SiteTypeId,
    physician: OccupationId,
    coder: OccupationId,
    visits: DemandId,
    appointment: ProductId,
    note: ProductId,
    codes: ProductId,
    write_note: TaskId,
    code: TaskId,
}

fn clinic() -> Clinic {
    let mut config = build::config();
    let hospital = config.add_site("hospital", 1);
    let registry = config.add_site("registry", 1);
    let physician = config.add_occupation("physician");
    let coder = config.add_occupation("coder");
    config.employ(hospital, physician, 2.0);
    config.employ(hospital, coder, 1.0);
    let appointment = config.add_product("appointment", "care");
    let note = config.add_product("note", "care");
    let codes = config.add_product("codes", "billing");
    let visits = config.add_demand("visits", hospital, 100.0, &[appointment]);
    let write_note = config.add_task("note", &[appointment], &[note], &[physician], MINUTE);
    let code = config.add_task("code", &[note], &[codes], &[coder], MINUTE);
    Clinic { config, hospital, registry, physician, coder, visits, appointment, note, codes, write_note, code }
}

/// `path: message` of all problems.
fn complaints(configs: Vec<Configuration>) -> Vec<String> {
    problems(&build::scenario(configs)).iter().map(|p| format!("{}: {}", p.path, p.message)).collect()
}

#[track_caller]
fn only(config: Configuration, expected: &str) {
    assert_eq!(complaints(vec![config]), [expected]);
}

#[test]
fn a_config_in_order_has_no_problems() {
    assert_eq!(complaints(vec![clinic().config]), [""; 0]);
}

#[test]
fn cycles_are_named() {
    let mut c = clinic();
    c.config.add_way(c.write_note, "from_codes", &[c.codes], &[c.note], &[c.physician], MINUTE);
    only(c.config, "product.note: a cycle of products: `note` -> `codes` -> `note`");
    let mut c = clinic();
    c.config.tasks[c.code].rejects = Some(Rejects { product: c.note, base: 0.1, per_defect: 0.0 });
    assert_eq!(complaints(vec![c.config]), [""; 0]);
}

#[test]
fn somebody_must_be_able_to_do_it() {
    let mut c = clinic();
    c.config.employ(c.hospital, c.coder, 0.0);
    assert_eq!(
        complaints(vec![c.config]),
        [
            "task.code.way.plain.team: no arm ever employs `coder` at `hospital`",
            "task.code: nobody can ever do `code` at `hospital`",
        ]
    );
    // A policy of the second arm brings them; the first still has none.
    let mut c = clinic();
    c.config.employ(c.hospital, c.coder, 0.0);
    let nobody = c.config.clone();
    c.config.add_policy("hire", Time::ZERO, Action::Hire { occupation: c.coder, amount: Amount::Heads(1) });
    assert_eq!(
        complaints(vec![nobody, c.config]),
        ["task.code: in arm `arm0`: nobody can ever do `code` at `hospital`"]
    );
}

#[test]
fn a_task_without_ways_or_writes_or_reads() {
    let mut c = clinic();
    c.config.tasks[c.code].ways.clear();
    only(c.config, "task.code: `code` has no way to be done");
    let mut c = clinic();
    c.config.add_task("stare", &[c.note], &[], &[c.coder], MINUTE);
    only(c.config, "task.stare: `stare` writes nothing, so nobody ever requests it");
    let mut c = clinic();
    c.config.add_way(c.code, "guess", &[], &[c.codes], &[c.coder], MINUTE);
    only(c.config, "task.code.way.guess.reads: way `guess` of `code` reads nothing");
    let mut c = clinic();
    let never = c.config.add_product("never", "care");
    let x = c.config.add_product("x", "care");
    c.config.add_task("lost", &[never], &[x], &[c.coder], MINUTE);
    only(c.config, "task.lost: `lost` can never be requested");
}

#[test]
fn a_product_is_written_at_one_kind_of_site() {
    let mut c = clinic();
    c.config.employ(c.registry, c.coder, 1.0);
    c.config.add_link(c.hospital, c.registry, DAY);
    c.config.add_link(c.registry, c.hospital, DAY);
    let again = c.config.add_task("code_there", &[c.note], &[c.codes], &[c.coder], MINUTE);
    c.config.tasks[again].at = Some(c.hospital);
    assert_eq!(complaints(vec![c.config.clone()]), [""; 0]); // which is home
    c.config.tasks[again].at = Some(c.registry);
    only(c.config, "product.codes: `codes` is written at two site types: the case's home and `registry`");
}

#[test]
fn reads_rejections_and_queries_need_links() {
    let mut c = clinic();
    c.config.employ(c.registry, c.coder, 1.0);
    c.config.tasks[c.code].at = Some(c.registry);
    only(
        c.config.clone(),
        "task.code.way.plain.reads: `note` is written at `hospital` and read at `registry` by `code`, and no link leads \
         from `hospital` to `registry`",
    );
    c.config.add_link(c.hospital, c.registry, DAY);
    assert_eq!(complaints(vec![c.config.clone()]), [""; 0]);
    let mut rejecting = c.config.clone();
    rejecting.tasks[c.code].rejects = Some(Rejects { product: c.note, base: 0.1, per_defect: 0.0 });
    only(
        rejecting,
        "task.code.rejects: a rejection of `note` from `registry` must go back to `hospital`, and no link leads from \
         `registry` to `hospital`",
    );
    let answer = c.config.add_task("answer", &[], &[], &[c.physician], MINUTE);
    let way = &mut c.config.tasks[c.code].ways[0];
    way.on_found = OnFound::Query { task: answer, to: QueryTo::Origin };
    way.finds = vec![0.5];
    only(
        c.config,
        "task.code.way.plain.on_found: a query of `note` from `registry` must go back to `hospital`, and no link leads \
         from `registry` to `hospital`",
    );
}

#[test]
fn gathered_products_need_links_too() {
    let mut c = clinic();
    let report = c.config.add_product("report", "quality");
    let task = c.config.add_task("report", &[c.codes], &[report], &[c.coder], MINUTE);
    c.config.employ(c.registry, c.coder, 1.0);
    c.config.tasks[task].at = Some(c.registry);
    let gather = Gather::Every(Recurrence::Months(1));
    c.config.tasks[task].collect = Some(Collect { gather, sample: None, empty: false, copies: 1 });
    only(
        c.config.clone(),
        "task.report.way.plain.reads: `codes` is written at `hospital` and read at `registry` by `report`, and no link \
         leads from `hospital` to `registry`",
    );
    c.config.add_link(c.hospital, c.registry, DAY);
    assert_eq!(complaints(vec![c.config]), [""; 0]);
}

#[test]
fn teams_share_a_shift_and_unlimited_workers_work_alone() {
    let line = |start| ShiftLine { days: [true; 7], start: HOUR * start, length: HOUR * 8, share: 1.0 };
    let mut c = clinic();
    c.config.tasks[c.code].ways[0].team = vec![c.coder, c.physician];
    assert_eq!(complaints(vec![c.config.clone()]), [""; 0]);
    c.config.occupations[c.coder].roster = Roster::Lines(vec![line(8)]);
    c.config.occupations[c.physician].roster = Roster::Lines(vec![line(16), line(0)]);
    only(c.config, "task.code.way.plain.team: `coder`, `physician` have no common shift");
    let mut c = clinic();
    c.config.tasks[c.code].ways[0].team = vec![c.coder, c.physician];
    c.config.occupations[c.physician].unlimited = true;
    only(c.config, "task.code.way.plain.team: `physician` is unlimited and works alone, not in a team");
}

#[test]
fn owners_and_others_must_be_there() {
    let mut c = clinic();
    c.config.tasks[c.code].owner = Some(c.write_note);
    only(c.config, "task.code.owner: the leads of `note` can lead no way of `code`");
    let mut c = clinic();
    let check = c.config.add_product("check", "billing");
    let task = c.config.add_task("check", &[c.codes], &[check], &[c.coder], MINUTE);
    c.config.tasks[task].not_by = Some(c.code);
    only(
        c.config.clone(),
        "task.check.not_by: somebody other than who did `code` must do `check`, but `hospital` has only one `coder` at \
         its smallest",
    );
    c.config.employ(c.hospital, c.coder, 1.5);
    assert_eq!(complaints(vec![c.config.clone()]), [""; 0]);
    let half = Action::Dismiss { occupation: c.coder, amount: Amount::Heads(1) };
    c.config.add_policy("fewer", Time::ZERO, half);
    assert_eq!(complaints(vec![c.config]).len(), 1);
}

#[test]
fn who_has_not_adopted_a_tool_needs_another_way() {
    let mut c = clinic();
    let tool = c.config.add_technology("scribble", AdoptedBy::Worker, Start::Before);
    c.config.tasks[c.write_note].ways[0].tool = Some(tool);
    only(
        c.config.clone(),
        "task.note.way.plain.tool: `scribble` is adopted by worker, but `physician` has no way of `note` without it",
    );
    c.config.add_way(c.write_note, "by_hand", &[c.appointment], &[c.note], &[c.physician], MINUTE);
    assert_eq!(complaints(vec![c.config]), [""; 0]);
}

#[test]
fn rejections_and_queries_name_what_fits() {
    let mut c = clinic();
    c.config.tasks[c.code].rejects = Some(Rejects { product: c.appointment, base: 0.1, per_defect: 0.0 });
    assert_eq!(
        complaints(vec![c.config]),
        [
            "task.code.rejects: `code` rejects `appointment`, which it does not read",
            "task.code.rejects: nobody makes `appointment` again once `code` has rejected it",
        ]
    );
    let mut c = clinic();
    c.config.tasks[c.code].ways[0].on_found = OnFound::Query { task: c.write_note, to: QueryTo::Origin };
    only(c.config, "task.code.way.plain.on_found: `note` cannot answer queries: it reads or writes products");
    let mut c = clinic();
    c.config.add_task("answer", &[], &[], &[c.physician], MINUTE);
    only(c.config, "task.answer: `answer` neither reads nor writes, and no query goes to it");
}

#[test]
fn collecting_tasks_must_find_something() {
    let collect = |gather, copies| Some(Collect { gather, sample: None, empty: false, copies });
    let mut c = clinic();
    c.config.tasks[c.code].collect = collect(Gather::Children(c.visits), 1);
    only(c.config, "task.code.collect: `visits` is no child demand");
    let mut c = clinic();
    c.config.tasks[c.code].collect = collect(Gather::CopiesOf(c.write_note), 1);
    only(c.config, "task.code.collect: `note` makes no copies");
    let mut c = clinic();
    let never = c.config.add_product("never", "care");
    c.config.tasks[c.code].ways[0].reads = vec![build::read(never)];
    c.config.tasks[c.code].collect = collect(Gather::Size(10), 1);
    only(c.config, "task.code.collect: `code` gathers nothing: no case can have all that it reads");
    let mut c = clinic();
    let day = c.config.add_product("day", "care");
    let days = c.config.add_child("days", c.visits, DAY, &[day]);
    c.config.tasks[c.code].ways[0].reads = vec![build::read(day)];
    c.config.tasks[c.code].collect = collect(Gather::Children(days), 3);
    only(c.config, "task.code.collect: `code` gathers on the parent's case, of which there is one");
}

#[test]
fn siblings_belong_to_child_demands() {
    let mut c = clinic();
    c.config.tasks[c.code].ways[0].reads.push(Read { product: c.note, optional: false, previous: true });
    only(c.config, "task.code.reads: `code` reads from an elder sibling, but no case has one");
    let mut c = clinic();
    c.config.tasks[c.code].ways[0].per_item = Dist::Constant(1.0);
    only(c.config, "task.code.way.plain.per_item: `code` has a time per item but gathers none");
}

#[test]
fn cases_and_tasks_have_a_largest_size() {
    let mut c = clinic();
    for i in 0..63 {
        let product = c.config.add_product(&format!("copy{i}"), "care");
        c.config.add_task(&format!("copy{i}"), &[c.note], &[product], &[c.coder], MINUTE);
    }
    assert_eq!(
        complaints(vec![c.config]),
        [
            "demand.visits: a case of `demand.visits` can have 66 products, at most 64 are possible",
            "demand.visits: a case of `demand.visits` can have 65 tasks, at most 64 are possible",
        ]
    );
    let mut c = clinic();
    for i in 0..32 {
        c.config.add_way(c.code, &format!("way{i}"), &[c.note], &[c.codes], &[c.coder], MINUTE);
    }
    only(c.config, "task.code.way: `code` has 33 ways, at most 32 are possible");
}

#[test]
fn warnings_do_not_refuse() {
    let c = clinic();
    let mut scenario = build::scenario(vec![c.config]);
    scenario.calendar.start = scenario.calendar.start.succ_opt().expect("a date");
    let found = problems(&scenario);
    assert_eq!(found[0].message, "2024-01-02 is a Tuesday: weeks are counted from `start`");
    assert_eq!(found[0].severity, Severity::Warning);
}

#[test]
fn what_nobody_in_a_case_needs_is_said() {
    let mut c = clinic();
    let other = c.config.add_product("other", "care");
    c.config.add_demand("others", c.hospital, 1.0, &[other, c.appointment]);
    c.config.tasks[c.code].ways[0].reads.push(build::read(other));
    only(c.config, "demand.visits: cases of `visits` can have `note`, but nobody there needs it, so it is never made");
}

#[test]
fn dropped_reads_are_said() {
    let mut c = clinic();
    let draft = c.config.add_product("draft", "care");
    let task = c.config.add_task("draft", &[c.appointment], &[draft], &[c.coder], MINUTE);
    c.config.add_way(c.write_note, "from_draft", &[draft], &[c.note], &[c.physician], Span(1));
    let mut without = c.config.clone();
    without.tasks[task].on = false;
    without.tasks[c.write_note].ways[1].reads.clear();
    assert_eq!(
        complaints(vec![c.config, without]),
        [
            "task.note.way.from_draft.reads: in arm `arm1`: every task that writes `draft` is off, so this way is off too"
        ]
    );
}

#[test]
fn sites_without_staff_and_parents_without_length_are_said() {
    let mut c = clinic();
    c.config.demands[c.visits].at.push(c.registry);
    c.config.employ(c.registry, c.physician, 1.0);
    only(c.config, "task.code: nobody can ever do `code` at `registry`: what it writes is absent there");
    let mut c = clinic();
    let day = c.config.add_product("day", "care");
    c.config.add_child("days", c.visits, DAY, &[day]);
    only(c.config, "demand.days.of: `visits` is over at once, so no case of `days` ever comes");
}

#[test]
fn tools_that_are_off_leave_gaps() {
    let mut c = clinic();
    let tool = c.config.add_technology("coder_app", AdoptedBy::Site, Start::Before);
    c.config.technologies[tool].on = false;
    c.config.tasks[c.code].ways[0].tool = Some(tool);
    only(c.config.clone(), "task.code: every way of `code` needs a tool that is off: what it writes is absent");
    c.config.add_task("by_hand", &[c.note], &[c.codes], &[c.coder], MINUTE);
    assert_eq!(complaints(vec![c.config]), [""; 0]);
}
