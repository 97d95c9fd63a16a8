//! Which metrics there are: name, unit, meaning, and what it means that nothing happened.

/// What a run says about a group of which nothing happened in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// An amount: none of it is zero, and counts in means and differences.
    Zero,
    /// A share, a mean or a percentile of nothing: no value.
    Blank,
}

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricKind {
    /// Its name; `X` stands for an occupation.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What its value is in a run in which nothing of the kind happened.
    pub empty: Empty,
    /// What it means and how it is computed.
    pub meaning: &'static str,
}

const fn amount(name: &'static str, unit: &'static str, meaning: &'static str) -> MetricKind {
    MetricKind { name, unit, empty: Empty::Zero, meaning }
}

const fn quotient(name: &'static str, unit: &'static str, meaning: &'static str) -> MetricKind {
    MetricKind { name, unit, empty: Empty::Blank, meaning }
}

impl MetricKind {
    /// The kind of a metric; of one that names an occupation, the kind with `X` in its place. None if there is no such metric:
    /// another version of the program may have others.
    pub fn find(metric: &str) -> Option<&'static MetricKind> {
        let matches = |kind: &&MetricKind| match kind.name.strip_suffix('X') {
            Some(prefix) => metric.starts_with(prefix),
            None => kind.name == metric,
        };
        METRICS.iter().find(matches)
    }

    /// The kind of a metric of ours.
    ///
    /// # Panics
    /// If there is none: the names are ours.
    pub fn of(metric: &str) -> &'static MetricKind {
        MetricKind::find(metric).expect("one of our metrics")
    }

    /// Whether one wants more of it rather than less: care, work done in time, worth and savings; all else here is effort,
    /// money spent, waiting, or what went wrong.
    pub fn more_is_better(&self) -> bool {
        MORE_IS_BETTER.contains(&self.name)
    }
}

/// Metrics of which one wants more.
const MORE_IS_BETTER: [&str; 14] = [
    "hours.care",
    "worth",
    "net",
    "proficiency",
    "done",
    "on_time",
    "patients.seen",
    "products.written",
    "products.read_share",
    "defects.found_share",
    "saving.expected",
    "saving.realised",
    "ledger.control_less_arm",
    "ledger.not_needed",
];

