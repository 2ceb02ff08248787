use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::column;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Every table of this step, in the order in which they are made.
const TABLES: [&str; 12] = [
    "link_clicks",
    "link_click_counts",
    "user_click_counts",
    "link_click_breakdowns",
    "user_click_breakdowns",
    "click_shards",
    "clicks",
    "click_visits",
    "visitor_salts",
    "click_logs",
    "dropped_clicks",
    "taken_clicks",
];

/// Links that are there already were never clicked, as far as anybody counted.
const FILL_TOTALS: &str =
    "INSERT INTO link_clicks (link_id, owner_id) SELECT id, owner_id FROM links";

/// As many as the program has places to count in.
const FILL_SHARDS: &str =
    "INSERT INTO click_shards (shard) VALUES (0), (1), (2), (3), (4), (5), (6), (7)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let limit = ColumnDef::new("max_clicks").big_integer().null().take();
        let alter = Table::alter().table("links").add_column(limit).take();
        manager.alter_table(alter).await?;
        for table in tables(manager) {
            manager.create_table(table).await?;
        }
        manager.create_index(totals_by_owner()).await?;
        manager.create_index(clicks_by_age()).await?;
        for fill in [FILL_TOTALS, FILL_SHARDS] {
            manager.get_connection().execute_unprepared(fill).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.into_iter().rev() {
            manager
                .drop_table(Table::drop().table(table).take())
                .await?;
        }
        let alter = Table::alter()
            .table("links")
            .drop_column("max_clicks")
            .take();
        manager.alter_table(alter).await
    }
}

fn tables(manager: &SchemaManager) -> [TableCreateStatement; 12] {
    [
        totals(manager),
        counts(manager, "link_click_counts", LINK),
        counts(manager, "user_click_counts", USER),
        breakdowns(manager, "link_click_breakdowns", LINK),
        breakdowns(manager, "user_click_breakdowns", USER),
        shards(manager),
        clicks(manager),
        visits(manager),
        salts(manager),
        logs(manager),
        dropped(manager),
        taken(manager),
    ]
}

/// Whose clicks a table has: its column, and the table that this refers to.
type Whose = (&'static str, &'static str);

const LINK: Whose = ("link_id", "links");

const USER: Whose = ("user_id", "users");

/// Rows that go with what they belong to.
fn owned_by((column, owners): Whose, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}_fkey"))
        .from(table, column)
        .to(owners, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .take()
}

fn key(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create().name(format!("{table}_pkey")).take();
    for column in columns {
        key.col(*column);
    }
    key
}

fn number(name: &'static str) -> ColumnDef {
    column::integer(name).default(0).take()
}

fn small(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).small_integer().not_null().take()
}

fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).binary().not_null().take()
}

