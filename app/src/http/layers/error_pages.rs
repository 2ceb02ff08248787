use poem::http::{HeaderMap, Method, Uri};
use poem::{Request, Response};

use super::arrival::OriginalMethod;
use super::settings::HttpSettings;
use crate::http::error_pages::{Asked, ErrorPages, page};
use crate::http::full::into_poem;
use crate::http::request_id;

/// Whoever sent a request and may be shown a page instead of a problem.
pub(super) struct Reader<'a> {
    pages: &'a dyn ErrorPages,
    method: Method,
    uri: Uri,
    fields: HeaderMap,
}

impl<'a> Reader<'a> {
    /// The person who reads the response; `None` if that is a program.
    pub(super) fn of(request: &Request, settings: &'a HttpSettings) -> Option<Self> {
        let pages = settings.error_pages.as_deref()?;
        let method = &request.data::<OriginalMethod>()?.0;
        let asked = Asked {
            method,
            uri: request.uri(),
            fields: request.headers(),
        };
        asked.is_by_person().then(|| Self {
            pages,
            method: method.clone(),
            uri: asked.uri.clone(),
            fields: asked.fields.clone(),
        })
    }

    /// The response, or a page if it is an error.
    pub(super) fn show(self, response: Response) -> Response {
        let asked = Asked {
            method: &self.method,
            uri: &self.uri,
            fields: &self.fields,
        };
        let answer = (response.status(), response.headers(), response.extensions());
        let page = page(self.pages, &asked, request_id::current(), answer);
        page.map_or(response, into_poem)
    }
}
