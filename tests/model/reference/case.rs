//! The rules of one case: what is wanted, requested, absent, superseded. Everything is worked out anew from the case's
//! state whenever it is asked; nothing is remembered.

use sim::model::scenario::{Clause, Condition, Configuration, DemandId, ProductId, Read, Task, TaskId, Way};
use sim::units::Time;

/// What has become of a product in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// Cases of this demand never have it: absent from birth and in no count.
    Outside,
    Missing,
    Written,
    Absent,
}

/// How a task ended in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Done,
    Superseded,
    Abandoned,
    /// By `share` or `when`.
    Denied,
    /// Before it was requested.
    RuledOut,
}

/// Where a task stands in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    Open,
    /// Requested. The way on which it has been started, and those that failed.
    Live {
        started: Option<usize>,
        failed: Vec<usize>,
    },
    Ended(End),
}

/// Whether a way may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruled {
    Possible,
    /// Ruled out now; it can come back.
    Now,
    ForGood,
}

/// What happens next to a case while time stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// All at once: none of them is left unwanted by the absence of another.
    Absent(Vec<ProductId>),
    /// Ends without having been requested.
    RuleOut(TaskId),
    Abandon(TaskId),
    Overtake(TaskId),
    /// `share` and `when` of these are looked at, at once.
    Look(Vec<TaskId>),
    Call(TaskId),
    Close,
}

#[derive(Clone, Debug)]
pub struct Case<'w> {
    pub config: &'w Configuration,
    /// Number of heads by occupation.
    pub heads: Vec<usize>,
    pub demand: DemandId,
    pub born: Time,
    pub products: Vec<Product>,
    pub tasks: Vec<Stand>,
    /// Tasks whose `share` and `when` have been looked at and allow it.
    pub allowed: Vec<bool>,
    pub closed: bool,
}

/// The products that cases of a demand can have (rulings, "Reachable").
fn reachable(config: &Configuration, demand: DemandId) -> Vec<bool> {
    let mut set = vec![false; config.products.len()];
    config.demands[demand].writes.iter().for_each(|product| set[product.0 as usize] = true);
    loop {
        let before = set.clone();
        for way in config.tasks.iter().filter(|task| task.on).flat_map(|task| &task.ways) {
            // What is outside is absent from birth: to an optional read that is as good as settled.
            let has = |read: &Read| set[read.product.0 as usize];
            if way.on && way.reads.iter().any(has) && way.reads.iter().all(|read| read.optional || has(read)) {
                way.writes.iter().for_each(|product| set[product.0 as usize] = true);
            }
        }
        if set == before {
            return set;
        }
    }
}

