use clap::Subcommand;
use korotko_core::Korotko;
use korotko_core::abuse::AbuseOutcome;
use korotko_core::administration::{Actor, Administration, FoundAbuseReport};
use korotko_core::id::AbuseReportId;
use korotko_core::link::Links;
use poem_openapi::types::ToJSON;

use super::consent::Consent;
use super::error::CommandError;
use super::list::{Columns, Output, PAGE, second};
use super::open;
use super::print::print;
use crate::api::abuse::dto::AbuseOutcomeView;
use crate::api::admin::dto::{AbuseReportStateView, AbuseReportView};
use crate::config::Config;

/// A command on abuse reports.
#[derive(Debug, Subcommand)]
pub enum AbuseReportsCommand {
    /// List abuse reports, newest first
    List {
        /// Only open reports, or only closed ones
        #[arg(long, value_enum)]
        state: Option<AbuseReportStateView>,

        #[command(flatten)]
        output: Output,
    },
    /// Show an abuse report with its link
    Show {
        /// The id of the report
        id: i64,

        #[command(flatten)]
        output: Output,
    },
    /// Close an abuse report, and all other open ones about the same link
    Close {
        /// The id of the report
        id: i64,

        /// What was decided; the link is not changed
        #[arg(long, value_enum)]
        outcome: AbuseOutcomeView,

        #[command(flatten)]
        consent: Consent,
    },
}

pub(super) async fn run(
    command: &AbuseReportsCommand,
    config: &Config,
) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = execute(command, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn execute(command: &AbuseReportsCommand, korotko: &Korotko) -> Result<(), CommandError> {
    let administration = &korotko.administration;
    match command {
        AbuseReportsCommand::List { state, output } => list(korotko, *state, output).await,
        AbuseReportsCommand::Show { id, output } => {
            let found = administration.read_abuse_report(AbuseReportId(*id)).await?;
            output.print_one(AbuseReportView::new(&found, &korotko.links).to_json())
        }
        AbuseReportsCommand::Close {
            id,
            outcome,
            consent,
        } => {
            let (id, outcome) = (AbuseReportId(*id), (*outcome).into());
            close(administration, id, outcome, consent).await
        }
    }
}

async fn close(
    administration: &Administration,
    id: AbuseReportId,
    outcome: AbuseOutcome,
    consent: &Consent,
) -> Result<(), CommandError> {
    administration.read_abuse_report(id).await?;
    let act = format!("closing abuse report {id} as {}", outcome.name());
    consent.require(&act).await?;
    let closed = administration.close_abuse_report(Actor::CommandLine, id, outcome);
    let outcome = closed.await?.report.outcome;
    let outcome = outcome.map_or("open", AbuseOutcome::name);
    print(&format!("abuse report {id} is {outcome}"))
}

async fn list(
    korotko: &Korotko,
    state: Option<AbuseReportStateView>,
    output: &Output,
) -> Result<(), CommandError> {
    let administration = &korotko.administration;
    let columns = Columns {
        title: line([
            "ID",
            "TIME",
            "CATEGORY",
            "OUTCOME",
            "LINK",
            "SHARE URL",
            "TARGET",
        ]),
        line: |found: &FoundAbuseReport| report_line(found, &korotko.links),
        view: |found: &FoundAbuseReport| AbuseReportView::new(found, &korotko.links).to_json(),
    };
    let is_open = state.map(AbuseReportStateView::is_open);
    let page = async |after| {
        Ok(administration
            .list_abuse_reports(is_open, after, PAGE)
            .await?)
    };
    output.print(&columns, page).await
}

fn report_line(found: &FoundAbuseReport, links: &Links) -> String {
    let (report, link) = (&found.report, &found.link.link);
    line([
        &report.id.to_string(),
        &second(report.created_at),
        report.category.name(),
        report.outcome.map_or("open", AbuseOutcome::name),
        &report.link.to_string(),
        links.share_url(link).as_str(),
        link.target.as_str(),
    ])
}

fn line([id, time, category, outcome, link, share_url, target]: [&str; 7]) -> String {
    let line = format!(
        "{id:>8}  {time:20}  {category:8}  {outcome:9}  {link:>8}  {share_url:40}  {target}"
    );
    line.trim_end().to_owned()
}
