//! Every route that is served, as the layers around the routes need to know it.

mod entry;
mod operation;

use std::sync::Arc;

use matchit::Router;
use poem::http::Method;
use serde_json::Value;

pub(super) use self::entry::RouteEntry;
pub(super) use self::operation::{Operation, Parameter};

/// Every route that is served, by its path: what `Allow` names, what the log calls a request, how much body it takes, and
/// which parameters it knows.
#[derive(Debug, Clone, Default)]
pub struct RouteTable(Router<Arc<RouteEntry>>);

impl RouteTable {
    /// Reads the paths, methods and parameters of an `OpenAPI` document in JSON. Their queries are held against it.
    pub fn from_spec(spec: &str) -> Result<Self, serde_json::Error> {
        let spec: Value = serde_json::from_str(spec)?;
        let paths = spec["paths"].as_object().into_iter().flatten();
        Ok(paths.fold(Self::default(), |table, (path, operations)| {
            let operations = operations.as_object().into_iter().flatten();
            let read = operations.filter_map(|(name, description)| {
                let method = name.to_uppercase().parse().ok()?;
                Some(Operation::read(method, description, &spec))
            });
            table.with(path, |route| {
                route.documented = true;
                route.operations.extend(read);
            })
        }))
    }

    /// The same with these methods at a path, which has `{name}` for each parameter.
    #[must_use]
    pub fn with_route(self, path: &str, methods: &[Method]) -> Self {
        let operations = methods.iter().cloned().map(Operation::from_method);
        self.with(path, |route| route.operations.extend(operations))
    }

    /// The same with any parameters in the query of a documented path: one that people follow from places that add some.
    #[must_use]
    pub fn with_any_query(self, path: &str) -> Self {
        self.with(path, |route| route.any_query = true)
    }

    /// The same with another limit for the bodies that a path takes, in bytes.
    #[must_use]
    pub fn with_body_limit(self, path: &str, bytes: usize) -> Self {
        self.with(path, |route| route.body_limit = Some(bytes))
    }

    fn with(mut self, path: &str, change: impl FnOnce(&mut RouteEntry)) -> Self {
        let known = self.0.remove(path);
        let mut route = known.unwrap_or_else(|| Arc::new(RouteEntry::new(path)));
        change(Arc::make_mut(&mut route));
        if let Err(error) = self.0.insert(path, route) {
            tracing::error!(path, %error, "this route is not known to the layers around it");
        }
        self
    }

    /// The route of a path as a client asks for it. A literal segment comes before a parameter.
    pub(super) fn find(&self, path: &str) -> Option<&Arc<RouteEntry>> {
        let found = self.0.at(path).ok()?;
        // The router takes nothing between two slashes for a parameter's value.
        let whole = found.params.iter().all(|(_, value)| !value.is_empty());
        whole.then_some(found.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> RouteTable {
        let paths = [
            "/",
            "/{slug}",
            "/docs",
            "/api/links",
            "/api/links/batch",
            "/api/links/{id}",
            "/api/links/{link}/qr",
            "/api/collections/{id}/links/{link}",
        ];
        paths.iter().fold(RouteTable::default(), |table, path| {
            table.with_route(path, &[Method::GET])
        })
    }

    #[test]
    fn a_path_is_found_by_its_segments_literals_first() {
        let table = table();
        for (path, template) in [
            ("/", Some("/")),
            ("/docs", Some("/docs")),
            ("/docsy", Some("/{slug}")),
            ("/%D0%BF", Some("/{slug}")),
            ("/api", Some("/{slug}")),
            ("/api/links/batch", Some("/api/links/batch")),
            ("/api/links/batches", Some("/api/links/{id}")),
            ("/api/links/7", Some("/api/links/{id}")),
            ("/api/links/batch/qr", Some("/api/links/{link}/qr")),
            (
                "/api/collections/1/links/2",
                Some("/api/collections/{id}/links/{link}"),
            ),
            ("/api/links/", None),
            ("/api/links//qr", None),
            ("/api/collections/1/links", None),
            ("/docs/x", None),
            ("//", None),
            ("*", None),
            ("", None),
        ] {
            let found = table.find(path).map(|route| route.template.as_str());
            assert_eq!(found, template, "{path}");
        }
    }

    #[test]
    fn what_is_said_of_a_path_later_is_added() {
        let table = table()
            .with_route("/api/links/{id}", &[Method::DELETE])
            .with_body_limit("/api/links/{id}", 7);
        let route = table.find("/api/links/1").unwrap();
        assert!(route.has(&Method::GET) && route.has(&Method::DELETE));
        assert_eq!(route.body_limit, Some(7));
        assert_eq!(table.find("/docs").unwrap().body_limit, None);
    }
}
