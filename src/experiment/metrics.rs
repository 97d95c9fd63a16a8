//! The metrics of `summary.csv`: what each is, and how it is computed from one run over one period.

use crate::model::outcome::{Outcome, Week, work_slots};
use crate::model::scenario::{Activity, ArmId, OccupationId, Period, Scenario, TaskId, Way, World};
use crate::units::{HOUR, Id, Time, WEEK};
use std::collections::BTreeMap;

/// What a value is about; empty columns are sums over them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Index of the period.
    pub period: usize,
    /// Metric.
    pub metric: String,
    /// Occupation.
    pub occupation: Option<u16>,
    /// Activity.
    pub activity: Option<Activity>,
    /// Order.
    pub order: Option<u16>,
    /// Task.
    pub task: Option<u16>,
}

/// Of whom, of which activity and order, and of which task.
pub(super) type About = (Option<OccupationId>, Option<Activity>, Option<u16>, Option<TaskId>);

impl Group {
    /// A metric in the last period, which the answer uses.
    pub(super) fn of_last_period(scenario: &Scenario, metric: &str, about: About) -> Group {
        let (occupation, activity, order, task) = about;
        Group {
            period: scenario.periods.len() - 1,
            metric: metric.into(),
            occupation: occupation.map(|id| id.index() as u16),
            activity,
            order,
            task: task.map(|id| id.index() as u16),
        }
    }
}

pub(super) struct Sheet<'a> {
    period: usize,
    values: &'a mut BTreeMap<Group, f64>,
}

impl Sheet<'_> {
    pub(super) fn add(&mut self, metric: &str, group: Group, value: f64) {
        let group = Group { period: self.period, metric: metric.into(), ..group };
        *self.values.entry(group).or_insert(0.0) += value;
    }

    /// The value of a metric for everybody, so far.
    pub(super) fn sum(&self, metric: &str) -> f64 {
        let group = Group { period: self.period, metric: metric.into(), ..Group::default() };
        self.values.get(&group).copied().unwrap_or(0.0)
    }

    /// A quotient, if there is anything to divide by.
    pub(super) fn ratio(&mut self, metric: &str, group: Group, part: f64, whole: f64) {
        if whole > 0.0 {
            self.add(metric, group, part / whole);
        }
    }
}

pub(super) fn of_occupation(occupation: OccupationId) -> Group {
    Group { occupation: Some(occupation.index() as u16), ..Group::default() }
}

pub(super) fn of_task(task: TaskId) -> Group {
    Group { task: Some(task.index() as u16), ..Group::default() }
}

/// Whether a task is care: what is not done of it is left unseen.
fn is_care(world: &World, task: TaskId) -> bool {
    let cares = |way: &Way| way.activity.iter().any(|(activity, share)| *activity == Activity::Care && *share > 0.0);
    world.tasks[task].ways.iter().any(cares)
}

/// All metrics of one run. `control` is the control's run of the same replication.
pub fn metrics(scenario: &Scenario, arm: ArmId, outcome: &Outcome, control: &Outcome) -> BTreeMap<Group, f64> {
    let world = &scenario.arms[arm].worlds[0];
    let control_world = &scenario.arms[scenario.control].worlds[0];
    let mut values = BTreeMap::new();
    for (number, period) in scenario.periods.iter().enumerate() {
        let mut sheet = Sheet { period: number, values: &mut values };
        let weeks = weeks_of(outcome, period);
        let length = length_in_weeks(scenario, period);
        let years = weeks_by_year(scenario, arm, period, weeks);
        work(&mut sheet, world, weeks, length);
        staff(&mut sheet, world, weeks, &years, length);
        queues(&mut sheet, world, outcome, number, weeks, length);
        products(&mut sheet, world, weeks, length);
        super::defects::defects(&mut sheet, world, weeks, length);
        super::money::money(&mut sheet, scenario, &years, length);
        saving(&mut sheet, (world, weeks), (control_world, weeks_of(control, period)), length);
        if number + 1 == scenario.periods.len() {
            for (occupation, ms) in outcome.unfinished.enumerate() {
                let contract = world.occupations[occupation].contract.ms();
                sheet.ratio("unfinished", of_occupation(occupation), *ms as f64, contract);
                sheet.ratio("unfinished", Group::default(), *ms as f64, contract);
            }
        }
    }
    values
}

