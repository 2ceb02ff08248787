//! The problems of each operation.

use korotko_core::FindError;

use crate::api::problems::invalid_id;
use crate::problems;

problems! {
    /// Why a session is not ended.
    pub EndSessionProblem { 400 => [invalid_id()], 401, 404 => [FindError::NotFound("session")], 503 }
}
