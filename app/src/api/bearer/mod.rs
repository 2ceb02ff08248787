//! Authentication by bearer token (RFC 6750): an access token, or an API key.

mod administrator;
mod bearers;
mod documented;
mod scopes;

use korotko_core::user::User;
use poem::{Request, RequestBody, Result};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

pub use administrator::Administrator;
pub use bearers::Bearers;
pub(super) use documented::state_scopes;

use crate::http::problem::Problem;

/// The security scheme of access tokens in the document.
const TOKEN_SCHEME: &str = "BearerToken";

/// The security scheme of API keys in the document.
const KEY_SCHEME: &str = "ApiKey";

/// The user whose access token or API key the request carries. A request without a valid one is answered 401; one with a key that may not
/// be used for the operation, 403.
#[derive(Debug)]
pub struct SignedIn(pub User);

/// The same, or `None` without a token. An invalid token is answered 401.
#[derive(Debug)]
pub struct MaybeSignedIn(pub Option<User>);

/// The user of the request's token, if it has one.
async fn bearer(request: &Request) -> Result<Option<User>> {
    let bearers = request.data::<Bearers>().ok_or_else(Problem::internal)?;
    Ok(bearers.user(request).await?)
}

fn register_schemes(registry: &mut Registry) {
    let token = "The `access_token` of `signIn` or `refreshTokens`.";
    registry.create_security_scheme(TOKEN_SCHEME, scheme(token, Some("JWT")));
    let key = "The `key` of `createKey`, for the operations that its scopes allow.";
    registry.create_security_scheme(KEY_SCHEME, scheme(key, None));
}

fn scheme(description: &'static str, format: Option<&'static str>) -> MetaSecurityScheme {
    MetaSecurityScheme {
        ty: "http",
        description: Some(description),
        name: None,
        key_in: None,
        scheme: Some("bearer"),
        bearer_format: format,
        flows: None,
        openid_connect_url: None,
    }
}

impl<'a> ApiExtractor<'a> for SignedIn {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register_schemes(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![TOKEN_SCHEME]
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let user = bearer(request).await?;
        Ok(Self(user.ok_or_else(Problem::missing_token)?))
    }
}

impl<'a> ApiExtractor<'a> for MaybeSignedIn {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register_schemes(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![TOKEN_SCHEME]
    }

    fn has_security_fallback() -> bool {
        true
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        bearer(request).await.map(Self)
    }
}
