//! The weekly tables: what names a row of each, before the columns of its values, which [`WeeklyTableKind::columns`]
//! has.

use super::{ARM, File, FilledColumn, WEEK};
use crate::experiment::{Column, Key, WeeklyTableKind};
use crate::model::scenario::{
    Activity, Category, Configuration, OccupationId, Product, ProductId, TaskId, TechnologyId,
};

/// A column that names a row behind arm and week, and how it is read from the row's key.
pub(in crate::io::tables) type Label = FilledColumn<fn(&Configuration, Key) -> String>;

const OCCUPATION: Label = Label {
    column: Column::text("occupation", "occupation"),
    of: |config, key| config.occupations[OccupationId(key[1])].name.clone(),
};

fn product(config: &Configuration, key: Key) -> &Product {
    &config.products[ProductId(key[1])]
}

fn category(product: &Product) -> &'static str {
    match product.category {
        Category::Observational => "observational",
        Category::Computational => "computational",
        Category::Experimental => "experimental",
        Category::Record => "record",
    }
}

/// What names a row of a table, behind arm and week.
pub(in crate::io::tables) const fn labels(kind: WeeklyTableKind) -> &'static [Label] {
    match kind {
        WeeklyTableKind::Workload => {
            const {
                &[
                    OCCUPATION,
                    Label {
                        column: Column::text("activity", "activity"),
                        of: |_, key| Activity::ALL[key[2] as usize].name().into(),
                    },
                    Label {
                        column: Column::whole("order", "1", "order of the data worked on"),
                        of: |_, key| key[3].to_string(),
                    },
                ]
            }
        }
        WeeklyTableKind::Staffing => const { &[OCCUPATION] },
        WeeklyTableKind::Queues => {
            const {
                &[Label {
                    column: Column::text("task", "task"),
                    of: |config, key| config.tasks[TaskId(key[1])].name.clone(),
                }]
            }
        }
        WeeklyTableKind::Products => {
            const {
                &[
                    Label {
                        column: Column::text("product", "data product"),
                        of: |config, key| product(config, key).name.clone(),
                    },
                    Label {
                        column: Column::whole("order", "1", "uses of data behind it"),
                        of: |config, key| product(config, key).order.to_string(),
                    },
                    Label {
                        column: Column::whole("depth", "1", "steps behind it"),
                        of: |config, key| product(config, key).depth.to_string(),
                    },
                    Label {
                        column: Column::text("use", "what it is used for"),
                        of: |config, key| config.uses[product(config, key).used_for].clone(),
                    },
                    Label {
                        column: Column::text("category", "kind of data"),
                        of: |config, key| category(product(config, key)).into(),
                    },
                ]
            }
        }
        WeeklyTableKind::Automation => {
            const {
                &[Label {
                    column: Column::text("technology", "tool"),
                    of: |config, key| config.technologies[TechnologyId(key[1])].name.clone(),
                }]
            }
        }
    }
}

/// How many columns a table has.
const fn width(kind: WeeklyTableKind) -> usize {
    let columns = kind.columns();
    let mut width = 2 + labels(kind).len() + columns.len();
    let mut place = 0;
    while place < columns.len() {
        width += columns[place].half_width.is_some() as usize;
        place += 1;
    }
    width
}

/// The columns of a table: arm and week, what names a row, its values, and half-widths of intervals.
const fn all<const N: usize>(kind: WeeklyTableKind) -> [Column; N] {
    let (labels, columns) = (labels(kind), kind.columns());
    let mut all = [ARM; N];
    all[1] = WEEK;
    let mut width = 2;
    let mut place = 0;
    while place < labels.len() {
        all[width] = labels[place].column;
        width += 1;
        place += 1;
    }
    place = 0;
    while place < columns.len() {
        all[width] = columns[place].column;
        width += 1;
        place += 1;
    }
    place = 0;
    while place < columns.len() {
        if let Some(half_width) = columns[place].half_width {
            all[width] = half_width;
            width += 1;
        }
        place += 1;
    }
    assert!(width == N);
    all
}

const OF_WORKLOAD: [Column; width(WeeklyTableKind::Workload)] = all(WeeklyTableKind::Workload);
const OF_STAFFING: [Column; width(WeeklyTableKind::Staffing)] = all(WeeklyTableKind::Staffing);
const OF_QUEUES: [Column; width(WeeklyTableKind::Queues)] = all(WeeklyTableKind::Queues);
const OF_PRODUCTS: [Column; width(WeeklyTableKind::Products)] = all(WeeklyTableKind::Products);
const OF_AUTOMATION: [Column; width(WeeklyTableKind::Automation)] = all(WeeklyTableKind::Automation);

pub(super) const WORKLOAD: File =
    File { name: "workload.csv", row: "arm x week x occupation x activity x order", key: 5, columns: &OF_WORKLOAD };
pub(super) const STAFFING: File =
    File { name: "staffing.csv", row: "arm x week x occupation", key: 3, columns: &OF_STAFFING };
pub(super) const QUEUES: File = File { name: "queues.csv", row: "arm x week x task", key: 3, columns: &OF_QUEUES };
pub(super) const PRODUCTS: File =
    File { name: "products.csv", row: "arm x week x product", key: 3, columns: &OF_PRODUCTS };
pub(super) const AUTOMATION: File =
    File { name: "automation.csv", row: "arm x week x technology", key: 3, columns: &OF_AUTOMATION };

/// The file of a table.
pub(in crate::io::tables) const fn file_of(kind: WeeklyTableKind) -> File {
    match kind {
        WeeklyTableKind::Workload => WORKLOAD,
        WeeklyTableKind::Staffing => STAFFING,
        WeeklyTableKind::Queues => QUEUES,
        WeeklyTableKind::Products => PRODUCTS,
        WeeklyTableKind::Automation => AUTOMATION,
    }
}
