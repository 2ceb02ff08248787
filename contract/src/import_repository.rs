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
    an_import_of_nobody_is_missing,
    what_is_staged_is_found_by_nobody,
    codes_and_names_of_what_is_staged_are_taken,
    room_is_kept_for_what_is_staged,
    all_is_visible_when_the_import_is_complete,
    an_import_is_completed_once,
    what_was_given_up_is_never_visible_and_goes_in_parts,
    imports_are_given_up_exactly_when_they_staged_nothing_since,
    the_id_of_an_import_is_not_given_again,
    imports_go_with_their_account,
}

/// What an import staged, in part beside what was there.
struct Staged {
    ann: UserId,
    import: ImportId,
    links: Vec<Link>,
    /// One that was there, with a link, and one that is staged.
    sets: [CollectionId; 2],
}

async fn begin(fixture: &StoreFixture, owner: UserId, now: Timestamp) -> ImportId {
    write(fixture, async |unit| unit.imports().begin(owner, now).await).await
}

async fn place(unit: &dyn UnitOfWork, link: LinkId, sets: &[CollectionId]) {
    let places = sets.iter().map(|set| Membership {
        collection: *set,
        link,
    });
    let places: Vec<_> = places.collect();
    unit.memberships().insert(&places).await.unwrap();
}

/// A personal and a global link of Ann, both in both sets; in two units.
async fn stage(fixture: &StoreFixture) -> Staged {
    let ann = fixture.ann().await;
    let there = fixture.insert_link(&own(ann, "there")).await.id;
    let old = fixture.insert_collection(ann, "Old").await.id;
    fixture.join(old, &[there]).await;
    let import = begin(fixture, ann, moment(1)).await;
    let mut links = Vec::new();
    let mut sets = vec![old];
    for namespace in [Namespace::Personal(ann), Namespace::Global] {
        let unit = fixture.begin().await;
        let mut made = Vec::new();
        if sets.len() == 1 {
            let new = new_collection(ann, "New");
            made.push(unit.collections().insert(&new).await.unwrap().id);
            sets.extend(&made);
        }
        let link = InsertLink {
            owner: Some(ann),
            tags: tags(&["Sale"]),
            ..new_link(namespace, "staged")
        };
        let link = insert_all(&*unit, &[link]).await.remove(0);
        place(&*unit, link.id, &sets).await;
        let links_made = [link.id];
        let staged = unit.imports().stage(import, &links_made, &made, moment(2));
        assert!(staged.await.unwrap());
        commit(unit).await;
        links.push(link);
    }
    Staged {
        ann,
        import,
        links,
        sets: [sets[0], sets[1]],
    }
}

async fn complete(fixture: &StoreFixture, import: ImportId) -> bool {
    write(fixture, async |unit| unit.imports().complete(import).await).await
}

async fn give_up(fixture: &StoreFixture, import: ImportId) {
    write(fixture, async |unit| unit.imports().give_up(import).await).await;
}

async fn remove(fixture: &StoreFixture, since: Timestamp, limit: u64) -> u64 {
    write(fixture, async |unit| {
        unit.imports().remove_given_up(since, limit).await
    })
    .await
}

/// Every list in which Ann's links may be.
fn queries(staged: &Staged) -> Vec<LinkQuery> {
    let ann = staged.ann;
    let mut queries = vec![
        LinkQuery::for_owner(ann, 9).with(|query| query.text = search("staged")),
        LinkQuery::for_owner(ann, 9).with(|query| query.tag = tag("sale")),
        LinkQuery::for_owner(ann, 9).with(|query| query.state = LinkStateFilter::LiveAt(moment(3))),
    ];
    queries.extend(
        staged
            .sets
            .map(|set| LinkQuery::for_owner(ann, 9).with(|query| query.collection = Some(set))),
    );
    queries.extend(SORTS.map(|sort| LinkQuery::for_owner(ann, 9).with(|query| query.sort = sort)));
    queries
}

/// How many of the staged links and sets anybody finds, by whatever way; everywhere so many.
async fn assert_visible(fixture: &StoreFixture, staged: &Staged, links: usize, sets: usize) {
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
    let held = unit.link_batches().find_for_update(&wanted).await;
    assert_eq!(held.unwrap().len(), links);
    let mut alone = [0; 3];
    for link in &staged.links {
        let held = unit.links().find_for_update(link.id).await.unwrap();
        alone[0] += usize::from(held.is_some());
        alone[1] += usize::from(fixture.find_link(link.id).await.is_some());
        let route = fixture.find_route(link.namespace, "staged").await;
        alone[2] += usize::from(route.is_some());
    }
    assert_eq!(alone, [links; 3]);
    let [old, new] = staged.sets;
    let held = unit.collections().find_for_update(new).await.unwrap();
    assert_eq!(usize::from(held.is_some()), sets);
    drop(unit);
    let listed = fixture.store.collections();
    let listed = listed
        .list(&CollectionQuery::for_owner(staged.ann, 9))
        .await;
    assert_eq!(listed.unwrap().len(), 1 + sets);
    let named =
        CollectionQuery::for_owner(staged.ann, 9).with(|query| query.name = Some(name("new")));
    let named = fixture.store.collections().list(&named).await;
    assert_eq!(named.unwrap().len(), sets);
    let counted = fixture.find_collection(old).await.unwrap().links;
    assert_eq!(counted, 1 + links as u64);
    let counted = fixture.find_collection(new).await.map(|set| set.links);
    assert_eq!(counted, (sets == 1).then_some(links as u64));
}

