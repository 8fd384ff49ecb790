//! Sources with the ids that feeds.toml makes and what a store knows in; each with the id that it keeps out.

use crate::model::{Config, SourceId};
use std::collections::{BTreeMap, BTreeSet};

/// Gives every source whose `id` is not in feeds.toml the one that it had before (DESIGN.md 4.1): paths and published
/// ids hang on it. `rows` are the ids that a store holds, each with the address that it was learnt from.
///
/// An address keeps its id whatever it is called now; an address that is new gets the id of its name, unless another
/// one keeps that.
pub fn keep_ids(config: &mut Config, rows: &[(SourceId, &str)]) {
    let mut free: BTreeMap<&str, BTreeSet<&SourceId>> = BTreeMap::new();
    let made = std::mem::take(&mut config.made_ids);
    let is_made = |id: &SourceId| made.contains_key(id);
    let given = config.sources.iter().map(|source| &source.id);
    let given = given.filter(|id| !is_made(id));
    let mut taken: BTreeSet<SourceId> = given.cloned().collect();
    for (id, url) in rows.iter().filter(|(id, _)| !taken.contains(id)) {
        free.entry(url).or_default().insert(id);
    }
    let mut kept: BTreeMap<SourceId, SourceId> = BTreeMap::new();
    let open = || config.sources.iter().filter(|source| is_made(&source.id));
    // Of several sources with one address each keeps its own row before any takes one that is left.
    for source in open() {
        let rows = free.get_mut(source.url.as_str());
        if rows.is_some_and(|rows| rows.remove(&source.id)) {
            kept.insert(source.id.clone(), source.id.clone());
        }
    }
    for source in open() {
        let rows = free.get_mut(source.url.as_str());
        if !kept.contains_key(&source.id)
            && let Some(id) = rows.and_then(BTreeSet::pop_first)
        {
            kept.insert(source.id.clone(), id.clone());
        }
    }
    taken.extend(kept.values().cloned());
    // An id that a name makes goes before one that has to be numbered, which may be the same.
    for source in open() {
        if !kept.contains_key(&source.id) && taken.insert(source.id.clone()) {
            kept.insert(source.id.clone(), source.id.clone());
        }
    }
    for source in open() {
        if !kept.contains_key(&source.id) {
            let id = numbered(&source.id, &taken);
            taken.insert(id.clone());
            kept.insert(source.id.clone(), id);
        }
    }
    for source in &mut config.sources {
        if let Some(id) = kept.get(&source.id) {
            let made = std::mem::replace(&mut source.id, id.clone());
            config.made_ids.insert(id.clone(), made);
        }
    }
}

fn numbered(id: &SourceId, taken: &BTreeSet<SourceId>) -> SourceId {
    let numbered = (2..).filter_map(|number: u32| SourceId::new(&format!("{id}-{number}")));
    let mut free = numbered.filter(|id| !taken.contains(id));
    free.next().unwrap_or_else(|| id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Lies, Surroundings, read};
    use std::path::Path;

    /// Sources (name, address, `id`) and rows (id, address); the ids that come out, in the order of the sources.
    #[track_caller]
    fn check(sources: &[(&str, &str, &str)], rows: &[(&str, &str)], expected: &[&str]) {
        let table = |(name, url, id): &(&str, &str, &str)| {
            let id = match *id {
                "" => String::new(),
                id => format!("id = \"{id}\"\n"),
            };
            format!("[[source]]\nname = \"{name}\"\nurl = \"https://{url}.example/\"\n{id}")
        };
        let around = Surroundings {
            folder: Path::new("."),
            secret: &|_| Ok(String::new()),
            selector: &|_| true,
            what_lies: &|_| Lies::Folder,
        };
        let text: String = sources.iter().map(table).collect();
        let mut config = read(&text, &around).expect("it is sound");
        let url = |url: &str| format!("https://{url}.example/");
        let rows = rows.iter().map(|(id, at)| (*id, url(at)));
        let rows: Vec<(&str, String)> = rows.collect();
        let rows = rows
            .iter()
            .map(|(id, url)| (SourceId::new(id).expect("an id"), url.as_str()));
        keep_ids(&mut config, &rows.collect::<Vec<_>>());
        let ids: Vec<&str> = config.sources.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, expected);
    }

    const TWO: &[(&str, &str)] = &[("alpha", "a"), ("beta", "b")];

    #[test]
    fn nothing_known_changes_nothing() {
        check(&[("Alpha", "a", ""), ("B", "b", "x")], &[], &["alpha", "x"]);
    }

    #[test]
    fn another_name_keeps_the_id() {
        check(
            &[("Gamma", "a", ""), ("Beta", "b", "")],
            TWO,
            &["alpha", "beta"],
        );
    }

    #[test]
    fn a_new_source_of_an_old_name_takes_nothing_over() {
        let sources = [("Alpha", "c", ""), ("Gamma", "a", ""), ("Alpha 2", "d", "")];
        check(&sources, TWO, &["alpha-3", "alpha", "alpha-2"]);
        let rows = [("alpha", "a"), ("alpha-3", "c"), ("alpha-2", "d")];
        check(&sources, &rows, &["alpha-3", "alpha", "alpha-2"]);
    }

    #[test]
    fn two_that_swap_their_names_keep_their_ids() {
        check(
            &[("Beta", "a", ""), ("Alpha", "b", "")],
            TWO,
            &["alpha", "beta"],
        );
    }

    #[test]
    fn a_name_that_goes_on_to_another_takes_no_id_along() {
        check(
            &[("Beta", "a", ""), ("Gamma", "b", "")],
            TWO,
            &["alpha", "beta"],
        );
    }

    #[test]
    fn another_address_keeps_the_id_of_the_name() {
        check(
            &[("Alpha", "c", ""), ("Beta", "b", "")],
            TWO,
            &["alpha", "beta"],
        );
    }

    #[test]
    fn two_sources_of_one_address_have_a_row_each() {
        let rows = [("alpha", "a"), ("beta", "a")];
        let check = |one, other, expected: &[&str]| {
            check(&[(one, "a", ""), (other, "a", "")], &rows, expected);
        };
        check("Zeta", "Alpha", &["beta", "alpha"]);
        check("Zeta", "Eta", &["alpha", "beta"]);
    }

    #[test]
    fn an_id_of_the_file_is_never_given_away() {
        check(
            &[("Gamma", "a", ""), ("Delta", "d", "alpha")],
            TWO,
            &["gamma", "alpha"],
        );
        check(&[("Gamma", "b", "own")], TWO, &["own"]);
    }
}
