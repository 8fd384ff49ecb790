//! The stories of a day in, those that are shown and those of loud sources that are folded out.

use super::piece::Piece;
use crate::model::{Edition, Selection, SourceId};

/// So many of one source stand open on one day.
const OPEN: usize = 3;

/// What is shown, and, for each source that has more than that, the rest, in the order of the first
/// of them. On a source's own page nothing is folded, and a single story never.
pub(super) fn fold<'p, 'a>(
    pieces: &[&'p Piece<'a>],
    edition: &Edition,
) -> (Vec<&'p Piece<'a>>, Vec<Vec<&'p Piece<'a>>>) {
    let alone = matches!(edition.selection, Selection::Source(_));
    let count = |source: &SourceId| {
        let own = pieces.iter().filter(|piece| piece.lead.source == *source);
        own.count()
    };
    let mut told: Vec<&Piece> = Vec::new();
    let mut folded: Vec<Vec<&Piece>> = Vec::new();
    for piece in pieces {
        let source = &piece.lead.source;
        let open = told
            .iter()
            .filter(|told| told.lead.source == *source)
            .count();
        if alone || open < OPEN || count(source) <= OPEN + 1 {
            told.push(piece);
            continue;
        }
        let of_source = |fold: &&mut Vec<&Piece>| {
            fold.first()
                .is_some_and(|first| first.lead.source == *source)
        };
        match folded.iter_mut().find(of_source) {
            Some(fold) => fold.push(piece),
            None => folded.push(vec![piece]),
        }
    }
    (told, folded)
}
