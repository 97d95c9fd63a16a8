//! The model as a whole: random scenarios under audit, and small ones whose course is known exactly.

mod check_and_run;
mod dice;
mod random;
pub(crate) mod random_config;
mod random_people;
mod random_readings;
mod random_years;
