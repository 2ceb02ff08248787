#![allow(clippy::unwrap_used, reason = "test code")]

mod authenticate;
mod change_password;
mod end;
mod list;
mod record_use;
mod sign_in;
mod values;

use super::{Session, SessionSecret};
use crate::mock::{MockPorts, preset, sample};
use crate::ports::InsertSession;

/// A secret that was issued before.
fn secret() -> SessionSecret {
    SessionSecret::generate(&preset::random()).unwrap()
}

/// Ports whose store has this session under [`secret`], if any.
fn with_session(session: Option<Session>) -> MockPorts {
    let mut mocks = MockPorts::default();
    let find = mocks.sessions.expect_find_by_hash();
    find.withf(|hash| *hash == secret().hash())
        .returning(move |_| Ok(session.clone()));
    mocks
}

/// Ann's session with the row that is inserted.
fn inserted(new: &InsertSession) -> Session {
    Session {
        user: new.user,
        agent: new.agent.clone(),
        epoch: new.epoch,
        created_at: new.created_at,
        last_seen_at: new.created_at,
        ..sample::session()
    }
}
