use matchit::Router;

use crate::route::Route;

/// Finds the route of a path.
#[derive(Debug)]
pub(crate) struct Routes(Router<Route>);

/// A route, and the variable part of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found<'a> {
    pub(crate) route: Route,
    pub(crate) variable: &'a str,
}

impl Routes {
    pub(crate) fn new() -> Self {
        let mut router = Router::new();
        for (path, route, _) in Route::PATHS {
            if let Err(error) = router.insert(*path, *route) {
                tracing::error!(event = "route_invalid", path, %error, "a page has no path");
            }
        }
        Self(router)
    }

    pub(crate) fn find<'a>(&self, path: &'a str) -> Option<Found<'a>> {
        if let Ok(found) = self.0.at(path) {
            let variable = found.params.iter().next();
            return Some(Found {
                route: *found.value,
                variable: variable.map_or("", |(_, value)| value),
            });
        }
        // The router knows whole segments alone.
        let slug = path.strip_prefix('/')?.strip_suffix('+')?;
        let is_slug = !slug.is_empty() && !slug.contains(['/', '+']);
        is_slug.then_some(Found {
            route: Route::Preview,
            variable: slug,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, Routes};
    use crate::route::{
        AccountRoute, AdminRoute, CollectionRoute, Route, ShareRoute, WellKnownRoute,
    };

    #[test]
    fn paths_have_their_routes() {
        let routes = Routes::new();
        for (path, route, variable) in [
            ("/", Route::Home, ""),
            ("/signin", Route::SignIn, ""),
            ("/promo+", Route::Preview, "promo"),
            ("/signin+", Route::Preview, "signin"),
            ("/reset", Route::Reset, ""),
            ("/reset/abc", Route::NewPassword, "abc"),
            ("/email/7-abc", Route::EmailChange, "7-abc"),
            ("/app/account/keys", Route::Account(AccountRoute::Keys), ""),
            (
                "/app/account/keys/7/delete",
                Route::Account(AccountRoute::DeleteKey),
                "7",
            ),
            ("/assets/style.0.css", Route::Asset, "style.0.css"),
            ("/app", Route::Overview, ""),
            (
                "/app/collections/7",
                Route::Collections(CollectionRoute::One),
                "7",
            ),
            (
                "/app/collections/7/delete",
                Route::Collections(CollectionRoute::Delete),
                "7",
            ),
            ("/s/7-abc", Route::Shares(ShareRoute::Shown), "7-abc"),
            ("/abuse", Route::Abuse, ""),
            ("/app/admin", Route::Admin(AdminRoute::Overview), ""),
            (
                "/app/admin/users/7/delete",
                Route::Admin(AdminRoute::DeleteUser),
                "7",
            ),
            ("/favicon.ico", Route::WellKnown(WellKnownRoute::Icon), ""),
        ] {
            let found = Found { route, variable };
            assert_eq!(routes.find(path), Some(found), "{path}");
        }
    }

    #[test]
    fn a_path_that_is_not_a_page_has_no_route() {
        let routes = Routes::new();
        for path in [
            "",
            "+",
            "/+",
            "/a++",
            "/promo",
            "/a/b+",
            "/api/links",
            "//",
            "/signin/x",
            "/email",
        ] {
            assert_eq!(routes.find(path), None, "{path}");
        }
    }
}
