//! Random small scenarios without draws, lived through by the program and by a second, plain implementation of the
//! calling rules: what is requested and when, who takes which work on which way, who is held for a team, what is
//! absent. All that happens must be the same to the millisecond, up to the first instant at which keyed ranks decide.
//!
//! - `SIM_REFERENCE_CASES=100000 cargo test --test model reference::` tries so many, `SIM_REFERENCE_FROM` the first of
//!   them.
//! - `SIM_REFERENCE_SCENARIO=file.toml cargo test --test model reference::random` tries that one instead.

mod case;
mod compare;
mod config;
mod dispatch;
mod interpreter;
mod random;
mod shifts;
mod worked;

use compare::{Comparison, compare};
use config::Configuration;
use std::env;
use std::path::Path;

fn outcome(config: &Configuration) -> Comparison {
    match compare::scenario(&config.toml()) {
        Ok(scenario) => compare(&scenario),
        Err(_) => Comparison::Refused,
    }
}

/// The smallest configuration that still comes out differently, and how.
fn shrunken(mut config: Configuration, mut text: String) -> (Configuration, String) {
    let different = |config: Configuration| match outcome(&config) {
        Comparison::Different(text) => Some((config, text)),
        _ => None,
    };
    while let Some(smaller) = config.smaller().into_iter().find_map(different) {
        (config, text) = smaller;
    }
    (config, text)
}

fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().expect("a whole number"))
}

#[test]
fn random_scenarios_come_out_as_the_rules_say() {
    if let Ok(path) = env::var("SIM_REFERENCE_SCENARIO") {
        let outcome = compare(&compare::scenario_in(Path::new(&path)));
        assert!(!matches!(outcome, Comparison::Different(_)), "{outcome}");
        return;
    }
    let (from, cases) = (number("SIM_REFERENCE_FROM", 0), number("SIM_REFERENCE_CASES", 2_000));
    let (mut equal, mut lines, mut refused, mut wrong) = (0, 0, 0, Vec::new());
    for number in from..from + cases {
        let config = random::config(number);
        match outcome(&config) {
            Comparison::Equal(more) => (equal, lines) = (equal + 1, lines + more),
            Comparison::EqualUntilTie(_) => {}
            Comparison::Refused => refused += 1,
            Comparison::Different(text) => wrong.push((number, config, text)),
        }
    }
    let (many, numbers) = (wrong.len(), wrong.iter().map(|(number, ..)| *number).collect::<Vec<u64>>());
    if let Some((number, config, text)) = wrong.into_iter().next() {
        let (config, text) = shrunken(config, text);
        panic!("{many} of {cases} scenarios differ: {numbers:?}; {number}, made smaller:\n\n{}\n{text}", config.toml());
    }
    // Not an empty search: most scenarios are read, few end in a tie, and in each much happens.
    assert!(refused * 10 < cases * 4, "{refused} of {cases} scenarios are refused");
    assert!(equal * 2 > cases && lines > 50 * equal as usize, "{equal} of {cases} are equal, with {lines} lines");
}
