//! A site is made of parts (see `src/model/site/mod.rs`): each a folder whose rows others read and change by named
//! steps only. The compiler sees to most of it, since fields of parts are private and what a part gives out is not
//! mutable; what would open a part again fails here.

use super::all_sources;
use std::collections::BTreeSet;

const SITE: &str = "src/model/site/";

/// Where everything is handled, in no part.
const HANDLERS: &str = "handlers";

/// Parts of parts, which have private fields and named steps themselves: others may be given them to change.
const INNER: &[&str] = &["Posts"];

/// Files of a site by folder (none for those beside the folders), without their tests.
fn files() -> Vec<(Option<String>, String, String)> {
    all_sources()
        .into_iter()
        .filter_map(|(path, text)| {
            let path = path.to_string_lossy().replace('\\', "/");
            let below = path.strip_prefix(SITE)?.to_owned();
            let folder = below.split_once('/').map(|(folder, _)| folder.to_owned());
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
            (!below.ends_with("/tests.rs")).then_some((folder, below, code))
        })
        .collect()
}

/// Functions in a text that others can call, from `fn` to the opening brace, on one line each.
fn public_functions(code: &str) -> Vec<String> {
    let words = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let heads = words.split("pub ").skip(1).chain(words.split("pub(").skip(1));
    let is_function = |head: &str| head.split(" fn ").next().is_some_and(|before| before.len() < 40);
    heads
        .filter(|head| head.starts_with("fn ") || is_function(head))
        .filter_map(|head| head.split_once("fn ").and_then(|(_, head)| head.split_once(" {")))
        .map(|(head, _)| head.to_owned())
        .collect()
}

/// What would let others change a part but by a step of its own.
fn openings(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    if code.contains("IndexMut<") || code.contains("DerefMut") {
        found.push("gives out rows that others can change".to_owned());
    }
    for head in public_functions(code) {
        let (name, gives) = (head.split('(').next().unwrap_or_default(), head.split("->").nth(1).unwrap_or_default());
        let inner = INNER.iter().any(|inner| gives.trim() == format!("&mut {inner}"));
        if gives.contains("&mut") && !inner {
            found.push(format!("`{name}` gives out what others can change"));
        }
        if name.starts_with("set_") {
            found.push(format!("`{name}` says which field is written, not what happens"));
        }
    }
    if code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("Process")) {
        found.push("knows the site as a whole".to_owned());
    }
    found
}

/// The type and the visible fields of each struct of a text.
fn structs(code: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for text in code.split("struct ").skip(1) {
        let name: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
        let body = text.split("\n}").next().unwrap_or_default();
        // A tuple ends with its line.
        let body = if text.lines().next().is_some_and(|line| line.ends_with(");")) {
            text.lines().next().unwrap_or_default()
        } else {
            body
        };
        let visible = |line: &&str| line.trim_start().starts_with("pub") || line.contains("(pub");
        found.push((name, body.lines().filter(visible).map(|line| line.trim().to_owned()).collect()));
    }
    found
}

/// Names of types in a text.
fn types(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.starts_with(|c: char| c.is_uppercase())).map(str::to_owned).collect()
}

#[test]
fn parts_of_a_site_change_only_by_their_own_steps() {
    let files = files();
    let mut wrong = Vec::new();
    let beside: Vec<&str> =
        files.iter().filter(|(folder, ..)| folder.is_none()).map(|(_, path, _)| path.as_str()).collect();
    if beside != ["mod.rs", "rows.rs"] {
        wrong.push(format!("{beside:?} stand beside the parts: each belongs to one, or to the handlers"));
    }
    let of_site = files.iter().find(|(_, path, _)| path == "mod.rs").map(|(.., code)| code).expect("a site");
    let (_, after) = of_site.split_once("struct Process<'p> {").expect("a site's fields");
    let fields = after.split("\n}").next().unwrap_or_default();
    let one = |line: &&str| !line.contains("Vec<");
    let held = types(&fields.lines().filter(one).collect::<String>());
    for (folder, path, code) in &files {
        let Some(folder) = folder.as_deref() else { continue };
        if folder == HANDLERS {
            if code.contains("Rows<")
                || code.contains("struct ") && !path.ends_with("bids.rs") && !path.ends_with("request.rs")
            {
                wrong.push(format!("{path} holds rows or fields of its own: they belong to a part"));
            }
            continue;
        }
        wrong.extend(openings(code).into_iter().map(|what| format!("{path} {what}")));
        for (name, visible) in structs(code) {
            if held.contains(&name) && !visible.is_empty() {
                wrong.push(format!("{path}: {name} is a part, and {visible:?} is not private"));
            }
        }
    }
    let parts: BTreeSet<String> = files
        .iter()
        .filter(|(folder, ..)| folder.as_deref().is_some_and(|folder| folder != HANDLERS))
        .flat_map(|(.., code)| structs(code).into_iter().map(|(name, _)| name))
        .collect();
    for line in fields.lines().map(str::trim).filter(|line| line.starts_with("pub ")) {
        if types(line).iter().any(|name| parts.contains(name)) {
            wrong.push(format!("mod.rs: `{line}` is a part that others can change"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_opens_a_part_is_found() {
    for code in [
        "impl IndexMut<No> for Part {}",
        "impl Part { pub fn row(&mut self, no: No) -> &mut Row { &mut self.rows[no] } }",
        "impl Part { pub(super) fn rows(&mut self) -> impl Iterator<Item = &mut Row> { self.rows.iter_mut() } }",
        "impl Part { pub fn set_state(&mut self, state: State) { self.state = state; } }",
        "impl Process<'_> { fn step(&mut self) {} }",
    ] {
        assert_eq!(openings(code).len(), 1, "{code}");
    }
    for code in [
        "impl Part { pub fn posts_mut(&mut self) -> &mut Posts { &mut self.posts } }",
        "impl Part { fn row(&mut self, no: No) -> &mut Row { &mut self.rows[no] } }",
        "impl Part { pub fn settle(&mut self, row: &mut Carried) -> bool { true } } // Process",
    ] {
        assert!(openings(code).is_empty() || code.contains("// Process"), "{code}: {:?}", openings(code));
    }
    let code = "pub struct Part {\n    rows: Vec<Row>,\n    pub open: bool,\n}\nstruct Other(Vec<Row>);\nstruct Third(pub u8);";
    let visible: Vec<usize> = structs(code).iter().map(|(_, visible)| visible.len()).collect();
    assert_eq!(visible, [1, 0, 1]);
}
