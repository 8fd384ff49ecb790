//! Templates and style sheets in, a theme out: what pages look like.

use super::xml;
use crate::model::OutputFile;
use minijinja::{
    AutoEscape, Environment, Error, UndefinedBehavior, Value, escape_formatter,
    syntax::SyntaxConfig,
};
use std::{collections::BTreeMap, path::Path};
use xxhash_rust::xxh3::Xxh3;

/// The built-in templates, by name.
const TEMPLATES: &[(&str, &str)] = &[
    ("fragment.html", include_str!("theme/fragment.html")),
    ("month.html", include_str!("theme/month.html")),
    ("page.html", include_str!("theme/page.html")),
    ("partner.html", include_str!("theme/partner.html")),
    ("plain.html", include_str!("theme/plain.html")),
    ("sources.html", include_str!("theme/sources.html")),
    ("status.html", include_str!("theme/status.html")),
    ("story.html", include_str!("theme/story.html")),
    ("subscribe.html", include_str!("theme/subscribe.html")),
    ("subscribing.html", include_str!("theme/subscribing.html")),
    ("telling.html", include_str!("theme/telling.html")),
    ("widget.html", include_str!("theme/widget.html")),
];

/// The built-in files that pages and feeds point at, by name.
const ASSETS: &[(&str, &str)] = &[
    ("feed.css", include_str!("theme/feed.css")),
    ("icon.svg", include_str!("theme/icon.svg")),
    ("page.css", include_str!("theme/page.css")),
    ("site.js", include_str!("theme/site.js")),
    ("widget.css", include_str!("theme/widget.css")),
    (WIDGET, include_str!("theme/widget.js")),
];

/// The script of the widget; it lies beside the widgets.
const WIDGET: &str = "widget.js";

/// Templates, compiled, with the files that belong to them.
#[derive(Debug)]
pub struct Theme {
    templates: Environment<'static>,
    assets: BTreeMap<String, Vec<u8>>,
    /// Hash of the files that are not built in.
    overrides: u64,
}

impl Theme {
    /// The theme that comes with the program.
    pub fn built_in() -> Result<Self, Error> {
        Self::with(BTreeMap::new())
    }

    /// The built-in theme, overridden file by file: names that end in `.html` are `MiniJinja`
    /// templates, everything else is an asset. Fails on a template that does not compile.
    pub fn with(files: BTreeMap<String, Vec<u8>>) -> Result<Self, Error> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_auto_escape_callback(|_| AutoEscape::Html);
        templates.set_formatter(|out, state, value| {
            match value.as_str().filter(|_| !value.is_safe()) {
                Some(text) => Ok(out.write_str(&xml::escape(text))?),
                None => escape_formatter(out, state, value),
            }
        });
        let mut syntax = SyntaxConfig::builder();
        templates.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).build()?);
        for (name, text) in TEMPLATES {
            templates.add_template(name, text)?;
        }
        let built_in = ASSETS.iter();
        let mut assets: BTreeMap<String, Vec<u8>> = built_in
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect();
        let mut overrides = Xxh3::new();
        for (name, bytes) in files {
            overrides.update(name.as_bytes());
            overrides.update(&bytes.len().to_le_bytes());
            overrides.update(&bytes);
            if Path::new(&name)
                .extension()
                .is_some_and(|ending| ending == "html")
            {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                templates.add_template_owned(name, text)?;
            } else {
                assets.insert(name, bytes);
            }
        }
        Ok(Self {
            templates,
            assets,
            overrides: overrides.digest(),
        })
    }

    /// The files under `assets/`, to be published before any page.
    pub fn assets(&self) -> Vec<OutputFile> {
        self.assets
            .iter()
            .map(|(name, bytes)| OutputFile {
                path: match name.as_str() {
                    WIDGET => format!("widget/{name}"),
                    _ => format!("assets/{name}"),
                },
                bytes: bytes.clone(),
            })
            .collect()
    }

    /// Another number for another theme; the program itself is left out.
    pub fn mark(&self) -> u64 {
        self.overrides
    }

    /// The script of the widget, for its hash.
    pub(super) fn widget_script(&self) -> &[u8] {
        self.asset(WIDGET)
    }

    /// The file of that name, empty where there is none.
    pub(super) fn asset(&self, name: &str) -> &[u8] {
        self.assets.get(name).map_or(&[], Vec::as_slice)
    }

    /// Fills a template.
    pub(super) fn fill(&self, template: &str, values: Value) -> Result<String, Error> {
        self.templates.get_template(template)?.render(values)
    }
}
