//! The kinds of column that several tables have.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The primary key: an integer that is never given twice.
pub(crate) fn id() -> ColumnDef {
    ColumnDef::new("id")
        .big_integer()
        .not_null()
        .auto_increment()
        .primary_key()
        .take()
}

/// A text that is compared by its bytes.
pub(crate) fn bytewise(manager: &SchemaManager, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name).text().not_null().take();
    if manager.get_database_backend() == DbBackend::Postgres {
        column.extra(r#"COLLATE "C""#);
    }
    column
}

/// The same, which may be missing.
pub(crate) fn optional_bytewise(manager: &SchemaManager, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name).text().null().take();
    if manager.get_database_backend() == DbBackend::Postgres {
        column.extra(r#"COLLATE "C""#);
    }
    column
}

/// A text that nobody searches for.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// A whole number.
pub(crate) fn integer(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// A moment: microseconds since 1970-01-01T00:00:00Z.
pub(crate) fn moment(name: &'static str) -> ColumnDef {
    integer(name)
}

/// A moment that may not have come yet.
pub(crate) fn optional_moment(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// Makes SQLite keep the rows of a table in its primary key, and not beside it once more. PostgreSQL has nothing like it.
pub(crate) fn clustered(manager: &SchemaManager, table: &mut TableCreateStatement) {
    if manager.get_database_backend() == DbBackend::Sqlite {
        table.extra("WITHOUT ROWID");
    }
}
