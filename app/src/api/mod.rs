//! The HTTP API: one handler an operation, which translates a request into a use case and its end into an answer.

mod bearer;
mod cursor;
mod examples;
mod follow;
mod language;
mod links;
mod shorten;
mod users;

use korotko_core::Korotko;
use poem::http::Method;
use poem_openapi::{LicenseObject, OpenApi, OpenApiService, Tags};

use crate::http::RouteTable;

/// How the operations are grouped in the document.
#[derive(Debug, Tags)]
pub(crate) enum Tag {
    /// Registering, confirming the address, signing in, and looking after one's account.
    Accounts,
    /// Short links as resources with ids.
    Links,
    /// The two original operations: shorten a URL, follow a short code.
    Shortening,
}

/// Every operation there is, on these use cases. The document's server is wherever it was read from, so that it is the same
/// everywhere, and Swagger UI can try operations by whatever name the service was reached.
#[must_use]
pub fn service(korotko: &Korotko) -> OpenApiService<impl OpenApi + use<>, ()> {
    let api = (
        users::AccountApi::new(korotko.clone()),
        users::SessionApi::new(korotko.clone()),
        users::PasswordApi::new(korotko.clone()),
        links::LinkApi::new(korotko.clone()),
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
    Ok(beside
        .into_iter()
        .fold(table, |table, path| table.with_route(path, &[Method::GET])))
}
