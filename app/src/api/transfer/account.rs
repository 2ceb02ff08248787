use futures_util::stream::{Stream, StreamExt, TryStreamExt, iter, try_unfold};
use korotko_core::Korotko;
use korotko_core::collection::{Collection, Collections};
use korotko_core::id::UserId;
use korotko_core::ports::{StoreError, Timestamp};
use korotko_core::user::User;
use poem_openapi::types::ToJSON;

use super::dto::{CollectionRecord, OwnLinkRecord};
use super::pieces::{Pieces, fixed, gathered, members};
use crate::api::users::Profile;

/// How many sets are read at a time.
const PAGE: u32 = 100;

/// Everything that there is of a user, as one JSON object. It ends well only when all of it is in it.
pub(super) fn account_file(korotko: &Korotko, user: &User, at: Timestamp) -> Pieces {
    let links = korotko.links.clone();
    let exported = korotko.links.export(user.id, true);
    let records = exported.map_ok(move |link| OwnLinkRecord::new(link, &links));
    let sets = collections(korotko.collections.clone(), user.id);
    let sets = sets.map_ok(CollectionRecord::from);
    let head = format!(
        "{{\"exported_at\":{},\n\"user\":{},\n\"collections\":[",
        at.to_json_string(),
        Profile::from(user).to_json_string()
    );
    let file = fixed(head)
        .chain(members(sets))
        .chain(fixed("\n],\n\"links\":["))
        .chain(members(records))
        .chain(fixed("\n]}\n"));
    Box::pin(gathered(file))
}

/// All sets of a user, newest first, a page at a time.
fn collections(
    collections: Collections,
    owner: UserId,
) -> impl Stream<Item = Result<Collection, StoreError>> + Send {
    // The place behind which the next page begins; `None` behind the last one.
    let pages = try_unfold(Some(None), move |place| {
        let collections = collections.clone();
        async move {
            let Some(after) = place else {
                return Ok(None);
            };
            let page = collections.list(owner, None, after, PAGE).await?;
            Ok(Some((
                iter(page.items.into_iter().map(Ok)),
                page.next.map(Some),
            )))
        }
    });
    pages.try_flatten()
}
