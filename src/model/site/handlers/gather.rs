//! Gathering products of many cases: by calendar period, by number, by parent, by copies.

use crate::model::compile::case_type::{CaseOrigin, SlotKind};
use crate::model::compile::plan::{CaseTypePlan, SlotNo};
use crate::model::scenario::{Gather, TaskId};
use crate::model::site::Process;
use crate::model::site::cases::{Carried, Made, first};
use crate::model::site::rows::CaseNo;
use crate::model::site::schedule::{Payload, class};
use crate::model::site::sources::Item;
use crate::units::bits;

impl Process<'_> {
    pub(super) fn set_up_gatherers(&mut self) {
        for (case_type, schema) in self.schema.case_types.iter().enumerate() {
            if let CaseOrigin::Collect(task) = schema.origin {
                self.gatherers.add(task, case_type, schema.home == self.site_type);
            }
        }
        for number in 0..self.gatherers.len() {
            self.schedule_close(number as u32, None);
        }
    }

    fn gather_of(&self, number: usize) -> Gather {
        let spec = &self.plan.config.tasks[self.gatherers[number].task];
        spec.collect.as_ref().expect("a class of collected cases has a collecting task").gather
    }

    fn schedule_close(&mut self, number: u32, after: Option<i64>) {
        let Gather::Every(every) = self.gather_of(number as usize) else { return };
        if !self.gatherers[number as usize].here {
            return;
        }
        let mut period =
            after.map_or_else(|| self.calendar.first_occurrence(every, self.schedule.now()), |period| period + 1);
        // A close at this very instant is over: what is made now goes to the next period.
        while self.calendar.occurrence(every, period) <= self.schedule.now() {
            period += 1;
        }
        let time = self.calendar.occurrence(every, period);
        self.schedule.at(time, class::TIMER, Payload::Close { gatherer: number, period });
    }

    /// A calendar period closes with what is visible here.
    pub(super) fn close_period(&mut self, number: u32, period: i64) -> bool {
        self.schedule_close(number, Some(period));
        let items = self.empty_pool(number as usize);
        let spec = &self.plan.config.tasks[self.gatherers[number as usize].task];
        let empty = spec.collect.as_ref().is_some_and(|collect| collect.empty);
        if spec.on && (empty || !items.is_empty()) {
            self.trigger(number as usize, items, period as u64);
        }
        true
    }

    /// Takes what has been gathered so far, and remembers of which cases.
    fn empty_pool(&mut self, number: usize) -> Vec<Item> {
        let cases = &self.cases;
        self.gatherers.empty_pool(number, |case, gid| cases[case].used && cases[case].gid == gid)
    }

    /// Makes the collected case, or its copies.
    fn trigger(&mut self, number: usize, mut items: Vec<Item>, ordinal: u64) {
        let trigger = self.gatherers.trigger(number);
        let (task, case_type) = (self.gatherers[number].task, self.gatherers[number].case_type);
        let spec = &self.plan.config.tasks[task];
        let collect = spec.collect.as_ref().expect("checked above");
        // By keyed rank: arms that gather the same items draw the same sample.
        if let Some(sample) = collect.sample {
            items.sort_unstable_by_key(|item| item.rank);
            items.truncate(sample as usize);
        }
        // To gather a product is to read it; what was read before counts only once.
        for item in items.iter().filter(|item| !item.read) {
            self.record.read(item.product, item.written, item.making, self.schedule.now());
        }
        let gathered = Carried { set: Default::default(), count: items.iter().map(|item| item.defects).sum() };
        // The least number, so that the order of the items does not matter.
        let tool = items.iter().filter_map(|item| item.tool).min();
        let key = self.key.named("task").named(&spec.name).child(ordinal);
        let slot = self.schema.case_types[case_type].slot(SlotKind::Gathered(task)).expect("a collected case gathers");
        // Who gathers the copies must know how many there will be before the first one settles.
        for other in 0..self.gatherers.len() {
            let spec = &self.plan.config.tasks[self.gatherers[other].task];
            let waits = spec.collect.as_ref().is_some_and(|collect| collect.gather == Gather::CopiesOf(task));
            if waits && self.gatherers[other].here && spec.on {
                self.gatherers.await_copies(other, trigger, collect.copies);
            }
        }
        for copy in 0..collect.copies {
            let case = self.new_case(key.child(copy as u64), case_type);
            let made = Made { carried: gathered.clone(), tool, at: self.schedule.now(), making: 0 };
            self.cases.fill(case, slot, trigger, items.len() as u32, made);
            self.book_case(case);
            self.cases.look_at(case);
        }
    }

    /// The slots of a case that a collecting task needs, by way.
    fn needed_slots(&self, case: CaseNo, task: TaskId) -> impl Iterator<Item = u64> {
        let case_type = &self.schema.case_types[self.cases[case].case_type as usize];
        self.plan.config.tasks[task].ways.iter().filter(|way| way.on).filter_map(move |way| {
            way.reads
                .iter()
                .filter(|read| !read.optional)
                .try_fold(0, |mask, read| case_type.slot(SlotKind::Own(read.product)).map(|slot| mask | 1 << slot))
        })
    }

    /// A slot is settled: notifies the collecting tasks that gather it.
    pub(super) fn offer_to_gatherers(&mut self, case: CaseNo, slot: usize) {
        let case_type = self.cases[case].case_type as usize;
        let plan = self.plan;
        for &number in &plan.case_types[case_type].collected_by[slot] {
            if !self.gatherers[number].here {
                continue;
            }
            let row = &self.cases[case];
            let (gid, written, settled) = (row.gid, row.written, row.written | row.absent);
            let task = self.gatherers[number].task;
            // Whole: some way has all it reads. Over: no way can get any more.
            let whole = self.needed_slots(case, task).any(|needs| needs != 0 && needs & !written == 0);
            let over = self.needed_slots(case, task).all(|needs| needs & !settled == 0);
            // A case gives one item, though several of its products settle one after the other.
            let item = (whole && !self.gatherers[number].has_gathered(gid)).then(|| self.item(case, slot, number));
            match self.gather_of(number) {
                Gather::CopiesOf(of) => {
                    if self.schema.case_types[case_type].origin != CaseOrigin::Collect(of) || !(whole || over) {
                        continue;
                    }
                    let group = self.cases[case].group;
                    let all = self.gatherers.settle_copy(number, group, gid, item);
                    if let Some(items) = all.filter(|items| !items.is_empty()) {
                        self.trigger(number, items, group);
                    }
                }
                Gather::Size(size) => {
                    let Some(item) = item else { continue };
                    self.gatherers.pool(number, gid, item);
                    if self.gatherers[number].pooled() as u32 >= size {
                        let items = self.empty_pool(number);
                        let ordinal = self.gatherers[number].triggers();
                        self.trigger(number, items, ordinal);
                    }
                }
                // Calendar periods take what is there when they close; children go to their parent (`tally_child`).
                _ => {
                    if let Some(item) = item {
                        self.gatherers.pool(number, gid, item);
                    }
                }
            }
        }
    }

    fn item(&mut self, case: CaseNo, slot: usize, number: usize) -> Item {
        let task = self.gatherers[number].task;
        let needs = self.needed_slots(case, task).fold(0, |mask, needs| mask | needs);
        let row = &self.cases[case];
        let case_type = &self.schema.case_types[row.case_type as usize];
        let written = bits(needs & row.written);
        let (defects, tool) = written.fold((0, None), |(defects, tool), slot| {
            (defects + row.slots[slot].carried.len(), first(tool, row.slots[slot].tool))
        });
        let product = &row.slots[slot];
        let SlotKind::Own(kind) = case_type.slots[slot] else { unreachable!("only own products are gathered") };
        Item {
            case,
            rank: row.key.word(self.schema.salts[task].sample),
            defects,
            tool,
            product: kind,
            written: product.at,
            making: product.making,
            read: product.read,
        }
    }

    /// What is withdrawn before the close is not gathered.
    pub(super) fn take_back_from_gatherers(&mut self, case: CaseNo, slot: usize) {
        let row = &self.cases[case];
        for &number in &self.plan.case_types[row.case_type as usize].collected_by[slot] {
            self.gatherers.take_back(number, row.gid, row.group);
        }
    }

    /// A child closes: what its parent gathers of it is noted there.
    pub(super) fn tally_child(&mut self, child: CaseNo, parent: CaseNo) {
        let plan = self.plan;
        let CaseOrigin::Demand(demand) = self.schema.case_types[self.cases[child].case_type as usize].origin else {
            return;
        };
        let parent_class = self.cases[parent].case_type as usize;
        for &(slot, of, task) in &plan.case_types[parent_class].gathers {
            if of != demand {
                continue;
            }
            let written = self.cases[child].written;
            let Some(needs) = self.needed_slots(child, task).find(|needs| *needs != 0 && needs & !written == 0) else {
                // A child that gives nothing since work was given up makes that of its parent a loss, too.
                let lost = self.cases[child].lost;
                if self.needed_slots(child, task).any(|needs| needs & lost != 0) {
                    self.cases.lose(parent, slot);
                }
                continue;
            };
            for slot in bits(needs) {
                self.mark_read(child, slot);
            }
            let row = &self.cases[child];
            let (defects, tool) = bits(needs).fold((0, None), |(defects, tool), slot| {
                (defects + row.slots[slot].carried.len(), first(tool, row.slots[slot].tool))
            });
            self.cases.add_item(parent, slot, defects, tool);
        }
    }

    /// When the episode has ended and the children have closed, what they left is gathered: written, or absent if
    /// nothing.
    pub(super) fn settle_gathered(&mut self, number: CaseNo, case_type: &CaseTypePlan) -> bool {
        let mut changed = false;
        for &(slot, _, _) in &case_type.gathers {
            if self.cases.settle_gathered(number, slot) {
                self.announce(number, slot);
                changed = true;
            }
        }
        changed
    }

    /// How many items a task of a case is about.
    pub(super) fn items(&self, case: CaseNo, slot: Option<SlotNo>) -> f64 {
        let Some(slot) = slot else { return 0.0 };
        let row = &self.cases[case];
        let gathered = self.schema.case_types[row.case_type as usize].gathered[slot.place()];
        gathered.map_or(0.0, |slot| row.slots[slot as usize].items as f64)
    }
}
