//! The weekly tables: what names a row of each, before the columns of its values, which [`SheetKind::columns`] has.

use super::{ARM, File, Filled, WEEK};
use crate::experiment::{Column, Key, SheetKind};
use crate::model::scenario::{Activity, Category, OccupationId, Product, ProductId, TaskId, TechnologyId, World};

/// A column that names a row behind arm and week, and how it is read from the row's key.
pub(in crate::io::tables) type Label = Filled<fn(&World, Key) -> String>;

const OCCUPATION: Label = Label {
    column: Column::text("occupation", "occupation"),
    of: |world, key| world.occupations[OccupationId(key[1])].name.clone(),
};

fn product(world: &World, key: Key) -> &Product {
    &world.products[ProductId(key[1])]
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
pub(in crate::io::tables) const fn labels(kind: SheetKind) -> &'static [Label] {
    match kind {
        SheetKind::Workload => {
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
        SheetKind::Staffing => const { &[OCCUPATION] },
        SheetKind::Queues => {
            const {
                &[Label {
                    column: Column::text("task", "task"),
                    of: |world, key| world.tasks[TaskId(key[1])].name.clone(),
                }]
            }
        }
        SheetKind::Products => {
            const {
                &[
                    Label {
                        column: Column::text("product", "data product"),
                        of: |world, key| product(world, key).name.clone(),
                    },
                    Label {
                        column: Column::whole("order", "1", "uses of data behind it"),
                        of: |world, key| product(world, key).order.to_string(),
                    },
                    Label {
                        column: Column::whole("depth", "1", "steps behind it"),
                        of: |world, key| product(world, key).depth.to_string(),
                    },
                    Label {
                        column: Column::text("use", "what it is used for"),
                        of: |world, key| world.uses[product(world, key).used_for].clone(),
                    },
                    Label {
                        column: Column::text("category", "kind of data"),
                        of: |world, key| category(product(world, key)).into(),
                    },
                ]
            }
        }
        SheetKind::Automation => {
            const {
                &[Label {
                    column: Column::text("technology", "tool"),
                    of: |world, key| world.technologies[TechnologyId(key[1])].name.clone(),
                }]
            }
        }
    }
}

/// How many columns a table has.
const fn width(kind: SheetKind) -> usize {
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
const fn all<const N: usize>(kind: SheetKind) -> [Column; N] {
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

const OF_WORKLOAD: [Column; width(SheetKind::Workload)] = all(SheetKind::Workload);
const OF_STAFFING: [Column; width(SheetKind::Staffing)] = all(SheetKind::Staffing);
const OF_QUEUES: [Column; width(SheetKind::Queues)] = all(SheetKind::Queues);
const OF_PRODUCTS: [Column; width(SheetKind::Products)] = all(SheetKind::Products);
const OF_AUTOMATION: [Column; width(SheetKind::Automation)] = all(SheetKind::Automation);

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
pub(in crate::io::tables) const fn file_of(kind: SheetKind) -> File {
    match kind {
        SheetKind::Workload => WORKLOAD,
        SheetKind::Staffing => STAFFING,
        SheetKind::Queues => QUEUES,
        SheetKind::Products => PRODUCTS,
        SheetKind::Automation => AUTOMATION,
    }
}
