//! `/`: one field that makes a short link.

use askama::Template;
use korotko_core::link::{CreateLinkError, Link, NewLink, Scope};

use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::pages::preview::Previewed;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    frame: Frame<'a>,
    /// Whether this visitor may make links.
    is_open: bool,
    url: &'a str,
    errors: FormErrors,
    /// The link that was just made.
    made: Option<Previewed>,
}

/// The page, with the link that was just made if the query names one.
pub(crate) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let query = visit.request.query();
    let made = match query.given("made") {
        Some(slug) => Previewed::find(visit, slug, None).await.ok(),
        None => None,
    };
    Ok(page(visit, query.text("url"), FormErrors::default(), made))
}

/// Makes a link. Its slug is short for everybody: it needs no `?u=`.
pub(crate) async fn shorten(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let url = form.text("url");
    let new = NewLink {
        scope: Some(Scope::Global),
        ..NewLink::to(&with_scheme(url))
    };
    let owner = visit.user().map(|user| user.id);
    let links = &visit.site.korotko.links;
    let created = links.create(owner, &new, visit.request.client);
    match created.await {
        Ok(link) => Ok(Reply::see_other(&after(&link))),
        Err(CreateLinkError::AnonymousLinksOff) => Err(Failure::SignInFirst),
        Err(error) => Ok(page(visit, url, FormErrors::read(visit, error)?, None)),
    }
}

/// Where somebody sees the link that they made.
fn after(link: &Link) -> String {
    match link.owner {
        Some(_) => format!("/app/links/{}?done=created", link.id),
        None => format!("/?made={}", link.slug.as_str()),
    }
}

/// People leave the scheme out; programs must not.
pub(crate) fn with_scheme(url: &str) -> String {
    let has_scheme = url.contains("://") || url.starts_with("mailto:") || url.is_empty();
    if has_scheme {
        return url.to_owned();
    }
    format!("https://{url}")
}

fn page(visit: &Visit<'_>, url: &str, errors: FormErrors, made: Option<Previewed>) -> Reply {
    let policy = visit.site.korotko.users.policy();
    Reply::page(&HomePage {
        frame: Frame::new(visit, visit.text("home-title")),
        is_open: policy.anonymous_links || visit.user().is_some(),
        url,
        errors,
        made,
    })
}
