//! PHOLD (Fujimoto 1990): each event sends another to a random process after at least the lookahead.

use rand::distr::Distribution;
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus as Generator;
use sim::engine::{Envelope, EventQueue, Execution, LogicalProcess, Windows};
use sim::units::{Span, Time};

pub const PROCESSES: usize = 1024;
pub const PER_PROCESS: usize = 16;
pub const LOOKAHEAD: f64 = 0.1;
pub const EVENTS: u64 = 4_000_000;
/// Ticks of a unit of time: so many that rounding is nothing.
const UNIT: f64 = 1e6;

fn increment(dice: &mut Generator) -> Span {
    let x: f64 = Exp1.sample(dice);
    Span(((LOOKAHEAD + x) * UNIT) as i64)
}

/// One event set for all processes.
pub fn on_the_kernel(seed: u64) -> u64 {
    events(EVENTS, seed)
}

/// So many events.
pub fn events(events: u64, seed: u64) -> u64 {
    let mut dice: Vec<Generator> =
        (0..PROCESSES as u64).map(|process| Generator::seed_from_u64(seed << 20 | process)).collect();
    let mut future = EventQueue::new(0, Time(1 << 41));
    for (process, dice) in dice.iter_mut().enumerate() {
        for _ in 0..PER_PROCESS {
            future.schedule(Time::ZERO + increment(dice), 1, process as u32);
        }
    }
    let mut counts = vec![0u32; PROCESSES];
    for _ in 0..events {
        let happening = future.next(|_| true);
        let process = happening.payload as usize;
        counts[process] += 1;
        let to = dice[process].random_range(0..PROCESSES as u32);
        future.schedule(happening.key.time() + increment(&mut dice[process]), 1, to);
    }
    assert_eq!(counts.iter().map(|count| *count as u64).sum::<u64>(), events);
    events
}

/// So many PHOLD processes share a logical process.
const SHARED: usize = 128;

struct Group {
    number: u16,
    dice: Vec<Generator>,
    future: EventQueue<u32>,
    sent: Vec<Envelope<u32>>,
    events: u64,
}

impl LogicalProcess for Group {
    type Message = u32;

    fn next_time(&self) -> Option<Time> {
        self.future.peek().map(|event| event.time())
    }

    fn run_until(&mut self, until: Time) {
        while self.future.peek().is_some_and(|event| event.time() < until) {
            let happening = self.future.next(|_| true);
            self.events += 1;
            let dice = &mut self.dice[happening.payload as usize % SHARED];
            let to = dice.random_range(0..PROCESSES as u32);
            let time = happening.key.time() + increment(dice);
            let sequence = self.future.number();
            let receiver = to as usize / SHARED;
            if receiver == self.number as usize {
                self.future.accept(time, 1, self.number, sequence, to);
            } else {
                self.sent.push(Envelope { time, from: self.number, sequence, to: receiver, message: to });
            }
        }
    }

    fn take_sent(&mut self, to: &mut Vec<Envelope<u32>>) {
        to.append(&mut self.sent);
    }

    fn accept(&mut self, envelope: Envelope<u32>) {
        let Envelope { time, from, sequence, message, .. } = envelope;
        self.future.accept(time, 1, from, sequence, message);
    }

    fn work_done(&self) -> u64 {
        self.events
    }
}

/// Groups of processes as logical processes, window by window.
pub fn in_windows(seed: u64, threads: usize) -> u64 {
    let mut groups: Vec<Group> = (0..PROCESSES / SHARED)
        .map(|group| {
            let mut dice: Vec<Generator> = (0..SHARED)
                .map(|process| Generator::seed_from_u64(seed << 20 | (group * SHARED + process) as u64))
                .collect();
            let mut future = EventQueue::new(group as u16, Time(1 << 41));
            for (process, dice) in dice.iter_mut().enumerate() {
                for _ in 0..PER_PROCESS {
                    let time = Time::ZERO + increment(dice);
                    future.schedule(time, 1, (group * SHARED + process) as u32);
                }
            }
            Group { number: group as u16, dice, future, sent: Vec::new(), events: 0 }
        })
        .collect();
    let execution = if threads == 1 { Execution::InTurn } else { Execution::Parallel };
    let mut windows = Windows::new(Span((LOOKAHEAD * UNIT) as i64), execution);
    // As many events as the others, on average: PER_PROCESS x PROCESSES / 1.1 a unit of time.
    let units = EVENTS as f64 / (PROCESSES * PER_PROCESS) as f64 * (1.0 + LOOKAHEAD);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| windows.advance(&mut groups, Time((units * UNIT) as i64)));
    groups.iter().map(|group| group.events).sum()
}
