//! Whether a number that was made from others is cited: `from = "245,450 USD a year / 2,080 h"`.
//!
//! What is made of a cited and an assumed number is assumed. `from` is a text, so it is read with caution: a number
//! counts as cited only if every number in its `from` but one, which is the source's own, is a constant of units or is
//! followed by a source of its own in brackets. Whatever is not recognised makes the number an assumption, so the ratio
//! of cited numbers may be too low, never too high.

/// Constants that convert units, with the unit that must follow: hours and minutes, days, weeks, months, a year, and
/// the 2,080 hours (52 weeks of 40) by which wages a year and an hour are published.
const CONSTANTS: [(&str, &[&str]); 8] = [
    ("60", &["min", "minutes", "s", "seconds"]),
    ("3600", &["s", "seconds"]),
    ("1440", &["min", "minutes"]),
    ("24", &["h", "hours"]),
    ("168", &["h", "hours"]),
    ("2080", &["h", "hours"]),
    ("52", &["weeks"]),
    ("12", &["months"]),
];

/// Words that stand for a number, `one` aside, which changes nothing.
const NUMBERS: [&str; 22] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty",
    "forty", "fifty", "sixty", "hundred", "thousand", "dozen", "double", "twice", "triple",
];

/// Words that stand for a factor on the source's number.
const SHARES: [&str; 12] = [
    "half", "halves", "halved", "third", "thirds", "quarter", "quarters", "fifth", "tenth", "doubled", "times",
    "tripled",
];

/// Whether a text says that something in it is assumed.
pub(super) fn admits_assumption(text: &str) -> bool {
    const STEMS: [&str; 6] = ["assum", "judgement", "judgment", "guess", "our estimate", "rule of thumb"];
    let text = text.to_lowercase();
    STEMS.iter().any(|stem| text.contains(stem))
}

/// Whether all numbers of a conversion but one are constants of units or have a source of their own.
pub(super) fn is_made_of(from: &str, is_source: &dyn Fn(&str) -> bool) -> bool {
    if admits_assumption(from) {
        return false;
    }
    let mut own = 0;
    for factor in factors(from) {
        let (text, sourced) = without_sources(&factor, is_source);
        let words: Vec<String> = words(&text);
        if sourced {
            continue;
        }
        if words.iter().any(|word| SHARES.contains(&word.as_str())) {
            own += 2; // A share of something.
        } else if words.iter().any(|word| is_number(word)) && !is_constant(&words) {
            own += 1;
        }
    }
    own <= 1
}

/// The parts of a text between signs of arithmetic, and between a number and another it is taken of.
fn factors(from: &str) -> Vec<String> {
    const SIGNS: [&str; 11] = [" x ", " * ", " / ", " + ", " - ", " × ", " ÷ ", " − ", ";", " per each ", " minus "];
    let mut text = from.replace(['(', '['], " (").replace("](", ") (");
    for sign in SIGNS {
        text = text.replace(sign, "\n");
    }
    let mut parts = Vec::new();
    for part in text.split('\n') {
        // "9% of 50 elements" is a product.
        let pieces: Vec<&str> = part.split(" of ").collect();
        let bearing = pieces.iter().filter(|piece| words(piece).iter().any(|word| is_number(word))).count();
        if bearing > 1 { parts.extend(pieces.into_iter().map(str::to_owned)) } else { parts.push(part.to_owned()) }
    }
    parts
}

/// A text without what stands in brackets, and whether a source does: `(R04b)`, `(A24, A23)`, `(A20: 32%)`.
fn without_sources(text: &str, is_source: &dyn Fn(&str) -> bool) -> (String, bool) {
    let (mut rest, mut sourced) = (String::new(), false);
    let mut depth = 0;
    let mut inside = String::new();
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                let keys = inside.split([',', ':', ';', ' ']).map(str::trim);
                if keys.clone().any(is_source) {
                    sourced = true;
                } else {
                    rest.push_str(&inside);
                }
                inside.clear();
            }
            _ if depth > 0 => inside.push(letter),
            _ => rest.push(letter),
        }
    }
    (rest + &inside, sourced)
}

/// Words in lower case; thousands are written together.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let split = text.split(|letter: char| !(letter.is_alphanumeric() || letter == '.' || letter == ','));
    split.map(|word| word.trim_matches(['.', ',']).replace(',', "")).filter(|word| !word.is_empty()).collect()
}

fn is_number(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit()) || NUMBERS.contains(&word)
}

/// Whether these words are a constant with its unit and nothing else, such as `2080 h` or `12 months a year`.
fn is_constant(words: &[String]) -> bool {
    let [number, unit, rest @ ..] = words else { return false };
    let known = CONSTANTS.iter().any(|(constant, units)| constant == number && units.contains(&unit.as_str()));
    known && rest.iter().all(|word| ["a", "an", "in", "per", "hour", "day", "week", "year"].contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(from: &str) -> bool {
        is_made_of(from, &|key| ["R04b", "D04", "A24", "A20"].contains(&key))
    }

    /// Conversions of units and what the source itself says rest on the source.
    #[test]
    fn a_conversion_of_units_is_cited() {
        for from in [
            "245,450 USD a year / 2,080 h",
            "health information technologists, 67,310 USD a year / 2,080 h",
            "60 min / 12.5 records an hour",
            "the upper end of 1 to 2 hours a night",
            "rejected per released",
            "95% of codes correct, one principal code",
            "0.4 errors per 100 words",
            "147.5 min a shift / 60 min an hour",
        ] {
            assert!(cited(from), "{from}");
        }
    }

    /// Everything else that a number was multiplied by needs a source of its own, in brackets after it.
    #[test]
    fn a_product_with_anything_else_is_assumed() {
        for from in [
            "0.4 per 100 words x 400 words (assumed) x 8.9% clinically significant (R04b)",
            "0.4 per 100 words x 400 words x 8.9% clinically significant (R04b)",
            "9% of 50 elements",
            "6.63 an hour x 168 h x 0.1",
            "six entries of 4 min",
            "147.5 min of documentation / 5 patients",
            "2 notes a day x 7",
            "half, as disagreement fell",
            "0.4 to 0.3 errors per 100 words: review removes a quarter",
            "26% cleaning + 19% loading; the rest divided by judgement",
            "23.4 min of dictating a day / 20.1 patients",
            "2.9 errors a draft x 400 words (our charts)",
            "2.9 errors a draft x 5.7% (X99)",
        ] {
            assert!(!cited(from), "{from}");
        }
        assert!(cited("2.9 errors a draft x 5.7% clinically significant (R04b)"));
        assert!(cited("8 h / 18 reviews a day (A24) x 2 reviews a case (D04)"));
    }

    #[test]
    fn a_note_may_admit_an_assumption() {
        assert!(admits_assumption("Assumed to hold for nurses"));
        assert!(!admits_assumption("most CDI specialists are nurses"));
    }
}
