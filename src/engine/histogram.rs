//! A log-linear histogram of integers: 32 buckets to an octave, so percentiles are within 1.6% of the true ones.

/// Counts of values by bucket, with their number and sum; mergeable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<u64>,
    n: u64,
    sum: u64,
}

const BITS: u32 = 5;

/// Values below 64 have buckets of their own; above, the leading bit and the five bits after it choose.
#[inline]
fn bucket(value: u64) -> usize {
    let shift = (64 - value.leading_zeros()).saturating_sub(BITS + 1);
    ((shift as usize) << BITS) + (value >> shift) as usize
}

/// The middle of a bucket.
fn middle(bucket: usize) -> f64 {
    let shift = (bucket >> BITS).saturating_sub(1);
    let low = ((bucket - (shift << BITS)) as u64) << shift;
    low as f64 + ((1u64 << shift) - 1) as f64 / 2.0
}

impl Histogram {
    /// Adds a value.
    #[inline]
    pub fn record(&mut self, value: u64) {
        let bucket = bucket(value);
        if bucket >= self.counts.len() {
            self.counts.resize(bucket + 1, 0);
        }
        self.counts[bucket] += 1;
        self.n += 1;
        self.sum += value;
    }

    /// Number of values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Sum of the values, exact.
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The middle of the bucket that holds the ceil(p n)-th smallest value; 0 without values.
    pub fn quantile(&self, p: f64) -> f64 {
        self.quantiles([p])[0]
    }

    /// The same for several, smallest first, in one pass.
    pub fn quantiles<const N: usize>(&self, ps: [f64; N]) -> [f64; N] {
        let ranks = ps.map(|p| (libm::ceil(p * self.n as f64) as u64).max(1));
        let mut quantiles = [0.0; N];
        let (mut below, mut next) = (0, 0);
        // An octave that ends below the next rank is passed over as a whole: its sum is a few vector instructions.
        'octaves: for (octave, counts) in self.counts.chunks(1 << BITS).enumerate() {
            let within: u64 = counts.iter().sum();
            if below + within < ranks[next] {
                below += within;
                continue;
            }
            for (place, count) in counts.iter().enumerate() {
                below += *count;
                while below >= ranks[next] {
                    quantiles[next] = middle((octave << BITS) + place);
                    next += 1;
                    if next == N {
                        break 'octaves;
                    }
                }
            }
        }
        quantiles
    }

    /// Forgets all values.
    pub fn clear(&mut self) {
        self.counts.clear();
        (self.n, self.sum) = (0, 0);
    }

    /// Adds another histogram's values.
    pub fn merge(&mut self, other: &Histogram) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        self.counts.iter_mut().zip(&other.counts).for_each(|(a, b)| *a += b);
        self.n += other.n;
        self.sum += other.sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_within_the_stated_error() {
        let mut values: Vec<u64> = (0..5_000u64).map(|i| i * i * i % 9_999_991 + i % 70).collect();
        let mut histogram = Histogram::default();
        values.iter().for_each(|value| histogram.record(*value));
        values.sort_unstable();
        for p in [0.01f64, 0.1, 0.5, 0.9, 0.95, 0.999, 1.0] {
            let exact = values[libm::ceil(p * 5_000.0) as usize - 1] as f64;
            assert!((histogram.quantile(p) - exact).abs() <= 0.016 * exact, "p = {p}");
        }
        assert_eq!((histogram.n(), histogram.sum()), (5_000, values.iter().sum()));
    }

    #[test]
    fn small_values_are_exact_and_merging_is_union() {
        let (mut low, mut high, mut all) = (Histogram::default(), Histogram::default(), Histogram::default());
        for value in 0..64 {
            assert_eq!(middle(bucket(value)), value as f64);
            if value < 40 {
                low.record(value)
            } else {
                high.record(value)
            }
            all.record(value);
        }
        low.merge(&high);
        assert_eq!(low, all);
    }
}
