use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::column;
use crate::m20261122_000007_index_links as before;

const TABLE: &str = "links";

const COLUMNS: [&str; 3] = ["exhausted", "disabled_at", "blocked_at"];

const TAKEN: &str = "taken_clicks";

/// How many previews passed without being taken.
const PREVIEWS: &str = "previews";

/// Kept by the program from now on.
const FILL_EXHAUSTED: &str = "
UPDATE links SET exhausted = true WHERE EXISTS
(SELECT 1 FROM taken_clicks WHERE taken_clicks.link_id = links.id AND taken_clicks.taken >= links.max_clicks)";

/// The lists in which links are told to be live or expired without a look at the row. Queries put all expressions in the same
/// words as the indexes.
const LISTS: [(&str, &str, &str); 3] = [
    ("links_list_idx", "created_at", ""),
    ("links_list_by_slug_idx", "slug", ""),
    (
        "links_expiring_idx",
        "created_at",
        "AND expires_at IS NOT NULL",
    ),
];

/// That a link's state is another than live or expired, whatever the time.
const IS_STOPPED: &str = "(exhausted OR disabled_at IS NOT NULL OR blocked_at IS NOT NULL)";

/// Until when a link is live, as a number also where it has no end; less than any moment where its state is another whatever the
/// time.
const LIVE_UNTIL: &str = "(CASE WHEN exhausted OR disabled_at IS NOT NULL OR blocked_at IS NOT NULL \
    THEN -1 ELSE coalesce(expires_at, 9223372036854775807) END)";

/// Which state a link is in whatever the time.
const STOPPED: &str = "(CASE WHEN blocked_at IS NOT NULL THEN 3 WHEN disabled_at IS NOT NULL THEN 2 \
    WHEN exhausted THEN 1 ELSE 0 END)";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns() {
            let alter = Table::alter().table(TABLE).add_column(column).take();
            manager.alter_table(alter).await?;
        }
        let previews = column::integer(PREVIEWS).default(0).take();
        let alter = Table::alter().table(TAKEN).add_column(previews).take();
        manager.alter_table(alter).await?;
        let connection = manager.get_connection();
        connection.execute_unprepared(FILL_EXHAUSTED).await?;
        for (name, order, condition) in LISTS {
            manager.drop_index(before::dropped(name)).await?;
            let index = format!(
                "CREATE INDEX {name} ON links (owner_id, {order}, id, {LIVE_UNTIL})
                WHERE deleted_at IS NULL AND owner_id IS NOT NULL {condition}"
            );
            connection.execute_unprepared(&index).await?;
        }
        let stopped = format!(
            "CREATE INDEX links_stopped_idx ON links (owner_id, {STOPPED}, created_at, id)
            WHERE deleted_at IS NULL AND owner_id IS NOT NULL AND {IS_STOPPED}"
        );
        connection.execute_unprepared(&stopped).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lists = LISTS.map(|(name, ..)| name);
        for name in lists.into_iter().chain(["links_stopped_idx"]) {
            manager.drop_index(before::dropped(name)).await?;
        }
        for column in COLUMNS.into_iter().rev() {
            let alter = Table::alter().table(TABLE).drop_column(column).take();
            manager.alter_table(alter).await?;
        }
        let alter = Table::alter().table(TAKEN).drop_column(PREVIEWS).take();
        manager.alter_table(alter).await?;
        before::create_lists(manager).await
    }
}

fn columns() -> [ColumnDef; 3] {
    let [exhausted, disabled_at, blocked_at] = COLUMNS;
    [
        ColumnDef::new(exhausted)
            .boolean()
            .not_null()
            .default(false)
            .take(),
        column::optional_moment(disabled_at),
        column::optional_moment(blocked_at),
    ]
}
