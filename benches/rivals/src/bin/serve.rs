//! A corpus of `workload/gen.py` in, a server on 127.0.0.1 out that takes 50 to 400 ms an answer.
//!
//! `serve CORPUS PORT`: `/NNNNNN.xml` is the file of round 0 with a strong ETag; the same tag back
//! gives 304. `/bomb.xml` is a gzip of 1 GiB of zeros, `/endless.xml` never ends.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::{collections::HashMap, convert::Infallible, env, fs, io::Write, sync::Arc, time::Duration};

struct Corpus {
    files: HashMap<String, (String, Bytes)>,
    bomb: Bytes,
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, folder, port] = arguments.as_slice() else { panic!("serve CORPUS PORT") };
    let corpus = Arc::new(Corpus { files: files(folder), bomb: bomb() });
    let router = Router::new().route("/{name}", get(answer)).with_state(corpus);
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("port");
    println!("ready");
    std::io::stdout().flush().expect("stdout");
    axum::serve(listener, router).await.expect("served");
}

async fn answer(
    Path(name): Path<String>,
    State(corpus): State<Arc<Corpus>>,
    headers: HeaderMap,
) -> Response {
    tokio::time::sleep(latency(&name)).await;
    if name == "bomb.xml" {
        let fields = [(header::CONTENT_ENCODING, "gzip"), (header::CONTENT_TYPE, "text/xml")];
        return (fields, corpus.bomb.clone()).into_response();
    }
    if name == "endless.xml" {
        let filler = Bytes::from(vec![b' '; 1 << 16]);
        let chunks = futures_util::stream::repeat(Ok::<_, Infallible>(filler));
        return Body::from_stream(chunks).into_response();
    }
    let Some((kind, bytes)) = corpus.files.get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{name}-1\"");
    if headers.get(header::IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let fields = [(header::ETAG, tag), (header::CONTENT_TYPE, kind.clone())];
    (fields, bytes.clone()).into_response()
}

/// 50 to 400 ms, the same for the same name every time.
fn latency(name: &str) -> Duration {
    let hash = name.bytes().fold(7_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    Duration::from_millis(50 + hash % 351)
}

fn files(folder: &str) -> HashMap<String, (String, Bytes)> {
    let table = fs::read_to_string(format!("{folder}/feeds.tsv")).expect("feeds.tsv");
    let mut files = HashMap::new();
    for row in table.lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        let (Some(name), Some(kind)) = (columns.get(1), columns.get(3)) else { continue };
        let name = name.rsplit('/').next().unwrap_or(name);
        let Ok(bytes) = fs::read(format!("{folder}/r0/{name}")) else { continue };
        files.insert(name.to_owned(), ((*kind).to_owned(), Bytes::from(bytes)));
    }
    files
}

fn bomb() -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0_u8; 1 << 20];
    for _ in 0..1024 {
        encoder.write_all(&zeros).expect("memory");
    }
    Bytes::from(encoder.finish().expect("memory"))
}
