//! A list of addresses in; each is asked once and its body dropped. The floor for `clusterwire run`.
//!
//! `bare URLS.txt CONCURRENCY`

use futures_util::StreamExt;
use std::{env, fs};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, list, concurrency] = arguments.as_slice() else { panic!("bare URLS CONCURRENCY") };
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let list = fs::read_to_string(list).expect("the list is readable");
    let answers = futures_util::stream::iter(list.lines().map(|url| one(&client, url)))
        .buffer_unordered(concurrency.parse().expect("a number"))
        .fold(0_usize, |sum, bytes| async move { sum + bytes })
        .await;
    println!("{answers} bytes");
}

async fn one(client: &reqwest::Client, url: &str) -> usize {
    let Ok(mut answer) = client.get(url).send().await else { return 0 };
    let mut bytes = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        bytes += chunk.len();
    }
    bytes
}
