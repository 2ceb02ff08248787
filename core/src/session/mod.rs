//! Sessions of browsers: each is a row, found by a secret that the browser keeps in a cookie. (A session by tokens has no row: see
//! [`token`](crate::token).)

mod agent;
mod authenticate;
mod change_password;
mod end;
mod ended;
mod entity;
mod list;
mod record_use;
mod secret;
mod sign_in;
mod sign_out;
mod start;
#[cfg(test)]
mod tests;

pub use agent::AgentName;
pub use authenticate::SessionOwner;
pub use entity::{IDLE_LIFETIME, MAX_LIFETIME, Session, SessionHash};
pub use record_use::SessionUse;
pub use secret::SessionSecret;
pub use start::{MAX_SESSIONS, SignedIn};

use crate::id::SessionId;
use crate::ports::Ports;
use crate::recorded_use::UseRecorder;
use crate::user::Users;

/// The use cases of sessions of browsers.
#[derive(Debug, Clone)]
pub struct Sessions {
    ports: Ports,
    /// For the credentials of whoever signs in.
    users: Users,
    recorder: UseRecorder<SessionId>,
}

impl Sessions {
    /// Creates the use cases on `ports`; `users` checks credentials.
    #[must_use]
    pub fn new(ports: Ports, users: Users) -> Self {
        Self {
            ports,
            users,
            recorder: UseRecorder::default(),
        }
    }
}
