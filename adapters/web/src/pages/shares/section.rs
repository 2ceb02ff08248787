use korotko_core::share::ShareSubject;

use crate::failure::Failure;
use crate::pages::sure::{self, Question};
use crate::reply::Reply;
use crate::visit::Visit;

/// The part of a page on which its owner shares the statistics.
#[derive(Debug)]
pub(crate) struct ShareSection {
    /// The path to which its form is sent.
    pub(crate) action: String,
    /// The secret URL, if the statistics are shared.
    pub(crate) url: Option<String>,
}

impl ShareSection {
    /// What the section of a link or collection shows.
    pub(crate) async fn of(visit: &Visit<'_>, subject: ShareSubject) -> Result<Self, Failure> {
        let user = visit.require_user()?;
        let shares = &visit.site.korotko.shares;
        let share = shares.find(user.id, subject).await?;
        Ok(Self {
            action: action(subject),
            url: share.map(|share| shares.url(&share).into()),
        })
    }
}

/// Shares the statistics, or ends the share once somebody is sure: nobody gets the same URL back.
pub(super) async fn act(visit: &Visit<'_>, subject: ShareSubject) -> Result<Reply, Failure> {
    let form = visit.request.form();
    match form.text("form") {
        "end" if form.is_on("sure") => end(visit, subject).await,
        "end" => ask(visit, subject).await,
        _ => create(visit, subject).await,
    }
}

async fn create(visit: &Visit<'_>, subject: ShareSubject) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    visit.site.korotko.shares.create(user.id, subject).await?;
    Ok(after(subject, "shared"))
}

async fn ask(visit: &Visit<'_>, subject: ShareSubject) -> Result<Reply, Failure> {
    let section = ShareSection::of(visit, subject).await?;
    let question = Question {
        title: visit.text("share-end"),
        text: visit.text("share-end-sure"),
        action: &section.action,
        fields: &[("form", "end"), ("sure", "on")],
        button: visit.text("share-end"),
        back: &base(subject),
    };
    Ok(sure::show(visit, question))
}

async fn end(visit: &Visit<'_>, subject: ShareSubject) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    visit.site.korotko.shares.end(user.id, subject).await?;
    Ok(after(subject, "share-ended"))
}

/// Leads back to the section, with this notice.
fn after(subject: ShareSubject, done: &str) -> Reply {
    Reply::see_other(&format!("{}?done={done}#share", base(subject)))
}

/// The path of the page with the section.
fn base(subject: ShareSubject) -> String {
    match subject {
        ShareSubject::Link(id) => format!("/app/links/{id}"),
        ShareSubject::Collection(id) => format!("/app/collections/{id}"),
    }
}

fn action(subject: ShareSubject) -> String {
    format!("{}/share", base(subject))
}
