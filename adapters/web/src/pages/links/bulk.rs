use korotko_core::ExpectedRevision;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::link::{Applied, LinkEdit, LinkOperation, OperationOutcome};

use crate::failure::Failure;
use crate::path::local;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

/// What is done with the selected links.
enum Action {
    Delete,
    Tag(String),
    Untag(String),
    Collect(CollectionId),
    Expire,
}

/// Carries out one action on all selected links.
pub(crate) async fn act(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let form = visit.request.form();
    let ids = form.all("link").filter_map(|id| id.parse().ok());
    let ids: Vec<LinkId> = ids
        .map(LinkId)
        .take(korotko_core::link::Links::MAX_OPERATIONS)
        .collect();
    let here = local(form.text("here"));
    let Some(action) = action(&form).filter(|_| !ids.is_empty()) else {
        return Ok(Reply::see_other(here));
    };
    let done = carry_out(visit, user.id, &ids, &action).await?;
    Ok(Reply::see_other(&with_notice(here, done)))
}

fn action(form: &Form) -> Option<Action> {
    match form.text("action") {
        "delete" => Some(Action::Delete),
        "tag" => form.given("tag").map(|tag| Action::Tag(tag.to_owned())),
        "untag" => form.given("tag").map(|tag| Action::Untag(tag.to_owned())),
        "collect" => {
            let id = form.text("collection").parse().ok();
            id.map(|id| Action::Collect(CollectionId(id)))
        }
        "expire" => Some(Action::Expire),
        _ => None,
    }
}

/// Carries out an action; returns the name of the notice.
async fn carry_out(
    visit: &Visit<'_>,
    owner: UserId,
    ids: &[LinkId],
    action: &Action,
) -> Result<&'static str, Failure> {
    if let Action::Collect(collection) = action {
        let collections = &visit.site.korotko.collections;
        collections.add_links(owner, *collection, ids).await?;
        return Ok("links-collected");
    }
    let mut operations = Vec::new();
    for id in ids {
        operations.extend(operation(visit, owner, *id, action).await?);
    }
    if operations.is_empty() {
        return Ok("links-unchanged");
    }
    let links = &visit.site.korotko.links;
    let outcomes = links.batch(owner, &operations, false).await?;
    Ok(notice(&outcomes))
}

/// The operation on one link; none if it is gone, or there is nothing to change.
async fn operation(
    visit: &Visit<'_>,
    owner: UserId,
    id: LinkId,
    action: &Action,
) -> Result<Option<LinkOperation>, Failure> {
    let expected = ExpectedRevision::Any;
    let edit = |edit: LinkEdit| LinkOperation::Edit {
        id,
        expected: ExpectedRevision::Any,
        edit,
    };
    let tags = async |change: &(dyn Fn(&mut Vec<String>) + Sync)| {
        let link = visit.site.korotko.links.read(owner, id).await.ok()?;
        let mut tags: Vec<_> = link
            .tags
            .as_slice()
            .iter()
            .map(ToString::to_string)
            .collect();
        change(&mut tags);
        Some(LinkEdit {
            tags: Some(tags),
            ..LinkEdit::default()
        })
    };
    Ok(match action {
        Action::Delete => Some(LinkOperation::Delete { id, expected }),
        Action::Tag(tag) => tags(&|tags| tags.push(tag.clone())).await.map(edit),
        Action::Untag(tag) => tags(&|tags| tags.retain(|known| known != tag))
            .await
            .map(edit),
        Action::Expire => Some(edit(LinkEdit {
            expires_at: Some(Some(visit.now())),
            ..LinkEdit::default()
        })),
        Action::Collect(_) => None,
    })
}

fn notice(outcomes: &[OperationOutcome]) -> &'static str {
    let failed = outcomes.iter().any(Result::is_err);
    match outcomes.first() {
        _ if failed => "links-partly",
        Some(Ok(Applied::Deleted(_))) => "links-deleted",
        _ => "links-changed",
    }
}

/// The path with a notice in its query.
fn with_notice(path: &str, done: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query = Form::parse(query).with(&[("done", done)]);
    format!("{path}?{query}")
}
