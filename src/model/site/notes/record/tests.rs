use super::*;
use crate::model::site::cases::{Defect, Origins};
use crate::model::site::staff::{DayPart, Doing};
use crate::units::HOUR;

const CLERK: OccupationId = OccupationId(0);
const TASK: TaskId = TaskId(0);

/// A configuration of one task with one way, of one clerk.
fn one_task() -> Configuration {
    let mut config = crate::model::scenario::build::config();
    let clerk = config.add_occupation("clerk");
    config.add_task("note", &[], &[], &[clerk], HOUR);
    config
}

fn record() -> Record {
    Record::new(&one_task())
}

/// Requested and ready, started, sent back and ready again, and done late: nothing is left.
#[test]
fn what_is_done_is_neither_live_nor_in_the_backlog() {
    let mut record = record();
    record.called(TASK);
    record.readied(TASK);
    assert_eq!((record.live(TASK), record.backlog()), (1, 1));
    record.started(TASK, Some(HOUR));
    record.started(TASK, None);
    record.done(TASK, (Time::ZERO, Time::ZERO + HOUR), Time::ZERO + HOUR * 2, true);
    record.count_left();
    let queue = &record.week().queues[TASK];
    assert_eq!((queue.done, queue.with_due, queue.in_time, queue.shifted, queue.unfinished), (1, 1, 0, 1, 0));
    assert_eq!((record.live(TASK), record.backlog(), record.statistics().done), (0, 0, 1));
}

/// Eight hours on shift, one of them held and five busy, and two after hours, of which one is paid: nine are paid.
#[test]
fn hours_are_paid_as_they_are_spent() {
    let mut record = record();
    let ms = |hours| (HOUR * hours).0 as u64;
    record.was_idle(CLERK, Doing::Idle, ms(2));
    record.was_idle(CLERK, Doing::Held, ms(1));
    record.was_busy(CLERK, DayPart::Regular, ms(5), false);
    [true, false].into_iter().for_each(|pays| record.was_busy(CLERK, DayPart::AfterHours, ms(1), pays));
    let staff = &record.week().staff[CLERK];
    assert_eq!([staff.on_shift, staff.waiting_for_team, staff.regular], [ms(8), ms(1), ms(5)]);
    assert_eq!([staff.after_hours, staff.paid, staff.unpaid], [ms(2), ms(9), ms(1)]);
}

#[test]
fn work_for_nothing_is_rework_only_as_far_as_it_was_done_this_week() {
    let mut record = record();
    record.worked(0, DayPart::Regular, 50, (false, true));
    record.was_rework(0, 80);
    let work = &record.week().work[0];
    assert_eq!((work.total, work.rework, work.review), (50, 50, 50));
}

/// 10 ms over two members and three defects, of which two come from elsewhere: whole ms that add up to all of it.
#[test]
fn time_is_charged_in_parts_that_add_up() {
    let mut record = record();
    let origins: Origins = [(Some(TASK), 1), (None, 2)].into_iter().collect();
    record.charge(&[CLERK, CLERK], TASK, Charge::Query, 10, &origins);
    let of = |made_at| record.week().defect_work[&(made_at, TASK, CLERK)].query;
    // Of sixths of 10 ms: [0, 1], [1, 3], [3, 5], [5, 8], [8, 10] and so on, rounded down at each bound.
    assert_eq!((of(Some(TASK)), of(None)), (1 + 1, 4 + 4));
}

/// What the warm-up made is in no table.
#[test]
fn only_defects_of_the_run_are_found() {
    let mut record = record();
    for (id, made_in) in [(1, -1), (2, 0)] {
        let defect = Defect { scope: 0, task: TASK, attempt: 1, number: 0, kind: 0, made_in, id };
        record.found(&defect, TASK, Time::ZERO);
    }
    let found: Vec<u64> = record.into_sums().2.iter().map(|finding| finding.id).collect();
    assert_eq!(found, [2]);
}

#[test]
fn a_week_hands_over_its_sums_and_keeps_what_is_live() {
    let mut record = record();
    record.called(TASK);
    record.handled(Some(1));
    record.handled(None);
    let closed = record.close(&one_task());
    assert_eq!((closed.week().queues[TASK].requested, record.live(TASK)), (1, 1));
    assert_eq!((record.statistics().events, record.statistics().stale), (2, 1));
    assert!(record.week().queues.iter().all(|queue| queue.requested == 0));
}
