//! The routes, as far as the layers need to know them.

mod entry;
mod operation;

use std::sync::Arc;

use matchit::Router;
use poem::http::Method;
use serde_json::Value;

pub(super) use self::entry::RouteEntry;
pub(super) use self::operation::{Operation, Parameter};

/// All routes by path, with their methods, parameters and limits: for `Allow`, the access log, and checks of queries and bodies.
#[derive(Debug, Clone, Default)]
pub struct RouteTable(Router<Arc<RouteEntry>>);

impl RouteTable {
    /// Parses the paths, methods and parameters of an `OpenAPI` document in JSON. Query parameters are checked against it.
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

    /// Adds methods to a path, which has `{name}` for parameters.
    #[must_use]
    pub fn with_route(self, path: &str, methods: &[Method]) -> Self {
        let operations = methods.iter().cloned().map(Operation::from_method);
        self.with(path, |route| route.operations.extend(operations))
    }

    /// Allows any query parameters for a documented path, because other programs add some.
    #[must_use]
    pub fn with_any_query(self, path: &str) -> Self {
        self.with(path, |route| route.any_query = true)
    }

    /// Sets the maximum size of bodies for a path, in bytes.
    #[must_use]
    pub fn with_body_limit(self, path: &str, bytes: usize) -> Self {
        self.with(path, |route| route.body_limit = Some(bytes))
    }

    fn with(mut self, path: &str, change: impl FnOnce(&mut RouteEntry)) -> Self {
        let known = self.0.remove(path);
        let mut route = known.unwrap_or_else(|| Arc::new(RouteEntry::new(path)));
        change(Arc::make_mut(&mut route));
        if let Err(error) = self.0.insert(path, route) {
            tracing::error!(event = "route_invalid", path, %error, "a route is unknown to the layers");
        }
        self
    }

    /// The route of a requested path. A literal segment takes precedence over a parameter.
    pub(super) fn find(&self, path: &str) -> Option<&Arc<RouteEntry>> {
        let found = self.0.at(path).ok()?;
        // The router accepts an empty segment as a parameter.
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
    fn literal_segments_take_precedence_over_parameters() {
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
    fn later_settings_of_a_path_are_added() {
        let table = table()
            .with_route("/api/links/{id}", &[Method::DELETE])
            .with_body_limit("/api/links/{id}", 7);
        let route = table.find("/api/links/1").unwrap();
        assert!(route.has(&Method::GET) && route.has(&Method::DELETE));
        assert_eq!(route.body_limit, Some(7));
        assert_eq!(table.find("/docs").unwrap().body_limit, None);
    }
}
