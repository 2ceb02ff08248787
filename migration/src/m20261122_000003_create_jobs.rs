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
        manager.create_table(jobs(manager)).await?;
        for index in [unfinished(), by_user(), finished()] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("jobs").take()).await
    }
}

fn jobs(manager: &SchemaManager) -> TableCreateStatement {
    let state = Expr::col("state").is_in(["waiting", "running", "done", "failed"]);
    Table::create()
        .table("jobs")
        .col(column::id())
        .col(column::bytewise(manager, "kind"))
        .col(column::text("payload"))
        .col(ColumnDef::new("user_id").big_integer().null())
        .col(column::bytewise(manager, "state").check(state))
        .col(column::integer("attempts").check(Expr::col("attempts").gte(0)))
        // Counts the claims of this job; the last one alone holds it.
        .col(column::integer("lease"))
        // When it is due; of a running job, when its lease ends, which is when it is due again.
        .col(column::moment("run_at"))
        // What `run_at` was when the job was last taken: an update gives back new values alone, and claims are handed out
        // by what was due longest.
        .col(column::optional_moment("due_at"))
        .col(column::moment("created_at"))
        .col(column::optional_moment("finished_at"))
        .col(ColumnDef::new("last_error").text().null())
        .foreign_key(
            ForeignKey::create()
                .name("jobs_user_id_fkey")
                .from("jobs", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// For taking what is due.
fn unfinished() -> IndexCreateStatement {
    Index::create()
        .name("jobs_unfinished_idx")
        .table("jobs")
        .col("run_at")
        .col("id")
        .and_where(Expr::col("finished_at").is_null())
        .take()
}

/// For the foreign key, when a user goes.
fn by_user() -> IndexCreateStatement {
    Index::create()
        .name("jobs_user_idx")
        .table("jobs")
        .col("user_id")
        .take()
}

/// For the sweep of what was done.
fn finished() -> IndexCreateStatement {
    Index::create()
        .name("jobs_finished_idx")
        .table("jobs")
        .col("finished_at")
        .and_where(Expr::col("finished_at").is_not_null())
        .take()
}
