//! PHOLD by hand, event by event.

use crate::phold::{EVENTS, LOOKAHEAD, PER_PROCESS, PROCESSES};
use rand::SeedableRng;
use rand::distr::Distribution;
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus as Generator;

const NIL: u32 = u32::MAX;
const BUCKETS: usize = 1 << 17;
const A_TIME: f64 = 8192.0;

/// PHOLD: a calendar ring with buckets so narrow that few hold two events.
pub fn phold(seed: u64) -> u64 {
    let mut dice: Vec<Generator> =
        (0..PROCESSES as u64).map(|process| Generator::seed_from_u64(seed << 20 | process)).collect();
    let mut heads = vec![NIL; BUCKETS];
    let mut events: Vec<(f64, u32, u32)> = Vec::with_capacity(PROCESSES * PER_PROCESS);
    let bucket = |time: f64| (time * A_TIME) as usize & (BUCKETS - 1);
    for (process, dice) in dice.iter_mut().enumerate() {
        for _ in 0..PER_PROCESS {
            let x: f64 = Exp1.sample(dice);
            let time = LOOKAHEAD + x;
            let place = bucket(time);
            events.push((time, process as u32, heads[place]));
            heads[place] = events.len() as u32 - 1;
        }
    }
    let (mut day, mut counts) = (0u64, vec![0u32; PROCESSES]);
    for _ in 0..EVENTS {
        // The earliest event of the first bucket that has one of today.
        let (mut best, mut before_best);
        loop {
            let place = day as usize & (BUCKETS - 1);
            (best, before_best) = (NIL, NIL);
            let (mut at, mut before, mut least) = (heads[place], NIL, (day + 1) as f64 / A_TIME);
            while at != NIL {
                let (time, _, next) = events[at as usize];
                if time < least {
                    (best, before_best, least) = (at, before, time);
                }
                (before, at) = (at, next);
            }
            if best != NIL {
                break;
            }
            day += 1;
        }
        let (now, process, next) = events[best as usize];
        let place = bucket(now);
        if before_best == NIL {
            heads[place] = next;
        } else {
            events[before_best as usize].2 = next;
        }
        counts[process as usize] += 1;
        let of = &mut dice[process as usize];
        let to = rand::RngExt::random_range(of, 0..PROCESSES as u32);
        let x: f64 = Exp1.sample(of);
        let time = now + LOOKAHEAD + x;
        let place = bucket(time);
        events[best as usize] = (time, to, heads[place]);
        heads[place] = best;
    }
    assert_eq!(counts.iter().map(|count| *count as u64).sum::<u64>(), EVENTS);
    EVENTS
}
