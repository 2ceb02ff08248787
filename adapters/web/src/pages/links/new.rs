use askama::Template;

use super::form::{LinkForm, UTM};
use super::show::after;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "new_link.html")]
struct NewLinkPage<'a> {
    frame: Frame<'a>,
    form: LinkForm,
    errors: FormErrors,
    /// The zone of times, as a sentence.
    zone: String,
    is_new: bool,
}

/// The form of a new link; the query may bring its target, as the bookmarklet and a phone's share sheet do.
pub(crate) fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    visit.require_user()?;
    let query = visit.request.query();
    // A share sheet may put the address into the text.
    let url = ["url", "text"]
        .into_iter()
        .find_map(|name| query.given(name));
    let form = LinkForm {
        url: url.unwrap_or_default().to_owned(),
        title: query.text("title").to_owned(),
        ..LinkForm::default()
    };
    Ok(page(visit, form, FormErrors::default()))
}

pub(crate) async fn create(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let form = LinkForm::sent(&visit.request.form());
    let new = match form.new_link(visit.zone()) {
        Ok(new) => new,
        Err(unreadable) => return Ok(page(visit, form, unreadable.errors(visit))),
    };
    let links = &visit.site.korotko.links;
    let created = links.create(Some(user.id), &new, visit.request.client);
    match created.await {
        Ok(link) => Ok(Reply::see_other(&after(&link, "created"))),
        Err(error) => Ok(page(visit, form, FormErrors::read(visit, error)?)),
    }
}

fn page(visit: &Visit<'_>, form: LinkForm, errors: FormErrors) -> Reply {
    let zone = visit.zone().name();
    Reply::page(&NewLinkPage {
        frame: Frame::new(visit, visit.text("new-link-title")),
        form,
        errors,
        zone: visit.texts().with("link-zone", &[("zone", zone.into())]),
        is_new: true,
    })
}
