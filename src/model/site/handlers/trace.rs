//! Notes of what happens and of draws, if somebody wants to see them.

use crate::engine::{Key, Salt};
use crate::model::site::Process;
use crate::model::site::instances::Instance;
use crate::model::site::notes::{Drawn, Step, What};
use crate::model::site::rows::InstanceNo;

impl Process<'_> {
    /// Notes a step if somebody wants to see them.
    #[inline]
    pub(super) fn note(&mut self, what: What) {
        if self.trace.is_on() {
            self.trace.note(Step { time: self.schedule.now(), site: self.site, what });
        }
    }

    /// Notes how long the timers run that an instance starts when it is ready.
    pub(super) fn note_timers(&mut self, number: InstanceNo) {
        let Instance { task, attempt, .. } = self.instances[number];
        let (key, salts) = (self.key_of(number), &self.schema.salts[task]);
        let timers = self.schedule.timers(task);
        let mut drawn =
            vec![(Drawn::Expires(task), salts.expires, timers.expires.span(key, salts.expires.at(attempt, 0)))];
        for (way, after, delay) in &timers.after {
            let ways = &salts.ways[*way as usize];
            for (timer, salt) in [(after, ways.after), (delay, ways.delay)] {
                drawn.push((Drawn::Opens(task, *way), salt, timer.span(key, salt.at(attempt, 0))));
            }
        }
        for (of, salt, span) in drawn {
            if let Some(span) = span {
                self.note_draw(of, key, salt.at(attempt, 0), span.hours());
            }
        }
    }

    /// Notes a draw and what came of it, if somebody wants to see it.
    #[inline]
    pub(super) fn note_draw(&mut self, of: Drawn, key: Key, salt: Salt, value: f64) {
        if self.trace.is_on() {
            self.note(What::Draw(of, key.unit(salt), value));
        }
    }
}
