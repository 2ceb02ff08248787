//! Checks of [`ImportRepository`](korotko_core::ports::ImportRepository).

use super::StoreFixture;
use super::given::{
    With, anonymous, assert_conflict, assert_ids_differ, assert_missing, commit, moment, new_link,
    write,
};
use super::given_links::{SORTS, ids, insert_all, name, new_collection, own, search, tag, tags};
use super::suite::checks;
use korotko_core::id::{CollectionId, ImportId, LinkId, UserId};
use korotko_core::link::{Link, Namespace};
use korotko_core::ports::{
    CollectionQuery, InsertLink, LinkQuery, LinkStateFilter, Membership, Timestamp, UnitOfWork,
};

checks! { $ __import_repository_checks, import_repository:
    an_import_of_an_unknown_owner_is_missing,
    staged_rows_are_not_found,
    slugs_and_names_of_staged_rows_are_taken,
    room_is_reserved_for_staged_rows,
    a_complete_import_is_visible,
    an_import_is_completed_once,
    an_abandoned_import_is_never_visible_and_removed_in_parts,
    imports_are_abandoned_exactly_when_they_staged_nothing_since,
    the_id_of_an_import_is_not_reused,
    imports_are_deleted_with_their_account,
}

/// The rows staged by an import, partly in an existing collection.
struct Staged {
    ann: UserId,
    import: ImportId,
    links: Vec<Link>,
    /// An existing collection with a link, and a staged one.
    collections: [CollectionId; 2],
}

async fn begin(fixture: &StoreFixture, owner: UserId, now: Timestamp) -> ImportId {
    write(fixture, async |unit| unit.imports().begin(owner, now).await).await
}

async fn add_memberships(unit: &dyn UnitOfWork, link: LinkId, collections: &[CollectionId]) {
    let memberships = collections.iter().map(|collection| Membership {
        collection: *collection,
        link,
    });
    let memberships: Vec<_> = memberships.collect();
    unit.memberships().insert(&memberships).await.unwrap();
}

/// A personal and a global link of Ann, both in both collections; in two units.
async fn stage(fixture: &StoreFixture) -> Staged {
    let ann = fixture.ann().await;
    let existing = fixture.insert_link(&own(ann, "there")).await.id;
    let old = fixture.insert_collection(ann, "Old").await.id;
    fixture.join(old, &[existing]).await;
    let import = begin(fixture, ann, moment(1)).await;
    let mut links = Vec::new();
    let mut collections = vec![old];
    for namespace in [Namespace::Personal(ann), Namespace::Global] {
        let unit = fixture.begin().await;
        let mut created = Vec::new();
        if collections.len() == 1 {
            let new = new_collection(ann, "New");
            created.push(unit.collections().insert(&new).await.unwrap().id);
            collections.extend(&created);
        }
        let link = InsertLink {
            owner: Some(ann),
            tags: tags(&["Sale"]),
            ..new_link(namespace, "staged")
        };
        let link = insert_all(&*unit, &[link]).await.remove(0);
        add_memberships(&*unit, link.id, &collections).await;
        let created_links = [link.id];
        let staged = unit
            .imports()
            .stage(import, &created_links, &created, moment(2));
        assert!(staged.await.unwrap());
        commit(unit).await;
        links.push(link);
    }
    Staged {
        ann,
        import,
        links,
        collections: [collections[0], collections[1]],
    }
}

async fn complete(fixture: &StoreFixture, import: ImportId) -> bool {
    write(fixture, async |unit| unit.imports().complete(import).await).await
}

async fn abandon(fixture: &StoreFixture, import: ImportId) {
    write(fixture, async |unit| unit.imports().abandon(import).await).await;
}

async fn remove(fixture: &StoreFixture, since: Timestamp, limit: u64) -> u64 {
    write(fixture, async |unit| {
        unit.imports().remove_abandoned(since, limit).await
    })
    .await
}

