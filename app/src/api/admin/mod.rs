//! Administration over HTTP.

mod audit_log;
pub(crate) mod dto;
mod jobs;
mod links;
mod problems;
mod users;

use korotko_core::Korotko;

/// All operations of administrators.
pub type AdminApi = (
    users::AdminUserApi,
    links::AdminLinkApi,
    jobs::AdminJobApi,
    audit_log::AuditLogApi,
);

/// The operations, each on a clone of the use cases.
pub(super) fn api(korotko: impl Fn() -> Korotko) -> AdminApi {
    (
        users::AdminUserApi { korotko: korotko() },
        links::AdminLinkApi { korotko: korotko() },
        jobs::AdminJobApi { korotko: korotko() },
        audit_log::AuditLogApi { korotko: korotko() },
    )
}
