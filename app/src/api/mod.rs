//! The HTTP API: one handler per operation, which translates a request into a call of a use case, and its outcome into a response.

pub(crate) mod abuse;
pub(crate) mod admin;
mod bearer;
mod client;
mod collections;
mod cursor;
mod described;
mod document;
mod etag;
mod examples;
mod follow;
mod follower;
mod html;
mod keys;
pub(crate) mod language;
mod links;
mod merge_patch;
mod moment;
mod page;
mod problems;
mod rate_limited;
mod redirect_outcomes;
mod reports;
mod sessions;
mod shares;
mod short_links;
mod shorten;
mod stated_policy;
mod statistics;
mod tag;
pub(crate) mod transfer;
mod users;

use std::sync::Arc;

pub use document::document;

use korotko_core::ports::Clock;
use korotko_core::{Korotko, Limits, MailPaths};
use korotko_useragent::AgentReader;
use korotko_web::Pages;
use poem::http::Method;
use poem_openapi::{LicenseObject, OpenApi, OpenApiService};

pub use bearer::Bearers;
pub use redirect_outcomes::RedirectOutcomes;
pub use short_links::ShortLinks;
pub(crate) use tag::Tag;

use described::Described;

use crate::http::RouteTable;

/// The paths of the links in mails. Where opening one alone must change nothing, it leads to a page with a form.
#[must_use]
pub fn mail_paths() -> MailPaths {
    MailPaths::new(
        "/api/email-verification/",
        "/invite/",
        "/api/reports/unsubscribe/",
        "/reset/",
        "/email/",
    )
}

/// The maximum size of a batch in bytes: a thousand operations of a kilobyte each.
const BATCH_BODY_LIMIT: usize = 1024 * 1024;

/// The paths that people open from mails and pages; other programs add query parameters to them.
const OPENED_BY_PEOPLE: [&str; 7] = [
    "/{slug}",
    "/api/url/{slug}",
    "/api/email-verification/{token}",
    "/api/users/email-verification/{verify_token}",
    "/api/users/email/confirm/{token}",
    "/api/invitations/{token}",
    "/api/reports/unsubscribe/{token}",
];

type Operations = (
    (shorten::ShortenApi, abuse::AbuseReportApi),
    users::UserApi,
    sessions::BrowserSessionApi,
    keys::KeyApi,
    links::LinkApi,
    links::LinkBatchApi,
    links::QrCodeApi,
    collections::CollectionApi,
    collections::CollectionLinkApi,
    (statistics::StatisticsApi, shares::ShareApis),
    reports::ReportApi,
    reports::ScheduleApi,
    reports::UnsubscribeApi,
    transfer::TransferApi,
    admin::AdminApi,
);

/// All operations, on the use cases of `korotko`. Redirects are counted in `outcomes`. Imports and exports use `work`, which has longer timeouts.
#[must_use]
pub fn service(
    korotko: &Korotko,
    work: &Korotko,
    (agents, outcomes): (Arc<AgentReader>, RedirectOutcomes),
    clock: &Arc<dyn Clock>,
    limits: Limits,
) -> OpenApiService<impl OpenApi + use<>, ()> {
    let max_rows = usize::try_from(limits.links_per_user).unwrap_or(usize::MAX);
    let korotko = || korotko.clone();
    let operations: Operations = (
        (
            shorten::ShortenApi {
                korotko: korotko(),
                agents,
                outcomes,
            },
            abuse::AbuseReportApi { korotko: korotko() },
        ),
        users::api(korotko),
        sessions::BrowserSessionApi { korotko: korotko() },
        keys::KeyApi { korotko: korotko() },
        links::LinkApi {
            korotko: korotko(),
            clock: clock.clone(),
        },
        links::LinkBatchApi {
            korotko: korotko(),
            clock: clock.clone(),
        },
        links::QrCodeApi { korotko: korotko() },
        collections::CollectionApi { korotko: korotko() },
        collections::CollectionLinkApi { korotko: korotko() },
        (
            statistics::StatisticsApi { korotko: korotko() },
            shares::api(korotko),
        ),
        reports::ReportApi { korotko: korotko() },
        reports::ScheduleApi { korotko: korotko() },
        reports::UnsubscribeApi { korotko: korotko() },
        transfer::TransferApi {
            korotko: work.clone(),
            clock: clock.clone(),
            max_rows,
        },
        admin::api(korotko),
    );
    described(operations)
}

/// All operations without handlers, to describe them.
#[must_use]
pub fn description() -> OpenApiService<impl OpenApi, ()> {
    described(Described::<Operations>::default())
}

/// The document's server is `/`, so that the document is the same everywhere, and Swagger UI calls the host it was loaded from.
fn described<A: OpenApi>(operations: A) -> OpenApiService<A, ()> {
    OpenApiService::new(operations, "Korotko", env!("CARGO_PKG_VERSION"))
        .description(include_str!("description.md"))
        .license(
            LicenseObject::new("MIT OR Apache-2.0")
                .url("https://www.apache.org/licenses/LICENSE-2.0"),
        )
        .server("/")
}

/// The routes of the document, and the undocumented ones.
pub fn routes(spec: &str) -> Result<RouteTable, serde_json::Error> {
    let undocumented = [
        "/docs",
        "/openapi.json",
        "/healthz",
        "/readyz",
        "/.well-known/security.txt",
    ];
    let table = RouteTable::from_spec(spec)?;
    let table = table
        .with_body_limit("/api/links/batch", BATCH_BODY_LIMIT)
        .with_body_limit(transfer::IMPORT_PATH, transfer::IMPORT_BODY_LIMIT)
        .with_body_limit(Pages::IMPORT_PATH, transfer::IMPORT_BODY_LIMIT);
    let table = OPENED_BY_PEOPLE
        .into_iter()
        .fold(table, RouteTable::with_any_query);
    let table = undocumented
        .into_iter()
        .fold(table, |table, path| table.with_route(path, &[Method::GET]));
    Ok(Pages::paths().fold(table, |table, (path, methods)| {
        table.with_route(path, methods)
    }))
}
