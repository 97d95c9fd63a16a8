//! Many servers, exponential times, customers who give up.

/// What M/M/c with abandonment comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    /// Probability that an arrival gives up.
    pub abandons: f64,
    /// Mean wait of those who are served, in the unit of 1 / the rates.
    pub wait_of_served: f64,
}

/// M/M/c with exponential patience (Palm 1957, "Research on telephone traffic carried by full availability groups",
/// Tele; Garnett, Mandelbaum & Reiman 2002, Manufacturing & Service Operations Management 4:208-227, section 2:
/// "Erlang-A"): the number present is a birth-and-death process with births `arrivals` and deaths min(n, c) `service` +
/// max(n - c, 0) `impatience`, all rates. Who finds k in the queue is served after the sum of stages of rates r_j = c
/// `service` + j `impatience`, j = 0 ... k, if their patience outlasts it: with probability prod r_j / (r_j +
/// impatience), and then with mean wait sum 1 / (r_j + impatience). First come first served; stable for any load as
/// `impatience` > 0.
pub fn erlang_a(servers: u32, arrivals: f64, service: f64, impatience: f64) -> ErlangA {
    let capacity = servers as f64 * service;
    let (mut weight, mut total) = (1.0, 1.0);
    for n in 1..servers {
        weight *= arrivals / (n as f64 * service);
        total += weight;
    }
    // From the state with all servers busy and nobody waiting on.
    weight *= arrivals / capacity;
    let (mut served, mut waited, mut reaches, mut wait, mut k) = (total, 0.0, 1.0, 0.0, 0.0);
    while weight > 1e-18 * total {
        total += weight;
        let rate = capacity + k * impatience;
        reaches *= rate / (rate + impatience);
        wait += 1.0 / (rate + impatience);
        served += weight * reaches;
        waited += weight * reaches * wait;
        k += 1.0;
        weight *= arrivals / (capacity + k * impatience);
    }
    ErlangA { abandons: 1.0 - served / total, wait_of_served: waited / served }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{erlang_b, mmc_mean_wait};

    /// Infinite patience is M/M/c, none is Erlang's loss system.
    #[test]
    fn its_limits_are_erlangs() {
        let patient = erlang_a(3, 1.8, 1.0, 1e-9);
        assert!(patient.abandons < 1e-8 && (patient.wait_of_served - mmc_mean_wait(3, 1.8)).abs() < 1e-6);
        assert!((erlang_a(3, 2.4, 1.0, 1e9).abandons - erlang_b(3, 2.4)).abs() < 1e-8);
    }

    /// Who gives up does so at rate `impatience` each: with impatience = service it is M/M/infinity cut at c, whose
    /// number present is Poisson (Palm 1943).
    #[test]
    fn as_impatient_as_service_the_number_is_poisson() {
        let (servers, a) = (2u32, 3.0f64);
        let probability = |n: u32| (1..=n).fold((-a).exp(), |p, k| p * a / k as f64);
        let waiting: f64 = (servers..60).map(|n| (n - servers) as f64 * probability(n)).sum();
        assert!((erlang_a(servers, a, 1.0, 1.0).abandons - waiting / a).abs() < 1e-12);
    }
}
