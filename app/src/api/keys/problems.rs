//! The problems of each operation.

use korotko_core::FindError;
use korotko_core::fault::Violations;
use korotko_core::key::{CreateKeyError, KeyName};

use crate::api::problems::invalid_id;
use crate::problems;

/// The broken rule of an empty name.
fn invalid_name() -> Violations {
    let mut broken = Violations::default();
    broken.check("name", KeyName::parse(""));
    broken
}

problems! {
    /// Why an API key was not created.
    pub CreateKeyProblem {
        400,
        401,
        409 => [CreateKeyError::TooMany],
        413,
        415,
        422 => [CreateKeyError::Invalid(invalid_name())],
        503,
    }

    /// Why an API key is not returned or not deleted.
    pub KeyProblem { 400 => [invalid_id()], 401, 404 => [FindError::NotFound("API key")], 503 }
}
