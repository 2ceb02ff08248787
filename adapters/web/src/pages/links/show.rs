use askama::Template;
use korotko_core::id::LinkId;
use korotko_core::link::Link;
use korotko_core::share::ShareSubject;
use korotko_core::{ExpectedRevision, display_url};

use super::form::{LinkForm, UTM};
use super::row::state_key;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::pages::preview::qr;
use crate::pages::shares::ShareSection;
use crate::pages::statistics::{OfOwner, StatisticsSheet};
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage<'a> {
    frame: Frame<'a>,
    base: String,
    id: i64,
    short: String,
    shown: String,
    target: String,
    target_shown: String,
    state: &'static str,
    clicks: String,
    created: Moment,
    expires: Option<Moment>,
    /// The clicks that another service counted.
    imported_clicks: Option<u64>,
    revision: String,
    qr: String,
    sheet: StatisticsSheet,
    share: ShareSection,
    form: LinkForm,
    errors: FormErrors,
    /// The zone of times, as a sentence.
    zone: String,
    is_new: bool,
}

/// A link, its statistics, and the form that changes it.
pub(crate) async fn show(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let link = find(visit, id).await?;
    let form = LinkForm::of(&link, visit.zone());
    page(visit, &link, form, FormErrors::default()).await
}

/// Changes a link, unless it has changed since the form was shown.
pub(crate) async fn edit(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let link = find(visit, id).await?;
    let sent = visit.request.form();
    let form = LinkForm::sent(&sent);
    let old = LinkForm::of(&link, visit.zone());
    let edit = match form.edit(&old, visit.zone()) {
        Ok(edit) => edit,
        Err(unreadable) => return page(visit, &link, form, unreadable.errors(visit)).await,
    };
    let (links, expected) = (&visit.site.korotko.links, sent.revision());
    match links.edit(user.id, link.id, &expected, &edit).await {
        Ok(link) => Ok(Reply::see_other(&after(&link, "saved"))),
        Err(error) => page(visit, &link, form, FormErrors::read(visit, error)?).await,
    }
}

/// Where somebody sees what they did with a link: its page, with this notice.
pub(super) fn after(link: &Link, done: &str) -> String {
    format!("/app/links/{}?done={done}", link.id)
}

/// Moves a link to the trash, from which it can be taken back.
pub(crate) async fn delete(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let link = find(visit, id).await?;
    let links = &visit.site.korotko.links;
    links
        .delete(user.id, link.id, &ExpectedRevision::Any)
        .await?;
    Ok(Reply::see_other("/app/trash?done=deleted"))
}

/// A link of whoever is signed in.
pub(super) async fn find(visit: &Visit<'_>, id: &str) -> Result<Link, Failure> {
    let user = visit.require_user()?;
    let id = id.parse().map_err(|_| Failure::NoPage)?;
    Ok(visit.site.korotko.links.read(user.id, LinkId(id)).await?)
}

async fn page(
    visit: &Visit<'_>,
    link: &Link,
    form: LinkForm,
    errors: FormErrors,
) -> Result<Reply, Failure> {
    let zone = visit.zone();
    let short = String::from(visit.site.korotko.links.share_url(link));
    let shown = short.split_once("://").map_or(&*short, |(_, rest)| rest);
    Ok(Reply::page(&LinkPage {
        frame: Frame::new(
            visit,
            link.title
                .as_ref()
                .map_or_else(|| link.slug.to_string(), ToString::to_string),
        ),
        base: format!("/app/links/{}", link.id),
        id: link.id.0,
        shown: display_url(shown).into_owned(),
        target: link.target.as_str().to_owned(),
        target_shown: display_url(link.target.as_str()).into_owned(),
        state: state_key(link.state(visit.now())),
        clicks: visit.texts().number(link.clicks.counts.humans),
        created: Moment::new(link.created_at, zone),
        expires: link.expires_at.map(|end| Moment::new(end, zone)),
        imported_clicks: link.imported_clicks,
        revision: link.revision.to_string(),
        qr: qr(&short),
        short,
        sheet: StatisticsSheet::count(visit, &OfOwner::link(visit, link.id)?).await?,
        share: ShareSection::of(visit, ShareSubject::Link(link.id)).await?,
        form,
        errors,
        zone: visit
            .texts()
            .with("link-zone", &[("zone", zone.name().into())]),
        is_new: false,
    }))
}
