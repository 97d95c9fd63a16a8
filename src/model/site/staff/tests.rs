use super::*;
use crate::units::HOUR;

fn two_clerks() -> (Staff, [WorkerNo; 2]) {
    let mut staff = Staff::new(1);
    let clerk = |rank| Worker { rank, share: 1000, ..Worker::default() };
    let numbers = [staff.hire(clerk(2)), staff.hire(clerk(1))];
    (staff, numbers)
}

const CLERK: OccupationId = OccupationId(0);

fn idle(staff: &Staff) -> Vec<WorkerNo> {
    staff[CLERK].idle.iter().map(|(_, _, worker)| *worker).collect()
}

/// Longest idle first, then by keyed rank.
#[test]
fn the_longest_idle_stands_first() {
    let (mut staff, [one, two]) = two_clerks();
    staff.put_among_idle(one, Time::ZERO);
    staff.put_among_idle(two, Time::ZERO);
    assert_eq!(idle(&staff), [two, one], "rank 1 before rank 2");
    staff.take_from_idle(two);
    staff.put_among_idle(two, Time::ZERO + HOUR);
    assert_eq!(idle(&staff), [one, two]);
}

#[test]
fn who_is_put_to_work_or_held_is_not_idle_any_more() {
    let (mut staff, [one, two]) = two_clerks();
    [one, two].into_iter().for_each(|worker| staff.put_among_idle(worker, Time::ZERO));
    staff.put_to_work(one, InstanceNo::default());
    staff.hold(two);
    assert_eq!((idle(&staff), staff[one].doing, staff[two].doing), (vec![], Doing::Busy, Doing::Held));
    assert_eq!((staff[one].at(), staff[one].part), (InstanceNo::default(), DayPart::AfterHours), "nobody is on shift");
}

#[test]
fn those_on_shift_are_counted_once() {
    let (mut staff, [one, _]) = two_clerks();
    assert!(staff.switch_shift(one, true) && !staff.switch_shift(one, true));
    assert_eq!(staff[CLERK].present, 1);
    assert!(staff.switch_shift(one, false));
    assert_eq!(staff[CLERK].present, 0);
}

#[test]
fn who_leaves_is_no_member_any_more() {
    let (mut staff, [one, two]) = two_clerks();
    staff.leave(one);
    assert_eq!((staff[CLERK].members.clone(), staff[CLERK].hired, staff[one].employed), (vec![two], 2, false));
}

/// Entries are dropped when they are looked at and no longer live, up to the first that is.
#[test]
fn the_first_live_entry_of_a_queue_is_found() {
    let (mut staff, _) = two_clerks();
    let entry = |priority| QueueEntry { priority, discipline: 0, rank: 0, instance: InstanceNo::default(), offer: 0 };
    [3, 1, 2].into_iter().for_each(|priority| staff.enqueue(CLERK, entry(priority)));
    assert_eq!(staff.first_in_queue(CLERK, |entry| entry.priority > 1), Some(entry(2)));
    assert_eq!(staff[CLERK].queue.len(), 2);
    assert_eq!(staff.first_in_queue(CLERK, |_| false), None);
}

#[test]
fn what_waits_until_a_shift_ends_is_announced_once_and_taken_together() {
    let (mut staff, [one, _]) = two_clerks();
    let (end, instance) = (Time::ZERO + HOUR, InstanceNo::default());
    assert!(staff.await_shift_end(one, end, instance, 1) && !staff.await_shift_end(one, end, instance, 2));
    assert!(staff.await_shift_end(one, end + HOUR, instance, 3));
    assert_eq!(staff.take_awaited(one, end), [(instance, 1), (instance, 2)]);
    assert_eq!(staff.take_awaited(one, end + HOUR), [(instance, 3)]);
}

#[test]
fn the_post_that_would_be_filled_last_is_closed_first() {
    let mut posts = Posts::default();
    for (share, week) in [(1000, 1), (500, 3), (800, 2)] {
        posts.add_vacancy(Vacancy { occupation: CLERK, share, until: Time::of_week(week) });
    }
    assert_eq!((posts.close(CLERK, 1), posts.vacant(CLERK), posts.vacant_fte(CLERK)), (500, 2, 1800));
    assert_eq!(posts.take_filled(Time::of_week(1)).len(), 1);
    assert_eq!(posts.vacant_fte(CLERK), 800);
}
