use super::super::cases::{Carried, Defect};
use super::super::rows::WorkerNo;
use super::*;
use crate::engine::Key;
use crate::units::{HOUR, Span};

/// Attempt 1 of the third task of a case, under numbers 10 to 12.
fn one_instance() -> (Instances, InstanceNo) {
    let mut instances = Instances::new();
    let number = instances.request(CaseNo::default(), TaskId(0), Some(SlotNo::new(2)), 1, 10);
    (instances, number)
}

/// The same, ready at zero and begun then by one worker: two hours of standard time, at half speed.
fn in_service() -> (Instances, InstanceNo) {
    let (mut instances, number) = one_instance();
    instances.become_ready(number, 20, Time::ZERO, Time::NEVER);
    instances.begin(number, 0, &[WorkerNo::default()], false, 21);
    instances.lay_out(number, (HOUR * 2).ms(), 0b1, Carried::default(), None);
    instances.run(number, 22, 2.0, Time::ZERO);
    (instances, number)
}

fn defect(number: u32) -> Defect {
    Defect { scope: 0, task: TaskId(0), attempt: 1, number, kind: 0, made_in: 0, id: number.into() }
}

#[test]
fn what_refers_to_an_instance_that_has_ended_is_out_of_date() {
    let (mut instances, number) = one_instance();
    assert!(instances.is_timed_by(number, 11));
    instances.release(number, 13);
    assert_eq!((instances.live().count(), instances.is_timed_by(number, 11)), (0, false));
    let next = instances.request(CaseNo::default(), TaskId(1), None, 1, 14);
    assert_eq!((next, instances[next].is_answer(), instances[next].job), (number, true, None));
}

/// A job is used again by the next that begins, with nothing left in it of the one before.
#[test]
fn a_job_is_as_new_for_the_next_instance() {
    let (mut instances, number) = in_service();
    instances.spend(number, 5);
    instances.make_obsolete(number);
    let job = instances[number].job;
    instances.release(number, 30);
    let next = instances.request(CaseNo::default(), TaskId(0), None, 1, 31);
    assert_eq!(instances.job(next).spent, 0, "no job before it begins");
    instances.begin(next, 0, &[], true, 34);
    assert_eq!((instances[next].job, instances.job(next).spent, instances.job(next).obsolete), (job, 0, false));
}

/// Two hours at half speed take four; after one of them an hour and a half of standard time is left.
#[test]
fn what_is_suspended_goes_on_where_it_stopped() {
    let (mut instances, number) = in_service();
    assert_eq!(instances.job(number).until, Time::ZERO + HOUR * 4);
    instances.suspend(number, 23, Time::ZERO + HOUR);
    assert_eq!(instances.job(number).left, 1.5 * HOUR.ms());
    instances.resume(number);
    assert_eq!(instances.run(number, 24, 1.0, Time::ZERO + HOUR * 8), Time::ZERO + HOUR * 9 + Span(HOUR.0 / 2));
    assert_eq!(instances[number].state, State::InService);
}

#[test]
fn interrupted_work_begins_anew_unless_it_has_been_answered() {
    let (mut instances, number) = in_service();
    instances.suspend(number, 23, Time::ZERO + HOUR);
    instances.interrupt(number, true, 5.0);
    assert_eq!(instances.job(number).left, (HOUR * 2).ms() + 5.0);
    instances.block(number);
    instances.come_back(number, 40, 7.0);
    instances.interrupt(number, true, 5.0);
    assert_eq!(instances.job(number).left, 12.0, "what is left of work already done");
}

/// Others may take it up on the way on which it was begun, whatever its owner; it is not begun for the first time then.
#[test]
fn what_is_handed_over_is_no_first_start() {
    let (mut instances, number) = in_service();
    instances.give_to(number, WorkerNo::default());
    instances.suspend(number, 23, Time::ZERO + HOUR);
    instances.hand_over(number);
    let row = &instances[number];
    assert!(row.fixed && !row.owner_waiting && row.is_under_way() && row.state == State::Waiting);
    assert_eq!(instances.begin(number, 0, &[], false, 24), Begun { first: false, fixed: true });
    assert!(!instances[number].fixed);
}

/// One worker's suspended work waits in no team order; a team's does, until it is suspended anew.
#[test]
fn an_offer_stands_until_the_next() {
    let (mut instances, number) = one_instance();
    instances.become_ready(number, 20, Time::ZERO, Time::NEVER);
    instances.offer(number, 21, 0b1);
    assert!(instances.is_waiting_as(number, 21) && !instances.is_waiting_as(number, 20));
    for (team, stands) in [(1, false), (2, true)] {
        instances.begin(number, 0, &vec![WorkerNo::default(); team], false, 22);
        instances.suspend(number, 23, Time::ZERO);
        assert_eq!(instances.is_offered(number, 23), stands);
        assert!(!instances.is_offered(number, 21) && !instances.is_waiting_as(number, 21));
    }
}

#[test]
fn each_failed_way_is_remembered_and_the_first_is_told() {
    let (mut instances, number) = one_instance();
    instances.begin(number, 3, &[], false, 20);
    assert!(instances.fail_way(number));
    instances.begin(number, 1, &[], false, 21);
    assert!(!instances.fail_way(number));
    assert_eq!((instances[number].failed, instances[number].state), (0b1010, State::Waiting));
}

/// Sent back, an instance gathers under another clock; ready again, no way's time has come yet.
#[test]
fn an_instance_that_is_sent_back_is_ready_anew() {
    let (mut instances, number) = one_instance();
    instances.become_ready(number, 20, Time::ZERO, Time::NEVER);
    instances.open_way(number, 4);
    instances.offer(number, 21, 0b1_0000);
    instances.lose_read(number);
    instances.send_back(number, 22, 23);
    assert!(instances[number].sent_back && !instances[number].lost_read && !instances.is_timed_by(number, 20));
    instances.gather(number, 24);
    instances.become_ready(number, 25, Time::ZERO + HOUR, Time::NEVER);
    assert_eq!((instances[number].opened, instances[number].ready), (0, Time::ZERO + HOUR));
}

#[test]
fn an_answer_cures_what_its_asker_has_in_hand() {
    let (mut instances, asker) = in_service();
    let carried = Carried { set: [1, 2].map(defect).into_iter().collect(), count: 0 };
    instances.lay_out(asker, 1.0, 0b1, carried, None);
    let answer = instances.request(CaseNo::default(), TaskId(1), None, 1, 40);
    let who = Asker { site: 0, instance: asker, serial: 10, task: TaskId(0) };
    let defects = [defect(2)].into_iter().collect();
    instances.put_question(answer, Query { asker: who, key: Key(1), asked_for: None, origin: None, defects });
    let question = instances.take_question(answer);
    instances.cure(asker, &question);
    assert_eq!(instances.take_carried(asker).set[..], [defect(1)]);
}

/// Nobody queues for them: their time is counted from the look before, and no longer once they have finished.
#[test]
fn time_of_the_unlimited_is_counted_once() {
    let (mut instances, number) = one_instance();
    instances.begin(number, 0, &[], true, 20);
    instances.lay_out(number, HOUR.ms(), 0, Carried::default(), None);
    instances.run(number, 21, 1.0, Time::ZERO);
    let count = |instances: &mut Instances, at: Span| instances.count_until(number, Time::ZERO + at);
    assert_eq!([count(&mut instances, Span(40)), count(&mut instances, Span(100))], [40, 60]);
    assert_eq!((instances.job(number).spent, instances.unlimited()), (100, vec![number]));
    instances.end_unlimited(number);
    assert!(instances.unlimited().is_empty());
}
