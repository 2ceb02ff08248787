//! A server that knows nothing and answers every request from memory: what the redirect of Korotko is compared with.
//!
//! ```text
//! korotko-bare hyper|poem PORT REDIRECT PREFIX MISSING
//! ```
//!
//! `REDIRECT` and `MISSING` are files with one answer each, as Korotko sent it; a path that begins with `PREFIX` gets the second.

mod answer;
mod bare_hyper;
mod bare_poem;

use std::error::Error;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::answer::{Answer, Answers};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [server, port, redirect, prefix, missing] = arguments.as_slice() else {
        return Err("usage: korotko-bare hyper|poem PORT REDIRECT PREFIX MISSING".into());
    };
    let answers = Arc::new(Answers {
        redirect: Answer::parse(&std::fs::read(redirect)?)?,
        missing: Answer::parse(&std::fs::read(missing)?)?,
        prefix: prefix.clone(),
    });
    let listener = TcpListener::bind(("127.0.0.1", port.parse()?)).await?;
    match server.as_str() {
        "hyper" => bare_hyper::serve(listener, answers).await?,
        "poem" => bare_poem::serve(listener, answers).await?,
        _ => return Err("the first argument must be hyper or poem".into()),
    }
    Ok(())
}
