//! Random small scenarios without draws.

use super::config::{Configuration, Demand, Occupation, Read, Task, Way};

/// A generator of whole numbers: SplitMix64 (Steele, Lea & Flood 2014).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// The scenario with this number.
pub fn config(number: u64) -> Configuration {
    let mut numbers = Numbers(number.wrapping_mul(0xA076_1D64_78BD_642F));
    // Times are multiples of a grain: coarse ones meet often, fine ones hardly ever.
    let grain = numbers.of(&[1, 1, 5, 30]);
    let mut making =
        Making { numbers, grain, products: Vec::new(), next: 0, occupations: Vec::new(), tasks: Vec::new() };
    making.config()
}

/// A configuration that is being made.
struct Making {
    numbers: Numbers,
    grain: usize,
    /// What is written by then, in the order in which one can be made from another.
    products: Vec<usize>,
    /// The number of the next new product.
    next: usize,
    occupations: Vec<Occupation>,
    tasks: Vec<Task>,
}

impl Making {
    fn config(&mut self) -> Configuration {
        self.occupations = (0..1 + self.numbers.below(4)).map(|_| self.occupation()).collect();
        let demands: Vec<Demand> = (0..1 + self.numbers.below(5) / 4)
            .map(|_| Demand { every: self.span(240, 2400).max(60), writes: self.new_product() })
            .collect();
        for name in 0..1 + self.numbers.below(5) {
            let task = self.task(name);
            self.tasks.push(task);
        }
        self.owners();
        self.urgent_and_due();
        let days = 1 + self.numbers.below(9);
        let (occupations, tasks) = (std::mem::take(&mut self.occupations), std::mem::take(&mut self.tasks));
        Configuration { days, occupations, demands, tasks }
    }

    /// A number of minutes from `least` to `most` in whole grains.
    fn span(&mut self, least: usize, most: usize) -> usize {
        let least = least.div_ceil(self.grain);
        (least + self.numbers.below(most / self.grain - least + 1)) * self.grain
    }

    /// One time in so many, such a number of minutes.
    fn maybe(&mut self, one_in: usize, most: usize) -> Option<usize> {
        self.numbers.one_in(one_in).then(|| self.span(0, most))
    }

    fn new_product(&mut self) -> usize {
        self.products.push(self.next);
        self.next += 1;
        self.next - 1
    }

    fn occupation(&mut self) -> Occupation {
        let numbers = &mut self.numbers;
        let heads = numbers.of(&[1, 1, 1, 1, 2, 3]);
        let (days, many) =
            numbers.of(&[("Mon-Fri", 5), ("Mon-Fri", 5), ("Mon-Sun", 7), ("Mon-Sat", 6), ("Tue,Thu", 2)]);
        let line = (days, many, numbers.of(&[0, 6, 8, 8, 8, 9, 10, 12, 20, 22]), numbers.of(&[6, 8, 8, 10, 12]));
        let shift = (!numbers.one_in(3)).then_some(line);
        let overrun = numbers.one_in(4).then(|| numbers.below(5) * 15);
        let hand_over = self.maybe(5, 1500);
        let after_hours = if shift.is_some() { self.maybe(3, 150).map(|up_to| up_to + 30) } else { None };
        let unlimited = self.numbers.one_in(15);
        let shift = shift.filter(|_| !unlimited);
        Occupation { heads, shift, overrun, hand_over, after_hours, by_due: false, unlimited }
    }

    /// Reads of one or two products; later ones are likelier: chains.
    fn reads(&mut self) -> Vec<Read> {
        let many = self.products.len();
        let mut reads: Vec<Read> = Vec::new();
        for _ in 0..1 + self.numbers.below(3) / 2 {
            let place = many - 1 - self.numbers.below(many).min(self.numbers.below(many));
            reads.push((self.products[place], self.numbers.one_in(6)));
        }
        reads.sort_unstable();
        reads.dedup_by_key(|read| read.0);
        reads
    }

    fn task(&mut self, name: usize) -> Task {
        let reads = self.reads();
        let known = self.products.clone();
        let after = |reads: &[Read]| {
            let last = reads.iter().map(|read| read.0).max().unwrap_or(0);
            known.iter().copied().filter(|product| *product > last).collect::<Vec<usize>>()
        };
        // Sometimes what somebody else writes, too: a later one, so that there is no circle.
        let others = after(&reads);
        let shared = !others.is_empty() && self.numbers.one_in(5);
        let mut writes = vec![if shared { self.numbers.of(&others) } else { self.new_product() }];
        if self.numbers.one_in(4) {
            writes.push(self.new_product());
        }
        let mut ways: Vec<Way> = Vec::new();
        for _ in 0..self.numbers.of(&[1, 1, 1, 2, 2, 3]) {
            let way = self.way(&known, &reads, &writes);
            ways.push(way);
        }
        // Only of what it waits for until it is settled: otherwise the answer depends on the order of one instant.
        let missing = reads.iter().find(|read| read.1).map(|read| read.0).filter(|_| self.numbers.one_in(3));
        let priority = if self.numbers.one_in(2) { 0 } else { self.numbers.below(4) as i64 - 1 };
        let share = self.numbers.one_in(8).then(|| self.numbers.below(2));
        let (lag, due, expires) = (self.maybe(3, 1200), self.maybe(6, 1200), self.maybe(4, 1200));
        Task { name, reads, writes, priority, share, missing, lag, due, expires, ways, ..Task::default() }
    }

