//! Administration over HTTP.

mod abuse_reports;
mod audit_log;
pub(crate) mod dto;
mod invitations;
mod jobs;
mod links;
mod problems;
mod users;

use korotko_core::Korotko;

/// All operations of administrators.
pub type AdminApi = (
    users::AdminUserApi,
    links::AdminLinkApi,
    invitations::AdminInvitationApi,
    jobs::AdminJobApi,
    abuse_reports::AdminAbuseReportApi,
    audit_log::AuditLogApi,
);

/// The operations, each on a clone of the use cases.
pub(super) fn api(korotko: impl Fn() -> Korotko) -> AdminApi {
    (
        users::AdminUserApi { korotko: korotko() },
        links::AdminLinkApi { korotko: korotko() },
        invitations::AdminInvitationApi { korotko: korotko() },
        jobs::AdminJobApi { korotko: korotko() },
        abuse_reports::AdminAbuseReportApi { korotko: korotko() },
        audit_log::AuditLogApi { korotko: korotko() },
    )
}
