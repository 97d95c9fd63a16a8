//! Rosters counted by hand.

use super::super::scenario::{Discipline, ShiftLine};
use super::*;
use chrono::NaiveDate;

const OFFICE: &[usize] = &[0, 1, 2, 3, 4];
const DAILY: &[usize] = &[0, 1, 2, 3, 4, 5, 6];

/// Lines of days, hour of the start, hours, share.
fn occupation(lines: &[(&[usize], i64, i64, f64)]) -> Occupation {
    let line = |(days, start, hours, share): &(&[usize], i64, i64, f64)| {
        let mut mask = [false; 7];
        days.iter().for_each(|day| mask[*day] = true);
        ShiftLine { days: mask, start: HOUR * *start, length: HOUR * *hours, share: *share }
    };
    Occupation {
        name: "nurse".into(),
        wage: 45.0,
        on_cost: 0.0,
        contract: HOUR * 40,
        roster: Roster::Lines(lines.iter().map(line).collect()),
        absent: 0.0,
        break_time: Span::ZERO,
        overrun: Span::ZERO,
        hand_over: None,
        after_hours: None,
        discipline: Discipline::Fifo,
        unlimited: false,
        delay: None,
        people: Default::default(),
    }
}

fn calendar() -> Calendar {
    Calendar { start: NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date") }
}

/// By week and rank: the shifts of workers with these contracts in hours.
fn weeks(occupation: &Occupation, contracts: &[i64], weeks: i64) -> Vec<Vec<Vec<Shift>>> {
    let mut dealt = Dealt::default();
    let mut carry = vec![Carry::default(); contracts.len()];
    let mut all = Vec::new();
    for week in 0..weeks {
        let mut shifts = vec![Vec::new(); contracts.len()];
        let mut deal = Deal::new(occupation, calendar(), week, contracts.len(), &mut dealt).expect("lines");
        for rank in (0..contracts.len()).map(|place| rank_at(place, week, contracts.len())) {
            (shifts[rank], carry[rank]) = deal.next(HOUR * contracts[rank], carry[rank]);
        }
        all.push(shifts);
    }
    all
}

/// People by day of the week.
fn by_day<'a>(shifts: impl IntoIterator<Item = &'a Shift>) -> [usize; 7] {
    let mut people = [0; 7];
    shifts.into_iter().for_each(|shift| people[calendar().weekday(shift.start)] += 1);
    people
}

fn hours<'a>(shifts: impl IntoIterator<Item = &'a Shift>) -> f64 {
    shifts.into_iter().map(|shift| (shift.end - shift.start).hours()).sum()
}

#[test]
fn forty_hours_of_office_days_are_five_shifts() {
    for week in weeks(&occupation(&[(OFFICE, 8, 8, 1.0)]), &[40; 7], 3) {
        assert!(week.iter().all(|shifts| by_day(shifts) == [1, 1, 1, 1, 1, 0, 0]));
        assert_eq!(week[3][0].start.0.rem_euclid(WEEK.0), 8 * HOUR.0);
    }
}

/// 37 h are 4.625 shifts of 8 h: 37 shifts in 8 weeks.
#[test]
fn the_contract_is_met_exactly_in_the_long_run() {
    let all = weeks(&occupation(&[(OFFICE, 8, 8, 1.0)]), &[37; 3], 400);
    for rank in 0..3 {
        assert_eq!(hours(all.iter().flat_map(|week| &week[rank])), 37.0 * 400.0);
    }
}

/// Two heads with four shifts each are eight on seven days: somebody is there each day, and on one day both are.
#[test]
fn two_heads_leave_no_day_of_the_week_empty() {
    for week in weeks(&occupation(&[(DAILY, 8, 10, 1.0)]), &[40, 40], 20) {
        assert!(week.iter().all(|shifts| shifts.len() == 4));
        let people = by_day(week.iter().flatten());
        assert!(people.iter().all(|people| (1..=2).contains(people)), "{people:?}");
    }
}

/// 16 h are two days of the five. In five weeks each day has its turn twice, and the two days of a week are never next
/// to each other.
#[test]
fn part_time_days_lie_apart_and_take_turns() {
    let all = weeks(&occupation(&[(OFFICE, 8, 8, 1.0)]), &[16], 20);
    for turn in all.chunks(5) {
        assert_eq!(by_day(turn.iter().flatten().flatten()), [2, 2, 2, 2, 2, 0, 0]);
    }
    for week in &all {
        let days: Vec<usize> = week[0].iter().map(|shift| calendar().weekday(shift.start)).collect();
        assert!(matches!(days[..], [first, second] if second - first >= 2), "{days:?}");
    }
}

/// Alone with k of d days a week, in d weeks somebody has had each day k times.
#[test]
fn every_day_has_its_turn_whatever_the_number_of_days() {
    for count in 1..=7 {
        for wanted in 1..=count {
            let all = weeks(&occupation(&[(&DAILY[..count], 8, 8, 1.0)]), &[8 * wanted as i64], 3 * count as i64);
            for turn in all.chunks(count) {
                let people = by_day(turn.iter().flatten().flatten());
                assert!(people[..count].iter().all(|people| *people == wanted), "{wanted} of {count}: {people:?}");
            }
        }
    }
}

