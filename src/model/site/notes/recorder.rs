//! The lines of one site for the hours ledger.

use crate::engine::Key;
use crate::model::ledger::LedgerRecord;
use std::collections::BTreeMap;

/// What a run writes down for the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) enum Booking {
    /// Nothing.
    #[default]
    Nothing,
    /// Hours worked: all that the control is asked for.
    Worked,
    /// Also what was left undone.
    WorkedAndUndone,
}

/// The case of a message that would arrive after the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model::site) struct Late {
    /// What it is called everywhere.
    pub gid: u64,
    pub key: Key,
    pub case_type: u16,
    /// In which it was born.
    pub week: i64,
}

/// The lines of one site.
#[derive(Clone, Debug, Default)]
pub(in crate::model::site) struct LedgerRecorder {
    booking: Booking,
    /// From time zero on.
    open: bool,
    lines: Vec<LedgerRecord>,
    /// Case types of which the control may have some that are yet to come here: those that are here are noted.
    noted: Vec<bool>,
    /// Time spent before time zero \[ms\] on instances with at most the serial `opened_at`, by serial.
    opened_at: u32,
    before: BTreeMap<u32, u64>,
    late: Vec<Late>,
}

impl LedgerRecorder {
    pub fn new(booking: Booking) -> LedgerRecorder {
        LedgerRecorder { booking, ..LedgerRecorder::default() }
    }

    /// From here on hours count. `noted`: by case type, whether its cases are; `before`: what instances up to a serial
    /// have taken so far \[ms\].
    pub fn open(&mut self, serial: u32, noted: Vec<bool>, before: BTreeMap<u32, u64>) {
        self.open = self.booking != Booking::Nothing;
        (self.opened_at, self.noted, self.before) = (serial, noted, before);
    }

    #[inline]
    pub fn is_open(&self) -> bool {
        self.open
    }

    pub fn wants_undone(&self) -> bool {
        self.open && self.booking == Booking::WorkedAndUndone
    }

    /// Whether cases of a type are noted.
    pub fn wants_cases_of(&self, case_type: u16) -> bool {
        self.wants_undone() && self.noted[case_type as usize]
    }

    /// From now on only hours are booked, and of what was booked they are kept.
    pub fn keep_hours_only(&mut self) {
        if self.booking == Booking::WorkedAndUndone {
            self.booking = Booking::Worked;
            self.lines.retain_mut(LedgerRecord::keep_hours);
            self.late.clear();
        }
    }

    /// What an instance that ends has taken since the ledger was opened, of all that it took \[ms\].
    pub fn since_opened(&mut self, serial: u32, spent: u64) -> u64 {
        let before = if serial > self.opened_at { None } else { self.before.remove(&serial) };
        spent - before.unwrap_or(0)
    }

    pub fn add(&mut self, line: LedgerRecord) {
        self.lines.push(line);
    }

    pub fn add_late(&mut self, late: Late) {
        self.late.push(late);
    }

    pub fn take_late(&mut self) -> Vec<Late> {
        std::mem::take(&mut self.late)
    }

    pub fn take_lines(&mut self) -> Vec<LedgerRecord> {
        std::mem::take(&mut self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(booking: Booking) -> LedgerRecorder {
        let mut book = LedgerRecorder::new(booking);
        book.open(10, vec![true, false], BTreeMap::from([(7, 30)]));
        book
    }

    /// Of 100 ms 30 were spent before the ledger was opened; another instance of a later serial began after that.
    #[test]
    fn only_hours_since_the_book_was_opened_count() {
        let mut book = opened(Booking::Worked);
        assert_eq!(
            [(7, 100), (8, 100), (11, 100)].map(|(serial, spent)| book.since_opened(serial, spent)),
            [70, 100, 100]
        );
    }

    #[test]
    fn the_control_books_hours_and_nothing_undone() {
        let [nothing, worked, all] = [Booking::Nothing, Booking::Worked, Booking::WorkedAndUndone].map(opened);
        assert_eq!(
            [&nothing, &worked, &all].map(|book| (book.is_open(), book.wants_undone())),
            [(false, false), (true, false), (true, true)]
        );
        assert_eq!([0, 1].map(|case_type| all.wants_cases_of(case_type)), [true, false]);
    }

    #[test]
    fn who_books_hours_only_forgets_cases() {
        let mut book = opened(Booking::WorkedAndUndone);
        book.add(LedgerRecord::of_case(7, 0));
        book.add_late(Late { gid: 1, key: Key(1), case_type: 0, week: 0 });
        book.keep_hours_only();
        assert_eq!((book.take_lines().len(), book.take_late().len(), book.wants_undone()), (0, 0, false));
    }
}
