//! Messages of a site: those it sends, until the run takes them, and those under way to it, until they are opened.

mod message;

pub(in crate::model) use message::{AskedQuery, Body, Settling};

use super::rows::{MessageNo, Rows};
use crate::engine::Envelope;
use crate::units::Time;

/// What a site has sent and what it is going to receive.
#[derive(Clone, Debug, Default)]
pub(super) struct Mail {
    outbox: Vec<Envelope<Body>>,
    under_way: Rows<MessageNo, Option<Body>>,
    received: u64,
    sent: u64,
    /// Sent to this site, but the run ends before they arrive.
    late: u64,
}

impl Mail {
    /// Sends a message that arrives at `time`; `from` and `number`: the sender's site and the number under which it
    /// sends.
    pub fn send(&mut self, (from, number): (usize, u64), to: usize, time: Time, message: Body) {
        self.sent += 1;
        self.outbox.push(Envelope { time, from: from as u16, sequence: number, to, message });
    }

    /// Hands over what was sent since it was last asked.
    pub fn take_sent(&mut self, to: &mut Vec<Envelope<Body>>) {
        to.append(&mut self.outbox);
    }

    /// A message is under way to this site.
    pub fn keep(&mut self, message: Body) -> MessageNo {
        let number = self.under_way.take();
        self.under_way[number] = Some(message);
        number
    }

    /// A message arrives.
    pub fn open(&mut self, number: MessageNo) -> Body {
        self.received += 1;
        self.under_way.give_back(number);
        self.under_way[number].take().expect("a message is opened once, by its own event")
    }

    /// A message would arrive after the end.
    pub fn count_late(&mut self) {
        self.late += 1;
    }

    /// Takes all messages that will not arrive any more.
    pub fn take_unopened(&mut self) -> Vec<Body> {
        self.under_way.iter_mut().filter_map(Option::take).collect()
    }

    /// How many were sent, were received, and are under way or would be late.
    pub fn counts(&self) -> MailCounts {
        let under_way = self.late + self.under_way.iter().flatten().count() as u64;
        MailCounts { sent: self.sent, received: self.received, under_way }
    }
}

/// Messages of a site, or of several, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct MailCounts {
    /// Sent from here.
    pub sent: u64,
    /// Received here.
    pub received: u64,
    /// Sent to here and not received.
    pub under_way: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_taken_once_and_what_comes_is_opened_once() {
        let mut mail = Mail::default();
        let body = || Body::Close { gid: 1, sent: 2 };
        mail.send((3, 7), 4, Time::ZERO, body());
        let mut taken = Vec::new();
        mail.take_sent(&mut taken);
        mail.take_sent(&mut taken);
        assert_eq!((taken.len(), taken[0].from, taken[0].sequence, taken[0].to), (1, 3, 7, 4));
        let (one, _) = (mail.keep(body()), mail.keep(body()));
        assert!(matches!(mail.open(one), Body::Close { gid: 1, sent: 2 }));
        mail.count_late();
        assert_eq!(mail.counts(), MailCounts { sent: 1, received: 1, under_way: 2 });
        assert_eq!(mail.take_unopened().len(), 1);
    }
}
