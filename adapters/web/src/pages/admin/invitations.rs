use askama::Template;
use korotko_core::administration::Actor;
use korotko_core::id::InvitationId;
use korotko_core::user::{Invitation, Language, Registration};

use super::list::List;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

const PATH: &str = "/app/admin/invitations";

/// The number of invitations on a page.
const LIMIT: u32 = 50;

#[derive(Template)]
#[template(path = "admin_invitations.html")]
struct InvitationsPage<'a> {
    frame: Frame<'a>,
    list: List,
    rows: Vec<Row>,
    /// Whether anybody can be invited.
    is_open: bool,
    form: InvitationForm,
    errors: FormErrors,
}

/// Whom to invite, as a form shows and sends it.
#[derive(Debug)]
struct InvitationForm {
    email: String,
    language: &'static str,
}

/// An invitation that is not used yet.
#[derive(Debug)]
struct Row {
    id: i64,
    email: String,
    created: Moment,
    expires: Moment,
}

/// The invitations that are not used yet, newest first, and the form of a new one.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = InvitationForm::new("", visit.language);
    page(visit, form, FormErrors::default()).await
}

/// Invites somebody, or withdraws an invitation.
pub(super) async fn act(visit: &Visit<'_>, actor: Actor) -> Result<Reply, Failure> {
    let form = visit.request.form();
    match form.text("form") {
        "invite" => invite(visit, actor, &form).await,
        "delete" => delete(visit, actor, form.text("invitation")).await,
        _ => Err(Failure::NoPage),
    }
}

async fn invite(visit: &Visit<'_>, actor: Actor, form: &Form) -> Result<Reply, Failure> {
    let email = form.text("email");
    let language = Language::from_tag(form.text("language")).unwrap_or(visit.language);
    let administration = &visit.site.korotko.administration;
    match administration
        .create_invitation(actor, email, language)
        .await
    {
        Ok(_) => Ok(Reply::see_other(&format!("{PATH}?done=invited"))),
        Err(error) => {
            let form = InvitationForm::new(email, language);
            page(visit, form, FormErrors::read(visit, error)?).await
        }
    }
}

async fn delete(visit: &Visit<'_>, actor: Actor, id: &str) -> Result<Reply, Failure> {
    let id = id.parse().map_err(|_| Failure::NoPage)?;
    let administration = &visit.site.korotko.administration;
    administration
        .delete_invitation(actor, InvitationId(id))
        .await?;
    Ok(Reply::see_other(&format!("{PATH}?done=invitation-deleted")))
}

async fn page(
    visit: &Visit<'_>,
    form: InvitationForm,
    errors: FormErrors,
) -> Result<Reply, Failure> {
    let list = List::new(PATH, visit.request.query());
    let korotko = &visit.site.korotko;
    let after = list.after().map(InvitationId);
    let page = korotko.administration.list_invitations(after, LIMIT);
    let page = page.await?;
    let rows = page.items.iter().map(|one| Row::new(visit, one));
    Ok(Reply::page(&InvitationsPage {
        rows: rows.collect(),
        frame: Frame::new(visit, visit.text("admin-invitations")),
        list: list.ending_with(page.next.map(|last| last.0)),
        is_open: korotko.users.policy().registration != Registration::Closed,
        form,
        errors,
    }))
}

impl InvitationForm {
    fn new(email: &str, language: Language) -> Self {
        Self {
            email: email.to_owned(),
            language: language.tag(),
        }
    }
}

impl Row {
    fn new(visit: &Visit<'_>, invitation: &Invitation) -> Self {
        Self {
            id: invitation.id.0,
            email: invitation.email.as_typed().to_owned(),
            created: Moment::new(invitation.created_at, visit.zone()),
            expires: Moment::new(invitation.expires_at(), visit.zone()),
        }
    }
}
