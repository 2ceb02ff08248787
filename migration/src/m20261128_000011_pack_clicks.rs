use sea_orm_migration::prelude::*;

use crate::column;

mod unpack;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Whose rows a table has, and the table that the column refers to.
const OWNERS: [(&str, &str); 2] = [("link", "links"), ("user", "users")];

/// The series of the counts of a block: of its days, and of the quarters of the four parts of each day, in UTC. Long rows are
/// read from the front: zones east of Greenwich need the evening, those west of it the morning.
const COUNTS: [&str; 5] = [
    "days",
    "quarters_18",
    "quarters_0",
    "quarters_6",
    "quarters_12",
];

/// For each dimension the sums of the values, and their series. The short ones stand in front, and all sums before all series.
const BREAKDOWNS: [[&str; 2]; 5] = [
    ["devices", "device_series"],
    ["systems", "system_series"],
    ["browsers", "browser_series"],
    ["languages", "language_series"],
    ["referrers", "referrer_series"],
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for owner in OWNERS {
            manager.create_table(counts(manager, owner)).await?;
            manager.create_table(breakdowns(manager, owner)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        unpack::unpack(manager.get_connection()).await?;
        for (owner, _) in OWNERS {
            for table in [count_packs(owner), breakdown_packs(owner)] {
                let drop = Table::drop().table(table).take();
                manager.drop_table(drop).await?;
            }
        }
        Ok(())
    }
}

fn count_packs(owner: &str) -> String {
    format!("{owner}_count_packs")
}

fn breakdown_packs(owner: &str) -> String {
    format!("{owner}_breakdown_packs")
}

fn id(owner: &str) -> String {
    format!("{owner}_id")
}

/// Counts of days gone by. A block is 64 days, counted since 1970-01-01.
fn counts(manager: &SchemaManager, owner: (&str, &'static str)) -> TableCreateStatement {
    let mut table = packs(owner, count_packs(owner.0), &["block"]);
    for name in COUNTS {
        table.col(bytes(name));
    }
    column::clustered(manager, &mut table);
    table
}

/// Counts by value of days gone by. With `grain` 1, `period` is a block, and there are sums alone; with 0, it is an eighth of a
/// block, and the series are of its quarters of an hour.
fn breakdowns(manager: &SchemaManager, owner: (&str, &'static str)) -> TableCreateStatement {
    let mut table = packs(owner, breakdown_packs(owner.0), &["grain", "period"]);
    for column in 0..2 {
        for names in BREAKDOWNS {
            table.col(bytes(names[column]));
        }
    }
    column::clustered(manager, &mut table);
    table
}

/// A table with this key behind the owner's id.
fn packs(
    (owner, owners): (&str, &'static str),
    name: String,
    key: &[&'static str],
) -> TableCreateStatement {
    let mut reference = ForeignKey::create()
        .name(format!("{name}_{owner}_id_fkey"))
        .from(name.clone(), id(owner))
        .to(owners, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .take();
    let mut primary = Index::create().name(format!("{name}_pkey")).take();
    primary.col(id(owner));
    let mut table = Table::create()
        .table(name)
        .col(ColumnDef::new(id(owner)).big_integer().not_null())
        .foreign_key(&mut reference)
        .take();
    for column in key {
        primary.col(*column);
        let mut definition = ColumnDef::new(*column);
        match *column {
            "grain" => definition.small_integer(),
            _ => definition.big_integer(),
        };
        table.col(definition.not_null().take());
    }
    table.primary_key(&mut primary).take()
}

fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).binary().not_null().take()
}
