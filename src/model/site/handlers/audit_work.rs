//! Rule 5 checked: what can start has started, on the first open way whose people were free; who is held is held by the
//! best-ranked team that lacks them, and by nobody else.

use crate::model::site::Process;
use crate::model::site::instances::State;
use crate::model::site::rows::{InstanceNo, WorkerNo};
use crate::model::site::staff::Doing;
use crate::model::site::waiting::Turn;
use crate::units::bits;

impl Process<'_> {
    /// At the end of an instant: nothing that waits or is suspended could go on with people who are free or held for
    /// something else, and nobody is held without a reason.
    pub(super) fn audit_work(&self) {
        for (worker, row) in self.staff.workers() {
            let now = self.schedule.now();
            let left = row.doing == Doing::Idle && self.has_suspended(worker);
            assert!(!left, "rule 5: worker {worker} is idle at {now:?} with own work to take up again");
            assert!(
                row.doing != Doing::AfterHoursPool,
                "rule 5: worker {worker} neither works nor goes home at {now:?}"
            );
            let held = self.waiting.held().iter().any(|(other, _)| *other == worker);
            assert_eq!(row.doing == Doing::Held, held, "rule 5: worker {worker} is held at {now:?}: {row:?}");
        }
        for (number, instance) in self.instances.live() {
            match instance.state {
                State::Waiting => self.audit_waiting(number),
                State::Suspended if self.instances.job(number).team.len() > 1 => {
                    let team = &self.instances.job(number).team;
                    let free = team.iter().all(|worker| self.staff[*worker].doing == Doing::Idle);
                    assert!(!free, "rule 5: {} is suspended though its team is free", self.in_words(number));
                }
                _ => {}
            }
        }
        for (worker, number) in self.waiting.held() {
            self.audit_held(*worker, *number);
        }
    }

    fn in_words(&self, number: InstanceNo) -> String {
        let instance = &self.instances[number];
        format!("task {} (instance {number}) at {:?}", self.plan.config.tasks[instance.task].name, self.schedule.now())
    }

    fn audit_waiting(&self, number: InstanceNo) {
        let instance = &self.instances[number];
        let rows = self.plan.compiled.ways(instance.task);
        let open = self.open_ways(number);
        assert_eq!(open, instance.offered, "rule 5: open ways of {}", self.in_words(number));
        let free = self.first_free_way(number, None);
        assert!(free.is_none(), "rule 5: {} waits while {free:?} may start it", self.in_words(number));
        let instant = bits(open.into()).any(|way| rows[way].instant);
        assert!(!instant, "rule 5: {} waits for nobody", self.in_words(number));
        let turn = self.turn(number);
        let ways = || bits(open.into()).filter(|way| rows[*way].members > 1);
        for way in ways() {
            let team = self.team_of(number, way, turn);
            assert!(
                team.iter().any(Option::is_none),
                "rule 5: {} waits while its team {team:?} is free or held for what ranks behind it",
                self.in_words(number)
            );
        }
        // What cannot start must hold everybody of its way whom it may take.
        if let Some((way, _)) = self.to_hold(number) {
            let stray = self
                .team_of(number, way, turn)
                .into_iter()
                .flatten()
                .find(|worker| !self.waiting.holds(*worker, number));
            assert!(stray.is_none(), "rule 5: {} lacks worker {stray:?}, whom it may take", self.in_words(number));
        }
    }

    /// For each position of a way's team somebody whom the instance holds, who is idle, or who is held for what ranks
    /// behind it, in this order.
    fn team_of(&self, number: InstanceNo, way: usize, turn: Turn) -> Vec<Option<WorkerNo>> {
        let instance = &self.instances[number];
        let mut team: Vec<Option<WorkerNo>> = Vec::new();
        for (position, &occupation) in self.plan.config.tasks[instance.task].ways[way].team.iter().enumerate() {
            // The best case for it: if even so somebody is missing, it waits rightly.
            let rank = |worker: &WorkerNo| {
                let worker = *worker;
                match self.staff[worker].doing {
                    _ if team.contains(&Some(worker)) || position == 0 && !self.may_lead(worker, number, way) => None,
                    Doing::Held if self.waiting.holds(worker, number) => Some(0),
                    Doing::Idle if !self.has_suspended(worker) => Some(1),
                    Doing::Held => {
                        let of = self
                            .waiting
                            .held()
                            .iter()
                            .find(|(other, _)| *other == worker)
                            .map(|(_, of)| self.turn(*of));
                        of.is_some_and(|of| of > turn).then_some(2)
                    }
                    _ => None,
                }
            };
            let ranked = self.staff[occupation].members.iter().filter_map(|worker| Some((rank(worker)?, *worker)));
            let first = ranked.min().map(|(_, worker)| worker);
            team.push(first);
        }
        team
    }

    /// A held worker is on shift, and held by what waits and lacks only people who are, and could not begin alone
    /// anything that ranks before it.
    fn audit_held(&self, worker: WorkerNo, number: InstanceNo) {
        let row = &self.staff[worker];
        let occupation = self.staff.occupation_of(worker);
        let instance = &self.instances[number];
        let way = if instance.state == State::Waiting { self.to_hold(number) } else { None };
        let lacks =
            way.is_some_and(|(way, _)| self.plan.config.tasks[instance.task].ways[way].team.contains(&occupation));
        assert!(
            row.on_shift && lacks,
            "rule 5: worker {worker} is held for {} ({:?}), which has nobody to wait for",
            self.in_words(number),
            instance.state
        );
        // Who calls patients leaves alone what is not overdue.
        if self.may_call(worker, occupation).is_some() {
            return;
        }
        let entries = row.basket.iter().chain(self.staff[occupation].queue.iter()).map(|entry| entry.0);
        let own = entries
            .filter(|entry| {
                self.instances.is_waiting_as(entry.instance, entry.offer)
                    && self.first_way_of(entry.instance, worker, occupation).is_some()
            })
            .min();
        if let Some(entry) = own {
            assert!(
                self.turn(entry.instance) > self.turn(number),
                "rule 5: worker {worker} is held for {} while {} ranks before it",
                self.in_words(number),
                self.in_words(entry.instance)
            );
        }
    }

    /// At a start with people: it is on the first open way whose people are free, and none of them could begin anything
    /// of a higher priority instead.
    pub(super) fn audit_start(&self, number: InstanceNo, way: usize, members: &[WorkerNo]) {
        let lead = members[0];
        let first = self.first_free_way(number, Some((lead, self.staff.occupation_of(lead))));
        assert_eq!(
            first.map(|(way, _)| way),
            Some(way),
            "rule 5: {} starts on another way than the first whose people are free",
            self.in_words(number)
        );
        let priority = |number: InstanceNo| self.plan.compiled.task(self.instances[number].task).priority;
        for &member in members {
            let (row, occupation) = (&self.staff[member], self.staff.occupation_of(member));
            // Who has called a patient sees them, and leaves alone before what is not overdue; who stays after hours
            // begins only what falls due.
            let calls = row.called_in_vain || self.may_call(member, occupation).is_some();
            if calls || row.doing != Doing::Idle {
                continue;
            }
            let entries = row.basket.iter().chain(self.staff[occupation].queue.iter()).map(|entry| entry.0);
            let mut better = entries.filter(|entry| {
                self.instances.is_waiting_as(entry.instance, entry.offer) && priority(entry.instance) > priority(number)
            });
            if let Some(entry) = better.find(|e| self.first_way_of(e.instance, member, occupation).is_some()) {
                panic!(
                    "rule 5: worker {member} begins {} before {}, which has the higher priority",
                    self.in_words(number),
                    self.in_words(entry.instance)
                );
            }
        }
    }
}
