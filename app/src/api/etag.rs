//! Entity tags of links and collections, which are their revisions, and `If-Match` (RFC 9110 8.8.3 and 13.1.1).
//!
//! `If-None-Match` is not supported: a representation also changes without a new revision, as when a link expires.

use korotko_core::{ExpectedRevision, Revision};
use poem::http::header;
use poem::{Request, RequestBody, Result};
use poem_openapi::registry::{MetaParamIn, MetaSchemaRef};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::http::problem::{FieldError, Problem};

/// The entity tag of a revision.
pub(super) fn from_revision(revision: Revision) -> String {
    format!("\"{revision}\"")
}

/// The revisions that the `If-Match` field expects.
#[derive(Debug)]
pub(super) struct IfMatch(pub(super) ExpectedRevision);

/// Parses `If-Match`; an invalid one is answered 400.
fn condition(request: &Request) -> Result<ExpectedRevision, Problem> {
    let lines = request.headers().get_all(header::IF_MATCH).iter();
    let lines: Vec<&[u8]> = lines.map(header::HeaderValue::as_bytes).collect();
    if lines.is_empty() {
        return Ok(ExpectedRevision::Any);
    }
    let message = "must be * or entity tags such as \"3\", separated by commas";
    // Several lines are one list (RFC 9110 5.3).
    read(&lines.join(&b',')).ok_or_else(|| {
        Problem::bad_field("invalid-parameter", FieldError::new("If-Match", message))
    })
}

/// Parses `*` or a list of entity tags, which may contain commas.
fn read(field: &[u8]) -> Option<ExpectedRevision> {
    let mut rest = field.trim_ascii();
    if rest == b"*" {
        return Some(ExpectedRevision::Any);
    }
    let mut tags = Vec::new();
    while !rest.is_empty() {
        // Empty list members are ignored (RFC 9110 5.6.1.2).
        if let Some(tail) = rest.strip_prefix(b",") {
            rest = tail.trim_ascii_start();
            continue;
        }
        let (tag, tail) = read_tag(rest)?;
        tags.push(tag);
        rest = tail.trim_ascii_start();
        if !rest.is_empty() && !rest.starts_with(b",") {
            return None;
        }
    }
    (!tags.is_empty()).then(|| ExpectedRevision::OneOf(tags.into_iter().flatten().collect()))
}

/// Parses the first entity tag: its revision, if it is one of ours, and the rest of the text.
fn read_tag(text: &[u8]) -> Option<(Option<Revision>, &[u8])> {
    let (weak, text) = match text.strip_prefix(b"W/") {
        Some(strong) => (true, strong),
        None => (false, text),
    };
    let text = text.strip_prefix(b"\"")?;
    let end = text.iter().position(|byte| *byte == b'"')?;
    let (opaque, tail) = (&text[..end], &text[end + 1..]);
    let fits = opaque
        .iter()
        .all(|byte| matches!(byte, 0x21 | 0x23..=0x7e | 0x80..));
    // Strong comparison: a weak tag matches no revision (RFC 9110 8.8.3.2).
    let number = str::from_utf8(opaque).ok().filter(|_| !weak);
    let revision = number.and_then(|number| number.parse().ok().map(Revision));
    let revision = revision.filter(|revision| number == Some(&*revision.to_string()));
    fits.then_some((revision, tail))
}

impl<'a> ApiExtractor<'a> for IfMatch {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];

    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(String::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<String>,
    ) -> Result<Self> {
        Ok(Self(condition(request)?))
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::{ExpectedRevision, Revision};

    use super::read;

    fn expected(field: &str) -> Option<ExpectedRevision> {
        read(field.as_bytes())
    }

    #[test]
    fn a_star_matches_any_revision() {
        assert_eq!(expected(" * "), Some(ExpectedRevision::Any));
    }

    #[test]
    fn only_strong_tags_of_revisions_match() {
        let field = r#"W/"1", "2" ,, "a,b","","03","+4", "5""#;
        let revisions = vec![Revision(2), Revision(5)];
        assert_eq!(expected(field), Some(ExpectedRevision::OneOf(revisions)));
    }

    #[test]
    fn an_invalid_list_of_tags_is_refused() {
        for field in [
            "",
            ",",
            "3",
            "\"3",
            "3\"",
            "\"3\" \"4\"",
            "\"3\"4",
            "*, \"3\"",
            "\"3\", *",
            "w/\"3\"",
            "W/ \"3\"",
            "\"a b\"",
        ] {
            assert_eq!(expected(field), None, "{field}");
        }
    }
}
