//! Which file of a crate uses which: `use` declarations and paths in the code are read and followed through what
//! modules import and give on, to the file that defines the name. Tests, comments and texts are left out. What needs no
//! path (a method, a field) is not seen.

use std::collections::{BTreeMap, BTreeSet};

/// Where a module is: `["model", "run", "log"]` is `model/run/log.rs`, and `["model", "run"]` is `model/run/mod.rs`.
pub type Module = Vec<String>;

/// A name that a module imports, or gives on.
#[derive(Clone, Debug)]
struct Import {
    /// As it is written: `["super", "log", "Log"]`.
    path: Vec<String>,
    /// What it is called here; `*` for all names.
    name: String,
}

/// What a file says, as far as it matters here.
#[derive(Debug)]
struct File {
    /// Below `src`.
    path: String,
    imports: Vec<Import>,
    /// Paths in its code, such as `["crate", "units", "HOUR"]`.
    paths: Vec<Vec<String>>,
    /// All words in its code, and those that it defines.
    words: BTreeSet<String>,
    defines: BTreeSet<String>,
    /// Names of modules that are there for tests only.
    for_tests: Vec<String>,
}

/// The files of a crate.
#[derive(Debug)]
pub struct Crate {
    files: BTreeMap<Module, File>,
}

/// Siblings in a folder that use each other in a circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// The folder, as a path below `src`; blank: `src` itself.
    pub folder: String,
    /// Its files or folders, each of which uses the next, and the last the first; each with an example.
    pub steps: Vec<(String, String)>,
}

impl Crate {
    /// Reads files: paths below `src` with `/`, and texts. `main.rs` and `build.rs` are no part of the library.
    pub fn read(sources: &[(String, String)]) -> Crate {
        let mut files = BTreeMap::new();
        for (path, text) in sources {
            let mut module: Module = path.trim_end_matches(".rs").split('/').map(String::from).collect();
            if module == ["main"] || module == ["build"] {
                continue;
            }
            if module == ["lib"] || module.last().is_some_and(|last| last == "mod") {
                module.pop();
            }
            files.insert(module, File::read(path, text));
        }
        let tests: Vec<Module> = files
            .iter()
            .flat_map(|(module, file)| {
                file.for_tests.iter().map(|name| [&module[..], std::slice::from_ref(name)].concat())
            })
            .collect();
        files.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
        Crate { files }
    }

