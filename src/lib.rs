//! `sim`: a simulator of the labour behind healthcare data.
//!
//! Workers are agents: they create, collect, manage, curate, analyse, interpret and communicate data, and each product
//! of their work is read by the next (clinical record -> billing -> quality measure -> research). A scenario says who
//! there is, what has to be done and what changes in each arm; a run tells who does how much of it, and how sure we
//! are.
//!
//! ```text
//!   units  <-  engine  <-  model  <-  experiment  <-  io  <-  report  <-  cli
//!   theory (uses units alone: what tests compare the simulator with)
//! ```
//!
//! | layer | holds |
//! | --- | --- |
//! | [`units`] | time in whole milliseconds, calendars, ids that index only their own table |
//! | [`engine`] | event keys in one total order, event queue, draws by address, distributions; no word of healthcare |
//! | [`model`] | the domain: scenarios that cannot be wrong, and sites that live through them |
//! | [`experiment`] | which runs are made and how they are combined: arms, replications, paired differences |
//! | [`io`] | text to scenarios with all mistakes at once; results to tables; folders of results and of sweeps |
//! | [`report`] | pages for readers: of a run, of two compared, of a sweep; descriptions of a scenario |
//! | [`cli`] | what people type |
//! | [`theory`] | closed forms of queueing theory with their sources |
//!
//! # Ten lines
//!
//! [`experiment::Experiment`] decides what a run needs, and its results are asked by names. What they do not have is an
//! error that says why, and never zero.
//!
//! ```
//! use sim::experiment::Experiment;
//! use sim::io::scenario::from_file;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let scenario = from_file("typist_leaves")?; // comes with sim; or the path of a file
//! let results = Experiment::new(&scenario).replications(3).run()?;
//! let data_work = results.metric("hours.data_work")?.of_occupation("nurse")?;
//! let (before, change) = (data_work.mean("typist")?, data_work.difference("gone")?);
//! println!("Nurses' data work: {before:.1} h/week, without the typist {change:+.1}, n = {}", change.n);
//! assert!(change.mean > 0.0 && data_work.difference("gnoe").is_err());
//! # Ok(())
//! # }
//! ```
//!
//! [`io::scenario::from_text`] reads a scenario from a text, [`io::scenario::read`] changes values of a file before it
//! is read, and [`model::scenario::build`] builds one in code. [`experiment::Error`] lists what can go wrong. `sim
//! explain` says what each metric means, in which unit.
//!
//! # A walk through one run
//!
//! 1. [`io::scenario::from_file`] merges and checks the text; the result is a [`model::scenario::Scenario`].
//! 2. [`experiment::Experiment::run`] chooses threads, finds the warm-up if asked, and calls
//! 3. [`model::Simulation::run_arms`] for each replication: arms that begin alike share one run until they differ.
//! 4. Each run (`model::run`) advances its sites between weekly boundaries, in windows of [`engine`].
//! 5. A site (`model::site`) handles its events in one total order and assigns work at the end of each instant.
//! 6. [`model::outcome::Outcome`] is what a run delivers: sums by week.
//! 7. [`experiment::Results`] folds outcomes in the order of replications; [`io::tables`] writes them, [`report`] reads
//!    the tables.
//!
//! # The way of one number
//!
//! `time = "6 min"` of a way, from the text to `summary.csv`. It changes its form five times, each time in one place:
//!
//! | form | where | what is done |
//! | --- | --- | --- |
//! | text | `io::scenario::document`, `node` | files are merged; each value keeps its place in them |
//! | [`engine::Dist`] in ms | `io::scenario::work`, `distribution` | read exactly, checked, noted with its evidence |
//! | [`model::scenario::Way`] | `model::analysis`, `model::compile` | checked; its [standard time] computed once |
//! | work left, in ms | `model::site` | drawn at the start; rounded to whole ms when its end enters the event queue |
//! | milliseconds by week, occupation and way | `model::outcome` | time is counted when people put the work down |
//! | metric | `experiment::metrics`, `io::tables` | sums over a period, intervals over replications; a column |
//!
//! [standard time]: model::scenario::StandardTime
//!
//! The page of a run is made from the tables alone, so anybody who has the folder can make the same page.
//!
//! # Why it is built like this
//!
//! *A run is a pure function of (scenario, seed, arm, replication).* Every draw has an address - case, task, purpose,
//! attempt - and its value is a hash of that address (a counter-based generator: Salmon and others 2011), not the next
//! number of a stream. So the same patient with the same attempt at the same note draws the same in every arm, adding a
//! task shifts nobody else's draws, and a difference between arms is an effect of what was changed. Events of one
//! instant happen by class (tools, completions, shift ends and starts, arrivals, timers, dispatch, expiry) and within a
//! class by who sent them first, so the order never depends on how a heap was filled or which thread was faster.
//!
//! *Time is whole milliseconds.* Ties are ties on every machine; what is not exact by IEEE 754 (logarithms, powers)
//! comes from one portable library, and a lint forbids the system's. The same scenario gives the same tables, byte for
//! byte.
//!
//! *A scenario is parsed once.* `io::scenario` walks the text with its positions and complains about everything at
//! once; past that point types say what is possible and nothing is checked again. What can be known before a run -
//! orders of products, ways that can never open, offered load by the traffic equations - is computed from the checked
//! scenario in [`model::analysis`].
//!
//! *Sites are logical processes.* A site handles its own events and talks to others by messages only, each later than
//! the link's smallest latency; nothing is shared. Replications and arms run side by side and are folded in order.

pub mod cli;
pub mod engine;
pub mod experiment;
pub mod io;
pub mod model;
pub mod report;
pub mod theory;
pub mod units;
