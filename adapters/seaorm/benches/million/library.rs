use std::time::Instant;

use korotko_core::collection::CollectionName;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::ports::{InsertCollection, InsertLink, Membership, Store};

use crate::measure::{Database, Numbers, insert_user, link_of};

/// How many links go into a unit of work.
const CHUNK: usize = 1_000;

/// The number of other users with links.
const OTHERS: usize = 100;

/// A user with links.
#[derive(Debug)]
pub struct Owner {
    pub id: UserId,
    pub count: usize,
    /// A collection of 10,000 of the links, or of all.
    pub collection: CollectionId,
}

/// All links: a tenth belongs to a hundred users, a tenth to one, the rest to another.
#[derive(Debug)]
pub struct Library {
    pub some: Owner,
    pub most: Owner,
}

impl Library {
    pub async fn fill(database: &Database, links: usize) -> Self {
        let began = Instant::now();
        let numbers = Numbers::default();
        let some = insert_user(&database.store, "some@example.com").await;
        let most = insert_user(&database.store, "most@example.com").await;
        let mut others = Vec::new();
        for number in 0..OTHERS {
            others.push(insert_user(&database.store, &format!("{number}@example.com")).await);
        }
        let (mut of_some, mut of_most) = (Vec::new(), Vec::new());
        for chunk in 0..links / CHUNK {
            let (owner, count, ids) = match chunk % 10 {
                0 => (some, links / 10, Some(&mut of_some)),
                1 => (others[chunk / 10 % OTHERS], links / 10 / OTHERS, None),
                _ => (most, links / 10 * 8, Some(&mut of_most)),
            };
            let first = ids
                .as_ref()
                .map_or(chunk, |ids: &&mut Vec<LinkId>| ids.len());
            let inserted = insert(database, owner, first, count, &numbers).await;
            if let Some(ids) = ids {
                ids.extend(inserted);
            }
        }
        let filled = began.elapsed().as_secs_f64();
        println!("Filled in {filled:.0} s.\n");
        let library = Self {
            some: collect(database, some, &of_some).await,
            most: collect(database, most, &of_most).await,
        };
        database.analyze().await;
        library
    }
}

/// Inserts the next links of an owner, and deletes one in fifty.
pub async fn insert(
    database: &Database,
    owner: UserId,
    first: usize,
    count: usize,
    numbers: &Numbers,
) -> Vec<LinkId> {
    let link = |number| link_of(owner, number, count, numbers);
    let links: Vec<InsertLink> = (first..first + CHUNK).map(link).collect();
    let unit = database.store.begin().await.unwrap();
    let batches = unit.link_batches();
    let inserted = batches.insert(&links).await.unwrap();
    let inserted: Vec<_> = inserted.into_iter().flatten().collect();
    let mut deleted: Vec<_> = inserted.iter().step_by(50).cloned().collect();
    for link in &mut deleted {
        link.deleted_at = Some(link.created_at);
    }
    batches.update(&deleted).await.unwrap();
    unit.commit().await.unwrap();
    inserted.iter().map(|link| link.id).collect()
}

/// Creates a collection of links that are spread over all ages.
async fn collect(database: &Database, id: UserId, links: &[LinkId]) -> Owner {
    let unit = database.store.begin().await.unwrap();
    let insert = InsertCollection {
        owner: id,
        name: CollectionName::parse("Ten thousand").unwrap(),
        description: None,
        created_at: crate::measure::moment(0),
    };
    let collection = unit.collections().insert(&insert).await.unwrap().id;
    let members = links.iter().step_by((links.len() / 10_000).max(1));
    let members: Vec<_> = members
        .map(|link| Membership {
            collection,
            link: *link,
        })
        .collect();
    for chunk in members.chunks(CHUNK) {
        unit.memberships().insert(chunk).await.unwrap();
    }
    unit.commit().await.unwrap();
    Owner {
        id,
        count: links.len(),
        collection,
    }
}