    /// The path from the root of the crate that a path in a module stands for; none if it begins outside of the crate,
    /// or with a name of the module itself.
    fn absolute(&self, module: &[String], path: &[String], hops: usize) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => return Some(rest.to_vec()),
            "self" => return Some([module, rest].concat()),
            "super" => {
                let supers = path.iter().take_while(|word| *word == "super").count();
                let above = module.len().checked_sub(supers)?;
                return Some([&module[..above], &path[supers..]].concat());
            }
            _ => {}
        }
        if self.files.contains_key(&[module, std::slice::from_ref(first)].concat()) {
            return Some([module, path].concat());
        }
        let import = self.files.get(module)?.imports.iter().find(|import| import.name == *first)?;
        // A crate may be imported under its own name.
        let elsewhere = hops > 0 && import.path != [first.clone()];
        let of_import = elsewhere.then(|| self.absolute(module, &import.path, hops - 1))??;
        Some([&of_import[..], rest].concat())
    }

    /// The file that defines what a path from the root stands for.
    fn file_of(&self, path: &[String], hops: usize) -> Module {
        let mut depth = 0;
        while depth < path.len() && self.files.contains_key(&path[..=depth]) {
            depth += 1;
        }
        let (module, rest) = path.split_at(depth);
        let Some((name, below)) = rest.split_first().filter(|_| hops > 0) else { return module.to_vec() };
        let Some(file) = self.files.get(module) else { return module.to_vec() };
        if file.defines.contains(name) {
            return module.to_vec();
        }
        if let Some(import) = file.imports.iter().find(|import| import.name == *name) {
            return match self.absolute(module, &import.path, hops) {
                Some(target) if target != path => self.file_of(&[&target[..], below].concat(), hops - 1),
                _ => module.to_vec(),
            };
        }
        for import in file.imports.iter().filter(|import| import.name == "*") {
            let Some(target) = self.absolute(module, &import.path, hops).filter(|target| *target != module) else {
                continue;
            };
            let found = self.file_of(&[&target[..], rest].concat(), hops - 1);
            if self.files.get(&found).is_some_and(|file| file.defines.contains(name)) {
                return found;
            }
        }
        module.to_vec()
    }

    /// The files that a file uses, each with a path by which it does.
    fn used_by(&self, module: &Module, file: &File) -> BTreeMap<Module, String> {
        const HOPS: usize = 12;
        let mut used = BTreeMap::new();
        let mut note = |absolute: Vec<String>, shown: &[String]| {
            let target = self.file_of(&absolute, HOPS);
            if target != *module {
                used.entry(target).or_insert_with(|| shown.join("::"));
            }
        };
        for import in &file.imports {
            let Some(path) = self.absolute(module, &import.path, HOPS) else { continue };
            // What the folder's own module gives on is no use of it.
            if path.starts_with(module) && path.len() > module.len() {
                continue;
            }
            if import.name != "*" {
                note(path, &import.path);
                continue;
            }
            // Of all names those that stand in the code.
            let given = self.files.get(&path).into_iter().flat_map(|file| &file.imports);
            for name in given.map(|given| &given.name).filter(|name| file.words.contains(*name)) {
                note(
                    [&path[..], std::slice::from_ref(name)].concat(),
                    &[&import.path[..], std::slice::from_ref(name)].concat(),
                );
            }
            note(path, &import.path);
        }
        for path in &file.paths {
            if let Some(absolute) = self.absolute(module, path, HOPS) {
                note(absolute, path);
            }
        }
        used
    }

    /// A circle among the siblings of each folder that has one.
    pub fn circles(&self) -> Vec<Circle> {
        // By folder: which sibling uses which, with an example.
        let mut folders: BTreeMap<Module, BTreeMap<String, BTreeMap<String, String>>> = BTreeMap::new();
        for (module, file) in &self.files {
            for (target, path) in self.used_by(module, file) {
                let common = module.iter().zip(&target).take_while(|(one, other)| one == other).count();
                // A folder's own module and what is in the folder may use each other.
                if common < module.len() && common < target.len() {
                    let example = format!("{} has {path}", file.path);
                    let siblings = folders.entry(module[..common].to_vec()).or_default();
                    siblings
                        .entry(module[common].clone())
                        .or_default()
                        .entry(target[common].clone())
                        .or_insert(example);
                }
            }
        }
        let circle = |(folder, uses): (&Module, &BTreeMap<String, BTreeMap<String, String>>)| {
            let shortest = uses.keys().filter_map(|from| way_back(uses, from)).min_by_key(Vec::len)?;
            let next = shortest.iter().cycle().skip(1);
            let steps = shortest.iter().zip(next).map(|(from, to)| (from.clone(), uses[from][to].clone())).collect();
            Some(Circle { folder: folder.join("/"), steps })
        };
        folders.iter().filter_map(circle).collect()
    }
}

/// The shortest way from a sibling back to itself, if there is one.
fn way_back(uses: &BTreeMap<String, BTreeMap<String, String>>, from: &String) -> Option<Vec<String>> {
    let mut ways = vec![vec![from.clone()]];
    let mut seen = BTreeSet::new();
    let mut next = 0;
    while next < ways.len() {
        let way = ways[next].clone();
        next += 1;
        for to in uses.get(way.last()?).into_iter().flat_map(BTreeMap::keys) {
            if to == from {
                return Some(way);
            }
            if seen.insert(to.clone()) {
                ways.push([&way[..], std::slice::from_ref(to)].concat());
            }
        }
    }
    None
}

