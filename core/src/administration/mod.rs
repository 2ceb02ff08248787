//! Administration: what administrators, and the operator on the command line, may do with all users and links. Every act is
//! recorded in the audit log.

mod act;
mod actor;
mod audit_log;
mod authorize;
mod delete_link;
mod delete_user;
mod disable_user;
mod list;
mod list_links;
mod list_users;
mod promote_user;
mod retry_job;
#[cfg(test)]
mod tests;
mod verify_user;

pub use act::ActError;
pub use actor::Actor;
pub use audit_log::{AuditAction, AuditEntry, AuditRecord, AuditSubject};
pub use authorize::AuthorizeError;
pub use list::ListError;
pub use list_links::{FoundLink, LinkListing};
pub use list_users::{FoundUser, UserListing};

use crate::link::Links;
use crate::ports::Ports;

/// The use cases of administration. The caller MUST have authorized the [`Actor`].
#[derive(Debug, Clone)]
pub struct Administration {
    ports: Ports,
    /// For the share URLs of links.
    links: Links,
}

impl Administration {
    /// Creates the use cases on `ports`; `links` tells the share URLs of links.
    #[must_use]
    pub fn new(ports: Ports, links: Links) -> Self {
        Self { ports, links }
    }
}
