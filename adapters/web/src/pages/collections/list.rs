use askama::Template;
use korotko_core::collection::Collection;
use korotko_core::id::CollectionId;

use super::form::CollectionForm;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::visit::Visit;

/// The number of collections on a page.
const LIMIT: u32 = 50;

#[derive(Template)]
#[template(path = "collections.html")]
struct CollectionsPage<'a> {
    frame: Frame<'a>,
    collections: Vec<Collection>,
    /// The cursor of the next page.
    next: Option<i64>,
    form: CollectionForm,
    errors: FormErrors,
}

/// The collections, newest first, and the form of a new one.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    page(visit, CollectionForm::default(), FormErrors::default()).await
}

pub(super) async fn create(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let form = CollectionForm::sent(&visit.request.form());
    let collections = &visit.site.korotko.collections;
    match collections.create(user.id, &form.new_collection()).await {
        Ok(collection) => {
            let path = super::page::base(&collection);
            Ok(Reply::see_other(&format!("{path}?done=collection-created")))
        }
        Err(error) => page(visit, form, FormErrors::read(visit, error)?).await,
    }
}

async fn page(
    visit: &Visit<'_>,
    form: CollectionForm,
    errors: FormErrors,
) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let after = visit.request.query().text("after").parse().ok();
    let collections = &visit.site.korotko.collections;
    let page = collections
        .list(user.id, None, after.map(CollectionId), LIMIT)
        .await?;
    Ok(Reply::page(&CollectionsPage {
        frame: Frame::new(visit, visit.text("menu-collections")),
        collections: page.items,
        next: page.next.map(|last| last.0),
        form,
        errors,
    }))
}