impl File {
    fn read(path: &str, text: &str) -> File {
        let (tokens, for_tests) = without_tests(tokens(text));
        let words = tokens.iter().filter(|token| is_word(token)).cloned().collect();
        let (path, imports, paths, defines) = (path.to_owned(), Vec::new(), Vec::new(), BTreeSet::new());
        let mut file = File { path, imports, paths, words, defines, for_tests };
        let mut place = 0;
        while place < tokens.len() {
            let before = place.checked_sub(1).map_or("", |before| tokens[before].as_str());
            match tokens[place].as_str() {
                "use" => place = import_tree(&tokens, place + 1, &[], &mut file.imports),
                // An item, but not `fn` as a type, nor `const` before `fn`; `mod` declares what is another file.
                "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "macro_rules" => {
                    file.defines.extend(tokens.get(place + 1).filter(|name| is_word(name)).cloned());
                    place += 1;
                }
                word if is_word(word) && before != "::" && before != "." => {
                    let mut path = vec![word.to_owned()];
                    while tokens.get(place + 1).is_some_and(|token| token == "::")
                        && tokens.get(place + 2).is_some_and(|token| is_word(token))
                    {
                        path.push(tokens[place + 2].clone());
                        place += 2;
                    }
                    if path.len() > 1 {
                        file.paths.push(path);
                    }
                    place += 1;
                }
                _ => place += 1,
            }
        }
        file
    }
}

/// Reads a tree of imports from a place on, each behind a prefix, and returns the place behind it.
fn import_tree(tokens: &[String], mut place: usize, prefix: &[String], found: &mut Vec<Import>) -> usize {
    let mut path = prefix.to_vec();
    while let Some(token) = tokens.get(place) {
        match token.as_str() {
            "::" => place += 1,
            "{" => {
                place += 1;
                while tokens.get(place).is_some_and(|token| token != "}") {
                    place = import_tree(tokens, place, &path, found);
                    place += usize::from(tokens.get(place).is_some_and(|token| token == ","));
                }
                return place + 1;
            }
            "*" => {
                found.push(Import { path, name: "*".into() });
                return place + 1;
            }
            "as" => {
                found.push(Import { path, name: tokens.get(place + 1).cloned().unwrap_or_default() });
                return place + 2;
            }
            word if is_word(word) => {
                path.push(word.into());
                place += 1;
            }
            _ => break,
        }
    }
    if path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let name = path.last().cloned().unwrap_or_default();
    found.push(Import { path, name });
    place
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::`, and other characters one by one; comments and what is in quotes are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let until = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
        let raw = rest.strip_prefix('r').filter(|behind| behind.trim_start_matches('#').starts_with('"'));
        let length = if rest.starts_with("//") {
            until("\n", 0)
        } else if rest.starts_with("/*") {
            until("*/", 2)
        } else if let Some(behind) = raw {
            let marks = behind.len() - behind.trim_start_matches('#').len();
            until(&format!("\"{}", "#".repeat(marks)), 2 + marks)
        } else if c == '"' {
            1 + quoted(&rest[1..], '"')
        } else if c == '\'' && is_character(rest) {
            1 + quoted(&rest[1..], '\'')
        } else if c.is_alphanumeric() || c == '_' {
            let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            tokens.push(rest[..length].into());
            length
        } else if rest.starts_with("::") {
            tokens.push("::".into());
            2
        } else {
            tokens.extend((!c.is_whitespace()).then(|| c.into()));
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// Whether a quotation mark begins a character and not the name of a lifetime.
fn is_character(text: &str) -> bool {
    let mut behind = text.chars().skip(1);
    match behind.next() {
        Some('\\') => true,
        _ => behind.next() == Some('\''),
    }
}

/// How long a text is, with the mark that ends it.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (place, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return place + 1,
            _ => {}
        }
    }
    text.len()
}

/// The tokens without items that are marked `#[cfg(test)]`, and the names of modules among these that are other files.
fn without_tests(tokens: Vec<String>) -> (Vec<String>, Vec<String>) {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut place = 0;
    while place < tokens.len() {
        if !tokens[place..].iter().map(String::as_str).take(MARK.len()).eq(MARK) {
            kept.push(tokens[place].clone());
            place += 1;
            continue;
        }
        place += MARK.len();
        let begin = place;
        while place < tokens.len() && tokens[place] != ";" && tokens[place] != "{" {
            place += 1;
        }
        let head = &tokens[begin..place];
        if tokens.get(place).is_some_and(|token| token == ";") {
            modules.extend(head.iter().skip_while(|word| *word != "mod").nth(1).cloned());
        }
        let mut depth = 0;
        while place < tokens.len() {
            depth += i32::from(tokens[place] == "{") - i32::from(tokens[place] == "}");
            place += 1;
            if depth == 0 {
                break;
            }
        }
    }
    (kept, modules)
}
