//! A gzip body in, what all of its members hold out; what stands behind the last of them is passed over, as gzip(1) and
//! browsers do.

use async_compression::tokio::bufread::GzipDecoder;
use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

/// What a member begins with (RFC 1952 2.3.1). The second byte may not have come yet, and a member that is cut is damage:
/// so the first one decides.
const MAGIC: u8 = 0x1f;
/// More than this is neither padding nor what a broken program left behind.
const MOST_BEHIND: usize = 1 << 20;

/// Reads every member (RFC 1952 2.2), and the body to its end: the transfer must be whole too.
pub(super) struct Members<R> {
    /// None only where one gives way to the next.
    member: Option<GzipDecoder<R>>,
    at: At,
}

enum At {
    Inside,
    /// A member has ended.
    Between,
    /// So many bytes behind the last.
    Behind(usize),
}

impl<R: AsyncBufRead> Members<R> {
    pub(super) fn new(body: R) -> Self {
        Self {
            member: Some(GzipDecoder::new(body)),
            at: At::Inside,
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
            let mut member = Pin::new(member);
            match &mut this.at {
                At::Inside => {
                    let before = room.filled().len();
                    ready!(member.poll_read(cx, room))?;
                    if room.filled().len() > before || room.remaining() == 0 {
                        break;
                    }
                    this.at = At::Between;
                }
                At::Between => match ready!(member.get_pin_mut().poll_fill_buf(cx))? {
                    [] => break,
                    [MAGIC, ..] => {
                        this.at = At::Inside;
                        let body = this.member.take().map(GzipDecoder::into_inner);
                        this.member = body.map(GzipDecoder::new);
                    }
                    _ => this.at = At::Behind(0),
                },
                At::Behind(count) => {
                    let read = ready!(member.as_mut().get_pin_mut().poll_fill_buf(cx))?.len();
                    if read == 0 {
                        break;
                    }
                    *count += read;
                    if *count > MOST_BEHIND {
                        return Poll::Ready(Err(io::Error::other(
                            "it does not end where its coding ends",
                        )));
                    }
                    member.get_pin_mut().consume(read);
                }
            }
        }
        Poll::Ready(Ok(()))
    }
}
