//! NexoSim on one thread: models with ports; a PHOLD process is connected to all others.

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSource, Output};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use peers::*;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

fn duration(time: f64) -> Duration {
    Duration::from_nanos((time * 1e9) as u64 + 1)
}

/// What is read after the run: a model can't be looked into.
static SERVED: AtomicU64 = AtomicU64::new(0);
static WAITED: AtomicU64 = AtomicU64::new(0);

#[derive(Serialize, Deserialize)]
struct Source {
    out: Output<()>,
    dice: Generator,
    left: u64,
}

#[Model]
impl Source {
    pub async fn begin(&mut self, _: (), context: &Context<Self>) {
        let time = duration(exponential(&mut self.dice) / ARRIVALS);
        context.schedule_event(time, schedulable!(Self::send), ()).expect("later than now");
    }

    #[nexosim(schedulable)]
    async fn send(&mut self, _: (), context: &Context<Self>) {
        self.out.send(()).await;
        self.left -= 1;
        if self.left > 0 {
            let time = duration(exponential(&mut self.dice) / ARRIVALS);
            context.schedule_event(time, schedulable!(Self::send), ()).expect("later than now");
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Station {
    dice: Generator,
    busy: usize,
    queue: VecDeque<MonotonicTime>,
    waited: u64,
    served: u64,
}

#[Model]
impl Station {
    pub async fn arrive(&mut self, _: (), context: &Context<Self>) {
        if self.busy < SERVERS {
            self.busy += 1;
            let time = duration(exponential(&mut self.dice));
            context.schedule_event(time, schedulable!(Self::depart), ()).expect("later than now");
        } else {
            self.queue.push_back(context.time());
        }
    }

    #[nexosim(schedulable)]
    async fn depart(&mut self, _: (), context: &Context<Self>) {
        self.served += 1;
        SERVED.store(self.served, Relaxed);
        if let Some(came) = self.queue.pop_front() {
            self.waited += context.time().duration_since(came).as_nanos() as u64;
            WAITED.store(self.waited, Relaxed);
            let time = duration(exponential(&mut self.dice));
            context.schedule_event(time, schedulable!(Self::depart), ()).expect("later than now");
        } else {
            self.busy -= 1;
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Process {
    outs: Vec<Output<()>>,
    dice: Generator,
    count: u64,
    #[serde(skip)]
    total: Arc<AtomicU64>,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.total.fetch_add(self.count, Relaxed);
    }
}

#[Model]
impl Process {
    pub async fn receive(&mut self, _: (), context: &Context<Self>) {
        let time = duration(LOOKAHEAD + exponential(&mut self.dice));
        context.schedule_event(time, schedulable!(Self::send), ()).expect("later than now");
    }

    #[nexosim(schedulable)]
    async fn send(&mut self, _: (), _: &Context<Self>) {
        self.count += 1;
        let to = destination(&mut self.dice);
        self.outs[to].send(()).await;
    }
}

fn mmc(order: &Order) {
    let mut build = SimInit::with_num_threads(1);
    let mut source = Source { out: Output::default(), dice: generator(order.seed), left: order.number };
    let dice = generator(order.seed + 1);
    let station = Station { dice, busy: 0, queue: VecDeque::new(), waited: 0, served: 0 };
    let (to_source, to_station) = (Mailbox::new(), Mailbox::new());
    source.out.connect(Station::arrive, &to_station);
    let first = EventSource::new().connect(Source::begin, &to_source).register(&mut build);
    let build = build.add_model(source, to_source, "source").add_model(station, to_station, "station");
    let mut simulation = build.init(MonotonicTime::EPOCH).expect("built");
    let begin = Watch::start();
    simulation.process_event(&first, ()).expect("begun");
    simulation.run().expect("run");
    let served = SERVED.load(Relaxed);
    report(served * 2, begin.seconds(), WAITED.load(Relaxed) as f64 / 1e9 / served as f64);
}

fn phold(order: &Order) {
    let mut build = SimInit::with_num_threads(1);
    let total = Arc::new(AtomicU64::new(0));
    let mailboxes: Vec<Mailbox<Process>> = (0..PROCESSES).map(|_| Mailbox::with_capacity(64)).collect();
    let mut firsts = Vec::new();
    let mut processes = Vec::new();
    for (number, mailbox) in mailboxes.iter().enumerate() {
        let outs = mailboxes.iter().map(|to| {
            let mut out = Output::default();
            out.connect(Process::receive, to);
            out
        });
        let dice = generator(order.seed << 20 | number as u64);
        processes.push(Process { outs: outs.collect(), dice, count: 0, total: total.clone() });
        firsts.push(EventSource::new().connect(Process::receive, mailbox).register(&mut build));
    }
    for (number, (process, mailbox)) in processes.into_iter().zip(mailboxes).enumerate() {
        build = build.add_model(process, mailbox, &format!("process {number}"));
    }
    let mut simulation = build.init(MonotonicTime::EPOCH).expect("built");
    for first in &firsts {
        (0..PER_PROCESS).for_each(|_| simulation.process_event(first, ()).expect("begun"));
    }
    let begin = Watch::start();
    simulation.step_until(duration(length(order.number))).expect("run");
    let seconds = begin.seconds();
    drop(simulation);
    report(total.load(Relaxed), seconds, 0.0);
}

fn main() {
    let order = Order::read();
    match order.workload {
        Workload::Mmc => mmc(&order),
        Workload::Phold => phold(&order),
    }
}
