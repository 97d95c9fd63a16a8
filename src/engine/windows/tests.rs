//! Windows in turn, in parallel, shuffled, divided differently: the same happens.

use super::*;
use crate::engine::EventQueue;

/// Passes a token on to where a hash says, after at least the lookahead.
struct Node {
    number: u16,
    /// How many nodes there are.
    count: usize,
    now: Time,
    future: EventQueue<u64>,
    sent: Vec<Envelope<u64>>,
    seen: Vec<(Time, u64)>,
    shortest: Span,
}

impl Node {
    fn pass_on(&mut self, token: u64) -> Envelope<u64> {
        let word = (token ^ u64::from(self.number)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
        let time = self.now + self.shortest + Span((word % 50) as i64);
        let to = (word >> 32) as usize % self.count;
        Envelope { time, from: self.number, sequence: self.future.number(), to, message: word }
    }
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
            let envelope = self.pass_on(event.payload);
            self.sent.push(envelope);
        }
    }
    fn take_sent(&mut self, to: &mut Vec<Envelope<u64>>) {
        to.append(&mut self.sent);
    }
    fn accept(&mut self, envelope: Envelope<u64>) {
        let Envelope { time, from, sequence, message, .. } = envelope;
        self.future.accept(time, 1, from, sequence, message);
    }
    fn work_done(&self) -> u64 {
        self.seen.len() as u64
    }
}

/// `tokens` of each of `count` nodes, between which they are passed on.
fn nodes(count: usize, tokens: i64, shortest: Span) -> Vec<Node> {
    let node = |number: u16| {
        let mut future = EventQueue::new(number, Time(5_000));
        (0..tokens)
            .for_each(|token| future.schedule(Time(token), 1, (token as u64 + 1) * 1_000_003 + u64::from(number)));
        Node { number, count, now: Time(0), future, sent: Vec::new(), seen: Vec::new(), shortest }
    };
    (0..count as u16).map(node).collect()
}

fn history(execution: Execution, lookahead: Span, mut nodes: Vec<Node>) -> Vec<Vec<(Time, u64)>> {
    let tokens: usize = nodes.iter().map(|node| node.future.pending()).sum();
    let mut windows = Windows::new(lookahead, execution);
    for (more, until) in [777, 3_000, 4_900].into_iter().enumerate() {
        windows.advance(&mut nodes, Time(until));
        assert!(nodes.iter().all(|node| node.next_time().is_none_or(|time| time >= Time(until))));
        let pending: usize = nodes.iter().map(|node| node.future.pending()).sum();
        assert_eq!(pending, tokens + more, "no message is still on its way");
        // Processes may be changed between two calls: one token more of the first.
        nodes[0].future.schedule(Time(until), 2, 0);
        windows.advance(&mut nodes, Time(until + 1));
    }
    assert!(windows.count() > 100);
    nodes.into_iter().map(|node| node.seen).collect()
}

#[test]
fn in_turn_in_parallel_shuffled_and_with_shorter_windows_the_same_happens() {
    let all = || nodes(9, 400, Span(10));
    let in_turn = history(Execution::InTurn, Span(10), all());
    assert!(in_turn.iter().map(Vec::len).sum::<usize>() > 400_000);
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        assert!(pool.install(|| history(Execution::Parallel, Span(10), all())) == in_turn, "{threads} threads");
    }
    assert!(history(Execution::Shuffled, Span(10), all()) == in_turn, "shuffled");
    assert!(history(Execution::InTurn, Span(3), all()) == in_turn, "shorter windows");
}

/// Most have nothing to do in most windows, and windows are too small to be divided.
#[test]
fn many_mostly_idle_processes_do_the_same_in_all_ways() {
    let all = || {
        let mut all = nodes(1_000, 1, Span(10));
        all.iter_mut().skip(40).for_each(|node| node.future = EventQueue::new(node.number, Time(5_000)));
        all
    };
    let in_turn = history(Execution::InTurn, Span(10), all());
    assert!(in_turn.iter().filter(|seen| !seen.is_empty()).count() > 700);
    assert!(history(Execution::Parallel, Span(10), all()) == in_turn, "parallel");
    assert!(history(Execution::Shuffled, Span(10), all()) == in_turn, "shuffled");
}

/// The fourth node's only token goes to the sixth, faster than it may.
fn too_fast(execution: Execution) {
    let mut all = nodes(9, 0, Span(1));
    let token = (0..).find(|token| all[3].pass_on(*token).to == 5).expect("some do");
    all[3].future.schedule(Time(7), 1, token);
    Windows::new(Span(60), execution).advance(&mut all, Time(100));
}

#[test]
#[should_panic(expected = "a message from process 3 to process 5 arrives at Time(")]
fn a_message_faster_than_the_lookahead_is_caught() {
    too_fast(Execution::InTurn);
}

#[test]
#[should_panic(expected = "a message from process 3 to process 5 arrives at Time(")]
fn a_message_faster_than_the_lookahead_is_caught_in_parallel() {
    too_fast(Execution::Parallel);
}
