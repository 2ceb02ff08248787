use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use crate::api::examples;

/// How a link is blocked.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct LinkBlocking {
    /// Why, in at most 500 characters. The owner of the link sees it, and with `legal` everybody who follows the link.
    pub reason: String,
    /// Whether a legal demand requires it. Then the link answers 451 instead of 410 (RFC 7725), and the reason should name the demand: who
    /// makes it, on what legal basis.
    #[serde(default)]
    #[oai(default)]
    pub legal: bool,
}

impl Example for LinkBlocking {
    fn example() -> Self {
        Self {
            reason: examples::BLOCK_REASON.to_owned(),
            legal: false,
        }
    }
}
