use http::Method;

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
    Abuse,
    Admin(AdminRoute),
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

/// A page of administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AdminRoute {
    Overview,
    Users,
    User,
    DeleteUser,
    Links,
    Link,
    DeleteLink,
    AbuseReports,
    AbuseReport,
    Invitations,
    Jobs,
    AuditLog,
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
        ("/abuse", Self::Abuse, READ_AND_SEND),
        ("/app/admin", Self::Admin(AdminRoute::Overview), READ),
        ("/app/admin/users", Self::Admin(AdminRoute::Users), READ),
        (
            "/app/admin/users/{id}",
            Self::Admin(AdminRoute::User),
            READ_AND_SEND,
        ),
        (
            "/app/admin/users/{id}/delete",
            Self::Admin(AdminRoute::DeleteUser),
            READ_AND_SEND,
        ),
        ("/app/admin/links", Self::Admin(AdminRoute::Links), READ),
        (
            "/app/admin/links/{id}",
            Self::Admin(AdminRoute::Link),
            READ_AND_SEND,
        ),
        (
            "/app/admin/links/{id}/delete",
            Self::Admin(AdminRoute::DeleteLink),
            READ_AND_SEND,
        ),
        (
            "/app/admin/abuse-reports",
            Self::Admin(AdminRoute::AbuseReports),
            READ,
        ),
        (
            "/app/admin/abuse-reports/{id}",
            Self::Admin(AdminRoute::AbuseReport),
            READ_AND_SEND,
        ),
        (
            "/app/admin/invitations",
            Self::Admin(AdminRoute::Invitations),
            READ_AND_SEND,
        ),
        (
            "/app/admin/jobs",
            Self::Admin(AdminRoute::Jobs),
            READ_AND_SEND,
        ),
        ("/app/admin/audit", Self::Admin(AdminRoute::AuditLog), READ),
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
