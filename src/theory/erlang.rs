//! Many servers, exponential times.

/// Erlang's loss formula: the probability that an arrival at c servers without a waiting room is lost, for an offered
/// load `a` = arrival rate x mean service time. By the recursion B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)) (Erlang
/// 1917, "Løsning af nogle Problemer fra Sandsynlighedsregningen", first formula). Valid for Poisson arrivals and any
/// service time (Sevastyanov 1957).
pub fn erlang_b(servers: u32, a: f64) -> f64 {
    (1..=servers).fold(1.0, |b, k| a * b / (k as f64 + a * b))
}

/// Erlang's delay formula: the probability that an arrival at c servers waits, C = B / (1 - (a/c) (1 - B)) (Erlang
/// 1917, second formula). Valid for M/M/c with `a` < c.
pub fn erlang_c(servers: u32, a: f64) -> f64 {
    let b = erlang_b(servers, a);
    b / (1.0 - a / servers as f64 * (1.0 - b))
}

/// Mean wait of M/M/c in the unit of the mean service time: C / (c - a), first come first served or any order that does
/// not look at service times.
pub fn mmc_mean_wait(servers: u32, a: f64) -> f64 {
    erlang_c(servers, a) / (servers as f64 - a)
}

/// Probability that the wait of M/M/c, first come first served, exceeds `t` (in mean service times): C exp(-(c - a) t).
pub fn mmc_wait_exceeds(servers: u32, a: f64, t: f64) -> f64 {
    erlang_c(servers, a) * (-(servers as f64 - a) * t).exp()
}

/// Mean number in M/G/infinity: Poisson with mean a (Palm 1943; any service time).
pub fn mm_infinity_mean(a: f64) -> f64 {
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Erlang B by its definition, (a^c / c!) / sum a^k / k!.
    #[test]
    fn the_recursion_is_the_formula() {
        let term = |a: f64, k: u32| (1..=k).fold(1.0, |product, i| product * a / i as f64);
        for (c, a) in [(1, 0.5), (3, 2.4), (10, 9.0)] {
            let sum: f64 = (0..=c).map(|k| term(a, k)).sum();
            assert!((erlang_b(c, a) - term(a, c) / sum).abs() < 1e-14);
        }
    }

    /// One server: M/M/1, where the probability to wait is rho and the mean wait rho / (1 - rho).
    #[test]
    fn one_server_is_mm1() {
        assert!((erlang_c(1, 0.7) - 0.7).abs() < 1e-14);
        assert!((mmc_mean_wait(1, 0.7) - 0.7 / 0.3).abs() < 1e-12);
        assert!((mmc_wait_exceeds(1, 0.7, 0.0) - 0.7).abs() < 1e-14);
    }
}
