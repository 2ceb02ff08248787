//! The statements that read roll-ups, rows and packs at once, so that packing in between changes nothing.

mod counts;
mod values;

use std::ops::Range;

use korotko_core::id::LinkId;
use korotko_core::ports::ClickSubject;
use sea_orm::{DbBackend, Statement, Value};

pub(super) use self::counts::Key;
use crate::rollup::{LINKS, Rollup, USERS};
use crate::value_table::ValueTable;

/// Into how many groups links are put.
const GROUPS: i64 = 8;

/// Whose rows of a roll-up are asked for, in a statement that grows.
pub(super) struct Asked {
    backend: DbBackend,
    rollup: Rollup,
    /// What stands before the roll-up, which is called `part`; joined so that SQLite reads it first.
    source: &'static str,
    /// Which rows are theirs.
    condition: &'static str,
    selects: Vec<String>,
    values: Vec<Value>,
    links: Vec<i64>,
}

impl Asked {
    pub(super) fn of(backend: DbBackend, subject: ClickSubject) -> Self {
        let (rollup, source, condition, id) = match subject {
            ClickSubject::Link(link) => (LINKS, "", "part.link_id = $1", link.0),
            ClickSubject::Owner(owner) => (USERS, "", "part.user_id = $1", owner.0),
            ClickSubject::Collection(set) => (
                LINKS,
                "collection_links AS place CROSS JOIN ",
                "place.collection_id = $1 AND place.link_deleted = false AND part.link_id = place.link_id",
                set.0,
            ),
        };
        Self {
            values: vec![id.into()],
            ..Self::from(backend, rollup, source, condition)
        }
    }

    pub(super) fn by_link(backend: DbBackend, links: &[LinkId]) -> Self {
        let condition = "part.link_id = given.id";
        Self {
            links: links.iter().map(|link| link.0).collect(),
            ..Self::from(backend, LINKS, "@given CROSS JOIN ", condition)
        }
    }

    fn from(
        backend: DbBackend,
        rollup: Rollup,
        source: &'static str,
        condition: &'static str,
    ) -> Self {
        Self {
            backend,
            rollup,
            source,
            condition,
            selects: Vec::new(),
            values: Vec::new(),
            links: Vec::new(),
        }
    }

    fn rows_of(&self, table: &str) -> String {
        let Self {
            source, condition, ..
        } = self;
        format!("FROM {source}{table} AS part WHERE {condition}")
    }

    fn within(&mut self, column: &str, range: &Range<i64>) -> String {
        let first = self.values.len() + 1;
        self.values
            .extend([range.start, range.end].map(Value::from));
        format!(
            "part.{column} >= ${first} AND part.{column} < ${}",
            first + 1
        )
    }

    /// All bytes of a group of rows behind one another: to fetch a row costs more than to read what is in it.
    fn joined(&self, bytes: &str) -> String {
        match self.backend {
            DbBackend::Postgres => format!("string_agg({bytes}, ''::bytea)"),
            // As text it stays the bytes that it is; there is no such function for bytes.
            _ => format!("CAST(group_concat(CAST({bytes} AS text), '') AS blob)"),
        }
    }

    /// Puts links into a few groups, so that what is joined of a large set is not all in one piece.
    fn group(&self) -> String {
        format!("part.{} % {GROUPS}", self.rollup.id)
    }

    /// PostgreSQL wants to know of which type nothing is.
    fn no_bytes(&self) -> &'static str {
        match self.backend {
            DbBackend::Postgres => "NULL::bytea",
            _ => "NULL",
        }
    }

    fn statement(self) -> Statement {
        let sql = self.selects.join(" UNION ALL ");
        if self.links.is_empty() {
            return Statement::from_sql_and_values(self.backend, sql, self.values);
        }
        ValueTable::of("id", self.links).statement(self.backend, &sql, self.values)
    }
}
