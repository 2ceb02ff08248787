use korotko_core::id::LinkId;
use korotko_core::ports::ClickSubject;
use sea_orm::{DbBackend, Statement, Value};

use crate::rollup::{LINKS, Rollup, Stretch, USERS};
use crate::value_table::ValueTable;

/// The sums of the counts of all rows. (PostgreSQL makes a numeric of them.)
pub(super) const SUMS: &str = "
    CAST(coalesce(sum(humans), 0) AS bigint), CAST(coalesce(sum(bots), 0) AS bigint),
    CAST(coalesce(sum(previews), 0) AS bigint), CAST(coalesce(sum(visitors), 0) AS bigint)";

/// Whose rows of a roll-up are asked for, in a statement that grows.
pub(super) struct Asked {
    rollup: Rollup,
    /// What stands before the roll-up, which is called `part`; joined so that SQLite reads it first.
    source: &'static str,
    /// Which rows are theirs.
    condition: &'static str,
    values: Vec<Value>,
    links: Vec<i64>,
}

impl Asked {
    pub(super) fn of(subject: ClickSubject) -> Self {
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
            rollup,
            source,
            condition,
            values: vec![id.into()],
            links: Vec::new(),
        }
    }

    pub(super) fn by_link(links: &[LinkId]) -> Self {
        Self {
            rollup: LINKS,
            source: "@given CROSS JOIN ",
            condition: "part.link_id = given.id",
            values: Vec::new(),
            links: links.iter().map(|link| link.0).collect(),
        }
    }

    /// Their counts in these stretches, with `id` and `period`, as a part of the statement.
    pub(super) fn counts(&mut self, stretches: &[Stretch]) -> String {
        let Rollup {
            counts: table, id, ..
        } = self.rollup;
        let columns = format!(
            "part.{id} AS id, part.period, part.humans, part.bots, part.previews, part.visitors"
        );
        self.rows(table, &columns, stretches)
    }

    /// Their counts by value in these stretches, with `id`, as a part of the statement.
    pub(super) fn breakdowns(&mut self, column: &str, stretches: &[Stretch]) -> String {
        let Rollup {
            breakdowns: table,
            id,
            ..
        } = self.rollup;
        let columns = format!("part.{id} AS id, part.{column} AS breakdown");
        self.rows(table, &columns, stretches)
    }

    fn rows(&mut self, table: &str, columns: &str, stretches: &[Stretch]) -> String {
        let Self {
            source, condition, ..
        } = *self;
        let selects = stretches.iter().map(|stretch| {
            let first = self.values.len() + 1;
            let periods = [stretch.periods.start, stretch.periods.end];
            self.values.extend(periods.map(Value::from));
            format!(
                "SELECT {columns} FROM {source}{table} AS part
                WHERE {condition} AND part.grain = {} AND part.period >= ${first} AND part.period < ${}",
                stretch.grain.number(),
                first + 1
            )
        });
        selects.collect::<Vec<_>>().join(" UNION ALL ")
    }

    /// The statement that has grown to this.
    pub(super) fn statement(self, backend: DbBackend, sql: &str) -> Statement {
        if self.links.is_empty() {
            return Statement::from_sql_and_values(backend, sql, self.values);
        }
        ValueTable::of("id", self.links).statement(backend, sql, self.values)
    }
}
