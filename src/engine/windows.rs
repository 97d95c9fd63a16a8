//! Progress of many logical processes: conservative synchronous windows (Chandy and Misra 1979; Nicol 1993).
//!
//! Each message takes at least the *lookahead*. So what happens in [T, T + lookahead), T being the earliest event
//! anywhere, cannot be changed by any other process: all processes go through that window on their own, on as many
//! threads as there are, then messages are handed over, and the next window begins. One event is executed in one
//! place, by the process itself; execution in turn and in parallel differ in nothing else, and receivers order what
//! they get by when and by whom it was sent, so results are the same to the last bit.

use crate::units::{Span, Time};
use rayon::prelude::*;

/// Something with its own events, which others reach by messages only.
pub trait LogicalProcess: Send {
    /// What it sends.
    type Message: Send;
    /// When its next event is.
    fn next_time(&self) -> Option<Time>;
    /// Handles all its events before `until`; what it sends stays in its outbox.
    fn run_until(&mut self, until: Time);
    /// Takes what it has sent since it was last asked.
    fn take_sent(&mut self, to: &mut Vec<Envelope<Self::Message>>);
    /// Gets a message.
    fn accept(&mut self, envelope: Envelope<Self::Message>);
    /// How many events it has handled: processes with many go first when work is divided.
    fn effort(&self) -> u64;
}

/// A message on its way, numbered by its sender.
#[derive(Clone, Debug)]
pub struct Envelope<M> {
    /// When it arrives.
    pub time: Time,
    /// The sender.
    pub from: u16,
    /// The sender's number of it.
    pub sequence: u64,
    /// The receiver.
    pub to: usize,
    /// What it says.
    pub message: M,
}

/// How the processes of one window are executed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Execution {
    /// One after the other.
    #[default]
    InTurn,
    /// On all threads of the current pool, those with most events first, so that a large one does not come last and
    /// leave the others waiting.
    Parallel,
}

/// Drives processes window by window.
#[derive(Clone, Debug)]
pub struct Windows<M> {
    lookahead: Span,
    execution: Execution,
    sent: Vec<Envelope<M>>,
    /// Process numbers, those with most events first.
    order: Vec<usize>,
    /// Windows so far.
    windows: u64,
}

/// After so many windows the order by effort is made anew.
const REORDER: u64 = 64;

impl<M: Send> Windows<M> {
    /// For processes whose messages take at least `lookahead`, which is above zero.
    pub fn new(lookahead: Span, execution: Execution) -> Windows<M> {
        assert!(lookahead > Span::ZERO, "without lookahead there is no window");
        Windows { lookahead, execution, sent: Vec::new(), order: Vec::new(), windows: 0 }
    }

    /// Windows gone through so far.
    pub fn count(&self) -> u64 {
        self.windows
    }

    /// Advances all processes to `until`: everything before it happens.
    ///
    /// # Panics
    /// If a message arrives within the window it was sent in: its latency was below the lookahead.
    pub fn advance<L: LogicalProcess<Message = M>>(&mut self, processes: &mut [L], until: Time) {
        loop {
            let Some(next) = processes.iter().filter_map(L::next_time).min() else { return };
            if next >= until {
                return;
            }
            let window = (next + self.lookahead).min(until);
            match self.execution {
                Execution::InTurn => processes.iter_mut().for_each(|process| process.run_until(window)),
                Execution::Parallel => self.all_at_once(processes, window),
            }
            self.windows += 1;
            self.deliver(processes, window);
        }
    }

    fn all_at_once<L: LogicalProcess<Message = M>>(&mut self, processes: &mut [L], window: Time) {
        if self.order.len() != processes.len() || self.windows.is_multiple_of(REORDER) {
            self.order = (0..processes.len()).collect();
            self.order.sort_by_key(|process| (std::cmp::Reverse(processes[*process].effort()), *process));
        }
        // Those with nothing to do in this window cost nothing.
        let mut by_number: Vec<Option<&mut L>> = processes.iter_mut().map(Some).collect();
        let mut busy: Vec<&mut L> = self
            .order
            .iter()
            .filter_map(|process| by_number[*process].take())
            .filter(|process| process.next_time().is_some_and(|time| time < window))
            .collect();
        busy.par_iter_mut().with_max_len(1).for_each(|process| process.run_until(window));
    }

    fn deliver<L: LogicalProcess<Message = M>>(&mut self, processes: &mut [L], window: Time) {
        let mut sent = std::mem::take(&mut self.sent);
        processes.iter_mut().for_each(|process| process.take_sent(&mut sent));
        for envelope in sent.drain(..) {
            let Envelope { time, from, to, .. } = envelope;
            assert!(
                time >= window,
                "a message from process {from} to process {to} arrives at {time:?}, within the window that ends at {window:?}"
            );
            processes[to].accept(envelope);
        }
        self.sent = sent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Future;

    /// Passes a token on to where a hash says, after at least the lookahead.
    struct Node {
        number: u16,
        now: Time,
        future: Future<u64>,
        sent: Vec<Envelope<u64>>,
        seen: Vec<(Time, u64)>,
        shortest: Span,
    }

    impl LogicalProcess for Node {
        type Message = u64;
        fn next_time(&self) -> Option<Time> {
            self.future.peek().map(|event| event.time())
        }
        fn run_until(&mut self, until: Time) {
            while self.next_time().is_some_and(|time| time < until) {
                let event = self.future.next(|_| true);
                self.now = event.key.time();
                self.seen.push((self.now, event.payload));
                let word = (event.payload ^ self.number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
                let time = self.now + self.shortest + Span((word % 50) as i64);
                let sequence = self.future.number();
                let to = (word >> 32) as usize % 9;
                self.sent.push(Envelope { time, from: self.number, sequence, to, message: word });
            }
        }
        fn take_sent(&mut self, to: &mut Vec<Envelope<u64>>) {
            to.append(&mut self.sent);
        }
        fn accept(&mut self, envelope: Envelope<u64>) {
            let Envelope { time, from, sequence, message, .. } = envelope;
            self.future.accept(time, 1, from, sequence, message);
        }
        fn effort(&self) -> u64 {
            self.seen.len() as u64
        }
    }

    fn history(execution: Execution, lookahead: Span, shortest: Span) -> Vec<Vec<(Time, u64)>> {
        let mut nodes: Vec<Node> = (0..9)
            .map(|number| {
                let mut future = Future::new(number, Time(5_000));
                (0..4).for_each(|token| future.schedule(Time(token), 1, token as u64 * 9 + number as u64));
                Node { number, now: Time(0), future, sent: Vec::new(), seen: Vec::new(), shortest }
            })
            .collect();
        let mut windows = Windows::new(lookahead, execution);
        [777, 3_000, 5_000].into_iter().for_each(|until| windows.advance(&mut nodes, Time(until)));
        assert!(windows.count() > 100);
        nodes.into_iter().map(|node| node.seen).collect()
    }

    #[test]
    fn in_turn_in_parallel_and_with_shorter_windows_the_same_happens() {
        let in_turn = history(Execution::InTurn, Span(10), Span(10));
        assert!(in_turn.iter().map(Vec::len).sum::<usize>() > 4_000);
        for threads in [1, 2, 3, 8] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            assert!(pool.install(|| history(Execution::Parallel, Span(10), Span(10))) == in_turn, "{threads} threads");
        }
        assert!(history(Execution::InTurn, Span(3), Span(10)) == in_turn, "shorter windows");
    }

    #[test]
    #[should_panic(expected = "within the window")]
    fn a_message_faster_than_the_lookahead_is_caught() {
        history(Execution::InTurn, Span(40), Span(1));
    }
}
