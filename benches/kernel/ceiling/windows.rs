//! PHOLD by hand, window by window: what happens within the lookahead can't change what else does, so each window's
//! events are sorted once, by counting, instead of standing in a queue. Each thread has its share of the processes;
//! they exchange mail at the end of a window.

use crate::phold::{EVENTS, LOOKAHEAD, PER_PROCESS, PROCESSES};
use rand::distr::Distribution;
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus as Generator;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};

/// When, and to which process.
type Event = (f64, u32);
/// Windows ahead that can hold events: 51 units of time, which an exponential with mean 1 never reaches.
const AHEAD: usize = 512;
/// Buckets of the counting sort.
const BUCKETS: usize = 1024;

pub fn phold_in_windows(seed: u64, threads: usize) -> u64 {
    let rate = (PROCESSES * PER_PROCESS) as f64 / (1.0 + LOOKAHEAD);
    let windows = (EVENTS as f64 / rate / LOOKAHEAD).round() as u64;
    let barrier = Barrier::new(threads as u64);
    // From each thread to each other, for even and odd windows: while one is read the other is written.
    let mail: Vec<Mutex<Vec<Event>>> = (0..2 * threads * threads).map(|_| Mutex::default()).collect();
    let work = |me| Part::new(seed, me, threads).run(windows, &mail, &barrier);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|me| scope.spawn(move || work(me))).collect();
        workers.into_iter().map(|worker| worker.join().expect("it does not panic")).sum()
    })
}

/// The processes of one thread.
struct Part {
    me: usize,
    threads: usize,
    first: usize,
    dice: Vec<Generator>,
    counts: Vec<u32>,
    ring: Vec<Vec<Event>>,
}

impl Part {
    fn new(seed: u64, me: usize, threads: usize) -> Part {
        let share = PROCESSES / threads;
        let first = me * share;
        let mut dice: Vec<Generator> =
            (first..first + share).map(|process| Generator::seed_from_u64(seed << 20 | process as u64)).collect();
        let mut ring: Vec<Vec<Event>> = vec![Vec::new(); AHEAD];
        for (process, dice) in dice.iter_mut().enumerate() {
            for _ in 0..PER_PROCESS {
                let x: f64 = Exp1.sample(dice);
                let time = LOOKAHEAD + x;
                ring[(time / LOOKAHEAD) as usize % AHEAD].push((time, (first + process) as u32));
            }
        }
        Part { me, threads, first, counts: vec![0; share], dice, ring }
    }

    fn run(mut self, windows: u64, mail: &[Mutex<Vec<Event>>], barrier: &Barrier) -> u64 {
        let share = self.dice.len();
        let mut starts = vec![0u32; BUCKETS + 1];
        let mut sorted: Vec<Event> = Vec::new();
        let mut sent: Vec<Vec<Event>> = vec![Vec::new(); self.threads];
        for window in 0..windows {
            let mut events = std::mem::take(&mut self.ring[window as usize % AHEAD]);
            sort(&events, window as f64 * LOOKAHEAD, &mut starts, &mut sorted);
            events.clear();
            self.ring[window as usize % AHEAD] = events;
            for &(now, process) in &sorted {
                let mine = process as usize - self.first;
                self.counts[mine] += 1;
                let dice = &mut self.dice[mine];
                let to: u32 = dice.random_range(0..PROCESSES as u32);
                let x: f64 = Exp1.sample(dice);
                let event = (now + LOOKAHEAD + x, to);
                let thread = to as usize / share;
                if thread == self.me { self.put(window, event) } else { sent[thread].push(event) }
            }
            if self.threads == 1 {
                continue;
            }
            let boxes =
                |from: usize, to: usize| &mail[((window & 1) as usize * self.threads + from) * self.threads + to];
            for (to, sent) in sent.iter_mut().enumerate().filter(|(to, _)| *to != self.me) {
                // What comes back is what the receiver has emptied.
                std::mem::swap(&mut *boxes(self.me, to).lock().expect("nobody panics"), sent);
            }
            barrier.wait(window + 1);
            for from in (0..self.threads).filter(|from| *from != self.me) {
                let mut received = boxes(from, self.me).lock().expect("nobody panics");
                received.drain(..).for_each(|event| put(&mut self.ring, window, event));
            }
        }
        self.counts.iter().map(|count| u64::from(*count)).sum()
    }

    #[inline(always)]
    fn put(&mut self, window: u64, event: Event) {
        put(&mut self.ring, window, event);
    }
}

/// Rounding must not put an event into the window it was sent in.
#[inline(always)]
fn put(ring: &mut [Vec<Event>], window: u64, event: Event) {
    let place = ((event.0 / LOOKAHEAD) as u64).max(window + 1);
    ring[place as usize % AHEAD].push(event);
}

/// By counting, then by insertion within what one bucket holds.
fn sort(events: &[Event], begin: f64, starts: &mut [u32], sorted: &mut Vec<Event>) {
    let bucket = |time: f64| (((time - begin) * (BUCKETS as f64 / LOOKAHEAD)) as usize).min(BUCKETS - 1);
    starts.fill(0);
    events.iter().for_each(|event| starts[bucket(event.0) + 1] += 1);
    (0..BUCKETS).for_each(|bucket| starts[bucket + 1] += starts[bucket]);
    sorted.clear();
    sorted.resize(events.len(), (0.0, 0));
    for &event in events {
        let place = &mut starts[bucket(event.0)];
        sorted[*place as usize] = event;
        *place += 1;
    }
    for place in 1..sorted.len() {
        let event = sorted[place];
        let mut to = place;
        while to > 0 && sorted[to - 1] > event {
            sorted[to] = sorted[to - 1];
            to -= 1;
        }
        sorted[to] = event;
    }
}

/// Waits for all threads: for a moment by looking, then asleep, for on a shared machine the other may not be running.
struct Barrier {
    threads: u64,
    arrived: AtomicU64,
    asleep: Mutex<()>,
    wake: Condvar,
}

/// About as long as another part of the window takes.
const LOOKS: u32 = 5_000;

impl Barrier {
    fn new(threads: u64) -> Barrier {
        Barrier { threads, arrived: AtomicU64::new(0), asleep: Mutex::new(()), wake: Condvar::new() }
    }

    /// Waits until all have come for the `round`-th time, the first being 1.
    fn wait(&self, round: u64) {
        let all = round * self.threads;
        if self.arrived.fetch_add(1, Ordering::AcqRel) + 1 == all {
            drop(self.asleep.lock());
            self.wake.notify_all();
            return;
        }
        let here = || self.arrived.load(Ordering::Acquire) >= all;
        for _ in 0..LOOKS {
            if here() {
                return;
            }
            std::hint::spin_loop();
        }
        let mut guard = self.asleep.lock().expect("nobody panics");
        while !here() {
            guard = self.wake.wait(guard).expect("nobody panics");
        }
    }
}
