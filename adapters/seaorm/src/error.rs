//! Classifying the errors of the databases.

use std::io;

use korotko_core::ports::StoreError;
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::sqlx::sqlite::SqliteError;
use sea_orm::sqlx::{self};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// The store error for a database error.
pub(crate) fn store_error(error: DbErr) -> StoreError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => StoreError::Conflict,
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => StoreError::Missing,
        _ if is_damage(&error) => StoreError::damaged(error),
        _ if is_too_slow(&error) => StoreError::too_slow(error),
        _ if is_temporary(&error) => StoreError::unavailable(error),
        _ => StoreError::internal(error),
    }
}

/// The store error for an error of the driver while it connects.
pub(crate) fn connect_error(error: sqlx::Error) -> StoreError {
    store_error(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}

/// The database does not answer.
pub(crate) fn no_answer() -> DbErr {
    let timed_out = io::Error::new(
        io::ErrorKind::TimedOut,
        "the database did not answer in time",
    );
    DbErr::Conn(RuntimeErr::SqlxError(sqlx::Error::Io(timed_out).into()))
}

/// A statement exceeds its time limit.
pub(crate) fn too_slow() -> DbErr {
    DbErr::Query(RuntimeErr::Internal(TOO_SLOW.to_owned()))
}

const TOO_SLOW: &str = "the statement exceeded its time limit";

/// The same error, but a conflict for the deadlock of two units that took the same slugs in different orders (PostgreSQL only):
/// one of them was aborted, and finds the slugs taken when it is retried.
pub(crate) fn lost_race(error: StoreError) -> StoreError {
    let source = match &error {
        StoreError::Unavailable(source) => source.downcast_ref::<DbErr>(),
        _ => None,
    };
    match source {
        Some(source) if is_deadlock(source) => StoreError::Conflict,
        _ => error,
    }
}

fn is_deadlock(error: &DbErr) -> bool {
    let error = driver_source(error).and_then(sqlx::Error::as_database_error);
    let postgres = error.filter(|error| !is_sqlite(*error));
    postgres.is_some_and(|error| error.code().as_deref() == Some("40P01"))
}

/// Whether the connection of this error and all others of its pool must not be used again: the driver or SQLite failed, not the
/// statement. A PostgreSQL server closes the connections that it does not trust.
pub(crate) fn condemns_connections(error: &DbErr) -> bool {
    match driver_source(error) {
        Some(sqlx::Error::Database(error)) if is_sqlite(error.as_ref()) => {
            !sqlite_code(error.as_ref()).is_some_and(is_refusal)
        }
        Some(error) => matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed
        ),
        None => false,
    }
}

/// Whether the data are corrupted.
fn is_damage(error: &DbErr) -> bool {
    let error = driver_source(error).and_then(sqlx::Error::as_database_error);
    error.is_some_and(|error| match error.code() {
        Some(code) if is_sqlite(error) => code.parse().is_ok_and(is_sqlite_damage),
        Some(code) => is_postgres_damage(&code),
        None => false,
    })
}

fn driver_source(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// Whether the database is locked by another process (SQLite only).
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    let sqlite = error.as_database_error().filter(|error| is_sqlite(*error));
    sqlite.and_then(sqlite_code).is_some_and(|code| code == 5)
}

fn is_temporary(error: &DbErr) -> bool {
    match error {
        // Any failure to connect (an unresolved name, a proxy that closes the connection, TLS, a server that starts or refuses)
        // may be fixed at the database, without a restart here.
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        _ => driver_source(error).is_some_and(driver_is_temporary),
    }
}

/// Whether the statement exceeded its time limit; on PostgreSQL the server ended it.
fn is_too_slow(error: &DbErr) -> bool {
    if let DbErr::Query(RuntimeErr::Internal(error)) = error {
        return error == TOO_SLOW;
    }
    let error = driver_source(error).and_then(sqlx::Error::as_database_error);
    let postgres = error.filter(|error| !is_sqlite(*error));
    postgres.is_some_and(|error| error.code().as_deref() == Some("57014"))
}

fn driver_is_temporary(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(error) if is_sqlite(error.as_ref()) => {
            sqlite_code(error.as_ref()).is_some_and(sqlite_is_temporary)
        }
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| postgres_is_temporary(&code)),
        _ => false,
    }
}

