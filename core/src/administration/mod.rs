//! Administration: what administrators, and the operator on the command line, may do with all users, links and API keys. Every act is
//! recorded in the audit log.

mod abuse_reports;
mod act;
mod actor;
mod audit_log;
mod authorize;
mod block_link;
mod check_store;
mod create_invitation;
mod delete_invitation;
mod delete_key;
mod delete_link;
mod delete_user;
mod disable_user;
mod list;
mod list_invitations;
mod list_keys;
mod list_links;
mod list_users;
mod promote_user;
mod retry_job;
#[cfg(test)]
mod tests;
mod verify_user;

pub use abuse_reports::FoundAbuseReport;
pub use act::ActError;
pub use actor::Actor;
pub use audit_log::{AuditAction, AuditEntry, AuditRecord, AuditSubject};
pub use authorize::AuthorizeError;
pub use create_invitation::CreateInvitationError;
pub use list::ListError;
pub use list_keys::FoundKey;
pub use list_links::{FoundLink, LinkListing};
pub use list_users::{FoundUser, UserListing};

use crate::link::Links;
use crate::ports::Ports;
use crate::user::Users;

/// The use cases of administration. The caller MUST have authorized the [`Actor`].
#[derive(Debug, Clone)]
pub struct Administration {
    ports: Ports,
    /// For the share URLs of links.
    links: Links,
    /// For who may be invited.
    users: Users,
}

impl Administration {
    /// Creates the use cases on `ports`; `links` tells the share URLs of links, and `users` who may be invited.
    #[must_use]
    pub fn new(ports: Ports, links: Links, users: Users) -> Self {
        Self {
            ports,
            links,
            users,
        }
    }
}
