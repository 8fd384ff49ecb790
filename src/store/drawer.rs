//! Words in, each with its article, and out again: a tree of drawers, of which the full are emptied
//! into those below.
//!
//! Words are hashes, so that every new one belongs to another page of a sorted table, and nearly all
//! of them are looked up once and never again. Here the new lie together on top until many of them
//! go down the same way; what is gone is a slip too, which meets the other one on its way down.

use super::{
    error::{Done, Trouble},
    held::{self, Drawer},
};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

/// Of one hash so many are kept in a drawer, the newest.
const KEPT: usize = 192;
/// Bytes of a slip.
const WIDTH: usize = 13;
/// A drawer has `1 << BITS` below it.
const BITS: u32 = 5;
/// So deep that one has the first 50 bits in common; deeper it never goes.
const DEEPEST: u32 = 10;
/// So many slips fit into the topmost, which is written with every poll, ...
const TOP: usize = 8192;
/// ... into those just below it, which are few, ...
const FEW: usize = 4096;
/// ... and into any other.
const ROOM: usize = 1024;

/// An article has a word, or has it no more: hash, key of the article and whether it is gone, from
/// the highest bit to the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slip(u128);

impl Slip {
    /// The article is found by the word.
    pub(super) fn new(hash: u64, article: i64) -> Done<Self> {
        match u64::try_from(article) {
            Ok(key) if key < 1 << 39 => Ok(Self(u128::from(hash) << 40 | u128::from(key) << 1)),
            Ok(_) | Err(_) => Err(Trouble::Damaged(format!(
                "an article has the key {article}"
            ))),
        }
    }

    /// The article is found by the word no more.
    pub(super) fn gone(hash: u64, article: i64) -> Done<Self> {
        Ok(Self(Self::new(hash, article)?.0 | 1))
    }

    pub(super) fn hash(self) -> u64 {
        u64::try_from(self.0 >> 40).unwrap_or_default()
    }

    pub(super) fn article(self) -> i64 {
        i64::try_from((self.0 >> 1) & ((1 << 39) - 1)).unwrap_or_default()
    }

    fn written(self) -> Written {
        let [_, _, _, low @ ..] = self.0.to_be_bytes();
        low
    }

    fn is_gone(self) -> bool {
        self.0 & 1 == 1
    }

    /// Which article and which word: of two slips about the same the newer counts.
    fn about(self) -> u128 {
        self.0 >> 1
    }
}

/// Where a drawer is in the tree.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    depth: u32,
    /// The first bits of the hashes in it.
    prefix: u64,
}

impl Place {
    const TOPMOST: Self = Self {
        depth: 0,
        prefix: 0,
    };

    fn row(self) -> i64 {
        (u64::from(self.depth) << 56 | self.prefix).cast_signed()
    }

    /// The one below it, for this hash.
    fn below(self, hash: u64) -> Self {
        let depth = self.depth + 1;
        Self {
            depth,
            prefix: hash >> (u64::BITS - BITS * depth),
        }
    }

    /// Whether a transaction holds it that holds drawers: those are few that nearly everything passes.
    fn is_held(self) -> bool {
        self.depth < 2 && held::is_on()
    }

    fn room(self) -> usize {
        match self.depth {
            0 => TOP,
            1 => FEW,
            DEEPEST.. => usize::MAX,
            _ => ROOM,
        }
    }
}

/// All drawers of a store.
pub(super) struct Drawers<'a> {
    connection: &'a Connection,
    read: CachedStatement<'a>,
}

impl<'a> Drawers<'a> {
    pub(super) fn new(connection: &'a Connection) -> Done<Self> {
        let read = "SELECT below, slips FROM drawer WHERE place = ?1";
        Ok(Self {
            read: connection.prepare_cached(read)?,
            connection,
        })
    }

    /// Puts these in.
    pub(super) fn put(&mut self, mut slips: Vec<Slip>) -> Done<()> {
        slips.sort_unstable();
        slips.dedup_by_key(|slip| slip.about());
        if slips.is_empty() {
            return Ok(());
        }
        held::count();
        self.put_at(Place::TOPMOST, &slips)
    }

