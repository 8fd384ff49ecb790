//! `export`: the sources in another program's format.

use super::{
    Exit,
    args::Common,
    problem::{Complaint, chain},
    screen::Screen,
    setting, work,
};
use crate::{
    edition,
    model::Format,
    pipeline,
    render::{self, Theme},
};
use serde_json::json;
use std::{collections::BTreeMap, io::Write as _};

/// OPML 2.0 on stdout: the feed of every source, as far as it is known, else its address as in feeds.toml.
pub(super) fn opml(common: &Common, screen: &mut Screen<'_>) -> Result<Exit, Complaint> {
    let mut setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let mut feeds = match work::store_to_read(&setting)? {
        Some(store) => work::runtime()?
            .block_on(pipeline::feed_addresses(&setting.config, &store))
            .map_err(|error| work::broken_store(&error))?,
        None => BTreeMap::new(),
    };
    // Another program looks there for the feed itself, if none was found yet.
    for source in &setting.config.sources {
        let feed = feeds.entry(source.id.clone());
        feed.or_insert_with(|| source.url.clone());
    }
    // Of what we publish nothing is a source.
    setting.config.output.formats.clear();
    let editions = edition::editions(&setting.config, &[], &feeds);
    let Some(combined) = editions.first() else {
        return Ok(Exit::Fine);
    };
    let theme = Theme::built_in().map_err(|error| Complaint::failed(chain(&error), ""))?;
    let file = render::render(combined, Format::Opml, &theme)
        .map_err(|error| Complaint::failed(chain(&error), ""))?;
    if screen.json {
        let text = String::from_utf8_lossy(&file.bytes);
        screen.result(&json!({"opml": text}).to_string());
    } else {
        // What goes wrong with it is told at the end.
        let _ = screen.out().write_all(&file.bytes);
    }
    Ok(Exit::Fine)
}
