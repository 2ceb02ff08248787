use http::{HeaderValue, StatusCode, header};
use korotko_core::fault::{Fault, FaultKind};

use crate::settings::Refusal;

/// Why a page is not shown.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Only somebody who is signed in may see it.
    SignInFirst,
    /// There is no such page.
    NoPage,
    /// The page exists, and does not support the method.
    Method,
    /// Another site made the browser send this.
    Foreign,
    /// A use case failed.
    Fault(Box<dyn Fault + Send + Sync>),
}

impl<F: Fault + Send + Sync + 'static> From<F> for Failure {
    fn from(fault: F) -> Self {
        if fault.kind() == FaultKind::Unauthenticated {
            return Self::SignInFirst;
        }
        Self::Fault(Box::new(fault))
    }
}

/// An answer that no use case gives.
pub(crate) fn refusal(status: StatusCode, code: &'static str, detail: &str) -> Refusal {
    Refusal {
        status,
        code: code.into(),
        detail: detail.to_owned(),
        fields: Vec::new(),
    }
}

/// The answer to a method that a page does not support (RFC 9110 15.5.6): one that only reads, or one that changes something.
pub(crate) fn method_not_allowed(reads: bool) -> Refusal {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let detail = "the page does not support this method";
    let mut refusal = refusal(status, "method-not-allowed", detail);
    let allow = if reads { "POST" } else { "GET, HEAD" };
    refusal
        .fields
        .push((header::ALLOW, HeaderValue::from_static(allow)));
    refusal
}
