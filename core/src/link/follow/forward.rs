//! Forwarding the query of a request to the target of a link.

use std::borrow::Cow;
use std::collections::HashSet;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::form_urlencoded;

use crate::link::{QueryForwarding, TargetUrl};

/// The parameter that names the namespace of a link. It is meant for this service, and never forwarded.
const NAMESPACE: &str = "u";

/// What the query of an http URL may not contain: the special-query percent-encode set (WHATWG URL 1.3). `%` is not in it, so
/// that nothing is encoded twice.
const QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\'');

/// The target with the parameters of `query`; `None` if that is the target itself, or longer than a target may be.
pub(super) fn forward(
    target: &TargetUrl,
    forwarding: QueryForwarding,
    query: Option<&str>,
) -> Option<TargetUrl> {
    if forwarding == QueryForwarding::Off {
        return None;
    }
    let added = forwardable(query?)?;
    let (rest, fragment) = split(target.as_str(), '#');
    let (page, own) = split(rest, '?');
    let own = own.unwrap_or_default();
    let own = match forwarding {
        QueryForwarding::Override => without(own, &added),
        QueryForwarding::Off | QueryForwarding::Append => own.to_owned(),
    };
    let mut url = format!("{page}?{own}");
    if !own.is_empty() {
        url.push('&');
    }
    url.push_str(&added);
    if let Some(fragment) = fragment {
        url.push('#');
        url.push_str(fragment);
    }
    (url.len() <= TargetUrl::MAX_BYTES).then(|| TargetUrl::from_stored(url))
}

/// The parameters to forward, as sent but for what a URL may not contain; `None` if there are none, or more than fit.
fn forwardable(query: &str) -> Option<String> {
    let mut kept = String::new();
    for parameter in parameters(query).filter(|parameter| name(parameter) != NAMESPACE) {
        if kept.len() + parameter.len() > TargetUrl::MAX_BYTES {
            return None;
        }
        if !kept.is_empty() {
            kept.push('&');
        }
        kept.extend(utf8_percent_encode(parameter, QUERY));
    }
    (!kept.is_empty()).then_some(kept)
}

/// The parameters of `own` whose names are not among those of `added`.
fn without(own: &str, added: &str) -> String {
    let replaced: HashSet<Cow<'_, str>> = parameters(added).map(name).collect();
    let kept = parameters(own).filter(|parameter| !replaced.contains(&name(parameter)));
    kept.collect::<Vec<_>>().join("&")
}

fn parameters(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|parameter| !parameter.is_empty())
}

/// The decoded name of a parameter.
fn name(parameter: &str) -> Cow<'_, str> {
    let mut pairs = form_urlencoded::parse(parameter.as_bytes());
    pairs.next().map(|(name, _)| name).unwrap_or_default()
}

fn split(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}