fn weeks_of<'o>(outcome: &'o Outcome, period: &Period) -> &'o [Week] {
    let to = (period.to_week as usize).min(outcome.weeks.len());
    &outcome.weeks[(period.from_week as usize).min(to)..to]
}

/// The weeks of a period by the numbers that are valid in them, each with the world that has these: those at the beginning of a
/// week count for all of it.
fn weeks_by_year<'a>(
    scenario: &'a Scenario,
    arm: ArmId,
    period: &Period,
    weeks: &'a [Week],
) -> Vec<(&'a World, &'a [Week])> {
    let year = |place: usize| scenario.year_at(Time::of_week(period.from_week + place as i64));
    let places: Vec<usize> = (0..weeks.len()).collect();
    let parts = places.chunk_by(|one, next| year(*one) == year(*next));
    parts.map(|part| (scenario.arms[arm].world_in(year(part[0])), &weeks[part[0]..=part[part.len() - 1]])).collect()
}

/// Length of a period in weeks; the run's last week may be partial.
pub fn length_in_weeks(scenario: &Scenario, period: &Period) -> f64 {
    let end = scenario.end.0 as f64 / WEEK.ms();
    (period.to_week as f64).min(end) - period.from_week as f64
}

pub(super) fn hours(ms: u64) -> f64 {
    ms as f64 / HOUR.ms()
}

fn work(sheet: &mut Sheet<'_>, world: &World, weeks: &[Week], length: f64) {
    for (number, slot) in work_slots(world).into_iter().enumerate() {
        let sum = |part: fn(&crate::model::outcome::Work) -> u64| -> f64 {
            hours(weeks.iter().map(|week| part(&week.work[number])).sum()) / length
        };
        let total = sum(|work| work.total);
        if total == 0.0 {
            continue;
        }
        let way = &world.tasks[slot.task].ways[slot.way];
        let who = of_occupation(slot.occupation);
        if !way.counted {
            [who, Group::default()].into_iter().for_each(|group| sheet.add("hours.uncounted", group, total));
            continue;
        }
        for &(activity, share) in &way.activity {
            let order = Some(world.tasks[slot.task].order);
            let group = Group { activity: Some(activity), order, task: of_task(slot.task).task, ..who.clone() };
            sheet.add("hours", group, total * share);
            let kind = if activity.is_data_work() { "hours.data_work" } else { "hours.care" };
            sheet.add(kind, who.clone(), total * share);
            sheet.add(kind, Group::default(), total * share);
        }
        for (metric, part) in [
            ("hours.overrun", sum(|work| work.overrun)),
            ("hours.after_hours", sum(|work| work.after_hours)),
            ("hours.rework", sum(|work| work.rework)),
            ("hours.review", sum(|work| work.review)),
        ] {
            sheet.add(metric, who.clone(), part);
            sheet.add(metric, Group::default(), part);
        }
        let meant_for = world.tasks[slot.task].meant_for;
        if let Some(meant_for) = meant_for.filter(|meant_for| way.lead() != Some(*meant_for)) {
            sheet.add("hours.shifted", of_occupation(meant_for), total);
            let name = format!("hours.shifted_from.{}", world.occupations[meant_for].name);
            sheet.add(&name, who.clone(), total);
            sheet.add(&name, Group { task: of_task(slot.task).task, ..who }, total);
        }
    }
    for occupation in world.occupations.ids() {
        let of = |metric: &str| {
            let group = Group { period: sheet.period, metric: metric.into(), ..of_occupation(occupation) };
            sheet.values.get(&group).copied().unwrap_or(0.0)
        };
        let (data, care) = (of("hours.data_work"), of("hours.care"));
        sheet.ratio("share.data_work", of_occupation(occupation), data, data + care);
    }
}

