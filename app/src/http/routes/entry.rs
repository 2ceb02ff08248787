use poem::http::{HeaderValue, Method};

use super::operation::Operation;

/// A path with all its methods.
#[derive(Debug, Clone)]
pub(crate) struct RouteEntry {
    /// The path, with `{name}` for parameters.
    pub(crate) template: String,
    /// The maximum size of a body in bytes, unless it is the default.
    pub(crate) body_limit: Option<usize>,
    pub(super) operations: Vec<Operation>,
    pub(super) documented: bool,
    pub(super) any_query: bool,
}

impl RouteEntry {
    pub(super) fn new(template: &str) -> Self {
        Self {
            template: template.to_owned(),
            body_limit: None,
            operations: Vec::new(),
            documented: false,
            any_query: false,
        }
    }

    pub(crate) fn has(&self, method: &Method) -> bool {
        self.operation(method).is_some()
    }

    pub(crate) fn operation(&self, method: &Method) -> Option<&Operation> {
        let mut operations = self.operations.iter();
        operations.find(|operation| operation.method == *method)
    }

    /// Whether undocumented query parameters are refused.
    pub(crate) fn checks_query(&self) -> bool {
        self.documented && !self.any_query
    }

    /// The name of the path parameter at this index, from 0.
    pub(crate) fn parameter(&self, index: usize) -> Option<&str> {
        let segments = self.template.split('/');
        let mut names = segments.filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        names.nth(index)
    }

    /// The value of `Allow`: GET implies HEAD, and every path supports OPTIONS.
    pub(crate) fn allow(&self) -> HeaderValue {
        let operations = self.operations.iter();
        let mut names: Vec<&str> = operations.map(|known| known.method.as_str()).collect();
        if self.has(&Method::GET) {
            names.push("HEAD");
        }
        names.push("OPTIONS");
        names.sort_unstable();
        names.dedup();
        HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
    }
}
