//! Open networks of M/M/c stations.

use super::erlang::mmc_mean_wait;

/// A station of an open network.
#[derive(Clone, Debug)]
pub struct Station {
    /// Arrivals from outside per unit of time.
    pub outside: f64,
    /// Mean service time.
    pub service: f64,
    /// Servers.
    pub servers: u32,
    /// Probabilities of going on to each station; what is left leaves.
    pub routes: Vec<f64>,
}

/// Arrival rates by the traffic equations lambda_j = gamma_j + sum lambda_i p_ij (Jackson 1957, Operations Research
/// 5:518-521), solved by iteration; valid for open networks, where every customer leaves in the end.
pub fn jackson_arrivals(stations: &[Station]) -> Vec<f64> {
    let mut rates: Vec<f64> = stations.iter().map(|station| station.outside).collect();
    for _ in 0..10_000 {
        let next: Vec<f64> = (0..stations.len())
            .map(|j| stations[j].outside + stations.iter().zip(&rates).map(|(i, rate)| rate * i.routes[j]).sum::<f64>())
            .collect();
        let change: f64 = next.iter().zip(&rates).map(|(a, b)| (a - b).abs()).sum();
        rates = next;
        if change < 1e-14 {
            break;
        }
    }
    rates
}

/// Mean number at each station: by the product form (Jackson 1957) each behaves as M/M/c on its own.
pub fn jackson_mean_number(stations: &[Station]) -> Vec<f64> {
    jackson_arrivals(stations)
        .iter()
        .zip(stations)
        .map(|(rate, station)| {
            let a = rate * station.service;
            a + rate * station.service * mmc_mean_wait(station.servers, a)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One station with feedback p behaves as M/M/1 with rate lambda / (1 - p).
    #[test]
    fn feedback_multiplies_arrivals() {
        let station = Station { outside: 0.5, service: 1.0, servers: 1, routes: vec![0.2] };
        let rates = jackson_arrivals(std::slice::from_ref(&station));
        assert!((rates[0] - 0.625).abs() < 1e-12);
        assert!((jackson_mean_number(&[station])[0] - 0.625 / 0.375).abs() < 1e-10);
    }
}
