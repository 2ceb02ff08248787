use std::sync::LazyLock;

use korotko_core::link::{Namespace, Slug};
use sea_orm::{DbBackend, Statement};

use super::row::COLUMNS;
use crate::entities::link::{NOT_STAGED, namespace_column};
use crate::value_table::ValueTable;

/// Written as text, since building it would take as long as running it. The link that is not deleted is first, then the one
/// deleted last.
static FIND_ONE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {COLUMNS}, CAST(0 AS bigint) FROM links LEFT JOIN users ON users.id = links.owner_id
        WHERE namespace = $1 AND slug = $2 AND {NOT_STAGED}
        ORDER BY links.deleted_at DESC NULLS FIRST, links.id DESC LIMIT 1"
    )
});

/// The same for each key of a table. SQLite has no LATERAL, and reads the rows in this order.
static FIND_MANY_SQLITE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {COLUMNS}, given.key FROM @given
        CROSS JOIN links LEFT JOIN users ON users.id = links.owner_id
        WHERE links.id = (
            SELECT links.id FROM links
            WHERE links.namespace = given.namespace AND links.slug = CAST(given.slug AS text) AND {NOT_STAGED}
            ORDER BY links.deleted_at DESC NULLS FIRST, links.id DESC LIMIT 1)"
    )
});

/// PostgreSQL would rather hash the whole table for a condition on the id, if it expects a small table or many keys.
static FIND_MANY_POSTGRESQL: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {COLUMNS}, given.key FROM @given CROSS JOIN LATERAL (
            SELECT links.* FROM links
            WHERE links.namespace = given.namespace AND links.slug = convert_from(given.slug, 'UTF8') AND {NOT_STAGED}
            ORDER BY links.deleted_at DESC NULLS FIRST, links.id DESC LIMIT 1) AS links
        LEFT JOIN users ON users.id = links.owner_id"
    )
});

/// The statement that finds the routes of these keys. Each row ends with the number of its key.
pub(super) fn find<'a>(
    backend: DbBackend,
    keys: impl Iterator<Item = (Namespace, &'a Slug)>,
) -> Statement {
    let (namespaces, slugs): (Vec<_>, Vec<_>) = keys
        .map(|(namespace, slug)| (namespace_column(namespace), slug.as_str()))
        .unzip();
    if let ([namespace], [slug]) = (&*namespaces, &*slugs) {
        let values = [(*namespace).into(), (*slug).into()];
        return Statement::from_sql_and_values(backend, FIND_ONE.as_str(), values);
    }
    let given = ValueTable::new("key", (0..).take(slugs.len()))
        .numbers("namespace", namespaces)
        .bytes(
            "slug",
            slugs.iter().map(|slug| slug.as_bytes().to_vec()).collect(),
        );
    let sql = match backend {
        DbBackend::Postgres => &FIND_MANY_POSTGRESQL,
        _ => &FIND_MANY_SQLITE,
    };
    given.statement(backend, sql, Vec::new())
}
