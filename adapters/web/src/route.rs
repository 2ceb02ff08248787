use http::Method;
use matchit::Router;

/// A page, or something that belongs to the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Home,
    Preview,
    Asset,
    Preferences,
    SignIn,
    SignOut,
    SignUp,
    Resend,
    Invite,
    Reset,
    NewPassword,
    EmailChange,
    Account(AccountRoute),
    Links,
    BulkLinks,
    NewLink,
    Link,
    DeleteLink,
    LinkSvg,
    LinkPng,
    LinkCsv,
    Overview,
    Trash,
    Collections(CollectionRoute),
    Reports,
    Shares(ShareRoute),
    WellKnown(WellKnownRoute),
}

/// A page of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountRoute {
    Settings,
    Export,
    Sessions,
    Keys,
    DeleteKey,
}

/// A page of collections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CollectionRoute {
    List,
    One,
    Delete,
}

/// A page of shared statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShareRoute {
    OfLink,
    OfCollection,
    Shown,
}

/// What programs ask for at paths of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WellKnownRoute {
    Robots,
    Icon,
    Manifest,
}

impl Route {
    /// Every path that the router of the service can match, with its methods.
    pub(crate) const PATHS: &'static [(&'static str, Self, &'static [Method])] = &[
        ("/", Self::Home, READ_AND_SEND),
        ("/assets/{file}", Self::Asset, READ),
        ("/preferences", Self::Preferences, SEND),
        ("/signin", Self::SignIn, READ_AND_SEND),
        ("/signout", Self::SignOut, SEND),
        ("/signup", Self::SignUp, READ_AND_SEND),
        ("/signup/resend", Self::Resend, SEND),
        ("/invite/{token}", Self::Invite, READ),
        ("/reset", Self::Reset, READ_AND_SEND),
        ("/reset/{token}", Self::NewPassword, READ_AND_SEND),
        ("/email/{token}", Self::EmailChange, READ_AND_SEND),
        (
            "/app/account",
            Self::Account(AccountRoute::Settings),
            READ_AND_SEND,
        ),
        (
            "/app/account/export",
            Self::Account(AccountRoute::Export),
            READ,
        ),
        (
            "/app/account/sessions",
            Self::Account(AccountRoute::Sessions),
            READ_AND_SEND,
        ),
        (
            "/app/account/keys",
            Self::Account(AccountRoute::Keys),
            READ_AND_SEND,
        ),
        (
            "/app/account/keys/{id}/delete",
            Self::Account(AccountRoute::DeleteKey),
            READ_AND_SEND,
        ),
        ("/app/links", Self::Links, READ),
        ("/app/links/bulk", Self::BulkLinks, SEND),
        ("/app/links/new", Self::NewLink, READ_AND_SEND),
        ("/app/links/{id}", Self::Link, READ_AND_SEND),
        ("/app/links/{id}/delete", Self::DeleteLink, SEND),
        ("/app/links/{id}/qr.svg", Self::LinkSvg, READ),
        ("/app/links/{id}/qr.png", Self::LinkPng, READ),
        ("/app/links/{id}/statistics.csv", Self::LinkCsv, READ),
        ("/app", Self::Overview, READ),
        ("/app/trash", Self::Trash, READ_AND_SEND),
        (
            "/app/collections",
            Self::Collections(CollectionRoute::List),
            READ_AND_SEND,
        ),
        (
            "/app/collections/{id}",
            Self::Collections(CollectionRoute::One),
            READ_AND_SEND,
        ),
        (
            "/app/collections/{id}/delete",
            Self::Collections(CollectionRoute::Delete),
            READ_AND_SEND,
        ),
        ("/app/reports", Self::Reports, READ_AND_SEND),
        (
            "/app/links/{id}/share",
            Self::Shares(ShareRoute::OfLink),
            SEND,
        ),
        (
            "/app/collections/{id}/share",
            Self::Shares(ShareRoute::OfCollection),
            SEND,
        ),
        ("/s/{token}", Self::Shares(ShareRoute::Shown), READ),
        ("/robots.txt", Self::WellKnown(WellKnownRoute::Robots), READ),
        ("/favicon.ico", Self::WellKnown(WellKnownRoute::Icon), READ),
        (
            "/manifest.webmanifest",
            Self::WellKnown(WellKnownRoute::Manifest),
            READ,
        ),
    ];
}

impl Route {
    /// The methods of this page.
    pub(crate) fn methods(self) -> &'static [Method] {
        let mut paths = Self::PATHS.iter();
        let found = paths.find(|(_, route, _)| *route == self);
        // Only a preview has no path of its own here.
        found.map_or(READ, |(.., methods)| *methods)
    }
}

const READ: &[Method] = &[Method::GET];
const SEND: &[Method] = &[Method::POST];
const READ_AND_SEND: &[Method] = &[Method::GET, Method::POST];

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
    use super::{AccountRoute, CollectionRoute, Found, Route, Routes, ShareRoute, WellKnownRoute};

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