/// All metrics.
pub const METRICS: &[MetricKind] = &[
    amount(
        "hours",
        "h/week",
        "hours worked, by who, activity, order and task; an hour of a split activity is divided by its shares",
    ),
    amount("hours.data_work", "h/week", "hours of the seven data-work activities"),
    amount("hours.care", "h/week", "hours of care"),
    amount("hours.overrun", "h/week", "hours past the end of the shift to finish work, part of hours"),
    amount("hours.after_hours", "h/week", "hours after the shift on owned work that falls due, part of hours"),
    quotient(
        "after_hours.per_fte_day",
        "min",
        "after-hours minutes per full-time equivalent and working day (five a week)",
    ),
    quotient("hours.unpaid_per_head", "h/week", "unpaid hours per head employed"),
    amount("hours.shifted", "h/week", "hours of work meant for this occupation and led by another"),
    amount("hours.shifted_from.X", "h/week", "hours of work meant for occupation X, by who leads it instead"),
    amount("hours.rework", "h/week", "hours done again or for nothing, part of hours"),
    amount("hours.review", "h/week", "hours of review of what was made with a tool, part of hours"),
    amount(
        "hours.uncounted",
        "h/week",
        "hours of work that is in no activity statistic (`counted = false`), not part of hours",
    ),
    amount("hours.unread", "h/week", "hours that made products nobody read before the end of the run, by order"),
    quotient("share.data_work", "1", "data work as a share of all hours"),
    quotient("utilisation", "1", "regular busy hours over hours on shift"),
    amount("fte.staffed", "FTE", "full-time equivalents employed, mean of weeks"),
    quotient(
        "fte.demanded",
        "FTE",
        "expected time of work called for and meant for them, over the hours a full-time equivalent is on shift",
    ),
    amount("heads", "persons", "heads employed, mean of weeks"),
    amount("payroll", "currency/week", "paid hours times wage with on-costs"),
    amount(
        "cost.tools",
        "currency/week",
        "price of tools: bought, in use, by use (where any money beside wages is stated)",
    ),
    amount("worth", "currency/week", "worth of products written less that of those withdrawn (likewise)"),
    amount("net", "currency/week", "worth less payroll, cost.tools and cost.replacing (likewise)"),
    amount("hires", "persons", "hired in the period"),
    amount("dismissals", "persons", "dismissed in the period"),
    amount("retrained", "persons", "sent to retraining in the period"),
    amount("quits", "persons", "quit in the period"),
    amount("fte.vacant", "FTE", "full-time equivalents vacant since somebody quit, mean of weeks"),
    amount("cost.replacing", "currency/week", "what filling the posts of those who quit costs"),
    quotient("strain", "1", "mean over people of their weighted weekly load over the contract, mean of weeks"),
    quotient("proficiency", "1", "mean over people and the tasks they lead by hand, mean of weeks, where it is learnt"),
    amount("called_for", "1/week", "instances called for"),
    amount("done", "1/week", "instances done"),
    amount("abandoned", "1/week", "instances given up, expired ones included"),
    amount("expired", "1/week", "instances that expired"),
    amount("overtaken", "1/week", "instances no longer needed while they waited"),
    amount("backlog", "instances", "ready and not started at the end of a week, mean of weeks"),
    quotient("on_time", "1", "share of done instances with a due time that were done in time"),
    quotient("wait.mean", "h", "ready to first start, mean"),
    quotient("wait.p50", "h", "ready to first start, median"),
    quotient("wait.p90", "h", "ready to first start, 90th percentile"),
    quotient("wait.p95", "h", "ready to first start, 95th percentile"),
    quotient("turnaround.mean", "h", "ready to done, mean"),
    quotient("turnaround.p50", "h", "ready to done, median"),
    quotient("turnaround.p90", "h", "ready to done, 90th percentile"),
    quotient("turnaround.p95", "h", "ready to done, 95th percentile"),
    amount("patients.seen", "1/week", "care instances done"),
    amount("patients.left_unseen", "1/week", "care instances that expired or were abandoned"),
    amount("cases", "1/week", "cases born"),
    amount("products.written", "1/week", "products written, every write, by order"),
    amount("products.absent", "1/week", "products settled absent, other than not wanted, by order"),
    amount("products.withdrawn", "1/week", "products withdrawn, by order"),
    quotient(
        "products.read_share",
        "1",
        "share of products written that were read before the end of the run, by order",
    ),
    quotient("defects.mean", "1", "defects carried by a product written, by order"),
    quotient("defects.share", "1", "share of products written that carry a defect, by order"),
    amount("defects.made", "1/week", "defects made, each counted once, by the task that made them"),
    quotient("defects.found_share", "1", "share of the defects made that anybody found before the end of the run"),
    amount(
        "defects.hours",
        "h/week",
        "hours defects took (fixing, queries, rework), by who made them and who spent them",
    ),
    amount(
        "defects.cost",
        "currency/week",
        "these hours times wage with on-costs, by the task that made them and by who pays",
    ),
    quotient("defects.cost_each", "currency", "defects.cost of the period for each defect made in it"),
    amount("automation.attempted", "1/week", "instances started on an automated way with a tool"),
    amount("automation.exceptions", "1/week", "of these failed"),
    quotient(
        "saving.expected",
        "h/week",
        "share that management expects the tools to save of the occupation's hours in the control",
    ),
    quotient("saving.realised", "h/week", "the occupation's hours in the control less those in this arm"),
    amount(
        "ledger.control_less_arm",
        "h/week",
        "ledger: hours in the control less hours in the arm, of cases born in the period; net",
    ),
    amount(
        "ledger.not_needed",
        "h/week",
        "ledger: hours nobody needed in the arm, the only saving; under common draws",
    ),
    amount("ledger.abandoned", "h/week", "ledger: hours of work given up in the arm; under common draws"),
    amount("ledger.unfinished", "h/week", "ledger: hours of work not done in the arm at the end; under common draws"),
    amount("ledger.shifted_to", "h/week", "ledger: hours taken over from others less those they took over; net"),
    amount("ledger.slower", "h/week", "ledger: more time for the same less time saved on the same; net"),
    amount(
        "ledger.created_review",
        "h/week",
        "ledger: review of tools' products that the control has not; under common draws",
    ),
    amount("ledger.created_query", "h/week", "ledger: answers to queries that the control has not; under common draws"),
    amount("ledger.created_rework", "h/week", "ledger: rework that the control has not; under common draws"),
    amount("ledger.created_other", "h/week", "ledger: other work that the control has not done; under common draws"),
    amount(
        "unfinished",
        "FTE-weeks",
        "expected time of work called for and not done at the end of the run, by whom it is meant for",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_wants_more_of_are_metrics() {
        assert!(MORE_IS_BETTER.iter().all(|name| METRICS.iter().any(|kind| kind.name == *name)));
        assert!(MetricKind::of("on_time").more_is_better() && !MetricKind::of("payroll").more_is_better());
        assert_eq!(MetricKind::find("no.such"), None);
    }
}
