use http::{HeaderValue, Method, StatusCode, header};
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

/// The answer to a method that a page does not support, which names those that it does (RFC 9110 15.5.6).
pub(crate) fn method_not_allowed(supported: &[Method]) -> Refusal {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let detail = "the page does not support this method";
    let mut refusal = refusal(status, "method-not-allowed", detail);
    if let Ok(allow) = HeaderValue::from_str(&allow(supported)) {
        refusal.fields.push((header::ALLOW, allow));
    }
    refusal
}

/// GET implies HEAD, and every path supports OPTIONS.
fn allow(supported: &[Method]) -> String {
    let mut names: Vec<&str> = supported.iter().map(Method::as_str).collect();
    if supported.contains(&Method::GET) {
        names.push("HEAD");
    }
    names.push("OPTIONS");
    names.sort_unstable();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::allow;

    #[test]
    fn a_page_allows_its_methods_and_what_they_imply() {
        let (read, send) = (Method::GET, Method::POST);
        assert_eq!(
            allow(&[read.clone(), send.clone()]),
            "GET, HEAD, OPTIONS, POST"
        );
        assert_eq!(allow(&[read]), "GET, HEAD, OPTIONS");
        assert_eq!(allow(&[send]), "OPTIONS, POST");
    }
}