/// Every list in which Ann's links may appear.
fn queries(staged: &Staged) -> Vec<LinkQuery> {
    let ann = staged.ann;
    let mut queries = vec![
        LinkQuery::for_owner(ann, 9).with(|query| query.text = search("staged")),
        LinkQuery::for_owner(ann, 9).with(|query| query.tag = tag("sale")),
        LinkQuery::for_owner(ann, 9).with(|query| query.state = LinkStateFilter::LiveAt(moment(3))),
    ];
    queries.extend(staged.collections.map(|collection| {
        LinkQuery::for_owner(ann, 9).with(|query| query.collection = Some(collection))
    }));
    queries.extend(SORTS.map(|sort| LinkQuery::for_owner(ann, 9).with(|query| query.sort = sort)));
    queries
}

/// How many of the staged links and collections are found, in any way; the same number everywhere.
async fn assert_visible(fixture: &StoreFixture, staged: &Staged, links: usize, collections: usize) {
    let wanted = ids(&staged.links);
    let found = |found: &[Link]| {
        let found = found.iter().filter(|link| wanted.contains(&link.id));
        found.count()
    };
    for query in queries(staged) {
        let listed = fixture.list_links(&query).await;
        assert_eq!(found(&listed), links, "{query:?}");
    }
    let unit = fixture.begin().await;
    let locked = unit.link_batches().find_for_update(&wanted).await;
    assert_eq!(locked.unwrap().len(), links);
    let mut alone = [0; 3];
    for link in &staged.links {
        let locked = unit.links().find_for_update(link.id).await.unwrap();
        alone[0] += usize::from(locked.is_some());
        alone[1] += usize::from(fixture.find_link(link.id).await.is_some());
        let route = fixture.find_route(link.namespace, "staged").await;
        alone[2] += usize::from(route.is_some());
    }
    assert_eq!(alone, [links; 3]);
    let [old, new] = staged.collections;
    let locked = unit.collections().find_for_update(new).await.unwrap();
    assert_eq!(usize::from(locked.is_some()), collections);
    drop(unit);
    let all = CollectionQuery::for_owner(staged.ann, 9);
    let named = all.clone().with(|query| query.name = Some(name("new")));
    for (query, expected) in [(all, 1 + collections), (named, collections)] {
        let listed = fixture.store.collections().list(&query).await;
        assert_eq!(listed.unwrap().len(), expected, "{query:?}");
    }
    let counted = fixture.find_collection(old).await.unwrap().links;
    assert_eq!(counted, 1 + links as u64);
    let counted = fixture.find_collection(new).await;
    let counted = counted.map(|collection| collection.links);
    assert_eq!(counted, (collections == 1).then_some(links as u64));
}

pub async fn an_import_of_an_unknown_owner_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    fixture.delete_user(ann).await;
    let unit = fixture.begin().await;
    assert_missing(&unit.imports().begin(ann, moment(0)).await);
}

pub async fn staged_rows_are_not_found(fixture: &StoreFixture) {
    let deleted = anonymous("staged");
    let deleted = fixture.insert_tombstone(&deleted, moment(0)).await;
    let mut staged = stage(fixture).await;
    let global = staged.links.pop().unwrap();
    assert_visible(fixture, &staged, 0, 0).await;
    // The slug resolves as before.
    let route = fixture.find_route(Namespace::Global, "staged").await;
    assert_eq!(route.unwrap().link, deleted.id);
    assert_eq!(fixture.find_link(global.id).await, None);
}

pub async fn slugs_and_names_of_staged_rows_are_taken(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    for namespace in [Namespace::Personal(staged.ann), Namespace::Global] {
        let unit = fixture.begin().await;
        let link = new_link(namespace, "staged");
        let taken = unit.link_batches().insert(std::slice::from_ref(&link));
        assert_eq!(taken.await.unwrap(), [None]);
        assert_conflict(&unit.links().insert(&link).await);
    }
    let unit = fixture.begin().await;
    let new = new_collection(staged.ann, "NEW");
    assert_conflict(&unit.collections().insert(&new).await);
}

