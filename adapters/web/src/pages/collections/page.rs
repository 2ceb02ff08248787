use askama::Template;
use korotko_core::collection::Collection;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::{LinkFilter, LinkPage};
use korotko_core::ports::LinkSort;
use korotko_core::share::ShareSubject;

use super::form::CollectionForm;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::pages::links::cursor::after;
use crate::pages::links::row::{Row, rows};
use crate::pages::shares::ShareSection;
use crate::pages::statistics::{OfOwner, StatisticsSheet};
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

/// The number of links on a page.
const LIMIT: u32 = 25;

#[derive(Template)]
#[template(path = "collection.html")]
struct CollectionPage<'a> {
    frame: Frame<'a>,
    base: String,
    id: i64,
    description: Option<String>,
    sheet: StatisticsSheet,
    share: ShareSection,
    rows: Vec<Row>,
    /// The cursor of the next page of links.
    next: Option<String>,
    revision: String,
    form: CollectionForm,
    errors: FormErrors,
}

/// A collection, its statistics and links, and the form that changes it.
pub(super) async fn show(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let collection = find(visit, id).await?;
    let form = CollectionForm::of(&collection);
    page(visit, &collection, form, FormErrors::default()).await
}

/// Carries out one of the forms of the page.
pub(super) async fn act(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let collection = find(visit, id).await?;
    let form = visit.request.form();
    match form.text("form") {
        "remove" => remove_link(visit, &collection, form.text("link")).await,
        _ => edit(visit, &collection, &form).await,
    }
}

async fn remove_link(
    visit: &Visit<'_>,
    collection: &Collection,
    link: &str,
) -> Result<Reply, Failure> {
    let link = link.parse().map_err(|_| Failure::NoPage)?;
    let collections = &visit.site.korotko.collections;
    let (owner, id) = (collection.owner, collection.id);
    collections.remove_link(owner, id, LinkId(link)).await?;
    let path = base(collection);
    Ok(Reply::see_other(&format!("{path}?done=link-removed")))
}

/// Changes the name and the description, unless they have changed since the form was shown.
async fn edit(visit: &Visit<'_>, collection: &Collection, sent: &Form) -> Result<Reply, Failure> {
    let form = CollectionForm::sent(sent);
    let expected = sent.revision();
    let collections = &visit.site.korotko.collections;
    let (owner, id) = (collection.owner, collection.id);
    match collections.edit(owner, id, &expected, &form.edit()).await {
        Ok(collection) => {
            let path = base(&collection);
            Ok(Reply::see_other(&format!("{path}?done=saved#main")))
        }
        Err(error) => page(visit, collection, form, FormErrors::read(visit, error)?).await,
    }
}

/// A collection of whoever is signed in.
pub(super) async fn find(visit: &Visit<'_>, id: &str) -> Result<Collection, Failure> {
    let user = visit.require_user()?;
    let id = id.parse().map_err(|_| Failure::NoPage)?;
    let collections = &visit.site.korotko.collections;
    Ok(collections.read(user.id, CollectionId(id)).await?)
}

/// The path of the page of a collection.
pub(super) fn base(collection: &Collection) -> String {
    format!("/app/collections/{}", collection.id)
}

async fn page(
    visit: &Visit<'_>,
    collection: &Collection,
    form: CollectionForm,
    errors: FormErrors,
) -> Result<Reply, Failure> {
    let numbers = OfOwner::collection(visit, collection.id)?;
    let sheet = StatisticsSheet::count(visit, &numbers).await?;
    let links = links(visit, collection).await?;
    Ok(Reply::page(&CollectionPage {
        frame: Frame::new(visit, collection.name.as_str()),
        base: base(collection),
        id: collection.id.0,
        description: collection.description.as_ref().map(ToString::to_string),
        sheet,
        share: ShareSection::of(visit, ShareSubject::Collection(collection.id)).await?,
        rows: rows(visit, &links).await?,
        next: links.next.as_ref().map(ToString::to_string),
        revision: collection.revision.to_string(),
        form,
        errors,
    }))
}

/// A page of the links of a collection, newest first.
async fn links(visit: &Visit<'_>, collection: &Collection) -> Result<LinkPage, Failure> {
    let (query, sort) = (visit.request.query(), LinkSort::default());
    let after = after(&query, sort.key);
    let filter = LinkFilter {
        collection: Some(collection.id),
        ..LinkFilter::default()
    };
    let links = &visit.site.korotko.links;
    let listed = links.list(collection.owner, &filter, sort, after, LIMIT);
    Ok(listed.await?)
}
