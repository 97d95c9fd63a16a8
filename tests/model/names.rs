//! Names that readers cannot tell from each other.

use crate::support::loaded;

/// Three tasks whose names the page shows alike, and a product with the name of one of them: each later task is told
/// with the first, and the product is of another kind.
#[test]
fn names_that_are_shown_alike_are_said_with_the_first_of_them() {
    let task = |name: &str, product: &str| {
        format!(
            "[product.{product}]\n[task.\"{name}\"]\nreads = [\"call\"]\nwrites = [\"{product}\"]\n\
             [task.\"{name}\".way.clerk]\nteam = [\"clerk\"]\ntime = \"6 min\"\n"
        )
    };
    let text = format!(
        "length = \"1 week\"\n[site.clinic]\nstaff = {{ clerk = 1 }}\n[occupation.clerk]\n[product.call]\n\
         [demand.visit]\nevery = \"1 h\"\nwrites = [\"call\"]\n{}{}{}",
        task("see_it", "See_It"),
        task("See it", "first"),
        task("SEE_IT", "second"),
    );
    let said: Vec<String> = loaded(&text).warnings.iter().map(ToString::to_string).collect();
    let alike: Vec<&str> = said
        .iter()
        .filter_map(|warning| warning.split_once(" differ only by case, or by `_` and a space").map(|(names, _)| names))
        .collect();
    assert_eq!(alike, ["task.see_it and task.\"See it\"", "task.see_it and task.SEE_IT"], "{said:?}");
}
