use super::*;
use crate::model::scenario::{Learning, Strain, TechnologyId};
use crate::units::{HOUR, WEEK};

fn one_person() -> (People, WorkerNo) {
    let mut people = People::default();
    people.admit(1, Time::ZERO);
    (people, WorkerNo::default())
}

#[test]
fn each_worker_has_one_row() {
    let (mut people, _) = one_person();
    people.admit(3, Time::ZERO);
    people.admit(3, Time::ZERO);
    assert_eq!(people.iter().count(), 3);
}

/// 50 hours at work of 40 owed are 25% beyond; with a half-life of a week that weighs a half: 0.125. A week without
/// load leaves half of it.
#[test]
fn a_week_with_overtime_strains_and_a_week_off_relieves() {
    let (mut people, worker) = one_person();
    let strain = Strain { half_life: WEEK, from: 0.0, defects: 0.0, quits: 0.0 };
    let contract = (HOUR * 40).ms();
    people.tire(worker, (HOUR * 50).0 as u64, 0.0);
    let week = |people: &mut People, week| people.settle_load(worker, &strain, contract, Time::of_week(week));
    assert_eq!([week(&mut people, 1), week(&mut people, 2)], [0.125, 0.0625]);
    assert_eq!(week(&mut people, 2), 0.0625, "no time has passed");
}

/// Between full proficiency and a floor of a half: unused for a half-life, half of what is above the floor is left.
#[test]
fn what_is_not_used_fades_until_it_is_taken_up() {
    let (mut people, worker) = one_person();
    let learning = Learning { start: 0.5, scale: 1.0, floor: 0.5, half_life: Some(WEEK), staff: 1.0 };
    people.bring(worker, vec![Skill { proficiency: 1.0, since: Time::ZERO }]);
    assert_eq!(people.take_up(worker, 0, &learning, Time::of_week(1)), 0.75);
    people.put_down(worker, 0, &learning, Time::of_week(1) + HOUR, true);
    let practised = people[worker].skills[0].proficiency;
    assert!((practised - (1.0 - 0.25 / std::f64::consts::E)).abs() < 1e-12, "{practised}");
    people.put_down(worker, 0, &learning, Time::of_week(2), false);
    assert_eq!(people.take_up(worker, 0, &learning, Time::of_week(2)), practised, "it was in use until now");
}

#[test]
fn reviews_are_counted_by_tool() {
    let (mut people, worker) = one_person();
    let tool = TechnologyId(1);
    assert_eq!(people[worker].seen(tool), ReviewsSeen::default());
    [true, false, true].into_iter().for_each(|found| people.judge(worker, tool, 2, found));
    assert_eq!(
        (people[worker].seen(tool), people[worker].seen(TechnologyId(0))),
        (ReviewsSeen { clean: 1, found: 2 }, ReviewsSeen::default())
    );
}
