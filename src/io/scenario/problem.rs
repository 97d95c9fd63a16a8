//! Mistakes in a scenario, all of them at once, each with its place, what was expected and the nearest valid name.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;
use std::path::Path;

/// One text that scenario values come from: a file, or a value on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// How it is called in messages: the path as given, or `--set`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A place in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Which source.
    pub source: usize,
    /// Bytes in it.
    pub span: Range<usize>,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub title: String,
    /// What stands at the place, or what was expected there.
    pub label: String,
    /// Where; none if it is in no file.
    pub place: Option<Position>,
    /// What to do about it.
    pub help: Option<String>,
}

/// All mistakes of a scenario. Its `Display` is what the user reads.
#[derive(Clone, Debug)]
pub struct Problems {
    pub(super) sources: Vec<SourceText>,
    pub(super) list: Vec<Diagnostic>,
}

impl Problems {
    /// A mistake that is in no text: a file that cannot be read.
    pub(super) fn unreadable(path: &Path, why: &str, help: String) -> Problems {
        let title = format!("cannot read {}: {why}", path.display());
        let problem = Diagnostic { title, label: String::new(), place: None, help: Some(help) };
        Problems { sources: Vec::new(), list: vec![problem] }
    }

    /// How many mistakes there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// What is wrong, on one line and without the places.
    pub fn titles(&self) -> String {
        self.list.iter().map(|problem| problem.title.as_str()).collect::<Vec<_>>().join("; ")
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let renderer = Renderer::plain();
        for (number, problem) in self.list.iter().enumerate() {
            if number > 0 {
                writeln!(f, "\n")?;
            }
            let mut group = Level::ERROR
                .primary_title(problem.title.as_str())
                .elements(None::<Snippet<'_, annotate_snippets::Annotation<'_>>>);
            if let Some(place) = &problem.place {
                let source = &self.sources[place.source];
                let end = place.span.end.min(source.text.len());
                let start = place.span.start.min(end);
                let annotation = AnnotationKind::Primary.span(start..end).label(problem.label.as_str());
                let snippet = Snippet::source(source.text.as_str()).path(source.name.as_str()).annotation(annotation);
                group = group.element(snippet);
            }
            if let Some(help) = &problem.help {
                group = group.element(Level::HELP.message(help.as_str()));
            }
            write!(f, "{}", renderer.render(&[group]))?;
        }
        if self.list.len() > 1 {
            write!(f, "\n\n{} mistakes", self.list.len())?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
