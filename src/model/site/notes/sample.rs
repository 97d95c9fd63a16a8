//! Durations of one week, written one after the other as they happen. Counting each into its histogram at once would
//! touch half a megabyte in no order; a site writes them down, and the run counts those of all its sites when the week
//! closes.

use crate::engine::Histogram;
use crate::model::scenario::{Configuration, ProductId, TaskId};
use crate::units::{IdVec, Span};

/// What a duration is of, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum DurationSample {
    /// From ready to first start.
    Wait(TaskId, Span),
    /// From ready to done.
    Turnaround(TaskId, Span),
    /// From written to first read.
    Age(ProductId, Span),
}

/// Durations so far, eight bytes each: kind, subject, ms (2,200 years).
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct DurationSamples(Vec<u64>);

const MS_BITS: u32 = 46;
const SUBJECT_BITS: u32 = 16;

impl DurationSamples {
    /// None yet, with room for as many as there were.
    pub fn like(other: &DurationSamples) -> DurationSamples {
        DurationSamples(Vec::with_capacity(other.0.len() + other.0.len() / 8))
    }

    #[inline]
    pub fn add(&mut self, sample: DurationSample) {
        let (kind, subject, span) = match sample {
            DurationSample::Wait(task, span) => (0, task.0, span),
            DurationSample::Turnaround(task, span) => (1, task.0, span),
            DurationSample::Age(product, span) => (2, product.0, span),
        };
        let ms = (span.0.max(0) as u64).min((1 << MS_BITS) - 1);
        self.0.push(kind << (MS_BITS + SUBJECT_BITS) | (subject as u64) << MS_BITS | ms);
    }

    fn iter(&self) -> impl Iterator<Item = DurationSample> {
        self.0.iter().map(|packed| {
            let span = Span((packed & ((1 << MS_BITS) - 1)) as i64);
            let subject = (packed >> MS_BITS) as u16;
            match packed >> (MS_BITS + SUBJECT_BITS) {
                0 => DurationSample::Wait(TaskId(subject), span),
                1 => DurationSample::Turnaround(TaskId(subject), span),
                _ => DurationSample::Age(ProductId(subject), span),
            }
        })
    }
}

/// The distributions of a week.
#[derive(Clone, Debug)]
pub(in crate::model) struct Distributions {
    /// Waits and turnarounds.
    pub waits: IdVec<TaskId, (Histogram, Histogram)>,
    pub ages: IdVec<ProductId, Histogram>,
}

impl Distributions {
    pub fn new(config: &Configuration) -> Distributions {
        Distributions {
            waits: config.tasks.iter().map(|_| Default::default()).collect(),
            ages: config.products.iter().map(|_| Default::default()).collect(),
        }
    }

    /// Counts a site's durations.
    pub fn count(&mut self, samples: &DurationSamples) {
        for sample in samples.iter() {
            let (histogram, span) = match sample {
                DurationSample::Wait(task, span) => (&mut self.waits[task].0, span),
                DurationSample::Turnaround(task, span) => (&mut self.waits[task].1, span),
                DurationSample::Age(product, span) => (&mut self.ages[product], span),
            };
            histogram.record(span.0 as u64);
        }
    }

    /// Empty again.
    pub fn clear(&mut self) {
        for (wait, turnaround) in self.waits.iter_mut() {
            wait.clear();
            turnaround.clear();
        }
        self.ages.iter_mut().for_each(Histogram::clear);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_comes_back() {
        let all = [
            DurationSample::Wait(TaskId(0), Span(0)),
            DurationSample::Turnaround(TaskId(65_535), Span((1 << 46) - 1)),
            DurationSample::Age(ProductId(7), Span(123_456_789)),
        ];
        let mut samples = DurationSamples::default();
        all.iter().for_each(|sample| samples.add(*sample));
        assert_eq!(samples.iter().collect::<Vec<_>>(), all);
    }
}
