use clap::Subcommand;
use korotko_core::Korotko;
use korotko_core::administration::AuditRecord;
use korotko_core::user::Email;
use poem_openapi::types::ToJSON;

use super::error::CommandError;
use super::list::{Columns, Output, PAGE, second};
use super::{open, users};
use crate::api::admin::dto::AuditEntryView;
use crate::config::Config;

/// A command on the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditLogCommand {
    /// List what administrators did, newest first
    List {
        /// Only entries by or about this user: the e-mail address or the id
        #[arg(long, value_name = "USER")]
        user: Option<String>,

        #[command(flatten)]
        output: Output,
    },
}

pub(super) async fn run(command: &AuditLogCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let AuditLogCommand::List { user, output } = command;
    let done = list(&opened.korotko, user.as_deref(), output).await;
    opened.close().await?;
    done
}

async fn list(korotko: &Korotko, user: Option<&str>, output: &Output) -> Result<(), CommandError> {
    let administration = &korotko.administration;
    let user = users::find_id(administration, user).await?;
    let columns = Columns {
        title: line(["TIME", "ACTOR", "ACTION", "SUBJECT", "DETAILS"]),
        line: record_line,
        view: |record: &AuditRecord| AuditEntryView::from(record).to_json(),
    };
    let page = async |after| Ok(administration.list_audit_log(user, after, PAGE).await?);
    output.print(&columns, page).await
}

fn record_line(record: &AuditRecord) -> String {
    let entry = &record.entry;
    let named = |name: String, email: &Option<Email>| match email {
        Some(email) => format!("{name} {}", email.as_typed()),
        None => name,
    };
    let subject = format!("{} {}", entry.subject_kind, entry.subject_id);
    line([
        &second(entry.created_at),
        &named(entry.actor.to_string(), &record.actor_email),
        &entry.action,
        &named(subject, &record.subject_email),
        entry.details.as_deref().unwrap_or_default(),
    ])
}

fn line([time, actor, action, subject, details]: [&str; 5]) -> String {
    let line = format!("{time:20}  {actor:30}  {action:18}  {subject:34}  {details}");
    line.trim_end().to_owned()
}
