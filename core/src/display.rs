//! Hosts and URLs as people read them, and texts in HTML.

use std::borrow::Cow;

use url::{Position, Url};

/// A host with its international labels decoded (UTS 46): `xn--e1afmkfd.xn--p1ai` becomes `пример.рф`. An invalid host is
/// returned unchanged.
#[must_use]
pub fn display_host(host: &str) -> Cow<'_, str> {
    if !host.contains("xn--") {
        return Cow::Borrowed(host);
    }
    match idna::domain_to_unicode(host) {
        (unicode, Ok(())) => Cow::Owned(unicode),
        _ => Cow::Borrowed(host),
    }
}

/// A URL with its host decoded by [`display_host`]. Show it, and link to the original URL. Any other text is returned
/// unchanged.
///
/// ```
/// use korotko_core::display_url;
///
/// assert_eq!(display_url("https://xn--e1afmkfd.xn--p1ai:81/a?b"), "https://пример.рф:81/a?b");
/// ```
#[must_use]
pub fn display_url(url: &str) -> Cow<'_, str> {
    if !url.contains("xn--") {
        return Cow::Borrowed(url);
    }
    let Ok(parsed) = Url::parse(url) else {
        return Cow::Borrowed(url);
    };
    match parsed.host_str().map(display_host) {
        Some(Cow::Owned(host)) => {
            let before = &parsed[..Position::BeforeHost];
            let after = &parsed[Position::AfterHost..];
            Cow::Owned(format!("{before}{host}{after}"))
        }
        _ => Cow::Borrowed(url),
    }
}

/// Escapes a text for an element or a quoted attribute of HTML.
///
/// ```
/// assert_eq!(korotko_core::escape_html("<a & 'b'>"), "&lt;a &amp; &#39;b&#39;&gt;");
/// ```
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{display_host, display_url};

    #[test]
    fn international_hosts_are_decoded() {
        assert_eq!(display_host("xn--e1afmkfd.xn--p1ai"), "пример.рф");
        assert_eq!(display_host("www.xn--caf-dma.example"), "www.café.example");
        let url = "http://xn--e1afmkfd.xn--p1ai/xn--a?xn--b#c";
        assert_eq!(display_url(url), "http://пример.рф/xn--a?xn--b#c");
    }

    #[test]
    fn texts_that_are_no_international_host_stay_as_they_are() {
        for host in ["", "example.com", "xn--a.example", "xn--\u{0}", "[::1]"] {
            assert_eq!(display_host(host), host);
        }
        for url in [
            "",
            "xn--e1afmkfd.xn--p1ai",
            "https://example.com/xn--e1afmkfd",
            "=1+1",
        ] {
            assert_eq!(display_url(url), url);
        }
    }
}
