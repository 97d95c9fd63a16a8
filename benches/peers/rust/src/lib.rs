//! What the programs share: the two workloads' parameters, one generator, one sampler, and the line they print.

use rand::distr::Distribution;
use rand::{Rng, SeedableRng};
use rand_distr::Exp1;
use rustix::time::{ClockId, clock_gettime};

pub use rand_xoshiro::Xoshiro256PlusPlus as Generator;

/// M/M/10: ten servers, nine arrivals in the time of one service.
pub const SERVERS: usize = 10;
pub const ARRIVALS: f64 = 9.0;
/// PHOLD: so many processes, so many events of each, and the least increment; the rest of it is exponential with mean
/// 1.
pub const PROCESSES: usize = 1024;
pub const PER_PROCESS: usize = 16;
pub const TOKENS: usize = PROCESSES * PER_PROCESS;
pub const LOOKAHEAD: f64 = 0.1;

pub fn generator(seed: u64) -> Generator {
    Generator::seed_from_u64(seed)
}

#[inline(always)]
pub fn exponential(dice: &mut Generator) -> f64 {
    Exp1.sample(dice)
}

/// A process picked at random.
#[inline(always)]
pub fn destination(dice: &mut Generator) -> usize {
    (dice.next_u32() as u64 * PROCESSES as u64 >> 32) as usize
}

/// For how long PHOLD must run to handle about so many events.
pub fn length(events: u64) -> f64 {
    events as f64 * (1.0 + LOOKAHEAD) / TOKENS as f64
}

pub enum Workload {
    /// M/M/10, counted in customers.
    Mmc,
    /// PHOLD, counted in events.
    Phold,
}

/// The command line: `mmc CUSTOMERS SEED` or `phold EVENTS SEED`.
pub struct Order {
    pub workload: Workload,
    pub number: u64,
    pub seed: u64,
}

impl Order {
    pub fn read() -> Order {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let number = |at: usize| words.get(at).and_then(|word| word.parse().ok());
        let workload = match words.first().map(String::as_str) {
            Some("mmc") => Some(Workload::Mmc),
            Some("phold") => Some(Workload::Phold),
            _ => None,
        };
        match (workload, number(1), number(2)) {
            (Some(workload), Some(number), Some(seed)) => Order { workload, number, seed },
            _ => {
                eprintln!("usage: mmc CUSTOMERS SEED | phold EVENTS SEED");
                std::process::exit(2)
            }
        }
    }
}

/// Processor time: other programs on the machine count little.
pub struct Watch(f64);

impl Watch {
    pub fn start() -> Watch {
        let now = clock_gettime(ClockId::ProcessCPUTime);
        Watch(now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9)
    }

    pub fn seconds(&self) -> f64 {
        Watch::start().0 - self.0
    }
}

/// Prints events, seconds, and the mean wait (0 for PHOLD, where nobody waits).
pub fn report(events: u64, seconds: f64, mean_wait: f64) {
    println!("{events} {seconds} {mean_wait}");
}
