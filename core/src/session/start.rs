use super::ended::{SessionEnd, log_ended};
use super::{AgentName, Session, SessionSecret, Sessions};
use crate::ports::{InsertSession, StoreError, Timestamp, UnitOfWork};
use crate::user::{User, lock_subject};

/// The maximum number of valid sessions of a user.
pub const MAX_SESSIONS: usize = 100;

/// A new session, its user, and its secret, which is not stored.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// Its secret.
    pub secret: SessionSecret,
    /// The user.
    pub user: User,
}

/// A session to start.
pub(super) struct NewSession<'a> {
    pub(super) secret: SessionSecret,
    pub(super) agent: AgentName,
    /// The secret of an older session of the same browser.
    pub(super) previous: Option<&'a str>,
}

/// Sessions that are removed, with the reasons.
type Removed = Vec<(Session, SessionEnd)>;

impl Sessions {
    /// Starts a session of `user`, unless all their sessions were ended, or the account was deleted, since the user was read. An older
    /// session of the same browser ends, and so does the oldest one of a user who has [`MAX_SESSIONS`].
    pub(super) async fn start(
        &self,
        user: &User,
        new: NewSession<'_>,
    ) -> Result<Option<SignedIn>, StoreError> {
        let Some((signed_in, removed)) = self.try_start(user, new).await? else {
            return Ok(None);
        };
        // Outside of the span of the use case, so that the lines in the log have the span of the request.
        for (session, reason) in &removed {
            log_ended(session, *reason);
        }
        log_started(&signed_in.session);
        Ok(Some(signed_in))
    }

    /// Does the same, and tells which sessions end.
    #[tracing::instrument(name = "sessions.start", skip_all, fields(user = %user.id))]
    async fn try_start(
        &self,
        user: &User,
        new: NewSession<'_>,
    ) -> Result<Option<(SignedIn, Removed)>, StoreError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let Some(user) = lock_subject(&*unit, user.token_subject()).await? else {
            return Ok(None);
        };
        let mut removed = remove_previous(&*unit, new.previous).await?;
        removed.extend(make_room(&*unit, &user, now).await?);
        let insert = InsertSession {
            user: user.id,
            hash: new.secret.hash(),
            agent: new.agent,
            epoch: user.token_epoch,
            created_at: now,
        };
        let session = unit.sessions().insert(&insert).await?;
        unit.commit().await?;
        let signed_in = SignedIn {
            session,
            secret: new.secret,
            user,
        };
        Ok(Some((signed_in, removed)))
    }
}

/// Removes the session that a browser had until now, whoever its user is: the browser forgets its secret.
async fn remove_previous(
    unit: &dyn UnitOfWork,
    secret: Option<&str>,
) -> Result<Removed, StoreError> {
    let Some(secret) = secret.and_then(SessionSecret::parse) else {
        return Ok(Vec::new());
    };
    let found = unit.sessions().find_by_hash(&secret.hash()).await?;
    if let Some(session) = &found {
        unit.sessions().delete(session.id).await?;
    }
    let removed = found.into_iter();
    Ok(removed
        .map(|session| (session, SessionEnd::Replaced))
        .collect())
}

/// Removes the rows of the user's sessions that have ended, and the oldest sessions, so that there is room for one more. So a user
/// never has more than [`MAX_SESSIONS`] rows. The caller holds the user's lock.
async fn make_room(
    unit: &dyn UnitOfWork,
    user: &User,
    now: Timestamp,
) -> Result<Removed, StoreError> {
    let newest_first = unit.sessions().list(user.id, None, u32::MAX).await?;
    let (valid, over): (Vec<_>, Vec<_>) = newest_first
        .into_iter()
        .partition(|session| session.is_valid(user, now));
    let oldest: Vec<_> = valid.into_iter().skip(MAX_SESSIONS - 1).collect();
    for session in over.iter().chain(&oldest) {
        unit.sessions().delete(session.id).await?;
    }
    Ok(oldest
        .into_iter()
        .map(|session| (session, SessionEnd::TooMany))
        .collect())
}

fn log_started(session: &Session) {
    let (session, user) = (session.id.0, session.user.0);
    tracing::info!(event = "session_started", session, user, "a session starts");
}
