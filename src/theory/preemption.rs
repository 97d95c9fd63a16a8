//! One server that urgent work interrupts.

/// Mean times from arrival to departure by class of M/G/1 with preemptive-resume priorities, the first class going
/// first (White & Christie 1958, Operations Research 6:79-95; Kleinrock 1976, "Queueing Systems" II, section 3.4):
/// T_k = (E(S_k) (1 - sigma_k) + sum over i <= k of lambda_i E(S_i^2) / 2) / ((1 - sigma_{k-1}) (1 - sigma_k)), sigma_k
/// the load of classes up to k. Classes are (arrival rate, mean service time, cv), all in one unit of time. Valid while
/// the load of the classes up to k is below 1, and if what is interrupted is taken up where it was left, without cost.
pub fn preemptive_resume_times(classes: &[(f64, f64, f64)]) -> Vec<f64> {
    let (mut before, mut residual) = (0.0, 0.0);
    classes
        .iter()
        .map(|(rate, mean, cv)| {
            let load = before + rate * mean;
            residual += rate * mean * mean * (1.0 + cv * cv) / 2.0;
            let time = (mean * (1.0 - load) + residual) / ((1.0 - before) * (1.0 - load));
            before = load;
            time
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first class sees nobody else: M/M/1. All together: with equal exponential times the number present does not
    /// depend on the order of service, so by Little's law the mean over classes is that of M/M/1.
    #[test]
    fn the_first_class_is_alone_and_the_whole_is_mm1() {
        let times = preemptive_resume_times(&[(0.3, 1.0, 1.0), (0.4, 1.0, 1.0)]);
        assert!((times[0] - 1.0 / 0.7).abs() < 1e-12);
        assert!((0.3 * times[0] + 0.4 * times[1] - 0.7 / 0.3).abs() < 1e-12);
    }
}
