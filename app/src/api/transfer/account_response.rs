use korotko_core::Korotko;
use korotko_core::ports::{StoreError, Timestamp};
use korotko_core::user::User;
use korotko_linkfile::JsonWriter;
use poem::http::header;
use poem::{Body, Response};

use super::account::account_file;
use super::download::{CACHE_CONTROL, disposition, streamed};

/// All data of a user as a file, for whoever is signed in on a page.
pub(crate) async fn account_response(
    korotko: &Korotko,
    user: &User,
    now: Timestamp,
) -> Result<Response, StoreError> {
    let body = account_body(korotko, user, now).await?;
    let response = Response::builder()
        .content_type(JsonWriter::MEDIA_TYPE)
        .header(
            header::CONTENT_DISPOSITION,
            disposition("account", "json", now),
        )
        .header(header::CACHE_CONTROL, CACHE_CONTROL);
    Ok(response.body(body))
}

/// All data of a user, read while it is sent.
pub(super) async fn account_body(
    korotko: &Korotko,
    user: &User,
    now: Timestamp,
) -> Result<Body, StoreError> {
    let pending = korotko.users.pending_email(user).await?;
    streamed(account_file(korotko, user, pending.as_ref(), now)).await
}
