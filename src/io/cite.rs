//! How to cite the program and a run of it. What is known of the program stands in `CITATION.cff` and nowhere else.

/// The program's citation, in the Citation File Format 1.2.0.
pub const CFF: &str = include_str!("../../CITATION.cff");

/// The value of a top-level key of the citation file, or of the first author's name.
fn of_program(key: &str) -> &'static str {
    let value = |line: &'static str| line.trim_start().trim_start_matches("- ").strip_prefix(key)?.strip_prefix(": ");
    CFF.lines().find_map(value).expect("a key of our own file")
}

/// What identifies the results of a run, or of a sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// One line that says what the scenario is about.
    pub title: String,
    /// Version of the program that made them.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// SHA-256 of the scenario.
    pub sha256: String,
    /// What was changed in it, as `--set` says it.
    pub changes: Vec<String>,
    /// Seed of all draws.
    pub seed: u64,
    /// Year in which they were made, if it is known.
    pub year: Option<String>,
}

impl Cited {
    /// From a manifest; none if it lacks something.
    pub fn from_manifest(manifest: &toml::Table) -> Option<Cited> {
        let text = |key: &str| manifest.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        let started = manifest.get("run").and_then(|run| run.get("started")).and_then(toml::Value::as_str);
        let changes = manifest.get("changes").and_then(toml::Value::as_array);
        Some(Cited {
            title: text("title")?,
            version: text("version")?,
            scenario: text("scenario")?,
            sha256: text("scenario_sha256").or_else(|| text("identity"))?,
            changes: changes.into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned).collect(),
            seed: manifest.get("seed")?.as_integer()?.try_into().ok()?,
            year: started.and_then(|started| started.get(..4)).map(str::to_owned),
        })
    }

    /// In one line, the same for the same results: no dates.
    pub fn line(&self) -> String {
        format!("{}. {}", self.title.trim_end_matches('.'), self.made_by())
    }

    /// The scenario, with all that was changed in it.
    fn inputs(&self) -> String {
        let Cited { scenario, sha256, changes, seed, .. } = self;
        let changed = if changes.is_empty() { String::new() } else { format!(" changed by {}", changes.join(", ")) };
        format!("scenario {scenario} (SHA-256 {sha256}){changed}, seed {seed}")
    }

    fn made_by(&self) -> String {
        let (program, authors) = (of_program("title"), of_program("name"));
        format!("Results of {program} {} ({authors}), {}", self.version, self.inputs())
    }

    /// In the style of the APA (7th edition); the authors are those of the results, whom we do not know.
    pub fn apa(&self) -> String {
        let (program, year) = (of_program("title"), self.year.as_deref().unwrap_or("n.d."));
        let (title, inputs, version) = (self.title.trim_end_matches('.'), self.inputs(), &self.version);
        format!("AUTHORS OF THE RUN. ({year}). {title} [Data set]; {inputs}. Made with {program} (Version {version}).")
    }

    /// As an entry for BibTeX.
    pub fn bibtex(&self) -> String {
        let Cited { title, sha256, year, .. } = self;
        let year = year.as_ref().map_or(String::new(), |year| format!("  year   = {{{year}}},\n"));
        let key: String = sha256.chars().take(8).collect();
        let (title, note) = (escaped(title), escaped(&self.made_by()));
        format!(
            "@misc{{run_{key},\n  author = {{AUTHORS OF THE RUN}},\n  title  = {{{{{title}}}}},\n{year}  note   = \
             {{{note}}}\n}}"
        )
    }
}

/// The program in the style of the APA (7th edition): no date, since there has been no release.
pub fn program_apa() -> String {
    let [authors, title, version, summary] = ["name", "title", "version", "abstract"].map(of_program);
    format!("{authors}. (n.d.). {title}: {summary} (Version {version}) [Computer software].")
}

/// The program as an entry for BibTeX.
pub fn program_bibtex() -> String {
    let [authors, title, version, summary] = ["name", "title", "version", "abstract"].map(of_program);
    format!(
        "@misc{{sim,\n  author  = {{{{{authors}}}}},\n  title   = {{{{{title}: {summary}}}}},\n  version = \
         {{{version}}},\n  note    = {{Computer software, version {version}}}\n}}"
    )
}

/// With what is special to TeX escaped.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut text, c| {
        if "&%$#_{}".contains(c) {
            text.push('\\');
        }
        text.push(c);
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_citation_file_is_of_this_version() {
        assert_eq!(of_program("version"), env!("CARGO_PKG_VERSION"));
        assert_eq!(of_program("title"), env!("CARGO_PKG_NAME"));
        assert_eq!(of_program("abstract"), env!("CARGO_PKG_DESCRIPTION"));
        assert_eq!(of_program("license"), env!("CARGO_PKG_LICENSE"));
        assert!(CFF.starts_with("cff-version: 1.2.0\n"));
    }

    #[test]
    fn a_run_is_cited_by_all_that_its_results_depend_on() {
        let manifest = "title = \"Costs & 5% more.\"\nversion = \"9.8\"\nscenario = \"two_sites\"\nseed = 7\n\
                        changes = [\"a.b=3\"]\n\
                        scenario_sha256 = \"0123456789ab\"\n[run]\nstarted = \"2031-02-03T04:05:06Z\"\n";
        let manifest: toml::Table = manifest.parse().expect("TOML");
        let cited = Cited::from_manifest(&manifest).expect("all that is needed");
        for text in [cited.line(), cited.apa(), cited.bibtex()] {
            for part in ["9.8", "0123456789ab", "seed 7", "sites", "a.b=3"] {
                assert!(text.contains(part), "no {part} in {text}");
            }
        }
        assert!(cited.line().starts_with("Costs & 5% more. Results of sim 9.8 (The sim authors), scenario two_sites"));
        assert!(cited.bibtex().contains("{{Costs \\& 5\\% more.}}") && cited.bibtex().contains("two\\_sites"));
        assert!(cited.bibtex().contains("year   = {2031}") && cited.apa().contains("(2031)"));
        assert!(!cited.line().contains("2031"), "the line goes into files that are the same in every year");
        let sweep: toml::Table =
            "title = \"T\"\nversion = \"1\"\nscenario = \"sweep of s\"\nseed = 1\nidentity = \"ff\""
                .parse()
                .expect("TOML");
        assert_eq!(Cited::from_manifest(&sweep).expect("a sweep").sha256, "ff");
        assert_eq!(Cited::from_manifest(&toml::Table::new()), None);
    }
}