pub async fn an_import_of_nobody_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    fixture.delete_user(ann).await;
    let unit = fixture.begin().await;
    assert_missing(&unit.imports().begin(ann, moment(0)).await);
}

pub async fn what_is_staged_is_found_by_nobody(fixture: &StoreFixture) {
    let gone = anonymous("staged");
    let gone = fixture.insert_tombstone(&gone, moment(0)).await;
    let mut staged = stage(fixture).await;
    let global = staged.links.pop().unwrap();
    assert_visible(fixture, &staged, 0, 0).await;
    // A code answers what it did before.
    let route = fixture.find_route(Namespace::Global, "staged").await;
    assert_eq!(route.unwrap().link, gone.id);
    assert_eq!(fixture.find_link(global.id).await, None);
}

pub async fn codes_and_names_of_what_is_staged_are_taken(fixture: &StoreFixture) {
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

pub async fn room_is_kept_for_what_is_staged(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    let store = &fixture.store;
    assert_eq!(store.links().count_by_owner(staged.ann).await.unwrap(), 3);
    let sets = store.collections().count_by_owner(staged.ann).await;
    assert_eq!(sets.unwrap(), 2);
    assert_eq!(fixture.count_members(staged.sets[0]).await, 3);
}

pub async fn all_is_visible_when_the_import_is_complete(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    assert_visible(fixture, &staged, 0, 0).await;
    assert!(complete(fixture, staged.import).await);
    assert_visible(fixture, &staged, 2, 1).await;
    for link in &staged.links {
        assert_eq!(fixture.find_link(link.id).await.as_ref(), Some(link));
        assert_eq!(fixture.places(link.id).await, staged.sets);
    }
    // What another import stages is not.
    let other = begin(fixture, staged.ann, moment(3)).await;
    assert_ne!(other, staged.import);
    assert_visible(fixture, &staged, 2, 1).await;
}

pub async fn an_import_is_completed_once(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    assert!(complete(fixture, staged.import).await);
    assert!(!complete(fixture, staged.import).await);
    give_up(fixture, staged.import).await;
    assert_eq!(remove(fixture, moment(99), 9).await, 0);
    assert_visible(fixture, &staged, 2, 1).await;
    let unit = fixture.begin().await;
    let staged = unit.imports().stage(staged.import, &[], &[], moment(3));
    assert!(!staged.await.unwrap());
}

pub async fn what_was_given_up_is_never_visible_and_goes_in_parts(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let other = begin(fixture, bob, moment(2)).await;
    give_up(fixture, staged.import).await;
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
    // Codes and names are free, and what was there is as it was.
    fixture.insert_link(&own(staged.ann, "staged")).await;
    fixture.insert_link(&anonymous("staged")).await;
    fixture.insert_collection(staged.ann, "New").await;
    assert_eq!(fixture.count_members(staged.sets[0]).await, 1);
    assert!(complete(fixture, other).await);
}

pub async fn imports_are_given_up_exactly_when_they_staged_nothing_since(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let before = begin(fixture, ann, moment(4)).await;
    let at = begin(fixture, ann, moment(5)).await;
    let later = begin(fixture, ann, moment(1)).await;
    let unit = fixture.begin().await;
    let staged = unit.imports().stage(later, &[], &[], moment(6));
    assert!(staged.await.unwrap());
    commit(unit).await;
    while remove(fixture, moment(5), 9).await > 0 {}
    for (import, stands) in [(before, false), (at, true), (later, true)] {
        assert_eq!(complete(fixture, import).await, stands, "{import}");
    }
}

pub async fn the_id_of_an_import_is_not_given_again(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    assert_ids_differ(async || {
        let import = begin(fixture, ann, moment(1)).await;
        assert!(complete(fixture, import).await);
        import
    })
    .await;
}

pub async fn imports_go_with_their_account(fixture: &StoreFixture) {
    let staged = stage(fixture).await;
    assert!(fixture.delete_user(staged.ann).await);
    assert!(!complete(fixture, staged.import).await);
    let route = fixture.find_route(Namespace::Global, "staged").await;
    assert_eq!(route, None);
    fixture.insert_link(&anonymous("staged")).await;
    assert_eq!(fixture.find_link(LinkId(staged.links[1].id.0)).await, None);
}
