use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, StatusCode};
use korotko_core::{Korotko, PublicUrl};
use korotko_core::fault::Fault;
use korotko_core::ports::Clock;

/// What the pages take from the program that serves them.
#[derive(Clone)]
pub struct PagesSettings {
    /// The public URL.
    pub public_url: PublicUrl,
    /// How a failure is answered. It logs the cause of a server error.
    pub refuse: fn(&dyn Fault) -> Refusal,
    /// The use cases with longer timeouts, for imports.
    pub work: Korotko,
    /// The maximum number of rows of a file to import.
    pub max_import_rows: usize,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The name of the program that sends this `User-Agent`, such as `Firefox, Windows`; empty if it is unknown.
    pub name_agent: Arc<dyn Fn(&str) -> String + Send + Sync>,
}

impl fmt::Debug for PagesSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagesSettings")
            .field("public_url", &self.public_url)
            .finish_non_exhaustive()
    }
}

/// The answer to a failure, without its text.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// The stable code of the failure.
    pub code: Cow<'static, str>,
    /// What is wrong, in English.
    pub detail: String,
    /// Further fields of the response, such as `Retry-After`.
    pub fields: Vec<(HeaderName, HeaderValue)>,
}
