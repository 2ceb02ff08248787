//! HTTP responses, and assertions on them.

use reqwest::header::HeaderMap;
use reqwest::{Body, RequestBuilder};
use serde_json::Value;

/// A complete response.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The request, for the message when a test fails.
    pub asked: String,
    /// Its status.
    pub status: u16,
    /// Its header.
    pub headers: HeaderMap,
    /// Its body as a text.
    pub body: String,
}

impl Answer {
    /// Sends a request, and expects a response.
    pub async fn to(request: RequestBuilder) -> Self {
        let (client, request) = request.build_split();
        let request = request.expect("a request");
        let body = request.body().and_then(Body::as_bytes).unwrap_or_default();
        let body = String::from_utf8_lossy(&body[..body.len().min(200)]);
        let (method, url) = (request.method(), request.url().as_str());
        let asked = format!("{method} {url:.200} {body}");
        let response = client.execute(request).await;
        let response = response.unwrap_or_else(|error| panic!("{asked}: no response: {error:?}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.expect("a whole body");
        Self {
            asked,
            status,
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The value of a header field; empty if missing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("a value in ASCII"))
    }

    /// Asserts the status.
    #[track_caller]
    pub fn with(self, status: u16) -> Self {
        assert_eq!(
            self.status, status,
            "{} was answered with {}",
            self.asked, self.body
        );
        self
    }

    /// Asserts an error with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        let answer = self.with(status);
        answer.assert_problem();
        assert_eq!(answer.code(), code, "{}: {}", answer.asked, answer.body);
        answer
    }

    /// Asserts a problem document (RFC 9457).
    #[track_caller]
    pub fn assert_problem(&self) {
        let (body, code) = (self.json(), self.code());
        let media_type = self.header("content-type");
        assert_eq!(media_type, "application/problem+json", "{self:?}");
        assert_eq!(self.header("cache-control"), "no-store", "{self:?}");
        assert_eq!(body["status"], self.status, "{self:?}");
        assert_eq!(body["type"], format!("urn:korotko:problem:{code}"));
        for field in ["title", "detail"] {
            assert!(!self.text(field).is_empty(), "{self:?}");
        }
    }

    /// Asserts an error that names exactly these fields.
    #[track_caller]
    pub fn names(self, fields: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let fields: Vec<_> = fields.into_iter().collect();
        let fields: Vec<_> = fields.iter().map(AsRef::as_ref).collect();
        assert_eq!(self.fields(), fields, "{}: {}", self.asked, self.body);
        self
    }

    /// Asserts that these fields violate rules.
    #[track_caller]
    pub fn invalid(self, fields: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.refused(422, "invalid").names(fields)
    }

    /// Asserts that these fields of the body cannot be parsed.
    #[track_caller]
    pub fn misshapen(self, fields: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.refused(400, "invalid-body").names(fields)
    }

    /// Asserts that these parameters cannot be parsed.
    #[track_caller]
    pub fn bad_parameter(self, fields: impl IntoIterator<Item: AsRef<str>>) -> Self {
        self.refused(400, "invalid-parameter").names(fields)
    }

    /// The body.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|_| panic!("{}: no JSON: {}", self.asked, self.body))
    }

    /// The text in this field of the body.
    #[track_caller]
    pub fn text(&self, field: &str) -> String {
        let json = self.json();
        let text = json[field].as_str();
        text.unwrap_or_else(|| panic!("{}: no text `{field}` in {}", self.asked, self.body))
            .to_owned()
    }

    /// The number in this field of the body.
    #[track_caller]
    pub fn number(&self, field: &str) -> i64 {
        self.json()[field].as_i64().expect("a number")
    }

    /// The code of a problem.
    #[track_caller]
    pub fn code(&self) -> String {
        self.text("code")
    }

    /// The fields that a problem names, in order.
    #[track_caller]
    pub fn fields(&self) -> Vec<String> {
        self.errors().into_iter().map(|(field, _)| field).collect()
    }

    /// The invalid fields and their messages, in order.
    #[must_use]
    pub fn errors(&self) -> Vec<(String, String)> {
        let errors = &self.json()["errors"];
        let errors = errors.as_array().into_iter().flatten();
        errors
            .map(|error| {
                let text = |name| error[name].as_str().expect("a text").to_owned();
                let (field, message) = (text("field"), text("message"));
                assert!(!message.is_empty());
                (field, message)
            })
            .collect()
    }
}
