//! odem-rs: a process for each customer and each PHOLD event. Its `Facility` has one server, so ten of them are a
//! counter and a first-come-first-served chain of those who wait.

use odem_rs::{prelude::*, sync::chain::Chain};
use peers::*;
use std::cell::{Cell, RefCell};

#[derive(Config, Default)]
struct Globals {
    waiting: Chain,
    busy: Cell<usize>,
    served: Cell<u64>,
    waited: Cell<f64>,
    dice: RefCell<Option<Generator>>,
    counts: RefCell<Vec<u64>>,
}

impl Globals {
    fn exponential(&self) -> f64 {
        exponential(self.dice.borrow_mut().as_mut().expect("set at the start"))
    }

    fn destination(&self) -> usize {
        destination(self.dice.borrow_mut().as_mut().expect("set at the start"))
    }
}

struct Customer;

impl Behavior<Globals> for Customer {
    type Output = ();
    async fn actions(&self, sim: &Sim<Globals>) {
        let (globals, came) = (sim.global(), sim.now());
        if globals.busy.get() < SERVERS {
            globals.busy.set(globals.busy.get() + 1);
        } else {
            globals.waiting.fifo().await;
            globals.waited.set(globals.waited.get() + (sim.now() - came));
        }
        sim.advance(globals.exponential()).await;
        globals.served.set(globals.served.get() + 1);
        if globals.waiting.is_empty() {
            globals.busy.set(globals.busy.get() - 1);
        } else {
            globals.waiting.notify_one();
        }
    }
}

struct Token(usize);

impl Behavior<Globals> for Token {
    type Output = ();
    async fn actions(&self, sim: &Sim<Globals>) {
        let globals = sim.global();
        let mut process = self.0;
        loop {
            sim.advance(LOOKAHEAD + globals.exponential()).await;
            globals.counts.borrow_mut()[process] += 1;
            process = globals.destination();
        }
    }
}

#[odem_rs::main(Globals { dice, ..Default::default() })]
async fn mmc(sim: &Sim<Globals>, customers: u64, dice: RefCell<Option<Generator>>) -> (u64, f64) {
    let globals = sim.global();
    for _ in 0..customers {
        sim.advance(globals.exponential() / ARRIVALS).await;
        sim.spawn(Customer);
    }
    // Until the last has left.
    sim.advance(1000.0).await;
    (globals.served.get(), globals.waited.get())
}

#[odem_rs::main(Globals { dice, counts, ..Default::default() })]
async fn phold(sim: &Sim<Globals>, end: f64, dice: RefCell<Option<Generator>>, counts: RefCell<Vec<u64>>) -> u64 {
    for token in 0..TOKENS {
        sim.spawn(Token(token / PER_PROCESS));
    }
    sim.advance(end).await;
    let sum = sim.global().counts.borrow().iter().sum();
    sum
}

fn main() {
    let order = Order::read();
    let dice = RefCell::new(Some(generator(order.seed)));
    let begin = Watch::start();
    match order.workload {
        Workload::Mmc => {
            let (served, waited) = mmc(order.number, dice);
            report(served * 2, begin.seconds(), waited / served as f64);
        }
        Workload::Phold => {
            let events = phold(length(order.number), dice, RefCell::new(vec![0; PROCESSES]));
            report(events, begin.seconds(), 0.0);
        }
    }
}
