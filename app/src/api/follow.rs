//! The redirect response.

use korotko_core::link::{Namespace, Redirect, RedirectStatus, ResolveLinkError, TargetUrl};
use korotko_core::rate_limit::Policy;
use poem::http::{HeaderMap, HeaderValue, StatusCode, header};
use poem::{IntoResponse, Request, RequestBody, Response};
use poem_openapi::registry::{
    MetaHeader, MetaParamIn, MetaResponse, MetaResponses, MetaSchemaRef, Registry,
};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};
use url::form_urlencoded;

use super::rate_limited::rate_limited;
use crate::http::problem::documented;
use crate::http::{FullResponse, into_poem, redirect_fields};
use crate::problems;

problems! {
    /// Why a short link does not redirect.
    pub FollowProblem {
        404 => [ResolveLinkError::NotFound],
        410 => [ResolveLinkError::Gone, ResolveLinkError::Disabled, ResolveLinkError::Blocked],
        429 => [rate_limited(Policy::UnknownSlugs)],
        451 => [ResolveLinkError::LegalReasons("court order 12/2026".to_owned())],
        503,
    }
}

/// The statuses of redirects, with their descriptions.
const REDIRECTS: [(u16, &str); 4] = [
    (
        301,
        "Permanent redirect. Clients may cache it, and may change POST to GET.",
    ),
    (302, "Temporary redirect. Clients may change POST to GET."),
    (
        307,
        "Temporary redirect; of an expired or exhausted link, to its fallback.",
    ),
    (308, "Permanent redirect. Clients may cache it."),
];

/// A redirect with the status of its link.
pub(super) struct Followed {
    status: RedirectStatus,
    location: TargetUrl,
}

impl Followed {
    /// The answer to a request with this query.
    pub(super) fn new(redirect: Redirect, query: Option<&str>) -> Self {
        Self {
            status: redirect.status,
            location: redirect.location(query),
        }
    }

    /// The response with these fields, without anything of the framework.
    pub(super) fn response(&self, mut fields: HeaderMap) -> FullResponse {
        let Self { status, location } = self;
        let cache = if status.is_permanent() {
            "private, max-age=300"
        } else {
            "private, no-store"
        };
        // A target is always a valid value.
        if let Ok(location) = HeaderValue::from_str(location.as_str()) {
            fields.insert(header::LOCATION, location);
        }
        fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        let mut response = FullResponse::default();
        let code = StatusCode::from_u16(status.code());
        *response.status_mut() = code.unwrap_or(StatusCode::TEMPORARY_REDIRECT);
        *response.headers_mut() = fields;
        response
    }
}

impl ApiResponse for Followed {
    fn meta() -> MetaResponses {
        let responses = REDIRECTS.map(|(status, description)| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: Vec::new(),
            headers: documented_fields(status),
        });
        let responses = responses.into();
        MetaResponses { responses }
    }

    fn register(_: &mut Registry) {}
}

impl IntoResponse for Followed {
    fn into_response(self) -> Response {
        let fields = redirect_fields(self.status.is_permanent());
        into_poem(self.response(fields))
    }
}

/// The fields of a redirect with this status.
fn documented_fields(status: u16) -> Vec<MetaHeader> {
    let mut fields = vec![
        documented::header::<String>(
            "LOCATION",
            "The target URL, with the query of the request if the link forwards it.",
        ),
        documented::header::<String>("CACHE-CONTROL", "How long the response may be cached."),
    ];
    if matches!(status, 302 | 307) {
        fields.push(documented::header::<String>(
            "X-ROBOTS-TAG",
            "Always `noindex`: search engines must not list the target under the short URL.",
        ));
    }
    fields
}

/// The namespace of a short link: the query parameter `u`, or the global one.
#[derive(Debug)]
pub(super) struct NamespaceParam(pub(super) Option<Namespace>);

impl NamespaceParam {
    /// Parses the query; `None` if `u` is not exactly one positive integer without sign and leading zeros.
    pub(super) fn read(query: &str) -> Option<Namespace> {
        let mut given = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "u");
        let Some((_, id)) = given.next() else {
            return Some(Namespace::Global);
        };
        let alone = given.next().is_none();
        Namespace::personal(&id).filter(|_| alone)
    }
}

impl<'a> ApiExtractor<'a> for NamespaceParam {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];

    type ParamType = i64;
    type ParamRawType = i64;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(i64::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<i64>,
    ) -> poem::Result<Self> {
        Ok(Self(Self::read(request.uri().query().unwrap_or_default())))
    }
}
