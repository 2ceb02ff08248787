use std::collections::HashMap;
use std::sync::Arc;

use poem::http::{HeaderValue, Method};
use serde_json::Value;

use super::operation::Operation;

/// Every route that is served, by its path: what `Allow` names, what the log calls a request, how much body it takes, and
/// which parameters it knows.
#[derive(Debug, Clone, Default)]
pub struct RouteTable {
    root: Node,
}

#[derive(Debug, Clone, Default)]
struct Node {
    literals: HashMap<String, Node>,
    parameter: Option<Box<Node>>,
    route: Option<Arc<RouteEntry>>,
}

/// One path with all its methods.
#[derive(Debug, Clone)]
pub(super) struct RouteEntry {
    /// The path with `{name}` for each parameter.
    pub(super) template: String,
    /// The most bytes of a body, where it is not the usual.
    pub(super) body_limit: Option<usize>,
    operations: Vec<Operation>,
    documented: bool,
    any_query: bool,
}

impl RouteTable {
    /// Reads the paths, methods and parameters of an `OpenAPI` document in JSON. Their queries are held against it.
    pub fn from_spec(spec: &str) -> Result<Self, serde_json::Error> {
        let spec: Value = serde_json::from_str(spec)?;
        let mut table = Self::default();
        let paths = spec["paths"].as_object().into_iter().flatten();
        for (path, operations) in paths {
            let operations = operations.as_object().into_iter().flatten();
            let route = table.root.entry(path);
            route.documented = true;
            for (name, description) in operations {
                let Ok(method) = name.to_uppercase().parse() else {
                    continue;
                };
                let operation = Operation::read(method, description, &spec);
                route.operations.push(operation);
            }
        }
        Ok(table)
    }

    /// The same with these methods at a path, which has `{name}` for each parameter.
    #[must_use]
    pub fn with_route(mut self, path: &str, methods: &[Method]) -> Self {
        let route = self.root.entry(path);
        let operations = methods.iter().cloned().map(Operation::of);
        route.operations.extend(operations);
        self
    }

    /// The same with any parameters in the query of a documented path: one that people follow from places that add some.
    #[must_use]
    pub fn with_any_query(mut self, path: &str) -> Self {
        self.root.entry(path).any_query = true;
        self
    }

    /// The same with another limit for the bodies that a path takes, in bytes.
    #[must_use]
    pub fn with_body_limit(mut self, path: &str, bytes: usize) -> Self {
        self.root.entry(path).body_limit = Some(bytes);
        self
    }

    /// The route of a path as a client asks for it. A literal segment comes before a parameter.
    pub(super) fn find(&self, path: &str) -> Option<&Arc<RouteEntry>> {
        self.root.find(path)
    }
}

/// `/a/b` is the segment `a` and the rest `/b`.
fn first_segment(path: &str) -> Option<(&str, &str)> {
    let path = path.strip_prefix('/')?;
    Some(path.split_at(path.find('/').unwrap_or(path.len())))
}

impl Node {
    fn entry(&mut self, path: &str) -> &mut RouteEntry {
        let mut node = self;
        let mut rest = path;
        while let Some((segment, further)) = first_segment(rest) {
            node = if segment.starts_with('{') {
                node.parameter.get_or_insert_default()
            } else {
                node.literals.entry(segment.to_owned()).or_default()
            };
            rest = further;
        }
        let route = node.route.get_or_insert_with(|| {
            let template = path.to_owned();
            Arc::new(RouteEntry {
                template,
                body_limit: None,
                operations: Vec::new(),
                documented: false,
                any_query: false,
            })
        });
        Arc::make_mut(route)
    }

    fn find(&self, path: &str) -> Option<&Arc<RouteEntry>> {
        let Some((segment, rest)) = first_segment(path) else {
            return self.route.as_ref();
        };
        let literal = self.literals.get(segment).and_then(|node| node.find(rest));
        literal.or_else(|| {
            let parameter = self.parameter.as_ref().filter(|_| !segment.is_empty())?;
            parameter.find(rest)
        })
    }
}

impl RouteEntry {
    pub(super) fn has(&self, method: &Method) -> bool {
        self.operation(method).is_some()
    }

    pub(super) fn operation(&self, method: &Method) -> Option<&Operation> {
        let mut operations = self.operations.iter();
        operations.find(|operation| operation.method == *method)
    }

    /// Whether parameters of the query that the document does not tell of are refused.
    pub(super) fn checks_query(&self) -> bool {
        self.documented && !self.any_query
    }

    /// The name of the parameter at this position, from 0.
    pub(super) fn parameter(&self, position: usize) -> Option<&str> {
        let segments = self.template.split('/');
        let names = segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        names.clone().nth(position)
    }

    fn methods(&self) -> impl Iterator<Item = &Method> {
        self.operations.iter().map(|operation| &operation.method)
    }

    /// The value of `Allow`: a GET brings HEAD, and every path answers OPTIONS.
    pub(super) fn allow(&self) -> HeaderValue {
        let mut names: Vec<&str> = self.methods().map(Method::as_str).collect();
        if self.has(&Method::GET) {
            names.push("HEAD");
        }
        names.push("OPTIONS");
        names.sort_unstable();
        names.dedup();
        HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
    }
}
