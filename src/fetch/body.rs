//! The body of an answer in, its bytes with the content coding undone out, or nothing at all.
//!
//! A body counts only when it is whole: the transfer (hyper sees to lengths and chunks) and the
//! coding must both come to their end. Bytes are counted after decoding, as they come.

use super::members::Members;
use futures_util::TryStreamExt as _;
use std::{io, pin::Pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout, timeout_at},
};
use tokio_util::{bytes::BufMut as _, io::StreamReader};

/// What is offered in Accept-Encoding, and can be read.
pub(super) const OFFERED: &str = "gzip, br, zstd, deflate";

/// What memory is counted in.
const PIECE: usize = 16 << 10;
/// The first piece of a body. It is not counted and waits for nobody: however many are asked at once,
/// small feeds are read while large ones wait.
const FIRST: usize = 2 * PIECE;
/// A body that needs more than this waits for the reserve alone: a few slow ones do not fill the pool.
const LARGE: usize = 512 << 10;

/// Counts a body against what may be in memory at once; gives it back when dropped.
#[derive(Debug, Default)]
pub struct Held {
    /// What the body needs, so far.
    bytes: usize,
    pieces: Vec<OwnedSemaphorePermit>,
    reserve: Option<OwnedSemaphorePermit>,
}

/// Memory for bodies, over all answers that are under way or not yet read. What does not fit into
/// the pool, or is large, waits for the reserve, which is one body's at a time and large enough for
/// any: so bodies that wait for each other's memory always come to an end.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    pool: Arc<Semaphore>,
    reserve: Arc<Semaphore>,
}

/// What a body may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes after decoding.
    pub(super) max_body: u64,
    /// How long to wait for memory that other bodies are in.
    pub(super) patience: Duration,
}

/// Why a body was not read to its end.
#[derive(Debug)]
pub(super) enum Broken {
    /// More than `max_body`.
    TooLarge,
    /// The deadline went by.
    TooSlow,
    /// Cut, or not what its coding says.
    Damaged(String),
}

impl Held {
    /// Gives back these as well when it is dropped.
    pub fn extend(&mut self, permits: impl IntoIterator<Item = OwnedSemaphorePermit>) {
        self.pieces.extend(permits);
    }
}

impl Memory {
    /// Room for `bytes`, beside a reserve for one body.
    pub(super) fn new(bytes: usize) -> Self {
        let pieces = (bytes / PIECE).clamp(1, Semaphore::MAX_PERMITS);
        Self {
            pool: Arc::new(Semaphore::new(pieces)),
            reserve: Arc::new(Semaphore::new(1)),
        }
    }

    /// Waits until there is room for so many more bytes.
    async fn hold(&self, bytes: usize, held: &mut Held) {
        held.bytes += bytes;
        if held.reserve.is_some() || held.bytes <= FIRST {
            return;
        }
        if held.bytes > LARGE {
            held.reserve = self.reserve.clone().acquire_owned().await.ok();
            return;
        }
        let pieces = u32::try_from(bytes.div_ceil(PIECE)).unwrap_or(u32::MAX);
        // Neither semaphore is ever closed, so neither can fail.
        tokio::select! {
            biased;
            room = self.pool.clone().acquire_many_owned(pieces) => held.pieces.extend(room.ok()),
            room = self.reserve.clone().acquire_owned() => held.reserve = room.ok(),
        }
    }
}

