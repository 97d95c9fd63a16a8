//! desim: coroutines, which only an unstable compiler has. A source pushes into a store, ten servers pull from it; each
//! PHOLD event is a process that hops.
#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]

use desim::prelude::*;
use desim::resources::SimpleStore;
use peers::*;
use std::cell::RefCell;
use std::rc::Rc;

#[derive(Clone, Copy, Debug)]
struct State {
    effect: Effect,
    came: f64,
}

impl State {
    fn new(effect: Effect) -> State {
        State { effect, came: 0.0 }
    }
}

impl SimState for State {
    fn get_effect(&self) -> Effect {
        self.effect
    }
    fn set_effect(&mut self, effect: Effect) {
        self.effect = effect;
    }
    fn should_log(&self) -> bool {
        false
    }
}

struct Shared {
    dice: Generator,
    served: u64,
    waited: f64,
    counts: Vec<u64>,
}

fn main() {
    let order = Order::read();
    let shared = Shared { dice: generator(order.seed), served: 0, waited: 0.0, counts: vec![0; PROCESSES] };
    let shared = Rc::new(RefCell::new(shared));
    let mut simulation: Simulation<State> = Simulation::new().expect("a stated warm-up");
    match order.workload {
        Workload::Mmc => {
            let store = simulation.create_store(Box::new(SimpleStore::new(usize::MAX)));
            let own = shared.clone();
            let source = simulation.create_process(Box::new(
                #[coroutine]
                move |_: SimContext<State>| {
                    for _ in 0..order.number {
                        let wait = exponential(&mut own.borrow_mut().dice) / ARRIVALS;
                        let context: SimContext<State> = yield State::new(Effect::TimeOut(wait));
                        let came = context.time();
                        yield State { effect: Effect::Push(store), came };
                    }
                },
            ));
            simulation.schedule_event(0.0, source, State::new(Effect::TimeOut(0.0)));
            for _ in 0..SERVERS {
                let own = shared.clone();
                let server = simulation.create_process(Box::new(
                    #[coroutine]
                    move |_: SimContext<State>| {
                        loop {
                            let context: SimContext<State> = yield State::new(Effect::Pull(store));
                            let service = {
                                let mut shared = own.borrow_mut();
                                shared.waited += context.time() - context.state().came;
                                shared.served += 1;
                                exponential(&mut shared.dice)
                            };
                            yield State::new(Effect::TimeOut(service));
                        }
                    },
                ));
                simulation.schedule_event(0.0, server, State::new(Effect::TimeOut(0.0)));
            }
            let begin = Watch::start();
            let _ended = simulation.run(EndCondition::NoEvents);
            let shared = shared.borrow();
            report(shared.served * 2, begin.seconds(), shared.waited / shared.served as f64);
        }
        Workload::Phold => {
            for token in 0..TOKENS {
                let (own, mut process) = (shared.clone(), token / PER_PROCESS);
                let first = LOOKAHEAD + exponential(&mut shared.borrow_mut().dice);
                let token = simulation.create_process(Box::new(
                    #[coroutine]
                    move |_: SimContext<State>| {
                        loop {
                            let increment = {
                                let mut shared = own.borrow_mut();
                                shared.counts[process] += 1;
                                process = destination(&mut shared.dice);
                                LOOKAHEAD + exponential(&mut shared.dice)
                            };
                            yield State::new(Effect::TimeOut(increment));
                        }
                    },
                ));
                simulation.schedule_event(first, token, State::new(Effect::TimeOut(0.0)));
            }
            let begin = Watch::start();
            let _ended = simulation.run(EndCondition::NSteps(order.number as usize));
            report(shared.borrow().counts.iter().sum(), begin.seconds(), 0.0);
        }
    }
}
