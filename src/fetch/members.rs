//! A coded body in, what all of its members hold out; what stands behind the last of them is passed over, as gzip(1) and
//! browsers do.

use super::body::Coding;
use async_compression::{
    tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder},
    zstd::DParameter,
};
use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

/// RFC 9659: a zstd content coding needs no window above 8 MiB; a larger one is an attack.
const ZSTD_WINDOW_LOG: u32 = 23;

/// More than this is neither padding nor what a broken program left behind.
const MOST_BEHIND: usize = 1 << 20;

/// More members than this that hold nothing, one after the other, are no body: an end of nothing else would keep us
/// from everything.
const MOST_EMPTY: usize = 64;

/// Reads every member (RFC 1952 2.2; RFC 8878 3.1 calls them frames), and the body to its end: the transfer must be
/// whole too.
pub(super) struct Members<R> {
    /// None only where one gives way to the next.
    member: Option<Member<R>>,
    at: At,
    /// Members since the last byte that came out.
    empty: usize,
}

/// What undoes the coding of one member.
enum Member<R> {
    Gzip(GzipDecoder<R>),
    Brotli(BrotliDecoder<R>),
    Zstd(ZstdDecoder<R>),
    Zlib(ZlibDecoder<R>),
    Deflate(DeflateDecoder<R>),
}

enum At {
    Inside,
    /// A member has ended.
    Between,
    /// So many bytes behind the last.
    Behind(usize),
}

impl<R: AsyncBufRead> Members<R> {
    /// `start`: the first bytes of the body.
    pub(super) fn new(body: R, coding: Coding, start: &[u8]) -> Self {
        Self {
            member: Some(match coding {
                Coding::Gzip => Member::Gzip(GzipDecoder::new(body)),
                Coding::Brotli => Member::Brotli(BrotliDecoder::new(body)),
                Coding::Zstd => Member::Zstd(zstd(body)),
                Coding::Deflate if is_zlib(start) => Member::Zlib(ZlibDecoder::new(body)),
                // RFC 9110 8.4.1.2: some send the deflate data without its zlib wrapper.
                Coding::Deflate => Member::Deflate(DeflateDecoder::new(body)),
            }),
            at: At::Inside,
            empty: 0,
        }
    }
}

impl<R: AsyncBufRead> Member<R> {
    /// Another one begins with these bytes. Some of them may not have come yet, and a member that is cut is damage: so
    /// those that are there decide.
    fn is_followed_by(&self, next: &[u8]) -> bool {
        let begins = |magic: &[u8]| next.iter().zip(magic).all(|(there, meant)| there == meant);
        match self {
            // RFC 1952 2.3.1
            Self::Gzip(_) => begins(&[0x1f, 0x8b]),
            // RFC 8878 3.1.1 and 3.1.2: a frame, and one that is skipped
            Self::Zstd(_) => {
                begins(&[0x28, 0xb5, 0x2f, 0xfd])
                    || (0x50..=0x5f).any(|first| begins(&[first, 0x2a, 0x4d, 0x18]))
            }
            Self::Brotli(_) | Self::Zlib(_) | Self::Deflate(_) => false,
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Gzip(member) => Self::Gzip(GzipDecoder::new(member.into_inner())),
            Self::Zstd(member) => Self::Zstd(zstd(member.into_inner())),
            Self::Brotli(_) | Self::Zlib(_) | Self::Deflate(_) => self,
        }
    }

    fn body(&mut self) -> &mut R {
        match self {
            Self::Gzip(member) => member.get_mut(),
            Self::Brotli(member) => member.get_mut(),
            Self::Zstd(member) => member.get_mut(),
            Self::Zlib(member) => member.get_mut(),
            Self::Deflate(member) => member.get_mut(),
        }
    }
}

impl<R: AsyncBufRead + Unpin> AsyncRead for Member<R> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        room: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Gzip(member) => Pin::new(member).poll_read(cx, room),
            Self::Brotli(member) => Pin::new(member).poll_read(cx, room),
            Self::Zstd(member) => Pin::new(member).poll_read(cx, room),
            Self::Zlib(member) => Pin::new(member).poll_read(cx, room),
            Self::Deflate(member) => Pin::new(member).poll_read(cx, room),
        }
    }
}

impl<R: AsyncBufRead + Unpin> AsyncRead for Members<R> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        room: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        while let Some(member) = &mut this.member {
            match &mut this.at {
                At::Inside => {
                    let before = room.filled().len();
                    ready!(Pin::new(member).poll_read(cx, room))?;
                    if room.filled().len() > before || room.remaining() == 0 {
                        this.empty = 0;
                        break;
                    }
                    this.empty += 1;
                    if this.empty > MOST_EMPTY {
                        return Poll::Ready(Err(io::Error::other(
                            "there is nothing in what it is put together from",
                        )));
                    }
                    this.at = At::Between;
                }
                At::Between => {
                    let next = ready!(Pin::new(member.body()).poll_fill_buf(cx))?;
                    let next: Vec<u8> = next.iter().take(4).copied().collect();
                    if next.is_empty() {
                        break;
                    }
                    if member.is_followed_by(&next) {
                        this.at = At::Inside;
                        this.member = this.member.take().map(Member::next);
                    } else {
                        this.at = At::Behind(0);
                    }
                }
                At::Behind(count) => {
                    let mut body = Pin::new(member.body());
                    let read = ready!(body.as_mut().poll_fill_buf(cx))?.len();
                    if read == 0 {
                        break;
                    }
                    *count += read;
                    if *count > MOST_BEHIND {
                        return Poll::Ready(Err(io::Error::other(
                            "it does not end where its coding ends",
                        )));
                    }
                    body.consume(read);
                }
            }
        }
        Poll::Ready(Ok(()))
    }
}

fn zstd<R: AsyncBufRead>(body: R) -> ZstdDecoder<R> {
    ZstdDecoder::with_params(body, &[DParameter::window_log_max(ZSTD_WINDOW_LOG)])
}

/// RFC 1950 2.2: method 8, and the two bytes are a multiple of 31.
fn is_zlib(start: &[u8]) -> bool {
    match start {
        [first, second, ..] => {
            first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0
        }
        _ => true,
    }
}
