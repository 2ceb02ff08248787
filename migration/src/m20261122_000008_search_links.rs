use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => execute(manager, &[POSTGRESQL_UP.to_owned()]).await,
            _ => execute(manager, &sqlite_up()).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            // The extensions stay: others may use them by now.
            DbBackend::Postgres => {
                execute(manager, &["DROP INDEX IF EXISTS links_search_idx"]).await
            }
            _ => execute(manager, &SQLITE_DOWN).await,
        }
    }
}

async fn execute(manager: &SchemaManager<'_>, statements: &[impl AsRef<str>]) -> Result<(), DbErr> {
    for statement in statements {
        let connection = manager.get_connection();
        connection.execute_unprepared(statement.as_ref()).await?;
    }
    Ok(())
}

/// The trigrams of the text, with the owner beside them so that nobody pays for what others have. Both extensions come with
/// PostgreSQL and may be made by whoever may create in the database. Where they cannot be had, searches read the owner's
/// links one by one: slower, and just as right. The pending list is read by every search, so it is kept short.
const POSTGRESQL_UP: &str = "
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS btree_gin;
    CREATE INDEX links_search_idx ON links USING gin (owner_id, search_text gin_trgm_ops)
        WITH (gin_pending_list_limit = 1024)
        WHERE owner_id IS NOT NULL;
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
        RAISE WARNING 'searching links will be slow without the extensions pg_trgm and btree_gin: %', SQLERRM;
END
$$";

/// The trigrams of the text, and one more that stands for the owner, so that nobody pays for what others have. Which links have
/// which trigram is all that is kept: whether they stand together is told by the link itself.
const SQLITE_INDEX: &str = "
CREATE VIRTUAL TABLE link_search
USING fts5(text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1')";

const SQLITE_DOWN: [&str; 4] = [
    "DROP TRIGGER links_search_insert",
    "DROP TRIGGER links_search_update",
    "DROP TRIGGER links_search_delete",
    "DROP TABLE link_search",
];

/// The index keeps no text, so that what goes has to be named as it came; triggers alone can be trusted with that.
fn sqlite_up() -> Vec<String> {
    let (old, new) = (sqlite_text("old."), sqlite_text("new."));
    let had = "old.owner_id IS NOT NULL AND old.search_text <> ''";
    let has = "new.owner_id IS NOT NULL AND new.search_text <> ''";
    let take = format!(
        "INSERT INTO link_search (link_search, rowid, text) SELECT 'delete', old.id, {old} WHERE {had};"
    );
    let add = format!("INSERT INTO link_search (rowid, text) SELECT new.id, {new} WHERE {has};");
    let differs = "old.owner_id IS NOT new.owner_id OR old.search_text IS NOT new.search_text";
    vec![
        SQLITE_INDEX.to_owned(),
        format!(
            "INSERT INTO link_search (rowid, text) SELECT id, {} FROM links
            WHERE owner_id IS NOT NULL AND search_text <> ''",
            sqlite_text("")
        ),
        format!("CREATE TRIGGER links_search_insert AFTER INSERT ON links BEGIN {add} END"),
        format!(
            "CREATE TRIGGER links_search_update AFTER UPDATE OF owner_id, search_text ON links
            WHEN {differs} BEGIN {take} {add} END"
        ),
        format!("CREATE TRIGGER links_search_delete AFTER DELETE ON links BEGIN {take} END"),
    ]
}

/// What is indexed of a row: the owner's id as three characters of private use, 17 bits each, the lowest first, and the text.
fn sqlite_text(row: &str) -> String {
    let letter = |shift: u32| format!("983040 + (({row}owner_id >> {shift}) & 131071)");
    let owner = [0, 17, 34].map(letter).join(", ");
    format!("char({owner}, 10) || {row}search_text")
}
