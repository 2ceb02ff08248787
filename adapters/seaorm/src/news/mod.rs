//! News of changes: how units announce them, and how a process hears them.

mod health;
mod hearing;
mod message;
mod notification;
mod postgres;
mod sender;
mod sqlite;

pub(crate) use health::hear_nothing;
pub(crate) use postgres::{Lines, listen as listen_postgres};
pub(crate) use sender::Sender;
pub(crate) use sqlite::listen as listen_sqlite;