impl<'w> Case<'w> {
    pub fn new(config: &'w Configuration, heads: Vec<usize>, demand: DemandId, born: Time) -> Case<'w> {
        let reachable = reachable(config, demand).into_iter();
        let mut products: Vec<Product> =
            reachable.map(|can| if can { Product::Missing } else { Product::Outside }).collect();
        config.demands[demand].writes.iter().for_each(|product| products[product.0 as usize] = Product::Written);
        let (tasks, allowed) = (vec![Stand::Open; config.tasks.len()], vec![false; config.tasks.len()]);
        Case { config, heads, demand, born, products, tasks, allowed, closed: false }
    }

    pub fn product(&self, id: ProductId) -> Product {
        self.products[id.0 as usize]
    }

    fn stand(&self, task: TaskId) -> &Stand {
        &self.tasks[task.0 as usize]
    }

    fn is_absent(&self, id: ProductId) -> bool {
        matches!(self.product(id), Product::Absent | Product::Outside)
    }

    fn on(&self) -> impl Iterator<Item = (TaskId, &'w Task)> + use<'w> {
        self.config.tasks.enumerate().filter(|(_, task)| task.on)
    }

    /// `None`: not yet known, and it depends on a product that is not settled.
    fn holds(&self, condition: &Condition) -> Option<bool> {
        let of_clause = |clause: &Clause| match clause {
            Clause::Missing(product) if self.is_absent(*product) => Some(true),
            Clause::Missing(product) if self.product(*product) == Product::Written => Some(false),
            Clause::Missing(_) => None,
            other => panic!("{other:?} is not part of this interpreter"),
        };
        let clauses: Vec<Option<bool>> = condition.all.iter().map(of_clause).collect();
        match () {
            () if clauses.contains(&Some(false)) => Some(false),
            () if clauses.contains(&None) => None,
            () => Some(true),
        }
    }

    pub fn ruled(&self, task: TaskId, number: usize) -> Ruled {
        let way = &self.config.tasks[task].ways[number];
        let failed = matches!(self.stand(task), Stand::Live { failed, .. } if failed.contains(&number));
        let occupations = &self.config.occupations;
        let nobody = way.lead().is_some_and(|id| self.heads[id.0 as usize] == 0 && !occupations[id].unlimited);
        let absent = way.reads.iter().any(|read| !read.optional && self.is_absent(read.product));
        // Nothing in cases of this demand brings it about.
        let foreign = way.reads.iter().all(|read| self.product(read.product) == Product::Outside);
        if !way.on || failed || nobody || absent || foreign || way.chance == 0.0 {
            return Ruled::ForGood;
        }
        match way.when.as_ref().map_or(Some(true), |condition| self.holds(condition)) {
            Some(true) => Ruled::Possible,
            Some(false) => Ruled::ForGood,
            None => Ruled::Now,
        }
    }

    /// The ways ruled out at most as much as that.
    fn ways(&self, task: TaskId, at_most: Ruled) -> Vec<&'w Way> {
        let ways = self.config.tasks[task].ways.iter().enumerate();
        ways.filter(|(number, _)| self.ruled(task, *number) <= at_most).map(|(_, way)| way).collect()
    }

    /// All that the way reads is written, or settled if it is optional.
    pub fn has_reads(&self, way: &Way) -> bool {
        way.reads.iter().all(|read| match self.product(read.product) {
            Product::Written => true,
            Product::Absent | Product::Outside => read.optional,
            Product::Missing => false,
        })
    }

    /// Rule 1, first half.
    pub fn is_wanted(&self, product: ProductId) -> bool {
        self.is_wanted_by_others(product, &[])
    }

    /// Whether nobody reads it, or a task that may run; those among `asking` are asked already: what is wanted only by
    /// what it leads to is not wanted.
    fn is_wanted_by_others(&self, product: ProductId, asking: &[TaskId]) -> bool {
        let reads = |way: &Way| way.reads.iter().any(|read| read.product == product);
        let mut readers = self.on().filter(|(_, task)| task.ways.iter().any(|way| way.on && reads(way))).peekable();
        readers.peek().is_none()
            || readers.any(|(id, task)| {
                let does_read = match self.stand(id) {
                    Stand::Ended(_) => false,
                    // Once started, only the reads of the way it started on count as read by it.
                    Stand::Live { started: Some(number), .. } => reads(&task.ways[*number]),
                    _ => self.ways(id, Ruled::Possible).into_iter().any(reads),
                };
                does_read && self.has_use_besides(id, Ruled::Possible, asking)
            })
    }

    /// At least one of its writes is missing and wanted.
    fn has_use(&self, task: TaskId, at_most: Ruled) -> bool {
        self.has_use_besides(task, at_most, &[])
    }

    fn has_use_besides(&self, task: TaskId, at_most: Ruled, asking: &[TaskId]) -> bool {
        let asking = [asking, &[task]].concat();
        let mut writes = self.ways(task, at_most).into_iter().flat_map(|way| &way.writes);
        let wanted = |id: &ProductId| self.product(*id) == Product::Missing && self.is_wanted_by_others(*id, &asking);
        asking[..asking.len() - 1].iter().all(|other| *other != task) && writes.any(wanted)
    }

    /// Rule 1: missing and wanted, and the reads of at least one way are written.
    fn is_called_for(&self, task: TaskId) -> bool {
        let possible = self.ways(task, Ruled::Possible);
        self.has_use(task, Ruled::Possible) && possible.into_iter().any(|way| self.has_reads(way))
    }

    /// Every task that could write it has ended without it.
    fn nobody_writes(&self, product: ProductId) -> bool {
        let writes = |way: &Way| way.on && way.writes.contains(&product);
        self.on().filter(|(_, task)| task.ways.iter().any(writes)).all(|(id, task)| match self.stand(id) {
            // What is superseded could have been written, but nobody wanted it: it is absent when the case closes, or
            // as soon as somebody wants it after all.
            Stand::Ended(End::Superseded) => self.is_wanted(product),
            Stand::Ended(_) => true,
            // It has not ended; its way might fail.
            Stand::Live { started: Some(_), .. } => false,
            _ => (0..task.ways.len()).all(|way| !writes(&task.ways[way]) || self.ruled(id, way) == Ruled::ForGood),
        })
    }

    /// The next thing that happens to the case at this instant. Absence first, then what it ends, then what is called
    /// for: nothing is requested that somebody else's end at the same instant makes useless.
    pub fn next_move(&self) -> Option<Move> {
        if self.closed {
            return None;
        }
        let missing = self.config.products.ids().filter(|id| self.product(*id) == Product::Missing);
        let absent: Vec<ProductId> = missing.filter(|product| self.nobody_writes(*product)).collect();
        if !absent.is_empty() {
            return Some(Move::Absent(absent));
        }
        for (id, task) in self.on() {
            let hopeless = (0..task.ways.len()).all(|way| self.ruled(id, way) == Ruled::ForGood);
            match self.stand(id) {
                Stand::Open if hopeless => return Some(Move::RuleOut(id)),
                Stand::Live { started: None, .. } if hopeless => return Some(Move::Abandon(id)),
                Stand::Live { started: None, .. } if !self.has_use(id, Ruled::Now) => return Some(Move::Overtake(id)),
                _ => {}
            }
        }
        let open = self.on().filter(|(id, _)| *self.stand(*id) == Stand::Open);
        let called: Vec<TaskId> = open.map(|(id, _)| id).filter(|id| self.is_called_for(*id)).collect();
        // `share` depends on nothing. What `when` asks about may be settled by what is said of another task at this
        // instant: that comes first.
        let asks = |id: &TaskId| self.config.tasks[*id].when.as_ref().map(|when| self.holds(when).is_none());
        let new: Vec<TaskId> = called.iter().copied().filter(|id| !self.allowed[id.0 as usize]).collect();
        if let Some(first) = new.iter().map(asks).min() {
            return Some(Move::Look(new.into_iter().filter(|id| asks(id) == first).collect()));
        }
        if let Some(id) = called.first() {
            return Some(Move::Call(*id));
        }
        let live = self.tasks.iter().any(|stand| matches!(stand, Stand::Live { .. }));
        (!live).then_some(Move::Close)
    }

    /// A task that was never requested has a way that might come back.
    pub fn waits_for_itself(&self) -> bool {
        let mut open = self.on().filter(|(id, _)| *self.stand(*id) == Stand::Open);
        open.any(|(id, task)| (0..task.ways.len()).any(|way| self.ruled(id, way) == Ruled::Now))
    }

    /// What `share` and `when` say.
    pub fn is_allowed(&self, task: TaskId) -> bool {
        let task = &self.config.tasks[task];
        assert!(task.share == 0.0 || task.share == 1.0, "shares are drawn");
        task.share == 1.0 && task.when.as_ref().is_none_or(|condition| self.holds(condition) == Some(true))
    }
}