pub async fn room_is_reserved_for_staged_rows(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    let store = &fixture.store;
    assert_eq!(store.links().count_by_owner(staged.ann).await.unwrap(), 3);
    let collections = store.collections().count_by_owner(staged.ann).await;
    assert_eq!(collections.unwrap(), 2);
    assert_eq!(fixture.count_members(staged.collections[0]).await, 3);
}

pub async fn a_complete_import_is_visible(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    assert_visible(fixture, &staged, 0, 0).await;
    assert!(complete(fixture, staged.import).await);
    assert_visible(fixture, &staged, 2, 1).await;
    for link in &staged.links {
        assert_eq!(fixture.find_link(link.id).await.as_ref(), Some(link));
        assert_eq!(fixture.collections_of(link.id).await, staged.collections);
    }
    // Rows staged by another import are not visible.
    let other = begin(fixture, staged.ann, moment(3)).await;
    assert_ne!(other, staged.import);
    assert_visible(fixture, &staged, 2, 1).await;
}

pub async fn an_import_is_completed_once(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    assert!(complete(fixture, staged.import).await);
    assert!(!complete(fixture, staged.import).await);
    abandon(fixture, staged.import).await;
    assert_eq!(remove(fixture, moment(99), 9).await, 0);
    assert_visible(fixture, &staged, 2, 1).await;
    let unit = fixture.begin().await;
    let staged = unit.imports().stage(staged.import, &[], &[], moment(3));
    assert!(!staged.await.unwrap());
}

pub async fn an_abandoned_import_is_never_visible_and_removed_in_parts(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let other = begin(fixture, bob, moment(2)).await;
    abandon(fixture, staged.import).await;
    assert!(!complete(fixture, staged.import).await);
    let mut parts = 0;
    loop {
        assert_visible(fixture, &staged, 0, 0).await;
        match remove(fixture, moment(2), 1).await {
            0 => break,
            removed => assert!(removed <= 3, "{removed}"),
        }
        parts += 1;
    }
    assert!(parts >= 2, "{parts}");
    // Slugs and names are free, and existing rows are unchanged.
    fixture.insert_link(&own(staged.ann, "staged")).await;
    fixture.insert_link(&anonymous("staged")).await;
    fixture.insert_collection(staged.ann, "New").await;
    assert_eq!(fixture.count_members(staged.collections[0]).await, 1);
    assert!(complete(fixture, other).await);
}

pub async fn imports_are_abandoned_exactly_when_they_staged_nothing_since(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let before = begin(fixture, ann, moment(4)).await;
    let at = begin(fixture, ann, moment(5)).await;
    let later = begin(fixture, ann, moment(1)).await;
    let unit = fixture.begin().await;
    let staged = unit.imports().stage(later, &[], &[], moment(6));
    assert!(staged.await.unwrap());
    commit(unit).await;
    while remove(fixture, moment(5), 9).await > 0 {}
    for (import, is_running) in [(before, false), (at, true), (later, true)] {
        assert_eq!(complete(fixture, import).await, is_running, "{import}");
    }
}

pub async fn the_id_of_an_import_is_not_reused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    assert_ids_differ(async || {
        let import = begin(fixture, ann, moment(1)).await;
        assert!(complete(fixture, import).await);
        import
    })
    .await;
}

pub async fn imports_are_deleted_with_their_account(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    assert!(fixture.delete_user(staged.ann).await);
    assert!(!complete(fixture, staged.import).await);
    let route = fixture.find_route(Namespace::Global, "staged").await;
    assert_eq!(route, None);
    fixture.insert_link(&anonymous("staged")).await;
    assert_eq!(fixture.find_link(LinkId(staged.links[1].id.0)).await, None);
}
