//! Data products: what is written and read, and what they carry. Metrics, and `products.csv`.

use super::group::{Group, Tally, ratio};
use super::kind::Over::{PerWeek, Quotient};
use super::kind::{ALL_AND_ORDER, Measure, MetricKind, kinds, metric};
use super::stretch::{PeriodRun, hours};
use super::weekly_table::{Weekly, WeeklyColumn, WeeklyTable, columns};
use crate::experiment::column::Column;
use crate::model::outcome::{AbsenceCause, Outcome, Products};
use crate::units::{HOUR, Id};
use std::collections::BTreeMap;

const WRITTEN: MetricKind = metric("products.written", "Products written", "1/week", PerWeek, ALL_AND_ORDER)
    .is("products written, every write")
    .better_if_more();

const ABSENT: MetricKind = metric("products.absent", "Products absent", "1/week", PerWeek, ALL_AND_ORDER)
    .is("products settled absent, other than not wanted");

const WITHDRAWN: MetricKind =
    metric("products.withdrawn", "Products withdrawn", "1/week", PerWeek, ALL_AND_ORDER).is("products withdrawn");

const READ_SHARE: MetricKind = metric("products.read_share", "Share read", "1", Quotient, ALL_AND_ORDER)
    .better_if_more()
    .is("share of products written that were read before the end of the run");

const DEFECTS: MetricKind = metric("defects.mean", "Defects of a product", "1", Quotient, ALL_AND_ORDER)
    .is("defects carried by a product written, mean");

const DEFECTIVE: MetricKind = metric("defects.share", "Share with a defect", "1", Quotient, ALL_AND_ORDER)
    .is("share of products written that carry a defect");

const UNREAD: MetricKind = metric("hours.unread", "Work for unread data", "h/week", PerWeek, ALL_AND_ORDER)
    .is("hours that made products nobody read before the end of the run")
    .computed("by the order of the product and the week in which it was written");

/// An amount of products.
type ProductAmount = fn(&Products) -> f64;

/// Amounts over a period, to be divided by its length.
const AMOUNTS: [Measure<ProductAmount>; 4] = [
    WRITTEN.by(|of| of.written as f64),
    ABSENT.by(|of| absent(of) as f64),
    WITHDRAWN.by(|of| of.withdrawn as f64),
    UNREAD.by(|of| hours(of.making.saturating_sub(of.making_read))),
];

/// A number of products, or of what they carry.
type ProductCount = fn(&Products) -> u64;

/// Shares and means of those written.
const OF_WRITTEN: [Measure<ProductCount>; 3] =
    [READ_SHARE.by(|of| of.read), DEFECTS.by(|of| of.defects), DEFECTIVE.by(|of| of.defective)];

/// All of them.
pub const METRICS: &[&[MetricKind]] = &[&kinds(&AMOUNTS), &kinds(&OF_WRITTEN)];

/// Settled absent, other than not wanted.
fn absent(of: &Products) -> u64 {
    AbsenceCause::ALL
        .into_iter()
        .filter(|cause| *cause != AbsenceCause::NotWanted)
        .map(|cause| of.absent[cause as usize])
        .sum()
}

/// Adds counts; the age is left as it is.
fn add(sum: &mut Products, of: &Products) {
    sum.written += of.written;
    sum.withdrawn += of.withdrawn;
    sum.read += of.read;
    sum.making += of.making;
    sum.making_read += of.making_read;
    sum.defects += of.defects;
    sum.defective += of.defective;
    sum.absent.iter_mut().zip(of.absent).for_each(|(sum, more)| *sum += more);
}

/// Their values.
pub(super) fn count(tally: &mut Tally<'_>, of: &PeriodRun<'_>) {
    let mut sums: BTreeMap<Option<u16>, Products> = BTreeMap::new();
    for (product, spec) in of.config.products.enumerate() {
        for order in [None, Some(spec.order)] {
            let sum = sums.entry(order).or_default();
            of.weeks.iter().for_each(|week| add(sum, &week.products[product]));
        }
    }
    for (order, sum) in sums.into_iter().filter(|(_, sum)| sum.written + absent(sum) > 0) {
        let group = || Group { order, ..Group::default() };
        for measure in &AMOUNTS {
            tally.put(&measure.kind, group(), (measure.of)(&sum) / of.length);
        }
        for measure in &OF_WRITTEN {
            tally.put(&measure.kind, group(), ratio((measure.of)(&sum) as f64, sum.written as f64));
        }
    }
}

fn per_written(of: &Products, count: u64) -> Option<f64> {
    (of.written > 0).then(|| count as f64 / of.written as f64)
}

/// A column that counts what is absent for a cause.
macro_rules! absent_for {
    ($cause:ident, $name:literal, $meaning:literal) => {
        Column::real($name, "1", $meaning).by(|of| Some(of.absent[AbsenceCause::$cause as usize] as f64))
    };
}

/// What a column of `products.csv` is of a week's products.
type OfProducts = fn(&Products) -> Option<f64>;

const PRODUCTS: [Weekly<OfProducts>; 14] = [
    WRITTEN.column("written", "1").by(|of| Some(of.written as f64)),
    WITHDRAWN.column("withdrawn", "1").by(|of| Some(of.withdrawn as f64)),
    absent_for!(Share, "absent_share", "absent since `task.share` said no"),
    absent_for!(When, "absent_when", "absent since `task.when` did not hold"),
    absent_for!(Abandoned, "absent_abandoned", "absent since its task was given up"),
    absent_for!(Expired, "absent_expired", "absent since its task expired"),
    absent_for!(RuledOut, "absent_ruled_out", "absent since no way was left"),
    absent_for!(Upstream, "absent_upstream", "absent since something it needs is absent"),
    absent_for!(NotWanted, "absent_not_wanted", "nobody wanted it"),
    READ_SHARE.column("read_share", "1").by(|of| per_written(of, of.read)),
    UNREAD.column("hours_spent_unread", "h").by(|of| Some(of.making.saturating_sub(of.making_read) as f64 / HOUR.ms())),
    DEFECTS.column("defects_mean", "1").by(|of| per_written(of, of.defects)),
    DEFECTIVE.column("share_defective", "1").by(|of| per_written(of, of.defective)),
    Column::real("age_p50", "h", "age when first read, median, by the week of the read")
        .by(|of| (of.age.n > 0).then(|| of.age.p50 / HOUR.ms())),
];

/// The columns of `products.csv` behind arm, week, product and what is known of it.
pub(super) const COLUMNS: &[WeeklyColumn] = &columns(&PRODUCTS);

/// Adds one replication to `products.csv`.
pub(super) fn products(weekly_table: &mut WeeklyTable, outcome: &Outcome) {
    for (number, week) in outcome.weeks.iter().enumerate() {
        for (product, of) in week.products.enumerate() {
            let key = [number as u16, product.index() as u16, 0, 0];
            weekly_table.add(key, PRODUCTS.iter().map(|column| (column.of)(of)));
        }
    }
}
