//! A redirect as an answer.

use korotko_core::id::UserId;
use korotko_core::link::{Namespace, Redirect};
use poem::http::{StatusCode, header};
use poem::{IntoResponse, Request, RequestBody, Response};
use poem_openapi::registry::{MetaParamIn, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};
use url::form_urlencoded;

use crate::http::problem::documented;
use crate::problems;

problems! {
    /// Why a code leads nowhere.
    pub FollowProblem {
        404,
        410 "gone: this link was deleted, is past its end, or had as many clicks as it may have; `link-disabled` and `link-blocked` \
            for one that was switched off by its owner or by whoever runs the service",
        503,
    }
}

/// The statuses of redirects, and what each means.
const REDIRECTS: [(u16, &str); 4] = [
    (
        301,
        "For good; clients may remember it and turn a POST into a GET.",
    ),
    (302, "For now; clients may turn a POST into a GET."),
    (307, "For now."),
    (308, "For good; clients may remember it."),
];

/// A redirect: the status is the link's own.
pub(super) struct Followed(pub(super) Redirect);

impl ApiResponse for Followed {
    fn meta() -> MetaResponses {
        let responses = REDIRECTS.map(|(status, description)| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: Vec::new(),
            headers: vec![
                documented::header::<String>("LOCATION", "Where the link leads."),
                documented::header::<String>("CACHE-CONTROL", "How long the answer may be kept."),
            ],
        });
        let responses = responses.into();
        MetaResponses { responses }
    }

    fn register(_: &mut Registry) {}
}

impl IntoResponse for Followed {
    fn into_response(self) -> Response {
        let Redirect { target, status, .. } = self.0;
        let cache = if status.is_permanent() {
            "private, max-age=300"
        } else {
            "private, no-store"
        };
        let status = StatusCode::from_u16(status.code());
        Response::builder()
            .status(status.unwrap_or(StatusCode::TEMPORARY_REDIRECT))
            .header(header::LOCATION, target.as_str())
            .header(header::CACHE_CONTROL, cache)
            .finish()
    }
}

/// Whose link a request is for: the query parameter `u`, if there is one.
#[derive(Debug)]
pub(super) struct Whose(pub(super) Option<Namespace>);

impl Whose {
    /// The namespace that the query names; `None` when it names nobody: `u` is one positive integer, once, without a sign or
    /// leading zeros.
    fn read(query: &str) -> Option<Namespace> {
        let mut given = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "u");
        let Some((_, id)) = given.next() else {
            return Some(Namespace::Global);
        };
        let plain = id.bytes().all(|byte| byte.is_ascii_digit()) && !id.starts_with('0');
        let alone = given.next().is_none();
        let id = id.parse().ok().filter(|_| plain && alone)?;
        Some(Namespace::Personal(UserId(id)))
    }
}

impl<'a> ApiExtractor<'a> for Whose {
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
