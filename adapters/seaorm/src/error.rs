//! What the errors of the databases mean.

use korotko_core::ports::StoreError;
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::sqlx::sqlite::SqliteError;
use sea_orm::sqlx::{self};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// The error of the store that a database error is.
pub(crate) fn store_error(error: DbErr) -> StoreError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => StoreError::Conflict,
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => StoreError::Missing,
        _ if may_pass(&error) => StoreError::unavailable(error),
        _ => StoreError::broken(error),
    }
}

/// The same for an error of the driver.
pub(crate) fn driver_error(error: sqlx::Error) -> StoreError {
    store_error(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}

/// The same error, but a conflict if it is that of two units which took the same codes in different orders (PostgreSQL alone):
/// one of them was given up for the other, and will meet its codes.
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
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) =
        error
    else {
        return false;
    };
    let error = error.as_database_error();
    let postgres = error.filter(|error| !is_sqlite(*error));
    postgres.is_some_and(|error| error.code().as_deref() == Some("40P01"))
}

/// Whether the database refused for being locked by somebody else (SQLite alone).
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    let sqlite = error.as_database_error().filter(|error| is_sqlite(*error));
    sqlite.and_then(sqlite_code).is_some_and(|code| code == 5)
}

fn may_pass(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => driver_may_pass(error),
        _ => false,
    }
}

fn driver_may_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(error) if is_sqlite(error.as_ref()) => {
            sqlite_code(error.as_ref()).is_some_and(sqlite_may_pass)
        }
        sqlx::Error::Database(error) => error.code().is_some_and(|code| postgres_may_pass(&code)),
        _ => false,
    }
}

fn is_sqlite(error: &dyn DatabaseError) -> bool {
    error.try_downcast_ref::<SqliteError>().is_some()
}

/// The primary result code; the driver gives the extended one, whose low byte it is (<https://www.sqlite.org/rescode.html>).
fn sqlite_code(error: &dyn DatabaseError) -> Option<i32> {
    let extended: i32 = error.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// BUSY, LOCKED, IOERR (a full disk also shows as such), FULL, CANTOPEN (also for want of file descriptors).
fn sqlite_may_pass(code: i32) -> bool {
    matches!(code, 5 | 6 | 10 | 13 | 14)
}

/// By SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn postgres_may_pass(code: &str) -> bool {
    // Connection exceptions; insufficient resources, among them a full disk; operator intervention: shutdown, timeout.
    let class = ["08", "53", "57"];
    // A failover's standby that still refuses writes; a unit left open too long; lost a race; deadlock; lock not had in time.
    let single = ["25006", "25P03", "40001", "40P01", "55P03"];
    class.iter().any(|class| code.starts_with(class)) || single.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_on_postgresql_is_unavailable() {
        for code in [
            "08006", "53100", "53300", "57014", "57P01", "57P03", "40001", "40P01", "55P03",
        ] {
            assert!(postgres_may_pass(code), "{code}");
        }
        for code in ["23505", "25P02", "28P01", "42P01", "XX000"] {
            assert!(!postgres_may_pass(code), "{code}");
        }
    }

    #[test]
    fn what_the_pool_or_the_network_refuses_is_unavailable() {
        let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        for error in [
            sqlx::Error::PoolTimedOut,
            sqlx::Error::PoolClosed,
            sqlx::Error::Io(reset),
        ] {
            assert!(matches!(driver_error(error), StoreError::Unavailable(_)));
        }
        let defect = sqlx::Error::ColumnNotFound("slug".to_owned());
        assert!(matches!(driver_error(defect), StoreError::Broken(_)));
    }
}
