use std::net::IpAddr;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Uri, header};
use korotko_core::{ExpectedRevision, Revision};
use url::form_urlencoded;

/// A request for a page.
#[derive(Debug)]
pub struct PageRequest {
    /// The method.
    pub method: Method,
    /// The path and the query.
    pub uri: Uri,
    /// The fields.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The client, as far as it is known.
    pub client: Option<IpAddr>,
    /// The id of the request, which an error page shows.
    pub id: String,
}

impl PageRequest {
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// Whether the request only reads (RFC 9110 9.2.1).
    pub(crate) fn is_safe(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
    }

    /// The value of a field that is given once and is a text.
    pub(crate) fn field(&self, name: HeaderName) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    }

    /// The value of a cookie; `None` if it is not given exactly once.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let lines = self.headers.get_all(header::COOKIE).iter();
        let lines = lines.filter_map(|line| line.to_str().ok());
        let pairs = lines
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs
            .filter(|(given, _)| *given == name)
            .map(|(_, value)| value);
        let value = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// The parameters of the query.
    pub(crate) fn query(&self) -> Form {
        Form::parse(self.uri.query().unwrap_or_default())
    }

    /// The fields of a form that was sent.
    pub(crate) fn form(&self) -> Form {
        Form::read(&self.body)
    }
}

/// The fields of a form, in their order (`application/x-www-form-urlencoded`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// The parameters of a query.
    pub(crate) fn parse(query: &str) -> Self {
        Self::read(query.as_bytes())
    }

    fn read(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The first value of a field, as it was sent; empty if it is missing.
    pub(crate) fn raw(&self, name: &str) -> &str {
        let mut fields = self.0.iter();
        let found = fields.find(|(given, _)| given == name);
        found.map_or("", |(_, value)| value)
    }

    /// The first value of a field without space around it; empty if it is missing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The first value of a field without space around it; `None` if it is missing or empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.0.iter();
        let named = fields.filter(move |(given, _)| given == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The revision of what was changed, as the form showed it; any, if the form does not name one.
    pub(crate) fn revision(&self) -> ExpectedRevision {
        let revision = self.text("revision").parse().ok().map(Revision);
        revision.map_or(ExpectedRevision::Any, ExpectedRevision::exactly)
    }

    /// Whether a box is ticked.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.given(name).is_some()
    }

    /// The fields encoded as a query, with `changes` in the place of the fields that they name; an empty change removes a field.
    pub(crate) fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let changed = |name: &str| changes.iter().any(|(change, _)| *change == name);
        let kept = self.0.iter().filter(|(name, _)| !changed(name));
        query.extend_pairs(kept);
        query.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        query.finish()
    }
}
