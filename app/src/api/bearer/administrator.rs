use korotko_core::administration::Actor;
use poem::{Request, RequestBody, Result};
use poem_openapi::registry::Registry;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::{Bearers, TOKEN_SCHEME, register_schemes};
use crate::http::problem::Problem;

/// The administrator whose access token the request carries. Anybody else who is signed in is answered 403, before anything is looked
/// up, so that the answer reveals nothing.
#[derive(Debug)]
pub struct Administrator(pub Actor);

impl<'a> ApiExtractor<'a> for Administrator {
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
        let bearers = request.data::<Bearers>().ok_or_else(Problem::internal)?;
        Ok(Self(bearers.administrator(request).await?))
    }
}