    fn put_at(&mut self, place: Place, newer: &[Slip]) -> Done<()> {
        let mut drawer = self.opened(place)?;
        let all = merged(&drawer.slips, newer, drawer.below);
        drawer.changed = true;
        if all.len() <= place.room() {
            drawer.slips = all;
            return self.shut(place, drawer);
        }
        drawer.slips.clear();
        drawer.below = true;
        self.shut(place, drawer)?;
        let all: Vec<Slip> = all.iter().map(slip).collect();
        let same = |a: &Slip, b: &Slip| place.below(a.hash()) == place.below(b.hash());
        for part in all.chunk_by(same) {
            if let Some(first) = part.first() {
                self.put_at(place.below(first.hash()), part)?;
            }
        }
        Ok(())
    }

    /// The drawer of this place, whoever has it.
    fn opened(&mut self, place: Place) -> Done<Drawer> {
        if let Some(drawer) = held::take(place.row()) {
            return Ok(drawer);
        }
        let read = self.read.query_row([place.row()], |row| {
            let slips = row.get_ref(1)?.as_blob()?.as_chunks::<WIDTH>().0;
            Ok(Drawer {
                there: true,
                below: row.get(0)?,
                slips: slips.to_vec(),
                changed: false,
            })
        });
        Ok(read.optional()?.unwrap_or_default())
    }

    fn shut(&self, place: Place, mut drawer: Drawer) -> Done<()> {
        if place.is_held() {
            held::hold(place.row(), drawer);
            return Ok(());
        }
        if drawer.changed {
            write(self.connection, place.row(), &mut drawer)?;
        }
        Ok(())
    }

    /// The slips with one of these hashes, which are sorted; by hash, then by article.
    pub(super) fn find(&mut self, hashes: &[u64]) -> Done<Vec<Slip>> {
        let mut found = Vec::new();
        if !hashes.is_empty() {
            self.find_at(Place::TOPMOST, hashes, &mut found)?;
        }
        // What lies above comes first, and is newer.
        found.sort_by_key(|slip| slip.about());
        found.dedup_by_key(|slip| slip.about());
        found.retain(|slip| !slip.is_gone());
        Ok(found)
    }

    fn find_at(&mut self, place: Place, hashes: &[u64], found: &mut Vec<Slip>) -> Done<()> {
        let below = if place.is_held() {
            let drawer = self.opened(place)?;
            collect(&drawer.slips, hashes, found);
            let below = drawer.below;
            self.shut(place, drawer)?;
            below
        } else {
            let below = self.read.query_row([place.row()], |row| {
                let slips = row.get_ref(1)?.as_blob()?.as_chunks::<WIDTH>().0;
                collect(slips, hashes, found);
                row.get(0)
            });
            below.optional()?.unwrap_or_default()
        };
        if !below {
            return Ok(());
        }
        for part in hashes.chunk_by(|a, b| place.below(*a) == place.below(*b)) {
            if let Some(first) = part.first() {
                self.find_at(place.below(*first), part, found)?;
            }
        }
        Ok(())
    }
}

/// Writes a drawer as it is now.
pub(super) fn write(connection: &Connection, row: i64, drawer: &mut Drawer) -> Done<()> {
    let stays = drawer.below || !drawer.slips.is_empty();
    let sql = match (drawer.there, stays) {
        (true, true) => "UPDATE drawer SET below = ?2, slips = ?3 WHERE place = ?1",
        (false, true) => "INSERT INTO drawer (place, below, slips) VALUES (?1, ?2, ?3)",
        (_, false) => {
            connection
                .prepare_cached("DELETE FROM drawer WHERE place = ?1")?
                .execute([row])?;
            (drawer.there, drawer.changed) = (false, false);
            return Ok(());
        }
    };
    let slips = drawer.slips.as_flattened();
    connection
        .prepare_cached(sql)?
        .execute(params![row, drawer.below, slips])?;
    (drawer.there, drawer.changed) = (true, false);
    Ok(())
}

/// Tells every hash for which there is a slip, though it may be gone, some of them more than once,
/// as long as somebody wants more.
pub(super) fn hashes(connection: &Connection, mut told: impl FnMut(u64) -> bool) -> Done<()> {
    let mut statement = connection.prepare("SELECT slips FROM drawer")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let slips = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        let mut slips = slips.as_chunks::<WIDTH>().0.iter();
        if !slips.all(|bytes| told(slip(bytes).hash())) {
            break;
        }
    }
    Ok(())
}

