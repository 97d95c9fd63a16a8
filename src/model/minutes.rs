//! Sets of minutes of the week, a bit for each: when the people of an occupation, or all of a team, may be on shift.

use super::scenario::{Configuration, OccupationId, Roster};
use crate::units::{DAY, MINUTE, Span, WEEK};

/// Minutes of a week.
const MINUTES: usize = (WEEK.0 / MINUTE.0) as usize;
const WORDS: usize = MINUTES.div_ceil(64);

/// A set of minutes; they count from Monday 00:00.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Minutes([u64; WORDS]);

impl Minutes {
    pub const NONE: Minutes = Minutes([0; WORDS]);

    /// When somebody of a roster may be on shift.
    fn of(roster: &Roster) -> Minutes {
        let mut minutes = Minutes::NONE;
        match roster {
            Roster::Always => minutes.add(0, MINUTES),
            Roster::Lines(lines) => {
                for line in lines.iter().filter(|line| line.share > 0.0) {
                    for day in (0..7).filter(|&day| line.days[day]) {
                        let start = (DAY * day as i64 + line.start).0 / MINUTE.0;
                        minutes.add(start as usize, (line.length.0 / MINUTE.0) as usize);
                    }
                }
            }
        }
        minutes
    }

    /// When all of a team may be on shift.
    pub fn of_team(config: &Configuration, team: &[OccupationId]) -> Minutes {
        let mut all = Minutes::NONE;
        all.add(0, MINUTES);
        for member in team {
            let on = Minutes::of(&config.occupations[*member].roster);
            all.0.iter_mut().zip(&on.0).for_each(|(all, on)| *all &= on);
        }
        all
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Adds the minutes of another set.
    pub fn join(&mut self, other: &Minutes) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one |= other);
    }

    /// Adds so many minutes from `start` on; after the last of the week comes the first.
    fn add(&mut self, start: usize, length: usize) {
        let start = start % MINUTES;
        let end = start + length.min(MINUTES);
        self.add_within(start, end.min(MINUTES));
        self.add_within(0, end.saturating_sub(MINUTES));
    }

    fn add_within(&mut self, start: usize, end: usize) {
        let lowest = |count: usize| if count >= 64 { !0 } else { (1u64 << count) - 1 };
        for word in start / 64..end.div_ceil(64) {
            let first = 64 * word;
            self.0[word] |= lowest(end - first) & !lowest(start.saturating_sub(first));
        }
    }

    /// Its stretches without a gap, from each minute before which there is a gap: start and end, the start within the
    /// week. A set of all minutes has none.
    pub fn stretches(&self) -> Vec<(Span, Span)> {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        let mut before = self.0[(MINUTES - 1) / 64] >> ((MINUTES - 1) % 64) & 1;
        for (number, word) in self.0.iter().enumerate() {
            let shifted = word << 1 | before;
            before = word >> 63;
            let minutes = |bits| crate::units::bits(bits).map(move |bit| 64 * number + bit);
            starts.extend(minutes(word & !shifted));
            ends.extend(minutes(shifted & !word).filter(|minute| *minute < MINUTES));
        }
        // What goes on past Sunday midnight ends in the next week.
        if ends.first() < starts.first() {
            ends.rotate_left(1);
        }
        let at = |minute: usize| MINUTE * minute as i64;
        let pairs = starts.into_iter().zip(ends);
        pairs.map(|(start, end)| (at(start), at(if end < start { end + MINUTES } else { end }))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(all: &[(usize, usize)]) -> Vec<(i64, i64)> {
        let mut minutes = Minutes::NONE;
        all.iter().for_each(|(start, length)| minutes.add(*start, *length));
        minutes.stretches().into_iter().map(|(start, end)| (start.0 / MINUTE.0, end.0 / MINUTE.0)).collect()
    }

    #[test]
    fn stretches_are_what_was_added() {
        assert_eq!(stretches(&[]), []);
        assert_eq!(stretches(&[(0, MINUTES)]), []);
        // Within a word of 64 minutes, over several, side by side, overlapping, and up to Sunday midnight.
        assert_eq!(stretches(&[(3, 5), (63, 130), (200, 10), (210, 10)]), [(3, 8), (63, 193), (200, 220)]);
        assert_eq!(stretches(&[(0, 64), (10, 60), (10_000, 80)]), [(10_000, 10_150)]);
        assert_eq!(stretches(&[(100, 1), (9_000, 1_080)]), [(100, 101), (9_000, 10_080)]);
        // Past it, in two steps.
        assert_eq!(stretches(&[(10_070, 20), (500, 1)]), [(500, 501), (10_070, 10_090)]);
    }

    /// One night line, Sunday 22:00 to 06:00, and one early line of every day, 05:00 to 13:00: together on Monday 05:00
    /// to 06:00.
    #[test]
    fn a_team_is_there_when_all_are() {
        use crate::model::scenario::{ShiftLine, build};
        use crate::units::HOUR;
        let mut config = build::config();
        let [night, early] = ["night", "early"].map(|name| config.add_occupation(name));
        let line = |days, start: i64| {
            Roster::Lines(vec![ShiftLine { days, start: HOUR * start, length: HOUR * 8, share: 1.0 }])
        };
        config.occupations[night].roster = line([false, false, false, false, false, false, true], 22);
        config.occupations[early].roster = line([true; 7], 5);
        let together = Minutes::of_team(&config, &[night, early]);
        assert_eq!(together.stretches(), [(HOUR * 5, HOUR * 6)]);
        config.occupations[early].roster = line([true; 7], 8);
        assert!(Minutes::of_team(&config, &[night, early]).is_empty());
    }
}
