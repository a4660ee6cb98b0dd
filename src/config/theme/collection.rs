//! The themes there are: those that come with Dateline, and a person's own.

use super::read::{self, Layer};
use super::{Ink, Theme};
use crate::config::document::{Document, Number, Report, did_you_mean};
use crate::error::Diagnostic;

/// The built-in themes, in the order the next-theme command goes through them.
const BUILT_IN: [(&str, &str); 5] = [
    ("dark", include_str!("../../../config/themes/dark.yaml")),
    ("light", include_str!("../../../config/themes/light.yaml")),
    ("terminal", include_str!("../../../config/themes/terminal.yaml")),
    ("high-contrast", include_str!("../../../config/themes/high-contrast.yaml")),
    (MONO, include_str!("../../../config/themes/mono.yaml")),
];

/// The theme without colours.
const MONO: &str = "mono";

/// All themes by name. They are kept as they were written and worked out when
/// asked for: most are never looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Themes {
    own: Vec<Source>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Source {
    name: String,
    file: String,
    content: String,
}

/// A theme file under its name: file name, content.
type Found<'a> = (&'a str, &'a str);

impl Themes {
    /// Adds a person's own theme, of the file `file`. One that is called as a
    /// built-in is takes its place, and can inherit from it.
    pub fn add(&mut self, name: String, file: String, content: String) {
        self.own.retain(|known| known.name != name);
        self.own.push(Source { name, file, content });
    }

    /// The names of all themes: the built-in ones, then a person's own by name.
    pub fn names(&self) -> Vec<&str> {
        let mut own: Vec<&str> = self.own.iter().map(|source| source.name.as_str()).collect();
        own.retain(|&name| built_in(name).is_none());
        own.sort_unstable();
        BUILT_IN.iter().map(|&(name, _)| name).chain(own).collect()
    }

    /// The theme of that name. What cannot be used in its file is left out;
    /// [`Themes::check`] says what. `None`: there is none, or its file is not YAML.
    pub fn get(&self, name: &str) -> Option<Theme> {
        let layers = self.layers(name, &mut |_, _, _| {})?;
        Some(read::resolve(name, &layers, None))
    }

    /// The theme that is used when there is nothing better to go by.
    pub fn fallback(dark: bool) -> Theme {
        let name = if dark { "dark" } else { "light" };
        Themes::default().get(name).unwrap_or_else(|| bare(name, dark))
    }

    /// The name after `name`, from the last on the first.
    pub fn after(&self, name: &str) -> &str {
        let names = self.names();
        let at = names.iter().position(|&known| known == name);
        names[at.map_or(0, |at| (at + 1) % names.len())]
    }

    /// What is wrong in a person's own themes.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for Source { name, file, content } in &self.own {
            match Document::parse(file, content) {
                Ok(document) => {
                    let mut report = Report::new(&document);
                    Layer::read(&document, &mut report);
                    let mut wrong_parent = |parent: &str, why: &str, place| {
                        let known = self.names();
                        let hint =
                            did_you_mean(parent, &known).filter(|_| !known.contains(&parent));
                        report.error(place, format!("`{parent}` {why}"), hint);
                    };
                    if let Some(layers) = self.layers(name, &mut wrong_parent) {
                        read::resolve(name, &layers, Some(&mut report));
                    }
                    problems.extend(report.finish());
                }
                Err(broken) => problems.push(*broken),
            }
        }
        problems
    }

    /// A theme and its ancestors, the innermost ancestor first. What is wrong
    /// with whom it inherits from is passed to `wrong`, with the name's place.
    fn layers(&self, name: &str, wrong: &mut dyn FnMut(&str, &str, Number)) -> Option<Vec<Layer>> {
        let mut chain: Vec<Found<'_>> = vec![self.find(name, &[])?];
        let mut layers: Vec<Layer> = vec![read::layer(chain[0].0, chain[0].1)?];
        let asked = layers[0].inherits.clone();
        while let (Some(layer), Some(&(_, content))) = (layers.last(), chain.last()) {
            let mut next = None;
            if let Some((parent, _)) = &layer.inherits {
                let found = self.find(parent, &chain);
                next = found.and_then(|found| Some((found, read::layer(found.0, found.1)?)));
                let circle = found.is_none() && self.find(parent, &[]).is_some();
                let broken = match (found, &next) {
                    (None, _) if circle => Some("in the end inherits from itself"),
                    (None, _) => Some("is no theme"),
                    (Some(_), None) => Some("cannot be read"),
                    (Some(_), Some(_)) => None,
                };
                // An ancestor's own mistakes are told with the ancestor; a circle with each.
                if let (Some(broken), Some((heir, place))) = (broken, &asked)
                    && (layers.len() == 1 || circle)
                {
                    wrong(heir, broken, *place);
                }
            }
            if next.is_none() && BUILT_IN.iter().all(|&(_, known)| known != content) {
                // What a theme does not say is as in the built-in one of its side.
                let side = if layer.dark() == Some(false) { "light" } else { "dark" };
                let found = built_in(side)?;
                next = Some((found, read::layer(found.0, found.1)?));
            }
            let Some((found, layer)) = next else { break };
            chain.push(found);
            layers.push(layer);
        }
        layers.reverse();
        Some(layers)
    }

    /// The file of a theme: a person's own before a built-in, but none that
    /// is in `taken` already.
    fn find<'a>(&'a self, name: &str, taken: &[Found<'a>]) -> Option<Found<'a>> {
        let own = self.own.iter().find(|source| source.name == name);
        let own = own.map(|source| (source.file.as_str(), source.content.as_str()));
        [own, built_in(name)].into_iter().flatten().find(|found| !taken.contains(found))
    }
}

fn built_in(name: &str) -> Option<Found<'static>> {
    BUILT_IN.into_iter().find(|&(known, _)| known == name)
}

/// The theme without colours.
pub(super) fn mono() -> Theme {
    Themes::default().get(MONO).unwrap_or_else(|| bare(MONO, true))
}

/// A theme that says nothing: the terminal's own look.
fn bare(name: &str, dark: bool) -> Theme {
    Theme::new(name.into(), dark, 1.0, vec![Default::default(); Ink::ALL.len()])
}
