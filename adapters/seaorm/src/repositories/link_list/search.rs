//! Searching for a text: an index of trigrams finds the links that may contain it.

use korotko_core::id::UserId;
use korotko_core::link::SearchText;
use korotko_core::ports::StoreError;
use sea_orm::sea_query::extension::sqlite::SqliteExpr;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::entities::link::{Column, Entity, SEARCH_TEXT};
use crate::session::Session;

/// How many trigrams are looked up on SQLite. The cost of each grows with its frequency, so the rarest few are best.
const RAREST: u8 = 4;

/// The rarer a trigram, the higher the id of its 64th link (of any owner): the cheapest estimate of its frequency.
const SQLITE_RAREST: &str = "
    SELECT value AS trigram FROM json_each(?)
    ORDER BY (SELECT rowid FROM link_search WHERE link_search MATCH value LIMIT 1 OFFSET 63) DESC NULLS FIRST
    LIMIT ?";

/// Whether the index helps to find `text`: it has three adjacent characters, on PostgreSQL three adjacent letters or digits.
pub(super) fn is_indexed(text: &SearchText, backend: DbBackend) -> bool {
    let separates = |char: char| backend == DbBackend::Postgres && !char.is_alphanumeric();
    let mut words = text.as_str().split(separates);
    words.any(|word| word.chars().count() >= 3)
}

/// The condition that a link contains `text`.
pub(super) fn contains(text: &SearchText, backend: DbBackend) -> Expr {
    occurs(text, search_text(), backend)
}

/// The condition that `text` occurs in `whole`.
pub(in crate::repositories) fn occurs(text: &SearchText, whole: Expr, backend: DbBackend) -> Expr {
    let position = match backend {
        DbBackend::Postgres => "strpos",
        _ => "instr",
    };
    let found = Func::cust(position).arg(whole).arg(text.as_str());
    Expr::from(found).gt(0)
}

/// The condition that a link of `owner` may contain `text`, by the index.
pub(super) async fn matching<C: ConnectionTrait>(
    session: &Session<C>,
    owner: UserId,
    text: &SearchText,
) -> Result<Expr, StoreError> {
    if session.reader().get_database_backend() == DbBackend::Postgres {
        let like = search_text().like(pattern(text.as_str()));
        return Ok(Column::OwnerId.eq(owner.0).and(like));
    }
    let mut terms = terms(text.as_str());
    if terms.len() > usize::from(RAREST) {
        terms = rarest(session, terms).await?;
    }
    terms.push(quoted(&owner_letters(owner)));
    let found = Query::select()
        .column("rowid")
        .from("link_search")
        .and_where(Expr::col("link_search").matches(terms.join(" AND ")))
        .take();
    let theirs = Column::OwnerId.into_expr().add(0).eq(owner.0);
    Ok(Column::Id.in_subquery(found).and(theirs))
}

fn search_text() -> Expr {
    Expr::col((Entity, SEARCH_TEXT))
}

/// The LIKE pattern for `text` anywhere on PostgreSQL, where a backslash escapes.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for char in text.chars() {
        if matches!(char, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern.push('%');
    pattern
}

/// The distinct trigrams of `text`, quoted for FTS5.
fn terms(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let trigrams = letters.windows(3);
    let mut terms: Vec<String> = trigrams
        .map(|trigram| quoted(&String::from_iter(trigram)))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The trigram of an owner, as the triggers of the database write it.
fn owner_letters(owner: UserId) -> String {
    let letter =
        |shift: u32| u32::try_from((owner.0 >> shift) & 0x1_ffff).map(|low| low + 0xf_0000);
    let letters = [0, 17, 34]
        .into_iter()
        .filter_map(|shift| letter(shift).ok());
    letters.filter_map(char::from_u32).collect()
}

#[derive(FromQueryResult)]
struct Rare {
    trigram: String,
}

async fn rarest<C: ConnectionTrait>(
    session: &Session<C>,
    terms: Vec<String>,
) -> Result<Vec<String>, StoreError> {
    let all = serde_json::Value::from(terms).to_string();
    let select = Statement::from_sql_and_values(
        DbBackend::Sqlite,
        SQLITE_RAREST,
        [all.into(), i64::from(RAREST).into()],
    );
    let found = session.reader().query_all_raw(select).await;
    let found = found.and_then(|rows| {
        let rows = rows.iter().map(|row| Rare::from_query_result(row, ""));
        rows.map(|row| row.map(|row| row.trigram)).collect()
    });
    found.map_err(|error| session.fail(error))
}
