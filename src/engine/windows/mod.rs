//! Progress of many logical processes: conservative synchronous windows (Chandy and Misra 1979; Nicol 1993).
//!
//! Each message takes at least the *lookahead*. So what happens in [T, T + lookahead), T being the earliest event
//! anywhere, cannot be changed by any other process: all processes go through that window on their own, on as many
//! threads as there are, then messages are handed over, and the next window begins. One event is executed in one
//! place, by the process itself; execution in turn and in parallel differ in nothing else, and receivers order what
//! they get by when and by whom it was sent, so results are the same to the last bit.

use crate::units::{Span, Time};
use std::cmp::Reverse;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

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
    /// How many events it has handled, all in all or lately: processes with many go first when work is divided.
    fn work_done(&self) -> u64;
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
    /// leave the others waiting. Windows of few events stay on one thread: handing them out would cost more.
    Parallel,
    /// One after the other, in another order in each window: it must not matter.
    #[cfg(test)]
    Shuffled,
}

/// Drives processes window by window.
#[derive(Clone, Debug)]
pub struct Windows<M> {
    lookahead: Span,
    execution: Execution,
    /// When each process goes on, messages on their way included: a dense column, since it is gone through in every
    /// window, and most processes may have nothing to do.
    next: Vec<Time>,
    /// Process numbers in the order in which they are executed.
    order: Vec<u32>,
    /// Those with something to do in this window.
    busy: Vec<u32>,
    mail: Vec<Mailbox<M>>,
    /// Events of all processes when the order was last made.
    work_done: u64,
    /// Whether windows have been too small lately to be divided.
    small: bool,
    /// Windows so far.
    windows: u64,
}

/// What one process got and has not accepted yet, and what it has sent.
#[derive(Clone, Debug)]
struct Mailbox<M> {
    inbox: Vec<Envelope<M>>,
    sent: Vec<Envelope<M>>,
}

/// A process with its mail, at the disposal of one thread at a time.
struct Seat<'p, L: LogicalProcess> {
    process: &'p mut L,
    mail: Mailbox<L::Message>,
    /// When the process goes on, but for the mail it has not accepted.
    next: Time,
}

/// Number of windows after which the order by work done is made anew.
const REORDER: u64 = 64;
/// Fewer events than this in a window are done by one thread before another has woken up.
const WORTH_DIVIDING: u64 = 128;

impl<L: LogicalProcess> Seat<'_, L> {
    fn accept_all(&mut self) {
        self.mail.inbox.drain(..).for_each(|envelope| self.process.accept(envelope));
    }

    fn run_until(&mut self, window: Time) {
        self.accept_all();
        self.process.run_until(window);
        self.process.take_sent(&mut self.mail.sent);
        self.next = time_of(self.process);
    }
}

impl<M: Send> Windows<M> {
    /// For processes whose messages take at least `lookahead`, which is above zero.
    pub fn new(lookahead: Span, execution: Execution) -> Windows<M> {
        assert!(lookahead > Span::ZERO, "without lookahead there is no window");
        Windows {
            lookahead,
            execution,
            next: Vec::new(),
            order: Vec::new(),
            busy: Vec::new(),
            mail: Vec::new(),
            work_done: 0,
            small: false,
            windows: 0,
        }
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
        self.next.clear();
        self.next.extend(processes.iter().map(time_of));
        self.mail.resize_with(processes.len(), || Mailbox { inbox: Vec::new(), sent: Vec::new() });
        // A lock that is never contended: each process is claimed by one thread in a window.
        let mut seats: Vec<Mutex<Seat<L>>> = processes
            .iter_mut()
            .zip(self.mail.drain(..))
            .map(|(process, mail)| Mutex::new(Seat { process, mail, next: Time::NEVER }))
            .collect();
        while let Some(next) = self.next.iter().min().copied().filter(|next| *next < until) {
            // From the earliest event, not from the end of the last window: quiet times cost nothing.
            let window = (next + self.lookahead).min(until);
            self.put_in_order(&mut seats);
            let next = &self.next;
            self.busy.clear();
            self.busy.extend(self.order.iter().filter(|process| next[**process as usize] < window));
            self.execute(&seats, window);
            self.deliver(&mut seats, window);
            self.windows += 1;
        }
        self.mail.extend(seats.into_iter().map(|seat| {
            let mut seat = seat.into_inner().expect("a panic of a thread was propagated");
            seat.accept_all();
            seat.mail
        }));
    }

