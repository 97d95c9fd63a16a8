//! desru: boxed closures on a binary heap; logging is filtered out.

use desru::{Event, EventScheduler};
use peers::*;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

struct Station {
    dice: Generator,
    customers: u64,
    arrived: u64,
    served: u64,
    busy: usize,
    waited: f64,
    queue: VecDeque<f64>,
}

type Handle = Rc<RefCell<Station>>;

fn plan(scheduler: &mut EventScheduler, time: f64, what: impl Fn(&mut EventScheduler) + 'static) {
    let run = move |scheduler: &mut EventScheduler| {
        what(scheduler);
        None
    };
    scheduler.schedule(Event::new(time, Some(Box::new(run)), None));
}

fn arrive(scheduler: &mut EventScheduler, handle: &Handle) {
    let now = scheduler.current_time;
    let mut station = handle.borrow_mut();
    station.arrived += 1;
    if station.arrived < station.customers {
        let (wait, handle) = (exponential(&mut station.dice) / ARRIVALS, handle.clone());
        plan(scheduler, now + wait, move |scheduler| arrive(scheduler, &handle));
    }
    if station.busy < SERVERS {
        station.busy += 1;
        serve(scheduler, &mut station, handle);
    } else {
        station.queue.push_back(now);
    }
}

fn serve(scheduler: &mut EventScheduler, station: &mut Station, handle: &Handle) {
    let (end, handle) = (scheduler.current_time + exponential(&mut station.dice), handle.clone());
    plan(scheduler, end, move |scheduler| depart(scheduler, &handle));
}

fn depart(scheduler: &mut EventScheduler, handle: &Handle) {
    let mut station = handle.borrow_mut();
    station.served += 1;
    if let Some(came) = station.queue.pop_front() {
        station.waited += scheduler.current_time - came;
        serve(scheduler, &mut station, handle);
    } else {
        station.busy -= 1;
    }
}

type Processes = Rc<RefCell<(Generator, Vec<u64>)>>;

fn hold(scheduler: &mut EventScheduler, processes: &Processes, process: usize) {
    let mut state = processes.borrow_mut();
    state.1[process] += 1;
    let to = destination(&mut state.0);
    let time = scheduler.current_time + LOOKAHEAD + exponential(&mut state.0);
    let processes = processes.clone();
    plan(scheduler, time, move |scheduler| hold(scheduler, &processes, to));
}

fn main() {
    let order = Order::read();
    let mut scheduler = EventScheduler::new();
    match order.workload {
        Workload::Mmc => {
            let station = Rc::new(RefCell::new(Station {
                dice: generator(order.seed),
                customers: order.number,
                arrived: 0,
                served: 0,
                busy: 0,
                waited: 0.0,
                queue: VecDeque::new(),
            }));
            let handle = station.clone();
            plan(&mut scheduler, 0.0, move |scheduler| arrive(scheduler, &handle));
            let begin = Watch::start();
            scheduler.run(Box::new(|scheduler| scheduler.event_queue.is_empty()), Some(Box::new(|_, _| false)));
            let station = station.borrow();
            report(station.served * 2, begin.seconds(), station.waited / station.served as f64);
        }
        Workload::Phold => {
            let processes = Rc::new(RefCell::new((generator(order.seed), vec![0; PROCESSES])));
            for token in 0..TOKENS {
                let time = LOOKAHEAD + exponential(&mut processes.borrow_mut().0);
                let shared = processes.clone();
                plan(&mut scheduler, time, move |scheduler| hold(scheduler, &shared, token / PER_PROCESS));
            }
            let end = length(order.number);
            let begin = Watch::start();
            scheduler.run(Box::new(move |scheduler| scheduler.current_time >= end), Some(Box::new(|_, _| false)));
            report(processes.borrow().1.iter().sum(), begin.seconds(), 0.0);
        }
    }
}
