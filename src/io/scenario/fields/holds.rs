//! What a field may hold, and how that is said in messages.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds {
    /// Free text.
    Text,
    /// The name of something, of this kind.
    Name(&'static str),
    /// A list of names of this kind.
    Names(&'static str),
    /// A number in a closed range, with its unit.
    Number(f64, f64, &'static str),
    /// A whole number in a closed range.
    Whole(f64, f64),
    /// A probability or share.
    Share,
    /// A length of time above zero.
    Duration,
    /// A length of time, zero allowed.
    DurationOrZero,
    /// A distribution of times.
    Times,
    /// A number a year, 0 or more, also as a percentage.
    Rate,
    /// True or false.
    Truth,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Something with a shape of its own, described here.
    Own(&'static str),
    /// The same of numbers alone, or of numbers beside names that have fields of their own: policies and years may
    /// change it.
    Parts(&'static str),
}

impl Holds {
    /// Whether it is a number or a length of time.
    pub fn is_number(self) -> bool {
        use Holds::*;
        matches!(self, Number(..) | Whole(..) | Share | Rate | Duration | DurationOrZero | Times)
    }

    /// Whether it is a number, or made of numbers: policies and years may change it.
    pub fn is_made_of_numbers(self) -> bool {
        self.is_number() || matches!(self, Holds::Parts(_))
    }

    /// What is expected, in words.
    pub fn expected(self) -> String {
        match self {
            Holds::Text => "a text".into(),
            Holds::Name(kind) => format!("the name of {}", article(kind)),
            Holds::Names(kind) => format!("a list of names of {kind}s, such as [\"a\", \"b\"]"),
            Holds::Number(low, high, unit) => {
                let unit = if unit.is_empty() { String::new() } else { format!(", in {unit}") };
                match (low.is_finite(), high.is_finite()) {
                    (true, true) => format!("a number from {low} to {high}{unit}"),
                    (true, false) => format!("a number, {low} or more{unit}"),
                    _ => format!("a number{unit}"),
                }
            }
            Holds::Whole(low, high) if high.is_finite() => format!("a whole number from {low} to {high}"),
            Holds::Whole(low, _) => format!("a whole number, {low} or more"),
            Holds::Share => "a number from 0 to 1".into(),
            Holds::Duration => {
                "a length of time with its unit, such as \"6 min\", \"2 h\", \"1 day\" or \"8 weeks\"".into()
            }
            Holds::DurationOrZero => "a length of time with its unit, such as \"6 min\" or \"0 min\"".into(),
            Holds::Times => {
                "a length of time such as \"6 min\", or a distribution such as { mean = \"6 min\", cv = 0.5 }".into()
            }
            Holds::Rate => "a number a year such as 0.12, or a text such as \"12% per year\"".into(),
            Holds::Truth => "true or false".into(),
            Holds::Word(words) => {
                let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!("one of {}", quoted.join(", "))
            }
            Holds::Own(shape) | Holds::Parts(shape) => shape.into(),
        }
    }
}

fn article(kind: &str) -> String {
    if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { format!("an {kind}") } else { format!("a {kind}") }
}
