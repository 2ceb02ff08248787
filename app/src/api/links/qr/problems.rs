//! The problems of drawing a QR code.

use crate::api::problems::invalid_parameter;
use crate::problems;
use korotko_core::FindError;
use korotko_qr::QrError;

problems! {
    /// Why a QR code was not drawn.
    pub QrCodeProblem {
        400 => [invalid_parameter("size", "must be at least 64")],
        401,
        404 => [FindError::NotFound("link")],
        422 => [QrError::too_small(37)],
        503,
    }
}
