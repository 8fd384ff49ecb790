//! The root element's version and namespaces in, the dialect out.

use crate::{
    model::Dialect,
    parse::{names::Space, scope::Scope},
};

/// `netscape`: the document type of RSS 0.91 as Netscape published it was there.
pub(super) fn of_rss(version: &str, netscape: bool) -> Dialect {
    match version.trim() {
        "0.91" if netscape => Dialect::Rss091Netscape,
        "0.91" => Dialect::Rss091,
        "0.92" => Dialect::Rss092,
        "0.93" => Dialect::Rss093,
        "0.94" => Dialect::Rss094,
        version if version.starts_with('2') => Dialect::Rss20,
        _ => Dialect::Rss,
    }
}

pub(super) fn of_atom(version: &str, scope: &Scope<'_>) -> Dialect {
    if scope.knows(Space::Atom) {
        return Dialect::Atom10;
    }
    match version.trim() {
        "0.1" => Dialect::Atom01,
        "0.2" => Dialect::Atom02,
        "0.3" => Dialect::Atom03,
        _ => Dialect::Atom,
    }
}

pub(super) fn of_rdf(scope: &Scope<'_>) -> Dialect {
    if scope.knows(Space::Rss10) {
        Dialect::Rss10
    } else if scope.knows(Space::Rss090) {
        Dialect::Rss090
    } else {
        Dialect::Rss
    }
}

/// Does Atom say in each text whether it is HTML? RSS leaves it open.
pub(super) fn declares_markup(dialect: Dialect) -> bool {
    match dialect {
        Dialect::Atom01 | Dialect::Atom02 | Dialect::Atom03 | Dialect::Atom10 | Dialect::Atom => {
            true
        }
        Dialect::Rss090
        | Dialect::Rss091Netscape
        | Dialect::Rss091
        | Dialect::Rss092
        | Dialect::Rss093
        | Dialect::Rss094
        | Dialect::Rss10
        | Dialect::Rss20
        | Dialect::Rss
        | Dialect::Json10
        | Dialect::Json11
        | Dialect::Opml
        | Dialect::Page => false,
    }
}
