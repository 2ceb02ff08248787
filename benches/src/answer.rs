//! The answers of the bare servers.

use std::error::Error;

use bytes::Bytes;
use hyper::header::{CONTENT_LENGTH, DATE, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};

/// What a bare server answers.
#[derive(Debug)]
pub(crate) struct Answers {
    pub(crate) redirect: Answer,
    pub(crate) missing: Answer,
    /// The beginning of the paths that do not exist.
    pub(crate) prefix: String,
}

impl Answers {
    /// The answer to a request for this path.
    pub(crate) fn to(&self, path: &str) -> &Answer {
        if path.starts_with(&self.prefix) {
            &self.missing
        } else {
            &self.redirect
        }
    }
}

/// One answer, except for its date and length, which the server adds.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// Parses an answer as it was read from a socket.
    pub(crate) fn parse(raw: &[u8]) -> Result<Self, Box<dyn Error>> {
        let end = raw.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.ok_or("the answer has no end of its head")?;
        let head = std::str::from_utf8(&raw[..end])?;
        let (status, lines) = head.split_once("\r\n").unwrap_or((head, ""));
        let status = status.split(' ').nth(1).ok_or("the answer has no status")?;
        let mut headers = HeaderMap::new();
        for line in lines.split("\r\n") {
            let (name, value) = line.split_once(": ").ok_or("a header has no colon")?;
            headers.append(name.parse::<HeaderName>()?, HeaderValue::from_str(value)?);
        }
        headers.remove(DATE);
        headers.remove(CONTENT_LENGTH);
        Ok(Self {
            status: status.parse()?,
            headers,
            body: Bytes::copy_from_slice(&raw[end + 4..]),
        })
    }

    /// The body for a request by this method.
    pub(crate) fn body(&self, method: &Method) -> Bytes {
        if method == Method::HEAD {
            Bytes::new()
        } else {
            self.body.clone()
        }
    }
}
