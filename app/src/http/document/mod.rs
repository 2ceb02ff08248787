//! Constant documents.

mod swagger;

use std::io::Write;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{Endpoint, Request, Response, Result};
use ring::digest::{SHA256, digest};
use tokio::sync::OnceCell;

/// A large response that never changes while the program runs. It is gzipped if the client accepts that, and not sent again to a client
/// that has it (RFC 9110 13.1.2).
#[derive(Debug, Clone)]
pub struct StaticDocument(Arc<Content>);

#[derive(Debug)]
struct Content {
    media_type: &'static str,
    policy: Option<HeaderValue>,
    plain: Bytes,
    /// Compressed on first use, so that the start does not wait for it.
    gzipped: OnceCell<Bytes>,
    tag: String,
}

impl StaticDocument {
    /// The Swagger UI page for `/openapi.json`, built from the page that `poem-openapi` generates. Its content security policy allows
    /// only its own scripts.
    #[must_use]
    pub fn swagger_ui(title: &str, bundle: &str) -> Self {
        let html = swagger::page(title, bundle);
        let policy = swagger::content_security_policy(&html);
        Self::new(
            "text/html; charset=utf-8",
            html,
            HeaderValue::try_from(policy).ok(),
        )
    }

    /// A JSON document.
    #[must_use]
    pub fn json(json: String) -> Self {
        Self::new("application/json", json, None)
    }

    fn new(media_type: &'static str, text: String, policy: Option<HeaderValue>) -> Self {
        let hash = digest(&SHA256, text.as_bytes());
        let tag = URL_SAFE_NO_PAD.encode(hash.as_ref());
        let (plain, gzipped) = (text.into(), OnceCell::new());
        Self(Arc::new(Content {
            media_type,
            policy,
            plain,
            gzipped,
            tag,
        }))
    }

    /// The gzipped body, unless compression failed.
    async fn gzipped(&self) -> Option<Bytes> {
        let content = self.0.clone();
        let gzipped = self.0.gzipped.get_or_try_init(|| async move {
            let gzipped = tokio::task::spawn_blocking(move || gzip(&content.plain)).await;
            gzipped.map_err(std::io::Error::other)?
        });
        gzipped.await.ok().cloned()
    }
}

impl Endpoint for StaticDocument {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let gzipped = if accepts_gzip(&request) {
            self.gzipped().await
        } else {
            None
        };
        // Different content codings have different entity tags (RFC 9110 8.8.3.3).
        let tag = format!(
            "\"{}{}\"",
            self.0.tag,
            if gzipped.is_some() { "-gzip" } else { "" }
        );
        let mut response = Response::builder()
            .header(header::ETAG, &tag)
            .header(header::CACHE_CONTROL, "no-cache")
            .header(header::VARY, "Accept-Encoding");
        if let Some(policy) = &self.0.policy {
            response = response.header(header::CONTENT_SECURITY_POLICY, policy);
        }
        if field(&request, header::IF_NONE_MATCH).any(|known| matches(known, &tag)) {
            return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
        }
        if gzipped.is_some() {
            response = response.header(header::CONTENT_ENCODING, "gzip");
        }
        let body = gzipped.unwrap_or_else(|| self.0.plain.clone());
        Ok(response.content_type(self.0.media_type).body(body))
    }
}

/// The members of a list field.
fn field(request: &Request, name: HeaderName) -> impl Iterator<Item = &str> {
    let lines = request.headers().get_all(name).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

fn matches(known: &str, tag: &str) -> bool {
    known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
}

/// Whether `Accept-Encoding` has gzip with a weight above 0 (RFC 9110 12.5.3).
fn accepts_gzip(request: &Request) -> bool {
    field(request, header::ACCEPT_ENCODING).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
        named && weight.is_none_or(|weight| weight > 0.0)
    })
}

fn gzip(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.into())
}
