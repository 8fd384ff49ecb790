//! A server on 127.0.0.1 that does what it is told, also what no server should.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What a path answers: pieces written one after the other, then the connection ends.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pieces: Vec<Piece>,
    end: End,
}

#[derive(Clone, Debug)]
enum Piece {
    Bytes(Vec<u8>),
    Pause(Duration),
    /// The same bytes for ever.
    Endless(Vec<u8>),
}

#[derive(Clone, Copy, Debug)]
enum End {
    Close,
    Reset,
    KeepOpen,
    Next,
}

impl Reply {
    /// A whole answer with its length; the connection is kept for another request.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let length = body.len().to_string();
        let mut all = vec![("Content-Length", length.as_str())];
        all.extend_from_slice(headers);
        let mut reply = Self::head(status, &all).bytes(body);
        reply.end = End::Next;
        reply
    }

    /// 200 and a body.
    pub(crate) fn ok(body: &[u8]) -> Self {
        Self::new(200, &[], body)
    }

    /// A redirect.
    pub(crate) fn redirect(status: u16, to: &str) -> Self {
        Self::new(status, &[("Location", to)], b"")
    }

    /// Status line and fields only; the body goes on until the connection is closed.
    pub(crate) fn head(status: u16, headers: &[(&str, &str)]) -> Self {
        let mut head = format!("HTTP/1.1 {status} Something\r\n");
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        Self::raw(head.as_bytes())
    }

    /// Bytes, whatever they are.
    pub(crate) fn raw(bytes: &[u8]) -> Self {
        Self {
            pieces: vec![Piece::Bytes(bytes.to_vec())],
            end: End::Close,
        }
    }

    /// More bytes.
    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.pieces.push(Piece::Bytes(bytes.to_vec()));
        self
    }

    /// Nothing for a while.
    pub(crate) fn pause(mut self, pause: Duration) -> Self {
        self.pieces.push(Piece::Pause(pause));
        self
    }

    /// These bytes again and again.
    pub(crate) fn endless(mut self, bytes: &[u8]) -> Self {
        self.pieces.push(Piece::Endless(bytes.to_vec()));
        self
    }

    /// The connection is reset at the end.
    pub(crate) fn then_reset(mut self) -> Self {
        self.end = End::Reset;
        self
    }

    /// The connection stays open in silence.
    pub(crate) fn then_silence(mut self) -> Self {
        self.end = End::KeepOpen;
        self
    }
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// `GET /path HTTP/1.1`
    pub(crate) line: String,
    /// Lower-case names.
    pub(crate) headers: Vec<(String, String)>,
}

impl Asked {
    /// With its query.
    pub(crate) fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    }
}

type Play = Arc<dyn Fn(&Asked) -> Reply + Send + Sync>;

/// A running server; it ends when dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Seen>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    asked: Mutex<Vec<Asked>>,
    open: AtomicUsize,
    most: AtomicUsize,
}

impl Server {
    /// Answers `(path, reply)`; a path that is there several times gives its replies in order, the
    /// last one again and again. What is not there is 404.
    pub(crate) async fn start(replies: Vec<(&str, Reply)>) -> Self {
        Self::start_on("127.0.0.1:0", replies).await
    }

    pub(crate) async fn start_on(address: &str, replies: Vec<(&str, Reply)>) -> Self {
        let mut by_path: HashMap<String, Vec<Reply>> = HashMap::new();
        for (path, reply) in replies {
            by_path.entry(path.to_owned()).or_default().push(reply);
        }
        let replies = Mutex::new(by_path);
        Self::play(address, move |asked| {
            let mut replies = replies.lock().expect("no panic");
            match replies.get_mut(asked.path()) {
                Some(list) if list.len() > 1 => list.remove(0),
                Some(list) => list[0].clone(),
                None => Reply::new(404, &[], b"no"),
            }
        })
        .await
    }

    /// Answers each request as `play` says.
    pub(crate) async fn play(
        address: &str,
        play: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let play: Play = Arc::new(play);
        let seen = Arc::new(Seen::default());
        let shared = seen.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, play.clone(), shared.clone()));
            }
        });
        Self {
            address,
            seen,
            task,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// The most requests that were under way at once.
    pub(crate) fn most_at_once(&self) -> usize {
        self.seen.most.load(Ordering::SeqCst)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.seen.asked.lock().expect("no panic").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, play: Play, seen: Arc<Seen>) {
    while let Some(asked) = read_request(&mut stream).await {
        let now = seen.open.fetch_add(1, Ordering::SeqCst) + 1;
        seen.most.fetch_max(now, Ordering::SeqCst);
        let reply = play(&asked);
        seen.asked.lock().expect("no panic").push(asked);
        let whole = write(&mut stream, &reply).await;
        seen.open.fetch_sub(1, Ordering::SeqCst);
        match reply.end {
            End::Next if whole => {}
            End::Reset => {
                stream.set_zero_linger().expect("a socket");
                return;
            }
            End::KeepOpen => tokio::time::sleep(Duration::from_mins(1)).await,
            End::Close | End::Next => return,
        }
    }
}

async fn write(stream: &mut TcpStream, reply: &Reply) -> bool {
    for piece in &reply.pieces {
        match piece {
            Piece::Bytes(bytes) => {
                if stream.write_all(bytes).await.is_err() {
                    return false;
                }
            }
            Piece::Pause(pause) => tokio::time::sleep(*pause).await,
            Piece::Endless(bytes) => while stream.write_all(bytes).await.is_ok() {},
        }
    }
    stream.flush().await.is_ok()
}

async fn read_request(stream: &mut TcpStream) -> Option<Asked> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let text: String = head.iter().copied().map(char::from).collect();
    let mut lines = text.lines();
    let line = lines.next()?.to_owned();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Some(Asked { line, headers })
}