    fn way(&mut self, known: &[usize], reads: &[Read], writes: &[usize]) -> Way {
        let numbers = &mut self.numbers;
        let size = numbers.of(&[1, 1, 1, 1, 2, 2, 2, 3, 0]);
        let mut team: Vec<usize> = (0..size).map(|_| numbers.below(self.occupations.len())).collect();
        if team.iter().any(|member| self.occupations[*member].unlimited) {
            team.truncate(1);
        }
        if !numbers.one_in(10) {
            team.sort_unstable();
            team.dedup();
            let first = numbers.below(team.len().max(1));
            team.rotate_left(first);
        }
        let known_reads = |making: &mut Making| {
            let all = std::mem::replace(&mut making.products, known.to_vec());
            let reads = making.reads();
            making.products = all;
            reads
        };
        let own_reads = self.numbers.one_in(5).then(|| known_reads(self));
        let last = own_reads.as_deref().unwrap_or(reads).iter().map(|read| read.0).max().unwrap_or(0);
        let mut own_writes = None;
        if self.numbers.one_in(6) || writes.iter().any(|product| *product <= last) {
            let mut own: Vec<usize> = writes.iter().copied().filter(|product| *product > last).collect();
            if own.is_empty() || self.numbers.one_in(2) {
                own.push(self.new_product());
            }
            own_writes = Some(own);
        }
        // Not what it needs itself, nor what it writes.
        let needed = self.all_before(own_reads.as_deref().unwrap_or(reads));
        let asked = self.numbers.of(known);
        let missing = (self.numbers.one_in(8) && !needed.contains(&asked) && !writes.contains(&asked)).then_some(asked);
        let after = self.maybe(4, 600);
        let chance = self.numbers.one_in(12).then(|| self.numbers.below(2));
        let success = (team.is_empty() && self.numbers.one_in(3)).then_some(0);
        let longest = self.numbers.of(&[30, 60, 120, 600]);
        Way { team, time: self.span(1, longest), after, reads: own_reads, writes: own_writes, missing, chance, success }
    }

    /// These products, and all that can lead to them.
    fn all_before(&self, reads: &[Read]) -> Vec<usize> {
        let mut needed: Vec<usize> = reads.iter().map(|read| read.0).collect();
        let twice = self.tasks.iter().rev().chain(self.tasks.iter().rev());
        for (task, way) in twice.flat_map(|task| task.ways.iter().map(move |way| (task, way))) {
            if way.writes.as_ref().unwrap_or(&task.writes).iter().any(|product| needed.contains(product)) {
                needed.extend(way.reads.as_ref().unwrap_or(&task.reads).iter().map(|read| read.0));
            }
        }
        needed
    }

    /// Some tasks belong to who led an earlier one, some to anybody else: work of one person each.
    fn owners(&mut self) {
        for t in 1..self.tasks.len() {
            let other = self.numbers.below(t);
            let kind = self.numbers.below(8);
            if kind > 2 || self.tasks[t].ways.iter().any(|way| way.team.len() > 1) {
                continue;
            }
            let (wait, due) = (self.maybe(3, 1500), self.span(0, 1500));
            let lead = self.tasks[other].ways[0].team.first().copied();
            let task = &mut self.tasks[t];
            if kind == 0 {
                task.not_by = Some(other);
                continue;
            }
            (task.owner, task.owner_wait) = (Some(other), wait);
            task.due.get_or_insert(due);
            if let (Some(lead), false) = (lead, task.ways[0].team.is_empty()) {
                task.ways[0].team[0] = lead;
            }
        }
    }

    /// Some urgent work, which may interrupt other work; and queues by `due`, all of them, where everybody works alone:
    /// the one order of teams is by time ready.
    fn urgent_and_due(&mut self) {
        let alone = |task: &Task| task.ways.iter().all(|way| way.team.len() == 1);
        for t in 0..self.tasks.len() {
            let (urgent, preemptible) = (self.numbers.one_in(8), self.numbers.one_in(4));
            let resume_cost = self.maybe(4, 60).filter(|_| preemptible);
            let task = &mut self.tasks[t];
            if alone(task) {
                (task.urgent, task.preemptible, task.resume_cost) = (urgent, preemptible, resume_cost);
            }
        }
        let queues = self.occupations.iter().all(|occupation| !occupation.unlimited);
        if queues && self.tasks.iter().all(alone) && self.numbers.one_in(2) {
            self.occupations.iter_mut().for_each(|occupation| occupation.by_due = true);
            for t in 0..self.tasks.len() {
                let due = self.span(0, 1500);
                self.tasks[t].due.get_or_insert(due);
            }
        }
    }
}
