//! The model as a whole: random scenarios under audit, and small ones whose course is known exactly.

mod check_and_run;
mod dice;
mod random;
mod random_people;
mod random_readings;
pub(crate) mod random_world;
mod random_years;