/// Reads a body to its end, for as long as is `left`. Waiting for memory does not count: others
/// are the cause of it.
pub(super) async fn read(
    response: reqwest::Response,
    coding: Option<Coding>,
    left: Duration,
    limits: Limits,
    memory: &Memory,
) -> Result<(Vec<u8>, Held), Broken> {
    let mut deadline = Instant::now() + left;
    let stream = response.bytes_stream().map_err(io::Error::other);
    let mut reader = timeout_at(deadline, decoder(StreamReader::new(stream), coding))
        .await
        .map_err(|_| Broken::TooSlow)?
        .map_err(|error| damaged(&error))?;
    // These two keep a window of what they wrote, up to all of it.
    let copies = match coding {
        Some(Coding::Brotli | Coding::Zstd) => 2,
        Some(Coding::Gzip | Coding::Deflate) | None => 1,
    };
    let mut held = Held::default();
    let mut body = Vec::new();
    loop {
        if body.len() == body.capacity() {
            let most = usize::try_from(limits.max_body).unwrap_or(usize::MAX);
            let rest = most.saturating_sub(body.len()) + 1;
            let more = body.len().max(FIRST / copies).min(rest);
            // A large one gets all that it may need at once, which costs nothing before it is written to:
            // to move it on would take the old and the new together.
            let large = held.bytes + more * copies > LARGE;
            let more = if large { rest } else { more };
            let asked = Instant::now();
            timeout(limits.patience, memory.hold(more * copies, &mut held))
                .await
                .map_err(|_| Broken::TooSlow)?;
            deadline += asked.elapsed();
            body.reserve_exact(more);
        }
        // Decoders clear all that they are given, each time.
        let count = timeout_at(deadline, reader.read_buf(&mut (&mut body).limit(PIECE)))
            .await
            .map_err(|_| Broken::TooSlow)?
            .map_err(|error| damaged(&error))?;
        if count == 0 {
            return Ok((body, held));
        }
        if body.len() as u64 > limits.max_body {
            return Err(Broken::TooLarge);
        }
    }
}

/// A content coding that we can undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Brotli,
    Zstd,
    Deflate,
}

impl Coding {
    /// Reads Content-Encoding. One layer is undone; more, or one that we did not offer, is an error.
    pub(super) fn of<'a>(fields: impl Iterator<Item = &'a str>) -> Result<Option<Self>, String> {
        let mut codings = fields
            .flat_map(|field| field.split(','))
            .map(|coding| coding.trim().to_ascii_lowercase())
            .filter(|coding| !coding.is_empty() && coding != "identity");
        let Some(coding) = codings.next() else {
            return Ok(None);
        };
        if let Some(second) = codings.next() {
            return Err(format!("it is coded twice, as {coding} and {second}"));
        }
        match coding.as_str() {
            "gzip" | "x-gzip" => Ok(Some(Self::Gzip)),
            "br" => Ok(Some(Self::Brotli)),
            "zstd" => Ok(Some(Self::Zstd)),
            "deflate" => Ok(Some(Self::Deflate)),
            // Servers that put the character encoding here: `Content-Encoding: UTF-8`.
            "utf-8" | "utf8" | "none" | "iso-8859-1" => Ok(None),
            _ => Err(format!("it is coded as {coding}, which was not offered")),
        }
    }
}

async fn decoder<R>(
    mut body: R,
    coding: Option<Coding>,
) -> io::Result<Pin<Box<dyn AsyncRead + Send>>>
where
    R: AsyncBufRead + Send + Unpin + 'static,
{
    let Some(coding) = coding else {
        return Ok(Box::pin(body));
    };
    let start: Vec<u8> = body.fill_buf().await?.iter().take(2).copied().collect();
    Ok(match coding {
        // An empty body has no coding, whatever the field says.
        _ if start.is_empty() => Box::pin(body),
        // Some servers name the coding and then forget it.
        Coding::Gzip if matches!(start.as_slice(), [b'<' | b'{' | b' ' | b'\n' | 0xef, ..]) => {
            Box::pin(body)
        }
        Coding::Gzip | Coding::Brotli | Coding::Zstd | Coding::Deflate => {
            Box::pin(Members::new(body, coding, &start))
        }
    })
}

fn damaged(error: &io::Error) -> Broken {
    Broken::Damaged(innermost(error))
}

/// The last of a chain of causes: what went wrong, without who passed it on.
pub(super) fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
