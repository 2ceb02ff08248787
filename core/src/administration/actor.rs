use std::fmt;

use crate::id::UserId;

/// Who administers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// An administrator; see [`Administration::authorize`](super::Administration::authorize).
    Administrator(UserId),
    /// Whoever can run the program on the data of the service.
    CommandLine,
}

impl Actor {
    /// The administrator, if it is one.
    #[must_use]
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::Administrator(user) => Some(user),
            Self::CommandLine => None,
        }
    }

    /// The actor as stored: the administrator, or none.
    #[must_use]
    pub fn from_user(user: Option<UserId>) -> Self {
        user.map_or(Self::CommandLine, Self::Administrator)
    }
}

/// As in the log: the id of an administrator, or `command-line`.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Administrator(user) => user.fmt(f),
            Self::CommandLine => f.write_str("command-line"),
        }
    }
}
