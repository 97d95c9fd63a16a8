//! What sites tell each other about a case: a product settled, withdrawn or sent back, a query, an answer, that it
//! closed.

use crate::engine::Salt;
use crate::model::scenario::SiteTypeId;
use crate::model::site::Process;
use crate::model::site::cases::{Defects, Identity, Made};
use crate::model::site::mail::{Body, Settling};
use crate::model::site::rows::CaseNo;
use crate::units::{Bits, Span, bits};

impl Process<'_> {
    /// Sends a message about a case to the copy of site type `kind` that serves it.
    pub(super) fn send(&mut self, case: CaseNo, kind: SiteTypeId, body: Body) {
        let home = self.cases[case].home as usize;
        let to = self.schema.serving(home, kind);
        let link = self.plan.config.link(self.site_type, kind).unwrap_or_else(|| {
            let name = |kind: SiteTypeId| &self.plan.config.sites[kind].name;
            panic!(
                "links are checked when a scenario is read: none from {} to {}: {body:?}",
                name(self.site_type),
                name(kind)
            )
        });
        let salt = Salt::of(&link.name, "latency");
        // Drawn per message: keyed by the case and how many it has sent.
        let sent = self.cases[case].sent;
        let u = self.cases[case].key.child(self.site as u64).unit(salt.at(sent, 0));
        // At least 1 ms, as the lookahead is: nothing arrives at the instant in which it is sent.
        let latency = Span::from_ms(link.latency.quantile(u)).max(Span(1));
        self.cases.count_sent(case);
        // Receivers order what arrives at one instant by this number, not by when they got it.
        let from = (self.site, self.schedule.number());
        self.mail.send(from, to, self.schedule.now() + latency, body);
    }

    /// Tells the sites that need to know that a slot is settled or withdrawn, if it is written here.
    pub(super) fn announce(&mut self, number: CaseNo, slot: usize) {
        let row = &self.cases[number];
        let case_type = &self.plan.case_types[row.case_type as usize];
        if case_type.audience[slot].is_empty() || !case_type.views[self.site_type].mine.has(slot) {
            return;
        }
        for &kind in &case_type.audience[slot] {
            let row = &self.cases[number];
            let product = &row.slots[slot];
            let settling = if row.written.has(slot) {
                Settling::Written {
                    carried: product.carried.clone(),
                    tool: product.tool,
                    at: product.at,
                    making: product.making,
                    reading: self.cases.reading(number, slot).map(Box::new),
                }
            } else if row.absent.has(slot) {
                Settling::Absent { lost: self.cases.is_lost(number, slot) }
            } else {
                Settling::Withdrawn(row.attribution.clone())
            };
            let body = Body::Settle {
                gid: row.gid,
                key: row.key,
                case_type: row.case_type,
                home: row.home,
                complexity: row.complexity,
                born: row.born,
                traits: row.traits,
                slot: slot as u8,
                attempt: product.attempt,
                settling,
            };
            self.send(number, kind, body);
        }
    }

    /// Tells the other sites that the case is closed, so that they may forget it.
    pub(super) fn say_closed(&mut self, number: CaseNo) {
        let row = &self.cases[number];
        // No other site knows the case.
        if row.sent == 0 {
            return;
        }
        let case_type = &self.plan.case_types[row.case_type as usize];
        let gid = row.gid;
        let mine = case_type.reach & case_type.views[self.site_type].mine;
        let mut kinds: Vec<SiteTypeId> = bits(mine).flat_map(|slot| &case_type.audience[slot]).copied().collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            // Each settling went once to each site type of its audience.
            let sent = bits(mine)
                .filter(|slot| case_type.audience[*slot].contains(&kind))
                .map(|slot| {
                    let row = &self.cases[number];
                    let writes = row.slots[slot].attempt;
                    let absent = row.absent.has(slot);
                    let written = row.written.has(slot);
                    // A write and its withdrawal are two settlings; the write that is valid now has no withdrawal.
                    if absent || !written { 2 * writes + absent as u32 } else { 2 * writes - 1 }
                })
                .sum();
            self.send(number, kind, Body::Close { gid, sent });
        }
    }

    /// A message arrives.
    pub(super) fn receive(&mut self, body: Body) -> bool {
        match body {
            Body::Settle { gid, key, case_type, home, complexity, born, traits, slot, attempt, settling } => {
                let number = match self.cases.find(gid) {
                    Some(number) => number,
                    None if home as usize == self.site => return true, // Closed meanwhile.
                    None => {
                        let identity = Identity { key, case_type, home, complexity, born, traits };
                        self.cases.add_replica(gid, identity, self.room(case_type.into()), self.schedule.now())
                    }
                };
                // A replica may be forgotten only once all that was sent to it has been seen.
                self.cases.count_seen(number);
                self.settle_from_elsewhere(number, slot as usize, attempt, settling);
                self.cases.look_at(number);
            }
            Body::Reject { gid, slot, attempt, attribution } => {
                if let Some(number) = self.cases.find(gid)
                    && self.cases[number].slots[slot as usize].attempt == attempt
                {
                    self.cases.attribution(number, attribution);
                    self.withdraw(number, slot as usize);
                }
            }
            Body::Query { gid, question } => match self.cases.find(gid) {
                Some(number) => self.put_question(number, question),
                None => {
                    // Nobody remembers the case: the asker goes on without an answer.
                    let asker = question.asker;
                    let kind = self.schema.sites[asker.site as usize].site_type;
                    let time = self.schedule.now() + self.mean_latency(kind);
                    let from = (self.site, self.schedule.number());
                    let body = Body::Answer { asker, cured: false, defects: Defects::new() };
                    self.mail.send(from, asker.site as usize, time, body);
                }
            },
            Body::Answer { asker, cured, defects } => self.answered(asker, cured, &defects),
            Body::Close { gid, sent } => {
                if let Some(number) = self.cases.find(gid) {
                    self.cases.hear_closed(number, sent);
                    self.cases.look_at(number);
                }
            }
        }
        true
    }

    fn mean_latency(&self, kind: SiteTypeId) -> Span {
        let link = self.plan.config.link(self.site_type, kind).expect("links are checked when a scenario is read");
        Span::from_ms(link.latency.mean()).max(Span(1))
    }

    /// Applies a settling that is newer than what is known here: messages may overtake each other.
    fn settle_from_elsewhere(&mut self, number: CaseNo, slot: usize, attempt: u32, settling: Settling) {
        let now = self.schedule.now();
        let row = &self.cases[number];
        let known = row.slots[slot].attempt;
        let written = row.written.has(slot);
        match settling {
            Settling::Written { carried, tool, at, making, reading } if attempt > known => {
                // The withdrawal in between is still on its way: what was built from the old write is stale now.
                if written {
                    self.withdraw(number, slot);
                }
                self.cases.learn(number, slot, attempt, Made { carried, tool, at: at.min(now), making });
                if let Some(value) = reading {
                    self.cases.note_reading(number, slot, *value);
                }
                self.offer_to_gatherers(number, slot);
            }
            Settling::Withdrawn(attribution) if attempt >= known => {
                if written {
                    self.cases.attribution(number, attribution);
                }
                self.withdraw(number, slot);
                self.cases.learn_withdrawn(number, slot, attempt);
            }
            Settling::Absent { lost } => {
                self.cases.miss(number, slot);
                if lost {
                    self.cases.lose(number, slot);
                }
            }
            _ => {}
        }
    }

    /// The younger sibling sees what settles.
    pub(super) fn tell_younger(&mut self, number: CaseNo, slot: usize) {
        use crate::model::compile::case_type::SlotKind;
        let row = &self.cases[number];
        let younger = row.younger;
        let schema = &self.schema.case_types[row.case_type as usize];
        let (Some(younger), SlotKind::Own(product)) = (younger, schema.slots[slot]) else { return };
        let Some(to) = schema.slot(SlotKind::Previous(product)) else { return };
        let sees = &self.cases[younger];
        // Seen already: what is written again later does not change what this one has seen.
        if (sees.written | sees.absent).has(to) {
            return;
        }
        if row.written.has(slot) {
            self.copy_slot(number, slot, younger, to, 2);
        } else if row.absent.has(slot) {
            self.cases.lose_unseen(younger, to, Some((number, slot)));
            self.settle_unseen(younger, to);
        }
    }
}
