use percent_encoding::percent_decode_str;
use url::Url;

use crate::link::{Slug, Tags, TargetUrl, Title};
use crate::text::{TextError, fold, parse_line};

/// A case-folded text to search for in links.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchText(String);

impl SearchText {
    /// The maximum number of characters, before folding.
    pub const MAX_CHARS: usize = 200;

    /// Parses a search text.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let line = parse_line(text, Self::MAX_CHARS)?;
        Ok(Self(fold(&line)))
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The searchable text of a link, folded: target, slug, title and tags, a line each. The target is included as stored and,
/// where that differs, in its readable form: `пример.рф/путь`.
#[must_use]
pub fn searchable_text(
    target: &TargetUrl,
    slug: &Slug,
    title: Option<&Title>,
    tags: &Tags,
) -> String {
    let mut text = String::new();
    let mut add = |line: &str| {
        text.push_str(&fold(line));
        text.push('\n');
    };
    add(target.as_str());
    if let Some(readable) = readable(target) {
        add(&readable);
    }
    add(slug.as_str());
    if let Some(title) = title {
        add(title.as_str());
    }
    for tag in tags.as_slice() {
        add(tag.as_str());
    }
    text
}

/// The target with its host in Unicode and its escapes decoded, if it has any.
fn readable(target: &TargetUrl) -> Option<String> {
    let serialised = target.as_str();
    if !serialised.contains('%') && !serialised.contains("xn--") {
        return None;
    }
    let url = Url::parse(serialised).ok()?;
    let (host, _) = idna::domain_to_unicode(url.host_str()?);
    let rest = &url[url::Position::AfterHost..];
    let rest = percent_decode_str(rest).decode_utf8_lossy();
    // An escaped line break would end this line early.
    let line = format!("{host}{rest}").replace(char::is_control, " ");
    Some(line)
}
