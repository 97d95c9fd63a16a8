//! simrs: components with queues; a PHOLD process is a component.

use peers::*;
use simrs::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

struct Shared {
    dice: Generator,
    customers: u64,
    arrived: u64,
    served: u64,
    busy: usize,
    waited: f64,
    counts: Vec<u64>,
}

type Handle = Rc<RefCell<Shared>>;

#[derive(Debug)]
struct Tick;

#[derive(Debug)]
enum AtStation {
    Arrive,
    Depart,
}

struct Source {
    queue: QueueId<Fifo<Duration>>,
    station: ComponentId<AtStation>,
    shared: Handle,
}

impl Component for Source {
    type Event = Tick;
    fn process_event(&self, me: ComponentId<Tick>, _: &Tick, scheduler: &mut Scheduler, state: &mut State) {
        let mut shared = self.shared.borrow_mut();
        shared.arrived += 1;
        let _ = state.send(self.queue, scheduler.time());
        if shared.arrived < shared.customers {
            let wait = exponential(&mut shared.dice) / ARRIVALS;
            scheduler.schedule(Duration::from_secs_f64(wait), me, Tick);
        }
        scheduler.schedule_now(self.station, AtStation::Arrive);
    }
}

struct Station {
    queue: QueueId<Fifo<Duration>>,
    shared: Handle,
}

impl Component for Station {
    type Event = AtStation;
    fn process_event(
        &self,
        me: ComponentId<AtStation>,
        event: &AtStation,
        scheduler: &mut Scheduler,
        state: &mut State,
    ) {
        let mut shared = self.shared.borrow_mut();
        if let AtStation::Depart = event {
            shared.busy -= 1;
            shared.served += 1;
        }
        if shared.busy < SERVERS
            && let Some(came) = state.recv(self.queue)
        {
            shared.busy += 1;
            shared.waited += (scheduler.time() - came).as_secs_f64();
            let service = exponential(&mut shared.dice);
            scheduler.schedule(Duration::from_secs_f64(service), me, AtStation::Depart);
        }
    }
}

struct Process {
    number: usize,
    all: Rc<RefCell<Vec<ComponentId<Tick>>>>,
    shared: Handle,
}

impl Component for Process {
    type Event = Tick;
    fn process_event(&self, _: ComponentId<Tick>, _: &Tick, scheduler: &mut Scheduler, _: &mut State) {
        let mut shared = self.shared.borrow_mut();
        shared.counts[self.number] += 1;
        let to = destination(&mut shared.dice);
        let increment = LOOKAHEAD + exponential(&mut shared.dice);
        scheduler.schedule(Duration::from_secs_f64(increment), self.all.borrow()[to], Tick);
    }
}

fn main() {
    let order = Order::read();
    let shared = Rc::new(RefCell::new(Shared {
        dice: generator(order.seed),
        customers: order.number,
        arrived: 0,
        served: 0,
        busy: 0,
        waited: 0.0,
        counts: vec![0; PROCESSES],
    }));
    let mut simulation = Simulation::default();
    match order.workload {
        Workload::Mmc => {
            let queue = simulation.add_queue(Fifo::<Duration>::default());
            let station = simulation.add_component(Station { queue, shared: shared.clone() });
            let source = simulation.add_component(Source { queue, station, shared: shared.clone() });
            simulation.schedule(Duration::ZERO, source, Tick);
            let begin = Watch::start();
            simulation.execute(Executor::unbound());
            let shared = shared.borrow();
            report(shared.served * 2, begin.seconds(), shared.waited / shared.served as f64);
        }
        Workload::Phold => {
            let all = Rc::new(RefCell::new(Vec::new()));
            for number in 0..PROCESSES {
                let process = Process { number, all: all.clone(), shared: shared.clone() };
                let id = simulation.add_component(process);
                all.borrow_mut().push(id);
            }
            for token in 0..TOKENS {
                let time = LOOKAHEAD + exponential(&mut shared.borrow_mut().dice);
                let to = all.borrow()[token / PER_PROCESS];
                simulation.schedule(Duration::from_secs_f64(time), to, Tick);
            }
            let begin = Watch::start();
            simulation.execute(Executor::timed(Duration::from_secs_f64(length(order.number))));
            report(shared.borrow().counts.iter().sum(), begin.seconds(), 0.0);
        }
    }
}