fn staff(sheet: &mut Sheet<'_>, world: &World, weeks: &[Week], years: &[(&World, &[Week])], length: f64) {
    let mut payroll = 0.0;
    for (occupation, spec) in world.occupations.enumerate().filter(|(_, spec)| !spec.unlimited) {
        let sum = |part: fn(&crate::model::outcome::Staff) -> u64| -> f64 {
            weeks.iter().map(|week| part(&week.staff[occupation])).sum::<u64>() as f64
        };
        let group = || of_occupation(occupation);
        let (on_shift, fte_weeks) = (sum(|staff| staff.on_shift), sum(|staff| staff.milli_fte) / 1000.0);
        let heads = sum(|staff| staff.heads);
        let count = weeks.len() as f64;
        sheet.ratio("utilisation", group(), sum(|staff| staff.regular), on_shift);
        sheet.ratio("fte.staffed", group(), fte_weeks, count);
        sheet.ratio("heads", group(), heads, count);
        if fte_weeks > 0.0 {
            let on_shift_per_fte = on_shift / fte_weeks;
            sheet.ratio("fte.demanded", group(), sum(|staff| staff.demanded) / length, on_shift_per_fte);
            let minutes = sum(|staff| staff.after_hours) / 60_000.0;
            sheet.add("after_hours.per_fte_day", group(), minutes / (fte_weeks * 5.0));
        }
        sheet.ratio("hours.unpaid_per_head", group(), hours(sum(|staff| staff.unpaid) as u64), heads);
        let by_year = |cost: &dyn Fn(&World, &[Week]) -> f64| {
            years.iter().fold(0.0, |sum, (world, weeks)| sum + cost(world, weeks))
        };
        let paid = by_year(&|world, weeks| {
            let paid: u64 = weeks.iter().map(|week| week.staff[occupation].paid).sum();
            hours(paid) / length * world.occupations[occupation].cost_of_hour()
        });
        payroll += paid;
        sheet.add("payroll", group(), paid);
        sheet.add("hires", group(), sum(|staff| staff.hires));
        sheet.add("dismissals", group(), sum(|staff| staff.dismissals));
        sheet.add("retrained", group(), sum(|staff| staff.retrained));
        if spec.people.turnover.is_some() {
            sheet.add("quits", group(), sum(|staff| staff.quits));
            sheet.ratio("fte.vacant", group(), sum(|staff| staff.milli_fte_vacant) / 1000.0, count);
            let cost = by_year(&|world, weeks| {
                let replaced: u64 = weeks.iter().map(|week| week.staff[occupation].replaced).sum();
                let turnover = world.occupations[occupation].people.turnover.as_ref();
                replaced as f64 * turnover.map_or(0.0, |turnover| turnover.to_replace) / length
            });
            sheet.add("cost.replacing", group(), cost);
            sheet.add("cost.replacing", Group::default(), cost);
        }
        sheet.ratio("strain", group(), sum(|staff| staff.strain) / 1e6, sum(|staff| staff.strained));
        sheet.ratio("proficiency", group(), sum(|staff| staff.proficiency) / 1e6, sum(|staff| staff.skills));
    }
    sheet.add("payroll", Group::default(), payroll);
}

fn queues(sheet: &mut Sheet<'_>, world: &World, outcome: &Outcome, period: usize, weeks: &[Week], length: f64) {
    for (task, _) in world.tasks.enumerate() {
        let sum = |part: fn(&crate::model::outcome::Queue) -> u64| -> f64 {
            weeks.iter().map(|week| part(&week.queues[task])).sum::<u64>() as f64
        };
        let called = sum(|queue| queue.called_for);
        let (done, abandoned) = (sum(|queue| queue.done), sum(|queue| queue.abandoned));
        if called + done + abandoned == 0.0 {
            continue;
        }
        for (metric, count) in [
            ("called_for", called),
            ("done", done),
            ("abandoned", abandoned),
            ("expired", sum(|queue| queue.expired)),
            ("overtaken", sum(|queue| queue.overtaken)),
        ] {
            sheet.add(metric, of_task(task), count / length);
        }
        sheet.ratio("backlog", of_task(task), sum(|queue| queue.backlog), weeks.len() as f64);
        sheet.ratio("on_time", of_task(task), sum(|queue| queue.in_time), sum(|queue| queue.with_due));
        if is_care(world, task) {
            for group in [of_task(task), Group::default()] {
                sheet.add("patients.seen", group.clone(), done / length);
                sheet.add("patients.left_unseen", group, abandoned / length);
            }
        }
        let waits = outcome.periods[period][task];
        for (name, summary) in [("wait", waits.wait), ("turnaround", waits.turnaround)] {
            if summary.n == 0 {
                continue;
            }
            let mean = summary.sum as f64 / summary.n as f64;
            for (part, ms) in [("mean", mean), ("p50", summary.p50), ("p90", summary.p90), ("p95", summary.p95)] {
                sheet.add(&format!("{name}.{part}"), of_task(task), ms / HOUR.ms());
            }
        }
    }
    let cases: u64 = weeks.iter().flat_map(|week| week.cases.iter()).sum();
    sheet.add("cases", Group::default(), cases as f64 / length);
}

