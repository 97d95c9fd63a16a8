//! A column of a table: its header, type, unit and meaning.

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// An ISO date.
    Date,
    /// An ISO date and time of day, local to the sites, with milliseconds.
    DateTime,
    /// A real number; blank if there is none.
    Number,
    /// A whole number.
    Integer,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// Its unit, blank for texts.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The metric of the summary that means the same; blank if there is none.
    pub metric: &'static str,
    /// Left out where nothing in the scenario gives it a value.
    pub optional: bool,
}

impl Column {
    /// A text.
    pub const fn text(name: &'static str, meaning: &'static str) -> Column {
        Column { name, kind: Type::Text, unit: "", meaning, metric: "", optional: false }
    }

    /// A date.
    pub const fn date(name: &'static str, meaning: &'static str) -> Column {
        Column { kind: Type::Date, ..Column::text(name, meaning) }
    }

    /// A real number.
    pub const fn real(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
        Column { kind: Type::Number, unit, ..Column::text(name, meaning) }
    }

    /// A whole number.
    pub const fn whole(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
        Column { kind: Type::Integer, unit, ..Column::text(name, meaning) }
    }

    /// It is left out where nothing in the scenario gives it a value.
    pub const fn optional(self) -> Column {
        Column { optional: true, ..self }
    }
}
