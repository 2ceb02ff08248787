//! The fields that all redirects of short links have in common.

use poem::http::{HeaderMap, HeaderName, HeaderValue, header};

const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");

/// The fields of a redirect in their order, of which `Location` and `Cache-Control` are still empty.
///
/// To a search engine a temporary redirect says that the target is to be listed under the URL that redirects, which remains the one to
/// use (RFC 9110 15.4.3 and 15.4.8). A short URL is not to stand in a list for somebody else's page, so `X-Robots-Tag` forbids that. What
/// redirects permanently is listed under its target, from which the field could only take away.
pub(crate) fn redirect_fields(is_permanent: bool) -> HeaderMap {
    let mut fields = HeaderMap::new();
    for name in [header::LOCATION, header::CACHE_CONTROL] {
        fields.insert(name, HeaderValue::from_static(""));
    }
    if !is_permanent {
        fields.insert(X_ROBOTS_TAG, HeaderValue::from_static("noindex"));
    }
    fields
}

/// All fields of redirects: copying them takes less time than inserting each.
#[derive(Debug)]
pub struct RedirectFields {
    permanent: HeaderMap,
    temporary: HeaderMap,
}

impl RedirectFields {
    /// The fields, to which `complete` adds those of every response.
    pub(super) fn new(complete: impl Fn(&mut HeaderMap)) -> Self {
        let completed = |is_permanent| {
            let mut fields = redirect_fields(is_permanent);
            complete(&mut fields);
            fields
        };
        Self {
            permanent: completed(true),
            temporary: completed(false),
        }
    }

    /// A copy of the fields of a permanent or a temporary redirect.
    #[must_use]
    pub fn copy(&self, is_permanent: bool) -> HeaderMap {
        if is_permanent {
            self.permanent.clone()
        } else {
            self.temporary.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_redirects_alone_are_hidden_from_search_engines() {
        let fields = RedirectFields::new(|fields| {
            fields.insert(header::SERVER, HeaderValue::from_static(""));
        });
        let names = |is_permanent| {
            let copied = fields.copy(is_permanent);
            let names = copied.keys().map(|name| name.as_str().to_owned());
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(true), ["location", "cache-control", "server"]);
        let temporary = ["location", "cache-control", "x-robots-tag", "server"];
        assert_eq!(names(false), temporary);
        assert_eq!(fields.copy(false)[X_ROBOTS_TAG], "noindex");
    }
}
