//! The HTTP API: one handler an operation, which translates a request into a use case and its end into an answer.

mod bearer;
mod collections;
mod cursor;
mod described;
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
mod page;
mod problems;
mod reports;
mod shorten;
mod statistics;
mod tag;
pub(crate) mod transfer;
mod users;

use std::sync::Arc;

pub use document::{document, swagger_ui};

use korotko_core::ports::Clock;
use korotko_core::{Korotko, Limits, MailPaths};
use poem::http::Method;
use poem_openapi::{LicenseObject, OpenApi, OpenApiService};

pub use bearer::Bearers;
pub(crate) use tag::Tag;

use described::Described;

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

type Operations = (
    users::AccountApi,
    users::SessionApi,
    users::PasswordApi,
    links::LinkApi,
    links::LinkBatchApi,
    links::LinkQrApi,
    collections::CollectionApi,
    collections::CollectionLinkApi,
    statistics::StatisticsApi,
    reports::ReportApi,
    reports::ScheduleApi,
    reports::UnsubscribeApi,
    transfer::TransferApi,
    shorten::ShortenApi,
);

/// Every operation there is, on the use cases of `korotko`; those of `work` have more time, for imports and exports.
#[must_use]
pub fn service(
    korotko: &Korotko,
    work: &Korotko,
    clock: &Arc<dyn Clock>,
    limits: Limits,
) -> OpenApiService<impl OpenApi + use<>, ()> {
    let most_rows = usize::try_from(limits.links_per_user).unwrap_or(usize::MAX);
    let korotko = || korotko.clone();
    let operations: Operations = (
        users::AccountApi { korotko: korotko() },
        users::SessionApi { korotko: korotko() },
        users::PasswordApi { korotko: korotko() },
        links::LinkApi {
            korotko: korotko(),
            clock: clock.clone(),
        },
        links::LinkBatchApi {
            korotko: korotko(),
            clock: clock.clone(),
        },
        links::LinkQrApi { korotko: korotko() },
        collections::CollectionApi { korotko: korotko() },
        collections::CollectionLinkApi { korotko: korotko() },
        statistics::StatisticsApi { korotko: korotko() },
        reports::ReportApi { korotko: korotko() },
        reports::ScheduleApi { korotko: korotko() },
        reports::UnsubscribeApi { korotko: korotko() },
        transfer::TransferApi {
            korotko: work.clone(),
            clock: clock.clone(),
            most_rows,
        },
        shorten::ShortenApi {
            korotko: korotko(),
            agents: Arc::default(),
        },
    );
    described(operations)
}

/// The operations to be described, and not to be called.
#[must_use]
pub fn description() -> OpenApiService<impl OpenApi, ()> {
    described(Described::<Operations>::default())
}

/// The document's server is wherever it was read from, so that it is the same everywhere, and Swagger UI can try operations by
/// whatever name the service was reached.
fn described<A: OpenApi>(operations: A) -> OpenApiService<A, ()> {
    OpenApiService::new(operations, "Korotko", env!("CARGO_PKG_VERSION"))
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
