//! A hash in; whether the store may have it out, mostly without looking: nearly every word, address
//! and id that is asked for is new.
//!
//! It only ever grows, so that what is undone in the database does no harm, and it is as large as
//! it is: a store with more in it has none.

use super::{article::id, drawer, error::Done};
use crate::model::ArticleId;
use rusqlite::Connection;
use std::cell::RefCell;

/// Of 256 bits each: 2 MiB.
const BLOCKS: usize = 1 << 16;
/// With so many in it, one in four is let through for nothing.
const MOST: usize = 3 << 20;
/// With fewer looked up, reading what is there costs more than it saves.
const WORTH_READING: usize = 20_000;

/// One bit in each of eight words of one block (Putze, Sanders and Singler, "Cache-, Hash- and
/// Space-Efficient Bloom Filters", 2007).
struct Sieve {
    state: State,
    /// `PRAGMA data_version`: another one after somebody else has written.
    version: i64,
    asked: usize,
}

enum State {
    /// Nobody knows what is there.
    Unread,
    Ready {
        blocks: Vec<[u32; 8]>,
        held: usize,
    },
    /// There is too much, or it is not worth it.
    Full,
}

thread_local! {
    // A store has one thread, and a thread one store.
    static SIEVE: RefCell<Sieve> = const {
        RefCell::new(Sieve { state: State::Unread, version: 0, asked: 0 })
    };
}

/// To be called where a transaction has just begun: nobody else changes now what is there.
pub(super) fn begin(connection: &Connection) {
    SIEVE.with_borrow_mut(|sieve| {
        if sieve.renew(connection).is_err() {
            // Without it everything is looked up, and whatever is wrong is found there.
            sieve.state = State::Unread;
        }
    });
}

/// What follows asks for little: the memory is given back.
pub(super) fn let_go() {
    SIEVE.with_borrow_mut(|sieve| sieve.state = State::Full);
}

/// There are these from now on.
pub(super) fn add(hashes: impl Iterator<Item = u64>) {
    SIEVE.with_borrow_mut(|sieve| {
        for hash in hashes {
            sieve.add(hash);
        }
    });
}

/// As what an article is in it.
pub(super) fn of_id(id: ArticleId) -> u64 {
    let (one, other) = id.0.as_u64_pair();
    one ^ other
}

/// Whether it may be there.
pub(super) fn may_have(hash: u64) -> bool {
    SIEVE.with_borrow_mut(|sieve| {
        sieve.asked += 1;
        sieve.may_have(hash)
    })
}

/// Leaves of `hashes` those that may be there.
pub(super) fn sift(hashes: &mut Vec<u64>) {
    SIEVE.with_borrow_mut(|sieve| {
        sieve.asked += hashes.len();
        hashes.retain(|hash| sieve.may_have(*hash));
    });
}

impl Sieve {
    fn renew(&mut self, connection: &Connection) -> Done<()> {
        let one = |sql| {
            connection
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))
        };
        let version: i64 = one("PRAGMA data_version")?;
        if self.version != version {
            self.version = version;
            self.state = State::Unread;
        }
        if !matches!(self.state, State::Unread) {
            return Ok(());
        }
        let any = one("SELECT EXISTS (SELECT 1 FROM article)")? > 0;
        if any && self.asked < WORTH_READING {
            return Ok(());
        }
        let blocks = vec![[0; 8]; BLOCKS];
        self.state = State::Ready { blocks, held: 0 };
        drawer::hashes(connection, |hash| self.add(hash))?;
        let mut idents = connection.prepare("SELECT hash FROM ident")?;
        let mut idents = idents.query([])?;
        while let Some(row) = idents.next()?
            && self.add(row.get::<_, i64>(0)?.cast_unsigned())
        {}
        let mut ids = connection.prepare("SELECT id FROM article")?;
        let mut ids = ids.query([])?;
        while let Some(row) = ids.next()?
            && self.add(of_id(id(row, 0)?))
        {}
        Ok(())
    }

    /// Returns whether there is room for more.
    fn add(&mut self, hash: u64) -> bool {
        let State::Ready { blocks, held } = &mut self.state else {
            return false;
        };
        *held += 1;
        if *held > MOST {
            self.state = State::Full;
            return false;
        }
        if let Some(block) = blocks.get_mut(place(hash)) {
            for (word, bit) in block.iter_mut().zip(bits(hash)) {
                *word |= bit;
            }
        }
        true
    }

    fn may_have(&self, hash: u64) -> bool {
        let State::Ready { blocks, .. } = &self.state else {
            return true;
        };
        let block = blocks.get(place(hash));
        block.is_none_or(|block| {
            block
                .iter()
                .zip(bits(hash))
                .all(|(word, bit)| word & bit != 0)
        })
    }
}

/// The upper half of a hash says which block, ...
fn place(hash: u64) -> usize {
    usize::try_from(hash >> (u64::BITS - BLOCKS.ilog2())).unwrap_or_default()
}

/// ... and the lower which bit of every word: the odd numbers are those of Apache Parquet.
fn bits(hash: u64) -> impl Iterator<Item = u32> {
    const SALT: [u64; 8] = [
        0x47b6_137b,
        0x4497_4d91,
        0x8824_ad5b,
        0xa2b7_289d,
        0x7054_95c7,
        0x2df1_424b,
        0x9efc_4947,
        0x5c6b_fb31,
    ];
    let low = hash & 0xffff_ffff;
    SALT.iter()
        .map(move |salt| 1 << (((low * salt) >> 27) & 31))
}
