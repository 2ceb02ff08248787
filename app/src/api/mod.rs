//! The HTTP API: one handler an operation, which translates a request into a use case and its end into an answer.

mod bearer;
mod collections;
mod cursor;
mod document;
mod etag;
mod examples;
mod follow;
mod follower;
mod html;
mod language;
mod links;
mod merge_patch;
mod moment;
mod reports;
mod row_problem;
mod shorten;
mod statistics;
pub(crate) mod transfer;
mod users;

use std::sync::Arc;

pub use document::{document, swagger_ui};

use korotko_core::ports::Clock;
use korotko_core::{Korotko, Limits, MailPaths};
use poem::http::Method;
use poem_openapi::{LicenseObject, OpenApi, OpenApiService, Tags};

pub use bearer::Bearers;

use crate::http::RouteTable;

/// Where the links in mails lead.
#[must_use]
pub fn mail_paths() -> MailPaths {
    MailPaths::new(
        "/api/email-verification/",
        "/api/reports/unsubscribe/",
        "/api/users/password-reset/confirm/",
    )
}

/// How the operations are grouped in the document.
#[derive(Debug, Tags)]
pub(crate) enum Tag {
    /// Registering, confirming the address, signing in, and looking after one's account.
    Accounts,
    /// Short links as resources with ids.
    Links,
    /// Personal sets of links.
    Collections,
    /// The numbers of clicks.
    Statistics,
    /// Excel reports by mail, once or by a schedule.
    Reports,
    /// The two original operations: shorten a URL, follow a short code.
    Shortening,
}

/// The most bytes of a batch: a thousand operations of a kilobyte each.
const BATCH_BODY_LIMIT: usize = 1024 * 1024;

/// The paths that people follow from mails and pages, where others add parameters of their own.
const FOLLOWED: [&str; 5] = [
    "/{slug}",
    "/api/url/{slug}",
    "/api/email-verification/{token}",
    "/api/users/email-verification/{verify_token}",
    "/api/reports/unsubscribe/{token}",
];

/// Every operation there is, on the use cases of `korotko`; those of `work` have more time, for imports and exports. The document's
/// server is wherever it was read from, so that it is the same everywhere, and Swagger UI can try operations by whatever name the
/// service was reached.
#[must_use]
pub fn service(
    korotko: &Korotko,
    work: &Korotko,
    clock: &Arc<dyn Clock>,
    limits: Limits,
) -> OpenApiService<impl OpenApi + use<>, ()> {
    let most_rows = usize::try_from(limits.links_per_user).unwrap_or(usize::MAX);
    let api = (
        users::AccountApi::new(korotko.clone()),
        users::SessionApi::new(korotko.clone()),
        users::PasswordApi::new(korotko.clone()),
        links::LinkApi::new(korotko.clone(), clock.clone()),
        links::LinkBatchApi::new(korotko.clone(), clock.clone()),
        links::LinkQrApi::new(korotko.clone()),
        collections::CollectionApi::new(korotko.clone()),
        collections::CollectionLinkApi::new(korotko.clone()),
        statistics::StatisticsApi::new(korotko.clone()),
        reports::ReportApi::new(korotko.clone()),
        reports::ScheduleApi::new(korotko.clone()),
        reports::UnsubscribeApi::new(korotko.clone()),
        transfer::TransferApi::new(work.clone(), clock.clone(), most_rows),
        shorten::ShortenApi::new(korotko.clone()),
    );
    OpenApiService::new(api, "Korotko", env!("CARGO_PKG_VERSION"))
        .description(include_str!("description.md"))
        .license(
            LicenseObject::new("MIT OR Apache-2.0")
                .url("https://www.apache.org/licenses/LICENSE-2.0"),
        )
        .server("/")
}

/// The routes of the document, and those beside it.
pub fn routes(spec: &str) -> Result<RouteTable, serde_json::Error> {
    let beside = ["/", "/docs", "/openapi.json", "/healthz", "/readyz"];
    let table = RouteTable::from_spec(spec)?;
    let table = table
        .with_body_limit("/api/links/batch", BATCH_BODY_LIMIT)
        .with_body_limit(transfer::IMPORT_PATH, transfer::IMPORT_BODY_LIMIT);
    let table = FOLLOWED.into_iter().fold(table, RouteTable::with_any_query);
    Ok(beside
        .into_iter()
        .fold(table, |table, path| table.with_route(path, &[Method::GET])))
}