/// After 24 h of work the next shift of the same person is the one after the next: of two heads one is on each day, and
/// each has three or four of the seven in turn, 84 h on average.
#[test]
fn day_long_shifts_alternate_between_two_heads() {
    let all = weeks(&occupation(&[(DAILY, 8, 24, 1.0)]), &[168, 168], 10);
    for week in &all {
        assert_eq!(by_day(week.iter().flatten()), [1; 7]);
    }
    for rank in 0..2 {
        let own: Vec<Shift> = all.iter().flat_map(|week| week[rank].clone()).collect();
        assert_eq!(hours(&own), 84.0 * 10.0);
        assert!(own.windows(2).all(|pair| pair[1].start >= pair[0].end + REST));
    }
}

#[test]
fn rest_is_at_least_eleven_hours_and_days_are_covered_evenly() {
    let nights = occupation(&[(DAILY, 7, 8, 0.5), (DAILY, 15, 8, 0.25), (DAILY, 23, 8, 0.25)]);
    let all = weeks(&nights, &[40; 28], 84);
    for rank in 0..28 {
        let own: Vec<Shift> = all.iter().flat_map(|week| week[rank].clone()).collect();
        assert!(own.windows(2).all(|pair| pair[1].start >= pair[0].end + REST));
    }
    let people = by_day(all.iter().flatten().flatten());
    let (least, most) = (people.iter().min().expect("days"), people.iter().max().expect("days"));
    assert!(*most as f64 / *least as f64 <= 1.1, "{people:?}");
}

/// 13 x 0.12 = 1.56 places a week on the second line and 13 x 0.08 = 1.04 on the third: in 25 weeks 39 and 26.
#[test]
fn lines_get_their_shares_over_the_weeks() {
    let lines = occupation(&[(OFFICE, 8, 8, 0.8), (DAILY, 16, 8, 0.12), (DAILY, 0, 8, 0.08)]);
    let all = weeks(&lines, &[40; 13], 25);
    let on = |week: &[Vec<Shift>], hour: i64| {
        let starts = week.iter().filter_map(|shifts| shifts.first());
        starts.filter(|shift| shift.start.0.rem_euclid(DAY.0) == hour * HOUR.0).count()
    };
    assert_eq!(on(&all[0], 16), 2); // remainders 0.4, 0.56, 0.04
    assert_eq!(all.iter().map(|week| on(week, 16)).sum::<usize>(), 39);
    assert_eq!(all.iter().map(|week| on(week, 0)).sum::<usize>(), 26);
    assert!(all.iter().all(|week| (1..=2).contains(&on(week, 16))));
}

/// One head for an early and a late line with equal shares is on each of them every other week.
#[test]
fn fewer_heads_than_lines_take_the_lines_in_turn() {
    let lines = occupation(&[(OFFICE, 6, 8, 0.5), (OFFICE, 14, 8, 0.5)]);
    let starts: Vec<i64> = weeks(&lines, &[40], 6).iter().map(|week| week[0][0].start.0.rem_euclid(DAY.0)).collect();
    assert_eq!(starts, [6, 14, 6, 14, 6, 14].map(|hour| hour * HOUR.0));
}

/// Whatever the contracts: on a line whose shifts leave 11 h between days, all days of a week have the same number of
/// people, give or take one; and nobody ever has a shift more or less than the hours they are owed.
#[test]
fn days_are_even_and_contracts_are_kept_for_any_staff() {
    let lines: [(&[usize], i64); 4] = [(DAILY, 8), (OFFICE, 10), (&[0, 2, 4], 12), (&[5, 6], 13)];
    for (case, (days, length)) in lines.into_iter().enumerate() {
        for heads in 1..9 {
            // Contracts that this line can meet.
            let most = days.len() as i64 * length;
            let contracts: Vec<i64> = (0..heads).map(|head| 1 + (head * 7 + heads * 3 + case as i64) % most).collect();
            let all = weeks(&occupation(&[(days, 8, length, 1.0)]), &contracts, 30);
            for week in &all {
                let people = by_day(week.iter().flatten());
                let on = days.iter().map(|day| people[*day]);
                assert!(on.clone().max() <= on.clone().min().map(|least| least + 1), "{people:?}");
                assert_eq!(people.iter().sum::<usize>(), on.sum::<usize>());
            }
            for (rank, contract) in contracts.iter().enumerate() {
                for weeks in 1..30 {
                    let had = hours(all[..weeks].iter().flat_map(|week| &week[rank]));
                    let owed = (*contract * weeks as i64) as f64;
                    assert!((0.0..length as f64).contains(&(had - owed)), "{had} h of {owed} h");
                }
            }
        }
    }
}

#[test]
fn breaks_are_in_the_middle_and_do_not_count() {
    let mut occupation = occupation(&[(OFFICE, 8, 9, 1.0)]);
    occupation.break_time = HOUR;
    let mut dealt = Dealt::default();
    let mut deal = Deal::new(&occupation, calendar(), 0, 1, &mut dealt).expect("lines");
    let (shifts, carry) = deal.next(HOUR * 40, Carry::default());
    assert_eq!(shifts.len(), 5);
    assert_eq!(shifts[0].break_time, Some((Time(12 * HOUR.0), Time(13 * HOUR.0))));
    assert_eq!(carry.owed, Span::ZERO);
}