fn products(sheet: &mut Sheet<'_>, world: &World, weeks: &[Week], length: f64) {
    // written, absent, withdrawn, read, making, making_read, defects, defective
    let mut by_order: BTreeMap<u16, [u64; 8]> = BTreeMap::new();
    for (product, spec) in world.products.enumerate() {
        let sums = by_order.entry(spec.order).or_default();
        for week in weeks {
            let of = &week.products[product];
            let absent: u64 = of.absent[..6].iter().sum();
            let parts =
                [of.written, absent, of.withdrawn, of.read, of.making, of.making_read, of.defects, of.defective];
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
    }
    let mut all = [0; 8];
    by_order.values().flat_map(|sums| sums.iter().enumerate()).for_each(|(part, sum)| all[part] += sum);
    let by_order = by_order.into_iter().map(|(order, sums)| (Some(order), sums));
    for (order, parts) in by_order.chain([(None, all)]) {
        let [written, absent, withdrawn, read, making, making_read, defects, defective] = parts;
        let group = || Group { order, ..Group::default() };
        if written + absent == 0 {
            continue;
        }
        sheet.add("products.written", group(), written as f64 / length);
        sheet.add("products.absent", group(), absent as f64 / length);
        sheet.add("products.withdrawn", group(), withdrawn as f64 / length);
        sheet.ratio("products.read_share", group(), read as f64, written as f64);
        sheet.add("hours.unread", group(), hours(making.saturating_sub(making_read)) / length);
        sheet.ratio("defects.mean", group(), defects as f64, written as f64);
        sheet.ratio("defects.share", group(), defective as f64, written as f64);
    }
    for technology in world.technologies.ids().filter(|technology| world.technologies[*technology].on) {
        let sum = |part: fn(&crate::model::outcome::Tool) -> u64| -> u64 {
            weeks.iter().map(|week| part(&week.tools[technology])).sum()
        };
        sheet.add("automation.attempted", Group::default(), sum(|tool| tool.attempted) as f64 / length);
        sheet.add("automation.exceptions", Group::default(), sum(|tool| tool.exceptions) as f64 / length);
    }
}

/// Hours of an occupation over some weeks.
pub(super) fn hours_of(world: &World, weeks: &[Week], occupation: OccupationId) -> f64 {
    let slots = work_slots(world);
    let ms: u64 = weeks
        .iter()
        .flat_map(|week| slots.iter().zip(&week.work))
        .filter(|(slot, _)| slot.occupation == occupation && world.tasks[slot.task].ways[slot.way].counted)
        .map(|(_, work)| work.total)
        .sum();
    hours(ms)
}

fn saving(sheet: &mut Sheet<'_>, arm: (&World, &[Week]), control: (&World, &[Week]), length: f64) {
    let mut occupations: Vec<OccupationId> = Vec::new();
    for technology in arm.0.technologies.iter().filter(|technology| technology.on) {
        let Some(expects) = technology.expects else { continue };
        let before = hours_of(control.0, control.1, expects.occupation) / length;
        sheet.add("saving.expected", of_occupation(expects.occupation), before * expects.hours_saved);
        if !occupations.contains(&expects.occupation) {
            occupations.push(expects.occupation);
            let after = hours_of(arm.0, arm.1, expects.occupation) / length;
            sheet.add("saving.realised", of_occupation(expects.occupation), before - after);
        }
    }
}
