use super::*;
use crate::model::outcome::AbsenceCause;
use crate::model::scenario::{TaskId, TechnologyId};
use crate::units::HOUR;

/// Place 2 with a case of three products and two tasks, known elsewhere.
fn one_case() -> (Cases, CaseNo) {
    let mut cases = Cases::new(2);
    let case = cases.begin(Key(7), 0, Room { slots: 3, tasks: 2 }, Time::ZERO, true);
    (cases, case)
}

fn child(cases: &mut Cases) -> CaseNo {
    cases.begin(Key(8), 1, Room { slots: 1, tasks: 0 }, Time::ZERO, false)
}

fn defect(number: u32) -> Defect {
    Defect { scope: 0, task: TaskId(0), attempt: 1, number, kind: 0, made_in: 0, id: number.into() }
}

fn made(defects: &[u32], tool: Option<u16>) -> Made {
    let set = defects.iter().map(|number| defect(*number)).collect();
    Made { carried: Carried { set, count: 0 }, tool: tool.map(TechnologyId), at: Time::ZERO + HOUR, making: 60 }
}

/// The site stands in the upper bits, the count of births below; a replica has the number of its home and is no birth.
#[test]
fn only_births_are_numbered() {
    let (mut cases, one) = one_case();
    let replica = cases.add_replica(5 << 40, Identity { home: 5, ..Identity::default() }, Room::default(), Time::ZERO);
    let two = child(&mut cases);
    assert_eq!([one, replica, two].map(|case| cases[case].gid), [2 << 40, 5 << 40, (2 << 40) + 1]);
    assert_eq!([2 << 40, 5 << 40, (2 << 40) + 1].map(|gid| cases.find(gid)), [Some(one), Some(replica), None]);
    assert!(cases[replica].episode_over, "its episode is the home's affair");
}

#[test]
fn a_forgotten_case_is_not_found_and_its_row_is_as_new_for_the_next() {
    let (mut cases, one) = one_case();
    cases.write(one, 1, made(&[1], None));
    cases.note_reading(one, 1, 0.5);
    cases.forget(one);
    assert_eq!((cases.find(2 << 40), cases.open().count()), (None, 0));
    let next = child(&mut cases);
    assert_eq!((next, cases[next].written, cases[next].slots.len(), cases.reading(next, 1)), (one, 0, 1, None));
}

#[test]
fn a_case_is_on_the_worklist_once_until_it_is_looked_at() {
    let (mut cases, one) = one_case();
    let two = child(&mut cases);
    [one, two, one].into_iter().for_each(|case| cases.look_at(case));
    assert_eq!(cases.take_to_look_at(0), Some(one));
    cases.look_at(one);
    assert_eq!([1, 2, 3].map(|place| cases.take_to_look_at(place)), [Some(two), Some(one), None]);
}

/// The youngest child stays a sibling until the next is born; a parent counts those that are open.
#[test]
fn siblings_are_told_apart_by_age() {
    let (mut cases, parent) = one_case();
    let (first, second) = (child(&mut cases), child(&mut cases));
    assert_eq!([first, second].map(|child| cases.add_child(parent, child, true)), [None, Some(first)]);
    assert_eq!((cases[first].younger, cases[second].elder, cases[parent].children), (Some(second), Some(first), 2));
    cases.leave_siblings(second);
    cases.remove_child(parent, second);
    assert_eq!((cases[first].younger, cases[first].younger_closed, cases[parent].children), (None, true, 1));
    let third = child(&mut cases);
    assert_eq!(cases.add_child(parent, third, true), None, "the second has closed");
}

