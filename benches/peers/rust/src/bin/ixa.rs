//! ixa: plans are closures over the context; the state is a data plugin.

use ixa::prelude::*;
use peers::*;
use std::collections::VecDeque;

struct State {
    dice: Generator,
    customers: u64,
    arrived: u64,
    served: u64,
    busy: usize,
    waited: f64,
    queue: VecDeque<f64>,
    counts: Vec<u64>,
    end: f64,
}

define_data_plugin!(
    Plugin,
    State,
    State {
        dice: generator(0),
        customers: 0,
        arrived: 0,
        served: 0,
        busy: 0,
        waited: 0.0,
        queue: VecDeque::new(),
        counts: vec![0; PROCESSES],
        end: 0.0,
    }
);

fn arrive(context: &mut Context) {
    let now = context.get_current_time();
    let state = context.get_data_mut(Plugin);
    state.arrived += 1;
    let more = (state.arrived < state.customers).then(|| exponential(&mut state.dice) / ARRIVALS);
    let service = if state.busy < SERVERS {
        state.busy += 1;
        Some(exponential(&mut state.dice))
    } else {
        state.queue.push_back(now);
        None
    };
    if let Some(wait) = more {
        context.add_plan(now + wait, arrive);
    }
    if let Some(service) = service {
        context.add_plan(now + service, depart);
    }
}

fn depart(context: &mut Context) {
    let now = context.get_current_time();
    let state = context.get_data_mut(Plugin);
    state.served += 1;
    if let Some(came) = state.queue.pop_front() {
        state.waited += now - came;
        let service = exponential(&mut state.dice);
        context.add_plan(now + service, depart);
    } else {
        state.busy -= 1;
    }
}

fn hold(context: &mut Context, process: usize) {
    let now = context.get_current_time();
    let state = context.get_data_mut(Plugin);
    if now > state.end {
        context.shutdown();
        return;
    }
    state.counts[process] += 1;
    let to = destination(&mut state.dice);
    let increment = LOOKAHEAD + exponential(&mut state.dice);
    context.add_plan(now + increment, move |context| hold(context, to));
}

fn main() {
    let order = Order::read();
    let mut context = Context::new();
    context.init_random(order.seed);
    let state = context.get_data_mut(Plugin);
    state.dice = generator(order.seed);
    state.customers = order.number;
    state.end = length(order.number);
    match order.workload {
        Workload::Mmc => {
            context.add_plan(0.0, arrive);
            let begin = Watch::start();
            context.execute();
            let state = context.get_data(Plugin);
            report(state.served * 2, begin.seconds(), state.waited / state.served as f64);
        }
        Workload::Phold => {
            for token in 0..TOKENS {
                let time = LOOKAHEAD + exponential(&mut context.get_data_mut(Plugin).dice);
                context.add_plan(time, move |context| hold(context, token / PER_PROCESS));
            }
            let begin = Watch::start();
            context.execute();
            report(context.get_data(Plugin).counts.iter().sum(), begin.seconds(), 0.0);
        }
    }
}
