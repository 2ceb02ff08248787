use std::error::Error;

use korotko_core::fault::{Fault, FaultKind, Violation, Violations};

/// Why a QR code is not drawn.
#[derive(Debug, thiserror::Error)]
pub enum QrError {
    /// The URL or the image does not fit.
    #[error("the request for a QR code is invalid")]
    Invalid(Violations),
    /// The image could not be written.
    #[error("the image cannot be written")]
    Image(#[source] Box<dyn Error + Send + Sync>),
}

impl QrError {
    /// The size of the image is less than the number of modules.
    #[must_use]
    pub fn too_small(modules: u32) -> Self {
        let message =
            format!("must be at least {modules} for this link, margin and error correction");
        invalid("size", &message)
    }
}

impl Fault for QrError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Invalid(_) => FaultKind::Invalid,
            Self::Image(_) => FaultKind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Image(_) => "image",
        }
    }

    fn violations(&self) -> &[Violation] {
        match self {
            Self::Invalid(violations) => violations.as_slice(),
            Self::Image(_) => &[],
        }
    }
}

pub(crate) fn invalid(field: &'static str, message: &str) -> QrError {
    QrError::Invalid(Violations::new(field, message))
}
