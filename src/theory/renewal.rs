//! Things that are on and off by turns.

/// Long-run share of time off of an alternating renewal process: E(off) / (E(on) + E(off)), for independent cycles with
/// finite means and times on that are not on a lattice, or as a mean over time (Ross 1996, Stochastic Processes,
/// section 3.4).
pub fn share_off(on: f64, off: f64) -> f64 {
    off / (on + off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_of_the_time_off_is_a_tenth() {
        assert!((share_off(9.0, 1.0) - 0.1).abs() < 1e-15);
        assert_eq!(share_off(5.0, 0.0), 0.0);
    }
}