/// Two products with two defects each, one in common, carry three; the tool is the first product's that has one.
#[test]
fn a_reader_gets_each_defect_once_and_finds_what_nobody_had_read() {
    let (mut cases, case) = one_case();
    cases.write(case, 0, made(&[1, 2], None));
    cases.write(case, 2, made(&[2, 3], Some(4)));
    assert!(cases.mark_read(case, 0) && !cases.mark_read(case, 0));
    let mut carried = Carried::default();
    assert_eq!(cases.read(case, 0b101, &mut carried), (Some(TechnologyId(4)), 0b100));
    assert_eq!(carried.len(), 3);
    cases.cure(case, 0b001, &[defect(2)]);
    assert_eq!([0, 2].map(|slot| cases[case].slots[slot].carried.len()), [1, 2]);
}

/// Task 0 wrote product 0 and task 1 read it: withdrawn, both are open again, and what task 1 wrote is stale.
#[test]
fn what_was_built_from_a_withdrawn_product_is_open_again() {
    let (mut cases, case) = one_case();
    cases.write(case, 0, made(&[], None));
    cases.finish_attempt(case, 0, 0, 0b001, false);
    cases.finish_attempt(case, 1, 0b001, 0b110, false);
    [0, 1].into_iter().for_each(|task| cases.end_task(case, task, None));
    assert!(cases.withdraw(case, 0) && !cases.withdraw(case, 0));
    [0, 1].into_iter().for_each(|task| cases.undo_write(case, task, 0));
    assert_eq!((cases.undo_read(case, 1, 0), cases[case].ended), (0b110, 0));
    cases.write(case, 0, made(&[], None));
    assert_eq!((cases[case].written, cases[case].slots[0].attempt), (0b001, 2));
}

/// Work given up is not what nobody wants: only the latter is open again once something is withdrawn.
#[test]
fn superseded_tasks_are_wanted_again() {
    let (mut cases, case) = one_case();
    cases.supersede(case, 0);
    cases.end_task(case, 0, None);
    cases.give_up(case, 1);
    cases.end_task(case, 1, Some(AbsenceCause::Expired));
    cases.reopen_superseded(case);
    assert_eq!((cases[case].ended, cases[case].superseded, cases[case].given_up), (0b10, 0, 0b10));
}

/// A parent that will never have a product, though nothing was given up, makes no work undone at its child; one that
/// may still have it does, and one that lacks it since work was given up.
#[test]
fn what_a_child_misses_is_undone_unless_its_parent_needs_it_no_more() {
    let (mut cases, parent) = one_case();
    let child = child(&mut cases);
    cases.miss(parent, 1);
    cases.miss(parent, 2);
    cases.lose(parent, 2);
    let lost = [0, 1, 2].map(|from| {
        let before = cases[child].lost;
        cases.lose_unseen(child, from, Some((parent, from)));
        cases[child].lost != before
    });
    assert_eq!(lost, [true, false, true]);
}

#[test]
fn the_youngest_child_is_looked_at_when_its_parent_ends() {
    let (mut cases, parent) = one_case();
    let (first, second) = (child(&mut cases), child(&mut cases));
    assert_eq!([first, second].map(|child| cases.add_child(parent, child, true)), [None, Some(first)]);
    cases.end_episode(parent);
    assert_eq!([0, 1, 2].map(|place| cases.take_to_look_at(place)), [Some(parent), Some(second), None]);
}

#[test]
fn a_parent_gathers_once_its_episode_is_over_and_its_children_have_closed() {
    let (mut cases, parent) = one_case();
    let item = child(&mut cases);
    cases.add_child(parent, item, false);
    cases.begin_episode(parent, 1.0, 0, Time::ZERO, HOUR);
    cases.add_item(parent, 2, 3, None);
    assert!(!cases.settle_gathered(parent, 2), "it goes on");
    cases.end_episode(parent);
    assert!(!cases.settle_gathered(parent, 2), "a child is open");
    cases.remove_child(parent, item);
    assert!(cases.settle_gathered(parent, 2) && cases.settle_gathered(parent, 1) && !cases.settle_gathered(parent, 2));
    assert_eq!((cases[parent].written, cases[parent].absent), (0b100, 0b010), "of the second nothing was left");
}