    /// Makes the order of execution, now and then.
    fn put_in_order<L: LogicalProcess<Message = M>>(&mut self, seats: &mut [Mutex<Seat<L>>]) {
        if self.order.len() != seats.len() {
            self.order = (0..seats.len() as u32).collect();
        }
        match self.execution {
            Execution::InTurn => {}
            Execution::Parallel => {
                // Work is spread much the same from window to window, so a new order now and then will do.
                if self.windows.is_multiple_of(REORDER) {
                    let efforts: Vec<u64> = seats.iter_mut().map(|seat| of(seat).process.work_done()).collect();
                    self.order.sort_unstable_by_key(|process| (Reverse(efforts[*process as usize]), *process));
                    let work_done: u64 = efforts.iter().sum();
                    // Processes may begin to count anew.
                    let done = work_done.checked_sub(self.work_done);
                    self.small = self.windows > 0 && done.is_some_and(|events| events < WORTH_DIVIDING * REORDER);
                    self.work_done = work_done;
                }
            }
            #[cfg(test)]
            Execution::Shuffled => {
                let windows = self.windows;
                let hash = |process: &u32| super::Key(windows).child(u64::from(*process));
                self.order.sort_unstable_by_key(hash);
            }
        }
    }

    /// Runs those with something to do.
    fn execute<L: LogicalProcess<Message = M>>(&self, seats: &[Mutex<Seat<L>>], window: Time) {
        let (claimed, busy) = (AtomicUsize::new(0), &self.busy);
        let work = || {
            // Relaxed: the counter only deals out numbers; the locks order what processes have written.
            while let Some(process) = busy.get(claimed.fetch_add(1, Ordering::Relaxed)) {
                seats[*process as usize].lock().expect("claimed by one thread").run_until(window);
            }
        };
        match self.execution {
            Execution::Parallel if !self.small => {
                fan_out(rayon::current_num_threads().min(busy.len()), &work);
            }
            _ => work(),
        }
    }

    /// Puts what was sent into the receivers' inboxes; they accept it themselves, on their own threads, when they next
    /// have something to do.
    fn deliver<L: LogicalProcess<Message = M>>(&mut self, seats: &mut [Mutex<Seat<L>>], window: Time) {
        // All before the first delivery, which may only make a process's next event earlier.
        for process in &self.busy {
            self.next[*process as usize] = of(&mut seats[*process as usize]).next;
        }
        for process in &self.busy {
            let mut sent = std::mem::take(&mut of(&mut seats[*process as usize]).mail.sent);
            for envelope in sent.drain(..) {
                let Envelope { time, from, to, .. } = envelope;
                assert!(
                    time >= window,
                    "a message from process {from} to process {to} arrives at {time:?}, within the window that ends at {window:?}"
                );
                self.next[to] = self.next[to].min(time);
                of(&mut seats[to]).mail.inbox.push(envelope);
            }
            of(&mut seats[*process as usize]).mail.sent = sent;
        }
    }
}

fn time_of<L: LogicalProcess>(process: &L) -> Time {
    process.next_time().unwrap_or(Time::NEVER)
}

fn of<'s, 'p, L: LogicalProcess>(seat: &'s mut Mutex<Seat<'p, L>>) -> &'s mut Seat<'p, L> {
    seat.get_mut().expect("a panic of a thread was propagated")
}

/// Runs `work` on up to `threads` threads at once; it claims its own share.
fn fan_out(threads: usize, work: &(impl Fn() + Sync)) {
    if threads > 1 {
        rayon::join(|| fan_out(threads / 2, work), || fan_out(threads - threads / 2, work));
    } else {
        work();
    }
}

#[cfg(test)]
mod tests;
