use clap::Subcommand;

use super::abuse_reports::{self, AbuseReportsCommand};
use super::audit_log::{self, AuditLogCommand};
use super::error::CommandError;
use super::export::{self, ExportCommand};
use super::import::{self, ImportCommand};
use super::invitations::{self, InvitationsCommand};
use super::jobs::{self, JobsCommand};
use super::keys::{self, KeysCommand};
use super::links::{self, LinksCommand};
use super::report::{self, ReportCommand};
use super::users::{self, UsersCommand};
use crate::config::Config;

/// A command that acts on the database of a service, which may be running.
#[derive(Debug, Subcommand)]
pub(super) enum AdministerCommand {
    /// List, disable and delete users, and make them administrators
    #[command(subcommand)]
    Users(UsersCommand),
    /// Invite people to register
    #[command(subcommand)]
    Invitations(InvitationsCommand),
    /// List, block and delete links of all users
    #[command(subcommand)]
    Links(LinksCommand),
    /// List and close abuse reports
    #[command(subcommand)]
    AbuseReports(AbuseReportsCommand),
    /// List and delete API keys of all users
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Show what administrators did
    #[command(subcommand)]
    AuditLog(AuditLogCommand),
    /// List jobs, and retry failed ones
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Import links from a CSV or JSON file
    Import(ImportCommand),
    /// Export the links of a user to a file
    Export(ExportCommand),
    /// Write a report of the clicks of a user's links to an Excel workbook
    Report(ReportCommand),
}

pub(super) async fn run(command: &AdministerCommand, config: &Config) -> Result<(), CommandError> {
    match command {
        AdministerCommand::Users(command) => users::run(command, config).await,
        AdministerCommand::Invitations(command) => invitations::run(command, config).await,
        AdministerCommand::Links(command) => links::run(command, config).await,
        AdministerCommand::AbuseReports(command) => abuse_reports::run(command, config).await,
        AdministerCommand::Keys(command) => keys::run(command, config).await,
        AdministerCommand::AuditLog(command) => audit_log::run(command, config).await,
        AdministerCommand::Jobs(command) => jobs::run(command, config).await,
        AdministerCommand::Import(command) => import::run(command, config).await,
        AdministerCommand::Export(command) => export::run(command, config).await,
        AdministerCommand::Report(command) => report::run(command, config).await,
    }
}
