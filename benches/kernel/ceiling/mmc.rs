//! M/M/10 by hand.

use crate::mmc::CUSTOMERS;
use rand::SeedableRng;
use rand::distr::Distribution;
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus as Generator;
use std::collections::VecDeque;
use std::hint::black_box;

/// With the best general event set for few events: a heap.
pub fn mmc(seed: u64) -> u64 {
    run(seed, Heap(Vec::with_capacity(64)))
}

/// With a dozen pending events a sorted array beats every heap; with more it is the slowest of all.
pub fn mmc_sorted(seed: u64) -> u64 {
    run(seed, Sorted(Vec::with_capacity(64)))
}

trait Pending {
    /// The payload is true for arrivals.
    fn push(&mut self, time: f64, arrival: bool);
    fn pop(&mut self) -> Option<(f64, bool)>;
}

fn run(seed: u64, mut pending: impl Pending) -> u64 {
    let mut dice = Generator::seed_from_u64(seed);
    let mut exponential = |mean: f64| -> f64 {
        let x: f64 = Exp1.sample(&mut dice);
        x * mean
    };
    let mut queue: VecDeque<f64> = VecDeque::new();
    let (mut busy, mut arrived, mut events, mut waited) = (0, 0u64, 0u64, 0.0);
    pending.push(exponential(1.0 / 9.0), true);
    while let Some((now, arrival)) = pending.pop() {
        events += 1;
        if arrival {
            arrived += 1;
            if arrived < CUSTOMERS {
                pending.push(now + exponential(1.0 / 9.0), true);
            }
            if busy < 10 {
                busy += 1;
                pending.push(now + exponential(1.0), false);
            } else {
                queue.push_back(now);
            }
        } else if let Some(came) = queue.pop_front() {
            waited += now - came;
            pending.push(now + exponential(1.0), false);
        } else {
            busy -= 1;
        }
    }
    black_box(waited);
    events
}

/// A 4-ary heap of integer keys: the bits of a positive time are in the order of the times. The least of four children
/// is chosen without a branch, and what fills the top first sinks to a leaf and then climbs.
struct Heap(Vec<u128>);

impl Heap {
    #[inline(always)]
    fn climb(&mut self, mut place: usize, key: u128) {
        let heap = &mut self.0[..];
        while place > 0 {
            let parent = (place - 1) >> 2;
            if heap[parent] <= key {
                break;
            }
            heap[place] = heap[parent];
            place = parent;
        }
        heap[place] = key;
    }
}

impl Pending for Heap {
    #[inline(always)]
    fn push(&mut self, time: f64, arrival: bool) {
        let key = (time.to_bits() as u128) << 64 | u128::from(arrival);
        self.0.push(key);
        self.climb(self.0.len() - 1, key);
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<(f64, bool)> {
        let last = self.0.pop()?;
        let mut least = last;
        if let Some(&top) = self.0.first() {
            least = top;
            let heap = &mut self.0[..];
            let (mut place, mut child) = (0, 1);
            while let Some(&[a, b, c, d]) = heap.get(child..child + 4) {
                let (left, of_left) = (usize::from(b < a), if b < a { b } else { a });
                let (right, of_right) = (2 + usize::from(d < c), if d < c { d } else { c });
                let (step, key) = if of_right < of_left { (right, of_right) } else { (left, of_left) };
                heap[place] = key;
                place = child + step;
                child = 4 * place + 1;
            }
            if let Some(rest) = heap.get(child..)
                && let Some((step, &key)) = rest.iter().enumerate().min_by_key(|(_, key)| **key)
            {
                heap[place] = key;
                place = child + step;
            }
            self.climb(place, last);
        }
        Some((f64::from_bits((least >> 64) as u64), least as u64 == 1))
    }
}

/// Latest first: the next event is the last.
struct Sorted(Vec<(f64, bool)>);

impl Pending for Sorted {
    #[inline(always)]
    fn push(&mut self, time: f64, arrival: bool) {
        let mut place = self.0.len();
        self.0.push((time, arrival));
        while place > 0 && self.0[place - 1].0 < time {
            self.0[place] = self.0[place - 1];
            place -= 1;
        }
        self.0[place] = (time, arrival);
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<(f64, bool)> {
        self.0.pop()
    }
}
