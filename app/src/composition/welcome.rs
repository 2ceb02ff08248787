//! The root path, which the routes of the API would match.

use std::sync::Arc;

use poem::web::Redirect;
use poem::{Endpoint, IntoResponse, Request, Response, Result};

/// Redirects `/` to the documentation.
pub(crate) async fn redirect_to_docs<E>(next: Arc<E>, request: Request) -> Result<Response>
where
    E: Endpoint,
{
    if request.uri().path() == "/" {
        return Ok(Redirect::temporary("/docs").into_response());
    }
    Ok(next.call(request).await?.into_response())
}
