use std::sync::Arc;

use poem::http::Response as HttpResponse;
use poem::{Endpoint, Request, Response, Result};

use super::arrival::OriginalMethod;
use super::settings::HttpSettings;
use crate::http::error_pages::{Refused, for_people};
use crate::http::full::into_poem;
use crate::http::request_id;

/// Shows people a page instead of a problem.
pub(super) async fn show(
    next: Arc<impl Endpoint<Output = Response>>,
    request: Request,
    settings: Arc<HttpSettings>,
) -> Result<Response> {
    let Some(pages) = settings.error_pages.as_deref() else {
        return next.call(request).await;
    };
    let method = request.data::<OriginalMethod>();
    let method = method.map_or_else(|| request.method().clone(), |method| method.0.clone());
    let (uri, fields) = (request.uri().clone(), request.headers().clone());
    let response = next.call(request).await?;
    if response.extensions().get::<Refused>().is_none() {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    let mut full = HttpResponse::new(body.into_bytes().await?);
    *full.status_mut() = head.status;
    *full.headers_mut() = head.headers;
    *full.extensions_mut() = head.extensions;
    let asked = (&method, &uri, &fields);
    let id = request_id::current();
    Ok(into_poem(for_people(Some(pages), asked, id, full)))
}
