//! `defects.csv`.

use super::columns::file;
use super::number::number;
use crate::experiment::Results;
use crate::model::scenario::Scenario;

/// The text of `defects.csv`: means over replications.
pub fn defects_csv(scenario: &Scenario, results: &Results) -> csv::Result<Vec<u8>> {
    let world = &scenario.arms[scenario.control].worlds[0];
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(file("defects.csv").columns.iter().map(|column| column.name))?;
    let mean = |sum: f64| number(sum / results.replications as f64);
    for (arm, stories) in results.arms.iter().zip(&results.stories) {
        for (key, story) in stories {
            let (made_at, found_at) = (key.made_at.map(|id| &world.tasks[id]), key.found_at.map(|id| &world.tasks[id]));
            csv.write_record([
                scenario.arms[*arm].name.clone(),
                made_at.map_or(String::new(), |task| task.name.clone()),
                found_at.map_or("never".into(), |task| task.name.clone()),
                key.paid_by.map_or(String::new(), |id| world.occupations[id].name.clone()),
                made_at.map_or(String::new(), |task| task.order.to_string()),
                found_at.map_or(String::new(), |task| task.order.to_string()),
                key.paid_by.map_or(mean(story.count), |_| String::new()),
                mean(story.hours[0]),
                mean(story.hours[1]),
                mean(story.hours[2]),
                mean(story.hours.iter().sum()),
                mean(story.cost),
            ])?;
        }
    }
    csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
