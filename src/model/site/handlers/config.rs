//! Which configuration is valid here: the control's until time zero, then the arm's, then what policies make of it.

use crate::model::compile::plan::Plan;
use crate::model::outcome::AbsenceCause;
use crate::model::scenario::TaskId;
use crate::model::site::Process;
use crate::model::site::instances::State;
use crate::units::IdVec;

impl<'p> Process<'p> {
    /// The beginning of the warm-up: staff, tools, and what brings cases.
    pub(in crate::model::site) fn set_up(&mut self) {
        self.prospects.rule_out(self.impossible_ways());
        self.schedule.use_timers_of(self.control);
        self.employ_staff();
        self.set_up_tools();
        self.take_stock();
        self.set_up_gatherers();
        self.begin_streams();
        self.set_up_waiting_lists();
    }

    /// Ways no member of which is ever employed here, in any arm.
    fn impossible_ways(&self) -> IdVec<TaskId, u32> {
        let employed = &self.schema.employed[self.site];
        self.plan
            .config
            .tasks
            .iter()
            .map(|task| {
                task.ways.iter().enumerate().fold(0, |mask, (number, way)| {
                    let staffed = way.team.iter().all(|occupation| employed[*occupation]);
                    if staffed { mask } else { mask | 1 << number }
                })
            })
            .collect()
    }

    /// Time zero: a configuration of the arm becomes valid.
    pub fn switch_to_arm(&mut self, plan: &'p Plan) {
        let before = self.plan;
        // Counting begins before anything of the arm happens: that belongs to week 0.
        self.record.begin(&self.arm.config, &self.instances);
        self.staff.count_from(self.schedule.now());
        // Before the configuration changes: what the arm gives up at time zero is in its ledger.
        self.open_ledger();
        self.forget_purchases();
        self.change_config(plan);
        self.people.begin_load(self.schedule.now());
        // Tools before people: skills and newcomers depend on which tools were there before.
        self.set_up_adoption();
        self.know_old_tools();
        self.adjust_staff(&before.config, &plan.config);
    }

    /// A year begins in which other numbers are valid: so many more are hired or dismissed as its staff differs.
    pub fn begin_year(&mut self, plan: &'p Plan) {
        let before = self.plan;
        self.change_config(plan);
        for (occupation, fte) in self.staff_differences(&before.config, &plan.config) {
            if fte > 0.0 {
                self.hire(occupation, fte);
            } else {
                let heads = self.heads(occupation);
                self.reduce(occupation, -fte);
                self.record.dismissed(occupation, (heads - self.heads(occupation)) as u64);
            }
        }
    }

    /// A run of several arms is that of one of them from now on: `arm` is its plan, `valid` the one that is valid here
    /// if it is not the control's still. All arms of a run have the same configurations but for their policies, and
    /// tools that are to come.
    pub fn become_of(&mut self, arm: &'p Plan, valid: Option<&'p Plan>) {
        self.arm = arm;
        if let Some(valid) = valid {
            self.plan = valid;
            self.await_tools();
        }
    }

    /// Another configuration becomes valid here: everything that waits is looked at again.
    pub fn change_config(&mut self, plan: &'p Plan) {
        self.plan = plan;
        self.staff.forget_next_starts();
        if plan.compiled.changes {
            self.set_up_people(self.staff.numbers());
        }
        self.prospects.rule_out(self.impossible_ways());
        self.schedule.use_timers_of(plan);
        // Before all is looked at again, which may request and offer only what is on.
        self.give_up_what_is_off();
        self.reconsider_all();
        self.look_at_callers();
    }

    /// What waits and is off in the configuration that is valid now is abandoned; what somebody has begun is finished.
    fn give_up_what_is_off(&mut self) {
        for number in self.instances.numbers() {
            let instance = &self.instances[number];
            let waits = matches!(instance.state, State::Waiting | State::Gathering) && !instance.fixed;
            if waits && !self.plan.config.tasks[instance.task].on {
                if instance.is_answer() {
                    self.answer_fails(number, AbsenceCause::RuledOut);
                } else {
                    self.abandon(number, AbsenceCause::RuledOut);
                }
            }
        }
    }

    /// Looks at every case and every waiting instance again, and at whom they hold.
    pub fn reconsider_all(&mut self) {
        // First, since cached decisions rest on what the stock was.
        self.take_stock();
        self.waiting.look_at_held();
        for case in self.cases.numbers() {
            if self.cases[case].used {
                self.cases.look_at(case);
            }
        }
        for instance in self.instances.numbers() {
            if self.instances[instance].state == State::Waiting && !self.fail_hopeless(instance) {
                self.offer(instance);
            }
        }
        self.work_off_worklist();
    }
}
