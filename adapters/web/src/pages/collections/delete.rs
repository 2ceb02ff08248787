use korotko_core::ExpectedRevision;
use korotko_core::collection::Collection;

use super::page::{base, find};
use crate::failure::Failure;
use crate::pages::sure::{Question, show};
use crate::reply::Reply;
use crate::visit::Visit;

/// The answer that the links go, too.
const WITH_LINKS: &[(&str, &str)] = &[("with_links", "on")];

/// Asks whether somebody is sure to delete a collection, and its links if that is wanted.
pub(super) async fn ask(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let collection = find(visit, id).await?;
    let base = base(&collection);
    let with_links = visit.request.query().is_on("with_links");
    let question = Question {
        title: visit.text("collections-delete"),
        text: sure(visit, &collection, with_links),
        action: &format!("{base}/delete"),
        fields: if with_links { WITH_LINKS } else { &[] },
        button: visit.text("link-delete"),
        back: &base,
    };
    Ok(show(visit, question))
}

/// What happens.
fn sure(visit: &Visit<'_>, collection: &Collection, with_links: bool) -> String {
    let (texts, name) = (visit.texts(), collection.name.as_str());
    if with_links {
        texts.with("collections-delete-links-sure", &[("name", name.into())])
    } else {
        texts.with("collections-delete-sure", &[("name", name.into())])
    }
}

/// Deletes a collection.
pub(super) async fn delete(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let collection = find(visit, id).await?;
    let with_links = visit.request.form().is_on("with_links");
    let (owner, id, any) = (collection.owner, collection.id, ExpectedRevision::Any);
    let collections = &visit.site.korotko.collections;
    collections.delete(owner, id, &any, with_links).await?;
    Ok(Reply::see_other("/app/collections?done=collection-deleted"))
}
