//! One server, general times.

/// Mean wait of M/G/1 in the unit of the mean service time: rho (1 + cv^2) / (2 (1 - rho)) (Pollaczek 1930; Khinchine
/// 1932). Valid for rho < 1 and any order that does not look at service times.
pub fn pollaczek_khinchine(rho: f64, cv: f64) -> f64 {
    rho * (1.0 + cv * cv) / (2.0 * (1.0 - rho))
}

/// Mean waits by class of M/G/1 with non-preemptive priorities, the first class going first (Cobham 1954, Operations
/// Research 2:70-76): W_k = W_0 / ((1 - sigma_{k-1}) (1 - sigma_k)) with W_0 = sum of lambda_i E[S_i^2] / 2 and sigma_k
/// the load of classes up to k. Classes are (arrival rate, mean service time, cv), all in one unit of time. Valid while
/// the whole load is below 1.
pub fn cobham_wait(classes: &[(f64, f64, f64)]) -> Vec<f64> {
    let residual: f64 = classes.iter().map(|(rate, mean, cv)| rate * mean * mean * (1.0 + cv * cv) / 2.0).sum();
    let mut before = 0.0;
    classes
        .iter()
        .map(|(rate, mean, _)| {
            let load = before + rate * mean;
            let wait = residual / ((1.0 - before) * (1.0 - load));
            before = load;
            wait
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_times_are_mm1_and_constant_ones_wait_half_as_long() {
        assert!((pollaczek_khinchine(0.7, 1.0) - 0.7 / 0.3).abs() < 1e-12);
        assert!((pollaczek_khinchine(0.7, 0.0) - 0.5 * 0.7 / 0.3).abs() < 1e-12);
    }

    /// Kleinrock's conservation law (1965): the load-weighted mean wait does not depend on the order.
    #[test]
    fn priorities_conserve_the_weighted_wait() {
        let waits = cobham_wait(&[(0.3, 1.0, 1.0), (0.4, 1.0, 1.0)]);
        let weighted = (0.3 * waits[0] + 0.4 * waits[1]) / 0.7;
        assert!((weighted - pollaczek_khinchine(0.7, 1.0)).abs() < 1e-12);
        assert!(waits[0] < waits[1]);
    }
}
