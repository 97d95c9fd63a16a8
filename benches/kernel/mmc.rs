//! M/M/10 at 90% utilisation: on the kernel, and as a scenario through the whole model.

use rand::SeedableRng;
use rand::distr::Distribution;
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus as Generator;
use sim::engine::EventQueue;
use sim::io::scenario::{Request, read};
use sim::model::Simulation;
use sim::model::scenario::ArmId;
use sim::units::{Span, Time};
use std::collections::VecDeque;
use std::hint::black_box;

pub const CUSTOMERS: u64 = 2_000_000;
/// Mean service time in ms: so long that rounding to whole milliseconds is nothing.
const SERVICE: f64 = 1e5;

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    Departure,
}

pub fn on_the_kernel(seed: u64) -> u64 {
    customers(CUSTOMERS, seed)
}

/// So many customers on the kernel.
pub fn customers(customers: u64, seed: u64) -> u64 {
    let mut dice = Generator::seed_from_u64(seed);
    let mut exponential = |mean: f64| {
        let x: f64 = Exp1.sample(&mut dice);
        Span((x * mean) as i64)
    };
    let mut future = EventQueue::new(0, Time(1 << 41));
    let mut queue: VecDeque<Time> = VecDeque::new();
    let (mut busy, mut arrived, mut events, mut waited) = (0, 0u64, 0u64, 0i64);
    future.schedule(Time::ZERO + exponential(SERVICE / 9.0), 2, Event::Arrival);
    while future.peek().is_some() {
        let happening = future.next(|_| true);
        let now = happening.key.time();
        events += 1;
        match happening.payload {
            Event::Arrival => {
                arrived += 1;
                if arrived < customers {
                    future.schedule(now + exponential(SERVICE / 9.0), 2, Event::Arrival);
                }
                if busy < 10 {
                    busy += 1;
                    future.schedule(now + exponential(SERVICE), 1, Event::Departure);
                } else {
                    queue.push_back(now);
                }
            }
            Event::Departure => match queue.pop_front() {
                Some(came) => {
                    waited += (now - came).0;
                    future.schedule(now + exponential(SERVICE), 1, Event::Departure);
                }
                None => busy -= 1,
            },
        }
    }
    black_box(waited);
    events
}

/// Customers served, twice: an arrival and a departure each.
pub fn through_the_model(seed: u64) -> u64 {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/kernel/mmc.toml");
    let request = Request { path: path.into(), seed: Some(seed), ..Request::default() };
    let scenario = read(&request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let outcome =
        Simulation::new(&scenario).expect("a stated warm-up").run(ArmId(0), 0, &|_| true).expect("nobody stops it");
    2 * outcome.statistics.done
}
