//! Small scenarios that tests of several subjects change a line of.

/// A clerk, always at work, writes a note in 6 minutes about each of the calls that come once an hour. `top` stands
/// before the tables: the length, and how often it is run.
pub fn desk(top: &str) -> String {
    format!(
        r#"title = "A desk"
{top}
[site.clinic]
staff = {{ clerk = 1 }}
[occupation.clerk]
shift = "always"
wage = 20
[product.call]
[product.note]
[demand.visit]
every = "1 h"
writes = ["call"]
[task.write]
reads = ["call"]
writes = ["note"]
[task.write.way.clerk]
team = ["clerk"]
time = "6 min"
"#
    )
}

/// The desk with an arm in which the note takes a minute more, run so often.
pub fn slower_desk(top: &str, replications: u32) -> String {
    let arms = "[arm.a]\ncontrol = true\n[arm.b]\nset = { \"task.write.way.clerk.time\" = \"7 min\" }\n";
    format!("{}[run]\nreplications = {replications}\n{arms}", desk(top))
}

/// Four clerks of 160 h a week together, for 100 customers who take so many minutes each: what comes in beyond that
/// piles up, since nothing expires.
pub fn office(warm_up: &str, length: &str, replications: u32, minutes: u32) -> String {
    format!(
        r#"warm_up = "{warm_up}"
length = "{length}"
[run]
replications = {replications}
[site.office]
staff = {{ clerk = 4 }}
[occupation.clerk]
shift = "Mon-Fri 08:00-16:00"
[product.request]
[product.answer]
[demand.customer]
arrivals = {{ per_week = 100, hours = "Mon-Fri 08:00-15:00" }}
writes = ["request"]
[task.serve]
reads = ["request"]
writes = ["answer"]
[task.serve.way.clerk]
team = ["clerk"]
time = {{ mean = "{minutes} min", cv = 1 }}
"#
    )
}