/// What the clicks of each link come to since it was made: a row for every link, deleted or not. Not in `links`, whose many
/// indexes PostgreSQL would all write at every update.
fn totals(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("link_clicks")
        .col(column::integer("link_id"))
        // The link's.
        .col(ColumnDef::new("owner_id").big_integer().null())
        // Of every kind together, for lists in their order.
        .col(number("clicks"))
        .col(number("humans"))
        .col(number("bots"))
        .col(number("previews"))
        .col(number("visitors"))
        .col(column::optional_moment("last_at"))
        .primary_key(&mut key("link_clicks", &["link_id"]))
        .foreign_key(&mut owned_by(LINK, "link_clicks"))
        .foreign_key(
            ForeignKey::create()
                .name("link_clicks_owner_id_fkey")
                .from("link_clicks", "owner_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::SetNull),
        )
        .take();
    column::clustered(manager, &mut table);
    table
}

/// For an owner's list by clicks.
fn totals_by_owner() -> IndexCreateStatement {
    Index::create()
        .name("link_clicks_list_idx")
        .table("link_clicks")
        .col("owner_id")
        .col("clicks")
        .col("link_id")
        .take()
}

const COUNTS: [&str; 4] = ["humans", "bots", "previews", "visitors"];

/// Clicks by stretches of time. `grain` says of which length: 0 is a quarter of an hour, 1 a day of UTC; `period` is which one,
/// counted since 1970-01-01T00:00Z. The rows of all shards together are what is counted.
fn counts(manager: &SchemaManager, name: &'static str, whose: Whose) -> TableCreateStatement {
    // PostgreSQL keeps rows in the order in which they come, those of one link far from each other. In the key they stand
    // together, and it has all that is asked for. (SQLite keeps whole rows in the key.)
    let mut key = key(name, &rollup_key(whose));
    for column in COUNTS {
        key.include(column);
    }
    let mut table = rollup(name, whose).primary_key(&mut key).take();
    for column in COUNTS {
        table.col(number(column));
    }
    column::clustered(manager, &mut table);
    table
}

/// The same by what they say of themselves, one column a dimension, each in a form that the program reads. Beside the counts,
/// so that these stay narrow; and not a row for each value, which would make more rows than there are clicks.
fn breakdowns(manager: &SchemaManager, name: &'static str, whose: Whose) -> TableCreateStatement {
    let mut table = rollup(name, whose)
        .col(bytes("referrers"))
        .col(bytes("browsers"))
        .col(bytes("systems"))
        .col(bytes("devices"))
        .col(bytes("languages"))
        .primary_key(&mut key(name, &rollup_key(whose)))
        .take();
    column::clustered(manager, &mut table);
    table
}

fn rollup_key(whose: Whose) -> [&'static str; 4] {
    [whose.0, "grain", "period", "shard"]
}

fn rollup(name: &'static str, whose: Whose) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(column::integer(whose.0))
        .col(column::integer("period"))
        .col(small("grain"))
        .col(small("shard"))
        .foreign_key(&mut owned_by(whose, name))
        .take()
}

/// Whoever counts in a shard locks its row.
fn shards(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("click_shards")
        .col(small("shard"))
        .primary_key(&mut key("click_shards", &["shard"]))
        .take();
    column::clustered(manager, &mut table);
    table
}

/// Clicks one by one, for as long as they are kept. A click names nobody, not even by way of its link: nothing looks clicks up
/// by link, so there is no index for it, and no foreign key, which would need one.
fn clicks(_manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("clicks")
        .col(column::moment("at"))
        .col(column::integer("link_id"))
        .col(ColumnDef::new("visitor").big_integer().null())
        // 0 is a person, 1 a program that goes by itself, 2 a look ahead.
        .col(small("kind"))
        .col(column::text("referrer"))
        .col(column::text("browser"))
        .col(column::text("os"))
        .col(column::text("device"))
        .col(column::text("language"))
        .take()
}

/// For their removal.
fn clicks_by_age() -> IndexCreateStatement {
    Index::create()
        .name("clicks_at_idx")
        .table("clicks")
        .col("at")
        .take()
}

/// Who came to which link on which day (UTC), for a few days. No foreign key, as with clicks.
fn visits(manager: &SchemaManager) -> TableCreateStatement {
    let columns = ["day", "link_id", "visitor"];
    let mut table = Table::create()
        .table("click_visits")
        .primary_key(&mut key("click_visits", &columns))
        .take();
    for name in columns {
        table.col(column::integer(name));
    }
    column::clustered(manager, &mut table);
    table
}

fn salts(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("visitor_salts")
        .col(column::integer("day"))
        .col(bytes("salt"))
        .primary_key(&mut key("visitor_salts", &["day"]))
        .take();
    column::clustered(manager, &mut table);
    table
}

/// How far each click log is counted, in bytes. A log is named by 32 hexadecimal digits.
fn logs(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("click_logs")
        .col(column::bytewise(manager, "log"))
        .col(column::integer("position"))
        .col(column::moment("updated_at"))
        .primary_key(&mut key("click_logs", &["log"]))
        .take();
    column::clustered(manager, &mut table);
    table
}

/// Clicks that found no room, by day (UTC).
fn dropped(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("dropped_clicks")
        .col(column::integer("day"))
        .col(column::integer("clicks"))
        .primary_key(&mut key("dropped_clicks", &["day"]))
        .take();
    column::clustered(manager, &mut table);
    table
}

/// How many clicks were let through of links that may have so many alone.
fn taken(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("taken_clicks")
        .col(column::integer("link_id"))
        .col(column::integer("taken"))
        .primary_key(&mut key("taken_clicks", &["link_id"]))
        .foreign_key(&mut owned_by(LINK, "taken_clicks"))
        .take();
    column::clustered(manager, &mut table);
    table
}
