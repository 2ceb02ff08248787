use clap::Args;
use korotko_core::fault::Fault;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::report::{
    ComposeReportError, NewReport, ReportScope, Workbook, WriteReportError,
};
use korotko_core::statistics::PeriodText;
use korotko_core::{FindError, Korotko};

use super::destination::Destination;
use super::print::note;
use super::progress::Progress;
use super::{CommandError, open, users};
use crate::api::language::LanguageView;
use crate::config::Config;

/// The arguments of a report.
#[derive(Debug, Args)]
pub struct ReportCommand {
    /// The user with the links: the e-mail address or the id
    #[arg(long, value_name = "USER")]
    user: String,

    /// Only the links in this collection of the user
    #[arg(long, value_name = "ID", conflicts_with = "link")]
    collection: Option<i64>,

    /// Only this link of the user
    #[arg(long, value_name = "ID")]
    link: Option<i64>,

    /// The first day of the period, or a time (RFC 3339) [default: 30 days before the end]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,

    /// The last day of the period, or a time (RFC 3339, exclusive) [default: today]
    #[arg(long, value_name = "DATE")]
    to: Option<String>,

    /// The time zone (IANA) of days and times [default: that of the user]
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,

    /// The language [default: that of the user]
    #[arg(long, value_enum)]
    language: Option<LanguageView>,

    /// Include clicks of bots and previews
    #[arg(long)]
    include_bots: bool,

    #[command(flatten)]
    destination: Destination,
}

pub(super) async fn run(command: &ReportCommand, config: &Config) -> Result<(), CommandError> {
    command.destination.refuse_terminal()?;
    let opened = open::korotko(config).await?;
    let done = write(command, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn write(command: &ReportCommand, korotko: &Korotko) -> Result<(), CommandError> {
    let workbook = create(command, korotko).await?;
    let mut file = command.destination.create()?;
    file.write(&workbook.bytes)?;
    file.finish()?;
    if workbook.omitted_links > 0 {
        let omitted = workbook.omitted_links;
        note(&format!(
            "links that do not fit into a workbook, which has only their sum: {omitted}"
        ));
    }
    Ok(())
}

async fn create(command: &ReportCommand, korotko: &Korotko) -> Result<Workbook, CommandError> {
    let user = users::find(&korotko.administration, &command.user).await?;
    let (scope, subject) = match (command.collection, command.link) {
        (Some(id), _) => (ReportScope::Collection(CollectionId(id)), "collection"),
        (None, Some(id)) => (ReportScope::Link(LinkId(id)), "link"),
        (None, None) => (ReportScope::All, "user"),
    };
    let new = NewReport {
        scope,
        period: PeriodText {
            from: command.from.as_deref(),
            to: command.to.as_deref(),
            zone: command.tz.as_deref(),
        },
        language: command.language.map(LanguageView::tag),
        include_bots: command.include_bots,
    };
    let _progress = Progress::unmeasured("creating the report");
    let written = korotko.reports.write(&user, &new).await;
    written.map_err(|error| match error {
        WriteReportError::Compose(ComposeReportError::ScopeGone) => {
            FindError::NotFound(subject).into()
        }
        WriteReportError::Invalid(_) => usage(&error),
        error => CommandError::Report(error),
    })
}

/// The broken rules, by the flags.
fn usage(error: &WriteReportError) -> CommandError {
    let broken = error.violations().iter();
    let broken: Vec<_> = broken
        .map(|broken| format!("--{} {}", broken.field, broken.message))
        .collect();
    CommandError::Usage(broken.join("; "))
}
