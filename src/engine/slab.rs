//! Rows for the payloads of pending events, reused as soon as they are free.

use super::EventKey;

/// No row.
pub(super) const NIL: u32 = u32::MAX;

/// Payloads by handle. A row can be linked to another, with its event's key: free rows are, and lists of events.
#[derive(Clone, Debug)]
pub(super) struct Slab<P> {
    rows: Vec<SlabRow<P>>,
    free: u32,
}

#[derive(Clone, Debug)]
struct SlabRow<P> {
    event: EventKey,
    next: u32,
    payload: P,
}

impl<P: Copy> Slab<P> {
    pub fn new() -> Slab<P> {
        Slab { rows: Vec::new(), free: NIL }
    }

    /// Keeps a payload; its handle comes with the event.
    #[inline]
    pub fn insert(&mut self, event: EventKey, payload: P) -> EventKey {
        if let Some(row) = self.rows.get_mut(self.free as usize) {
            let event = event.with_handle(self.free);
            self.free = row.next;
            row.payload = payload;
            event
        } else {
            // In optimised builds too: another handle would be another event's.
            let handle = u32::try_from(self.rows.len()).ok().filter(|handle| *handle < EventKey::MOST_PENDING);
            let event = event.with_handle(handle.expect("at most 67 million events are pending at one site"));
            self.rows.push(SlabRow { event, next: NIL, payload });
            event
        }
    }

    /// Takes a payload out.
    #[inline]
    pub fn take(&mut self, handle: u32) -> P {
        let row = &mut self.rows[handle as usize];
        row.next = self.free;
        self.free = handle;
        row.payload
    }
}

impl<P> Slab<P> {
    /// Puts an event before another one in a list.
    #[inline]
    pub fn link(&mut self, event: EventKey, next: u32) {
        let row = &mut self.rows[event.handle() as usize];
        row.event = event;
        row.next = next;
    }

    /// A linked event and what comes after it.
    #[inline]
    pub fn linked(&self, handle: u32) -> (EventKey, u32) {
        let row = &self.rows[handle as usize];
        (row.event, row.next)
    }
}
