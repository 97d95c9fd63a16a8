//! Cases come, have children, end and are forgotten.

use crate::engine::{Key, Salt, normal_quantile};
use crate::model::arrivals::GAP;
use crate::model::compile::case_type::{CaseOrigin, SlotKind};
use crate::model::outcome::AbsenceCause;
use crate::model::scenario::{DemandId, Source, TraitId};
use crate::model::site::Process;
use crate::model::site::cases::Room;
use crate::model::site::notes::Drawn;
use crate::model::site::rows::CaseNo;
use crate::model::site::schedule::{Payload, class};
use crate::model::site::sources::DemandStream;
use crate::units::{Bits, Id, Span, Time, bits};
use libm::{exp, log, sqrt};

const COMPLEXITY: Salt = Salt::of("case", "complexity");
const LASTS: Salt = Salt::of("case", "lasts");

impl Process<'_> {
    pub(super) fn begin_streams(&mut self) {
        for (number, case_type) in self.schema.case_types.iter().enumerate() {
            let CaseOrigin::Demand(demand) = case_type.origin else { continue };
            let spec = &self.control.config.demands[demand];
            if case_type.home != self.site_type || matches!(spec.source, Source::Children { .. } | Source::Pull { .. })
            {
                continue;
            }
            let key = self.key.named("demand").named(&spec.name);
            let stream = self.streams.add(demand, number, key, self.calendar, self.schedule.now());
            self.schedule_arrival(stream);
        }
    }

    fn schedule_arrival(&mut self, number: u32) {
        let DemandStream { demand, key, .. } = self.streams[number];
        let (control, arm) = (&self.control.config.demands[demand], &self.arm.config.demands[demand]);
        if let Some((ordinal, time)) = self.streams.next(number, control, arm, self.end) {
            let time = time.max(self.schedule.now());
            if matches!(arm.source, Source::Poisson(_)) {
                let hour = (time - Time::ZERO).hours();
                self.note_draw(Drawn::Arrival(demand), key.child(ordinal), GAP, hour);
            }
            self.schedule.at(time, class::ARRIVAL, Payload::Arrival { stream: number, ordinal });
        }
    }

    pub(super) fn arrive(&mut self, number: u32, ordinal: u64) -> bool {
        let DemandStream { demand, case_type, key, .. } = self.streams[number];
        let key = key.child(ordinal);
        // A stream has one event in the queue: the next arrival takes the place of this one.
        self.schedule_arrival(number);
        let case = self.new_case(key, case_type);
        self.begin_episode(case, demand, None);
        true
    }

    /// An empty case, whose slots nobody has written.
    pub(super) fn new_case(&mut self, key: Key, case_type: usize) -> CaseNo {
        let travels = self.plan.case_types[case_type].travels;
        self.cases.begin(key, case_type, self.room(case_type), self.schedule.now(), travels)
    }

    /// How many products and tasks a case of a type has.
    pub(super) fn room(&self, case_type: usize) -> Room {
        let schema = &self.schema.case_types[case_type];
        Room { slots: schema.slots.len(), tasks: schema.tasks.len() }
    }

    /// A case is born here: its complexity, its episode, its first products.
    pub(super) fn begin_episode(&mut self, number: CaseNo, demand: DemandId, parent: Option<CaseNo>) {
        let spec = &self.plan.config.demands[demand];
        let key = self.cases[number].key;
        let inherited = parent.map_or(1.0, |parent| self.cases[parent].complexity);
        let complexity = match spec.complexity_cv {
            Some(cv) if cv > 0.0 => {
                // Lognormal with mean 1 and the stated coefficient of variation.
                let variance = log(1.0 + cv * cv);
                let z = normal_quantile(key.unit(COMPLEXITY));
                exp(sqrt(variance) * z - variance / 2.0)
            }
            Some(_) => 1.0,
            None => inherited,
        };
        // Traits are of whom the case is about, so children have those of the topmost parent.
        let traits = match parent {
            Some(parent) => self.cases[parent].traits,
            None => {
                let has = |(id, share): &&(TraitId, f64)| key.unit(self.schema.traits[*id]) < *share;
                spec.traits.iter().filter(has).fold(0, |bits, (id, _)| bits | 1 << id.index())
            }
        };
        let lasts =
            spec.lasts.as_ref().map_or(Span::ZERO, |lasts| Span::from_ms(lasts.quantile(key.unit(LASTS))).max(Span(1)));
        self.cases.begin_episode(number, complexity, traits, self.schedule.now(), lasts);
        if lasts > Span::ZERO {
            self.schedule.at(self.schedule.now() + lasts, class::ARRIVAL, Payload::EpisodeEnd { case: number });
        }
        if spec.complexity_cv.is_some_and(|cv| cv > 0.0) {
            self.note_draw(Drawn::Complexity(demand), key, COMPLEXITY, complexity);
        }
        if spec.lasts.is_some() {
            self.note_draw(Drawn::Lasts(demand), key, LASTS, lasts.hours());
        }
        self.record.born(demand);
        self.book_case(number);
        let case_type = self.cases[number].case_type as usize;
        let schema = &self.schema.case_types[case_type];
        // Before the first child, which sees its parent's products as they are when it is born.
        for &product in &spec.writes {
            if let Some(slot) = schema.slot(SlotKind::Own(product)) {
                self.write_first(number, slot, product);
            }
        }
        if schema.has_children && lasts > Span::ZERO {
            self.bear_child(number);
        }
        self.cases.look_at(number);
    }

    /// Child number i of every child demand is born i x `every` after its parent, as long as that is before the end.
    pub(super) fn bear_child(&mut self, parent: CaseNo) -> bool {
        let case_type = self.cases[parent].case_type as usize;
        // Child demands with different intervals share one event chain: each looks whether its own turn has come.
        let mut next = Time::NEVER;
        for number in 0..self.schema.case_types.len() {
            let schema = &self.schema.case_types[number];
            let (CaseOrigin::Demand(demand), Some(of)) = (schema.origin, schema.parent) else { continue };
            let spec = &self.plan.config.demands[demand];
            let Source::Children { every, .. } = spec.source else { continue };
            if of != case_type {
                continue;
            }
            let age = self.schedule.now() - self.cases[parent].born;
            // Keyed by age, so that a changed interval of another demand moves no child of this one.
            if age.0 % every.0 == 0 && spec.on {
                let key = self.cases[parent].key.named(&spec.name).child((age.0 / every.0) as u64);
                self.bear(parent, number, demand, key);
            }
            next = next.min(self.cases[parent].born + every * (age.0 / every.0 + 1));
        }
        if next < self.cases[parent].ends {
            self.schedule.at(next, class::ARRIVAL, Payload::Child { case: parent });
        }
        true
    }

    fn bear(&mut self, parent: CaseNo, case_type: usize, demand: DemandId, key: Key) {
        let child = self.new_case(key, case_type);
        let schema = &self.schema.case_types[case_type];
        let elder = self.cases.add_child(parent, child, schema.has_previous());
        for (slot, kind) in schema.slots.iter().enumerate() {
            // Looked at once, at birth: what its parent writes later this child never sees.
            match *kind {
                SlotKind::Parent(product) => {
                    let parent_class = self.cases[parent].case_type as usize;
                    let from = self.schema.case_types[parent_class].slot(SlotKind::Own(product));
                    // Not written yet counts as absent, also if it is still to come.
                    let written = from.is_some_and(|from| self.cases[parent].written.has(from));
                    if written {
                        self.copy_slot(parent, from.expect("a written slot"), child, slot, 1);
                    } else {
                        self.cases.lose_unseen(child, slot, from.map(|from| (parent, from)));
                        self.settle_unseen(child, slot);
                    }
                }
                SlotKind::Previous(product) => match elder {
                    // For the first child it counts as there, empty.
                    None => {
                        self.cases.find_empty(child, slot);
                        self.announce(child, slot);
                    }
                    Some(elder) => {
                        if let Some(from) = schema.slot(SlotKind::Own(product)) {
                            let case = &self.cases[elder];
                            if case.written.has(from) {
                                self.copy_slot(elder, from, child, slot, 2);
                            } else if case.absent.has(from) {
                                self.cases.lose_unseen(child, slot, Some((elder, from)));
                                self.settle_unseen(child, slot);
                            }
                        } else {
                            self.settle_unseen(child, slot);
                        }
                    }
                },
                _ => {}
            }
        }
        if let Some(elder) = elder {
            self.cases.look_at(elder);
        }
        self.begin_episode(child, demand, Some(parent));
    }

    /// Copies a written slot into a relative's slot.
    pub(super) fn copy_slot(&mut self, from: CaseNo, from_slot: usize, to: CaseNo, to_slot: usize, scope: u8) {
        self.mark_read(from, from_slot);
        self.cases.see((from, from_slot), (to, to_slot), scope);
        self.announce(to, to_slot);
        self.cases.look_at(to);
    }

    /// What a relative does not have, this case sees as absent (counted there, not here).
    pub(super) fn settle_unseen(&mut self, case: CaseNo, slot: usize) {
        self.cases.miss(case, slot);
        self.announce(case, slot);
        self.cases.look_at(case);
    }

    /// Closes a case nothing can happen in any more. `may_run`: tasks that may still run.
    pub(super) fn close_if_over(&mut self, number: CaseNo, may_run: u64) {
        let case = &self.cases[number];
        if may_run != 0 || case.instances > 0 || !case.episode_over || case.children > 0 {
            return;
        }
        let case_type = case.case_type as usize;
        let plan = &self.plan.case_types[case_type];
        let here = case.home as usize == self.site;
        if !here {
            // A replica closes once everybody who tells it something has, and everything sent has arrived.
            if case.closed_by == plan.senders[self.site_type] && case.seen >= case.close_after {
                self.settle_unwanted(number);
                // Everything is settled by then, so that the number of settlings that are said to have been sent is
                // final.
                self.say_closed(number);
                self.cases.forget(number);
            }
            return;
        }
        let foreign = plan.reach & !plan.views[self.site_type].mine & !(case.written | case.absent);
        if (plan.travels && plan.returns && case.sent > 0) || foreign != 0 && plan.returns {
            return; // Something can still come back.
        }
        // The next child may still look at what this one wrote.
        let waits_for_sibling = self.schema.case_types[case_type].has_previous()
            && case.younger.is_none()
            && !case.younger_closed
            && case.parent.is_some_and(|parent| !self.cases[parent].episode_over);
        if waits_for_sibling {
            return;
        }
        self.settle_unwanted(number);
        self.say_closed(number);
        let parent = self.cases[number].parent;
        self.cases.leave_siblings(number);
        if let Some(parent) = parent {
            // As long as the products are there.
            self.tally_child(number, parent);
        }
        self.cases.forget(number);
        if let Some(parent) = parent {
            self.cases.remove_child(parent, number);
            self.cases.look_at(parent);
        }
    }

    /// What nobody wanted is absent when a case closes.
    fn settle_unwanted(&mut self, number: CaseNo) {
        self.book_unread(number, 0);
        let case = &self.cases[number];
        let case_type = case.case_type as usize;
        let plan = &self.plan.case_types[case_type];
        let left = plan.reach & plan.views[self.site_type].mine & !(case.written | case.absent);
        for slot in bits(left) {
            if matches!(self.schema.case_types[case_type].slots[slot], SlotKind::Own(_)) {
                self.settle_absent(number, slot, AbsenceCause::NotWanted);
            }
        }
    }
}