/// Puts in what a store of before has in its `mark`, of each word the articles that have it, five
/// bytes of the key each.
pub(super) fn carry_over(connection: &Connection) -> Done<()> {
    let mut drawers = Drawers::new(connection)?;
    let mut statement = connection.prepare("SELECT hash, articles FROM mark")?;
    let mut rows = statement.query([])?;
    let mut slips = Vec::new();
    while let Some(row) = rows.next()? {
        let hash = row.get::<_, i64>(0)?.cast_unsigned();
        let keys = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        for [a, b, c, d, e] in keys.as_chunks::<5>().0 {
            let key = i64::from_be_bytes([0, 0, 0, *a, *b, *c, *d, *e]);
            slips.push(Slip::new(hash, key)?);
        }
        if slips.len() >= TOP {
            drawers.put(std::mem::take(&mut slips))?;
        }
    }
    drawers.put(slips)
}

/// Those of `slips` with one of the `hashes`; both are sorted.
fn collect(slips: &[Written], hashes: &[u64], found: &mut Vec<Slip>) {
    let mut rest = slips;
    for hash in hashes {
        let wanted = hash.to_be_bytes();
        rest = rest
            .get(before(rest, |slip| *slip < wanted)..)
            .unwrap_or_default();
        let same = rest.iter().take_while(|slip| slip.starts_with(&wanted));
        found.extend(same.map(slip));
    }
}

/// How many of `slips` have a hash that is less.
fn before(slips: &[Written], less: impl Fn(&[u8; 8]) -> bool) -> usize {
    slips.partition_point(|slip| slip.first_chunk().is_some_and(&less))
}

/// Both are sorted; where they are about the same, the newer counts. Where nothing lies `below`, there is nothing left
/// that one that is gone could be meant for. Of one hash the newest [`KEPT`] stay, those that are gone not counted.
fn merged(older: &[Written], newer: &[Slip], below: bool) -> Vec<Written> {
    let mut all = Vec::with_capacity(older.len() + newer.len());
    let mut rest = older;
    for new in newer {
        let wanted = new.written();
        let place = rest.partition_point(|old| *old < wanted);
        // The same one gone, or back again, is its neighbour.
        let same = |old: Option<&Written>| old.is_some_and(|old| slip(old).about() == new.about());
        let (less, more) = rest.split_at_checked(place).unwrap_or((rest, &[]));
        let less = if same(less.last()) {
            less.split_last().map_or(less, |(_, less)| less)
        } else {
            less
        };
        rest = if same(more.first()) {
            more.split_first().map_or(more, |(_, more)| more)
        } else {
            more
        };
        all.extend_from_slice(less);
        all.push(wanted);
    }
    all.extend_from_slice(rest);
    if !below && newer.iter().any(|slip| slip.is_gone()) {
        all.retain(|bytes| !slip(bytes).is_gone());
    }
    let one = |a: &Written, b: &Written| a.first_chunk::<8>() == b.first_chunk();
    let many = |run: &[Written]| matches!(run, [first, .., last] if one(first, last));
    if all.windows(KEPT + 1).any(many) {
        let runs = all.chunk_by(one);
        all = runs.flat_map(newest).collect();
    }
    all
}

/// Of slips with one hash those that stay.
fn newest(run: &[Written]) -> impl Iterator<Item = Written> {
    let lives = |bytes: &&Written| !slip(bytes).is_gone();
    let mut too_many = run.iter().filter(lives).count().saturating_sub(KEPT);
    run.iter().copied().filter(move |bytes| {
        let goes = too_many > 0 && lives(&bytes);
        too_many -= usize::from(goes);
        !goes
    })
}

/// A slip as it is kept; as bytes they have the same order.
pub(super) type Written = [u8; WIDTH];

fn slip(bytes: &Written) -> Slip {
    let mut whole = [0; 16];
    if let Some(low) = whole.last_chunk_mut() {
        *low = *bytes;
    }
    Slip(u128::from_be_bytes(whole))
}
