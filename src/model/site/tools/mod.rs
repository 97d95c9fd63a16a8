//! Tools at a site: since when each is in use, whether it is up, and how many have been bought.

mod adoption;

pub(super) use adoption::{LONG_AGO, date};

use crate::model::scenario::TechnologyId;
use crate::units::{IdVec, Time};
use std::ops::Index;

/// A tool here.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct ToolState {
    /// Since when it is adopted here (by anybody); `Time::NEVER` if not.
    pub since: Time,
    /// When it will be.
    pub date: Time,
    pub up: bool,
    /// How often it was down and came up again.
    pub cycle: u64,
    /// Under which the event is scheduled that the site adopts it.
    pub number: u64,
    /// Units that have bought it, if it has a price.
    pub bought: u64,
}

/// All tools of a site.
#[derive(Clone, Debug)]
pub(super) struct Tools(IdVec<TechnologyId, ToolState>);

impl Index<TechnologyId> for Tools {
    type Output = ToolState;
    #[inline(always)]
    fn index(&self, tool: TechnologyId) -> &ToolState {
        &self.0[tool]
    }
}

impl Tools {
    /// So many tools, all of them up, none of them adopted.
    pub fn new(tools: usize) -> Tools {
        let state = ToolState { since: Time::NEVER, date: Time::NEVER, up: true, cycle: 0, number: 0, bought: 0 };
        Tools(IdVec::filled(state, tools))
    }

    pub fn ids(&self) -> impl Iterator<Item = TechnologyId> + use<> {
        self.0.ids()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether somebody here has adopted a tool.
    #[inline]
    pub fn is_in_use(&self, tool: TechnologyId, now: Time) -> bool {
        self.0[tool].since <= now
    }

    /// Whether the tool of a way, if any, is up.
    #[inline]
    pub fn is_up(&self, tool: Option<TechnologyId>) -> bool {
        tool.is_none_or(|tool| self.0[tool].up)
    }

    /// Whether a tool is in use or will be.
    #[inline]
    pub fn may_come(&self, tool: TechnologyId) -> bool {
        self.0[tool].date < Time::NEVER
    }
}

/// Adoption.
impl Tools {
    /// A tool has been in use since before the run.
    pub fn have_from(&mut self, tool: TechnologyId, date: Time) {
        (self.0[tool].since, self.0[tool].date) = (date, date);
    }

    /// Another configuration is valid: when a tool is adopted in it, if ever. What is in use stays in use as of when it
    /// came, unless it is yet to come in this configuration.
    pub fn plan(&mut self, tool: TechnologyId, date: Option<Time>, now: Time) {
        let state = &mut self.0[tool];
        state.since =
            if date.is_some_and(|date| date <= now) { state.since.min(state_date(date)) } else { Time::NEVER };
        state.date = state_date(date);
    }

    /// The event that the site adopts a tool has this number.
    pub fn reserve(&mut self, tool: TechnologyId, number: u64) {
        self.0[tool].number = number;
    }

    /// A tool that is not in use is to come then, if ever.
    pub fn expect(&mut self, tool: TechnologyId, date: Option<Time>, now: Time) {
        if !self.is_in_use(tool, now) {
            self.0[tool].date = state_date(date);
        }
    }

    /// A tool comes at the latest then; whether that is earlier than was planned.
    pub fn bring_forward(&mut self, tool: TechnologyId, date: Time) -> bool {
        let earlier = date < self.0[tool].date;
        self.0[tool].date = date.min(self.0[tool].date);
        earlier
    }

    /// A tool is in use from now on; whether it was not before.
    pub fn begin_use(&mut self, tool: TechnologyId, now: Time) -> bool {
        let begins = !self.is_in_use(tool, now);
        self.0[tool].since = now.min(self.0[tool].since);
        begins
    }
}

fn state_date(date: Option<Time>) -> Time {
    date.unwrap_or(Time::NEVER)
}

/// Downtime.
impl Tools {
    /// A tool goes down, or comes up again for another cycle.
    pub fn toggle(&mut self, tool: TechnologyId) {
        let state = &mut self.0[tool];
        state.up = !state.up;
        state.cycle += u64::from(state.up);
    }
}

/// Purchases.
impl Tools {
    /// So many units have a tool; how many of them are more than ever bought it before. Who has it again buys no other.
    pub fn buy(&mut self, tool: TechnologyId, units: u64) -> u64 {
        let bought = &mut self.0[tool].bought;
        let new = units.saturating_sub(*bought);
        *bought += new;
        new
    }

    /// So many units have a tool from before, whatever was bought.
    pub fn forget_purchases(&mut self, tool: TechnologyId, units: u64) {
        self.0[tool].bought = units;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    const TOOL: TechnologyId = TechnologyId(0);
    const NOON: Time = Time(12 * HOUR.0);

    #[test]
    fn a_tool_is_in_use_from_the_first_who_adopts_it() {
        let mut tools = Tools::new(1);
        assert!(!tools.may_come(TOOL));
        tools.plan(TOOL, Some(NOON + HOUR), NOON);
        assert!(tools.may_come(TOOL) && !tools.is_in_use(TOOL, NOON));
        assert!(tools.bring_forward(TOOL, NOON) && !tools.bring_forward(TOOL, NOON + HOUR));
        assert!(tools.begin_use(TOOL, NOON) && !tools.begin_use(TOOL, NOON + HOUR));
        assert_eq!((tools[TOOL].since, tools[TOOL].date), (NOON, NOON));
    }

    /// What the control has had for an hour and the arm from now on has been in use for an hour; what is yet to come in
    /// the arm is not in use any more.
    #[test]
    fn another_config_takes_over_what_is_in_use_in_both() {
        let mut tools = Tools::new(2);
        let other = TechnologyId(1);
        [TOOL, other].into_iter().for_each(|tool| tools.have_from(tool, NOON - HOUR));
        tools.plan(TOOL, Some(NOON), NOON);
        tools.plan(other, Some(NOON + HOUR), NOON);
        assert_eq!([TOOL, other].map(|tool| tools[tool].since), [NOON - HOUR, Time::NEVER]);
        tools.expect(TOOL, None, NOON);
        tools.expect(other, None, NOON);
        assert_eq!([TOOL, other].map(|tool| tools.may_come(tool)), [true, false]);
    }

    #[test]
    fn a_cycle_ends_when_a_tool_comes_up_again() {
        let mut tools = Tools::new(1);
        let mut toggled = || {
            tools.toggle(TOOL);
            (tools[TOOL].up, tools[TOOL].cycle)
        };
        assert_eq!([toggled(), toggled(), toggled()], [(false, 0), (true, 1), (false, 1)]);
    }

    /// Three have it, then two, then four: the fourth buys one more.
    #[test]
    fn nobody_buys_what_they_have_bought_before() {
        let mut tools = Tools::new(1);
        assert_eq!([3, 2, 4].map(|units| tools.buy(TOOL, units)), [3, 0, 1]);
        tools.forget_purchases(TOOL, 1);
        assert_eq!(tools.buy(TOOL, 2), 1);
    }
}
