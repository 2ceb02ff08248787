use korotko_core::ExpectedRevision;

use super::page::{base, find};
use crate::failure::Failure;
use crate::pages::sure::{Question, show};
use crate::reply::Reply;
use crate::visit::Visit;

/// Asks whether somebody is sure to delete a collection, and its links if that is wanted.
pub(super) async fn ask(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let collection = find(visit, id).await?;
    let (base, name) = (base(&collection), collection.name.as_str());
    let with_links = visit.request.query().is_on("with_links");
    let fields: &[(&str, &str)] = if with_links {
        &[("with_links", "on")]
    } else {
        &[]
    };
    let question = Question {
        title: visit.text("collections-delete"),
        text: visit
            .texts()
            .with(sure(with_links), &[("name", name.into())]),
        action: &format!("{base}/delete"),
        fields,
        button: visit.text("link-delete"),
        back: &base,
    };
    Ok(show(visit, question))
}

/// The key of what happens.
fn sure(with_links: bool) -> &'static str {
    if with_links {
        "collections-delete-links-sure"
    } else {
        "collections-delete-sure"
    }
}

pub(super) async fn delete(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let collection = find(visit, id).await?;
    let with_links = visit.request.form().is_on("with_links");
    let (owner, id, any) = (collection.owner, collection.id, ExpectedRevision::Any);
    let collections = &visit.site.korotko.collections;
    collections.delete(owner, id, &any, with_links).await?;
    Ok(Reply::see_other("/app/collections?done=collection-deleted"))
}
