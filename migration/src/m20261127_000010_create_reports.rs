use sea_orm_migration::prelude::*;

use crate::column;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(schedules(manager)).await?;
        manager.create_table(reports(manager)).await?;
        for index in [
            schedules_by_owner(),
            schedules_by_time(),
            pending(),
            by_owner(),
            requested(),
            by_schedule(),
            finished(),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An older program does not know this kind of job, and would put it off for ever.
        let forget = Query::delete()
            .from_table("jobs")
            .and_where(Expr::col("kind").eq("send-report"))
            .take();
        manager.execute(forget).await?;
        for table in ["reports", "report_schedules"] {
            manager
                .drop_table(Table::drop().table(table).take())
                .await?;
        }
        Ok(())
    }
}

fn schedules(manager: &SchemaManager) -> TableCreateStatement {
    let frequency = Expr::col("frequency").is_in(["daily", "weekly", "monthly"]);
    let mut table = Table::create()
        .table("report_schedules")
        .col(column::id())
        .col(column::integer("owner_id"))
        .col(column::bytewise(manager, "frequency").check(frequency))
        // Of the day in the time zone.
        .col(column::integer("hour").check(Expr::col("hour").between(0, 23)))
        .col(column::moment("next_at"))
        .col(column::moment("created_at"))
        .foreign_key(&mut owner("report_schedules"))
        .take();
    terms(manager, &mut table);
    table
}

fn reports(manager: &SchemaManager) -> TableCreateStatement {
    let state = Expr::col("state").is_in(["queued", "running", "sent", "failed"]);
    let finished = "(state IN ('sent', 'failed')) = (finished_at IS NOT NULL)";
    let mut table = Table::create()
        .table("reports")
        .col(column::id())
        .col(column::integer("owner_id"))
        .col(ColumnDef::new("schedule_id").big_integer().null())
        // Whether somebody asked for it: that no schedule did is no longer told by `schedule_id` when the schedule is gone.
        .col(ColumnDef::new("requested").boolean().not_null())
        .col(column::moment("from_at"))
        .col(column::moment("until_at"))
        // The same for equal orders, and for them alone; made by the program.
        .col(column::bytewise(manager, "order_key"))
        .col(column::bytewise(manager, "state").check(state))
        .col(ColumnDef::new("failure").text().null())
        .col(column::moment("created_at"))
        .col(column::optional_moment("started_at"))
        .col(column::optional_moment("finished_at"))
        .check(Expr::cust(finished))
        .foreign_key(&mut owner("reports"))
        .foreign_key(
            ForeignKey::create()
                .name("reports_schedule_id_fkey")
                .from("reports", "schedule_id")
                .to("report_schedules", "id")
                .on_delete(ForeignKeyAction::SetNull),
        )
        .take();
    terms(manager, &mut table);
    table
}

/// What reports and schedules have in common.
fn terms(manager: &SchemaManager, table: &mut TableCreateStatement) {
    let scope = Expr::col("scope").is_in(["all", "collection", "link"]);
    table
        .col(column::bytewise(manager, "scope").check(scope))
        // Of which set or link. No foreign key: when it is gone, the report says so.
        .col(ColumnDef::new("scope_id").big_integer().null())
        // By its name in the IANA database.
        .col(column::text("zone"))
        .col(column::text("language"))
        .col(ColumnDef::new("include_bots").boolean().not_null());
}

fn owner(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_owner_id_fkey"))
        .from(table, "owner_id")
        .to("users", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .take()
}

fn schedules_index(name: &str) -> IndexCreateStatement {
    Index::create().name(name).table("report_schedules").take()
}

fn reports_index(name: &str) -> IndexCreateStatement {
    Index::create().name(name).table("reports").take()
}

/// For an owner's list, page by page, and for the foreign key.
fn schedules_by_owner() -> IndexCreateStatement {
    schedules_index("report_schedules_owner_idx")
        .col("owner_id")
        .col("id")
        .take()
}

/// For what is due.
fn schedules_by_time() -> IndexCreateStatement {
    schedules_index("report_schedules_next_idx")
        .col("next_at")
        .col("id")
        .take()
}

/// Decides which of two equal orders at once is the one that is carried out.
fn pending() -> IndexCreateStatement {
    reports_index("reports_pending_key")
        .col("owner_id")
        .col("order_key")
        .unique()
        .and_where(Expr::col("finished_at").is_null())
        .take()
}

/// For an owner's list, page by page, and for the foreign key.
fn by_owner() -> IndexCreateStatement {
    reports_index("reports_owner_idx")
        .col("owner_id")
        .col("id")
        .take()
}

/// For how many an owner asked for lately.
fn requested() -> IndexCreateStatement {
    reports_index("reports_requested_idx")
        .col("owner_id")
        .col("requested")
        .col("created_at")
        .take()
}

/// For the foreign key, when a schedule goes.
fn by_schedule() -> IndexCreateStatement {
    reports_index("reports_schedule_idx")
        .col("schedule_id")
        .and_where(Expr::col("schedule_id").is_not_null())
        .take()
}

/// For the sweep of what was finished.
fn finished() -> IndexCreateStatement {
    reports_index("reports_finished_idx")
        .col("finished_at")
        .and_where(Expr::col("finished_at").is_not_null())
        .take()
}