fn is_sqlite(error: &dyn DatabaseError) -> bool {
    error.try_downcast_ref::<SqliteError>().is_some()
}

/// The primary result code: the low byte of the driver's extended code (<https://www.sqlite.org/rescode.html>).
fn sqlite_code(error: &dyn DatabaseError) -> Option<i32> {
    let extended: i32 = error.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// BUSY, LOCKED, NOMEM, IOERR (also of a full disk), FULL, CANTOPEN (also without file descriptors), PROTOCOL (the log could not
/// be locked).
fn sqlite_is_temporary(code: i32) -> bool {
    matches!(code, 5 | 6 | 7 | 10 | 13 | 14 | 15)
}

/// BUSY, LOCKED, CONSTRAINT: SQLite works correctly.
fn is_refusal(code: i32) -> bool {
    matches!(code, 5 | 6 | 19)
}

/// By the extended code: CORRUPT, NOTADB; `IOERR_DATA` (a checksum), `IOERR_CORRUPTFS`.
fn is_sqlite_damage(extended: i32) -> bool {
    matches!(extended & 0xff, 11 | 26) || matches!(extended, 8202 | 8458)
}

/// Corrupted data or a corrupted index, including checksum failures.
fn is_postgres_damage(code: &str) -> bool {
    matches!(code, "XX001" | "XX002")
}

/// By SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn postgres_is_temporary(code: &str) -> bool {
    // Connection exceptions; insufficient resources, including a full disk; operator intervention: shutdown, timeout.
    let class = ["08", "53", "57"];
    // A standby that still refuses writes during a failover; idle in a unit for too long; serialization failure; deadlock; lock
    // timeout.
    let single = ["25006", "25P03", "40001", "40P01", "55P03"];
    class.iter().any(|class| code.starts_with(class)) || single.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement_error(error: sqlx::Error) -> StoreError {
        store_error(DbErr::Query(RuntimeErr::SqlxError(error.into())))
    }

    #[test]
    fn temporary_errors_of_postgresql_are_unavailable() {
        for code in [
            "08006", "53100", "53300", "57014", "57P01", "57P03", "40001", "40P01", "55P03",
        ] {
            assert!(postgres_is_temporary(code), "{code}");
        }
        for code in ["23505", "25P02", "28P01", "42P01", "XX000"] {
            assert!(!postgres_is_temporary(code), "{code}");
        }
    }

    #[test]
    fn damage_is_distinguished_from_a_failing_disk() {
        let (corrupt, corrupt_index, not_a_database, checksum) = (11, 779, 26, 8202);
        for code in [corrupt, corrupt_index, not_a_database, checksum] {
            assert!(is_sqlite_damage(code), "{code}");
        }
        let (error, ioerr_write, full) = (1, 778, 13);
        for code in [error, ioerr_write, full] {
            assert!(!is_sqlite_damage(code), "{code}");
        }
        assert!(is_postgres_damage("XX001") && is_postgres_damage("XX002"));
        assert!(!is_postgres_damage("XX000") && !is_postgres_damage("58030"));
    }

    #[test]
    fn errors_of_pool_and_network_are_unavailable() {
        let reset = io::Error::from(io::ErrorKind::ConnectionReset);
        for error in [
            sqlx::Error::PoolTimedOut,
            sqlx::Error::PoolClosed,
            sqlx::Error::Io(reset),
        ] {
            assert!(matches!(statement_error(error), StoreError::Unavailable(_)));
        }
        let defect = sqlx::Error::ColumnNotFound("slug".to_owned());
        assert!(matches!(statement_error(defect), StoreError::Internal(_)));
    }

    #[test]
    fn any_error_while_connecting_is_unavailable() {
        let hung_up = io::Error::from(io::ErrorKind::UnexpectedEof);
        for error in [
            sqlx::Error::Io(hung_up),
            sqlx::Error::Protocol("an answer that nobody expects".to_owned()),
            sqlx::Error::Tls("a certificate".into()),
            sqlx::Error::Configuration("no host".into()),
        ] {
            assert!(matches!(connect_error(error), StoreError::Unavailable(_)));
        }
    }

    #[test]
    fn a_slow_statement_is_distinguished_from_a_database_that_does_not_answer() {
        assert!(matches!(store_error(too_slow()), StoreError::TooSlow(_)));
        let silence = store_error(no_answer());
        assert!(matches!(silence, StoreError::Unavailable(_)));
    }
}
