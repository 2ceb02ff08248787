use super::Session;

/// Why one session ended. Expired ones, and those that end together with all of their user, end without a line in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SessionEnd {
    /// The user signed out in the browser.
    SignedOut,
    /// The user ended it from elsewhere.
    Revoked,
    /// Somebody signed in again in the same browser.
    Replaced,
    /// The user has too many sessions, and it was the oldest.
    TooMany,
}

impl SessionEnd {
    /// The reason's name in the log.
    fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
            Self::TooMany => "too-many",
        }
    }
}

/// Logs that a session ended. To be called after the commit, outside of the span of the use case, so that the line in the log has the
/// span of the request.
pub(super) fn log_ended(session: &Session, reason: SessionEnd) {
    let (session, user, reason) = (session.id.0, session.user.0, reason.name());
    tracing::info!(
        event = "session_ended",
        session,
        user,
        reason,
        "a session ends"
    );
}
