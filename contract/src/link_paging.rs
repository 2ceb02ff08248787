//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): page by page, while links are created and
//! deleted.

use std::collections::BTreeSet;

use super::StoreFixture;
use super::given::{commit, moment, new_global_link};
use super::given_clicks::{Numbers, give_clicks};
use super::given_links::{SORTS, ids, insert_all, own, search, title};
use super::link_model::{comes_after, cursor_of};
use super::suite::checks;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkQuery, LinkSort, UnitOfWork};

checks! { $ __link_paging_checks, link_paging:
    paging_sees_every_lasting_link_once_and_in_order,
}

/// The links of one user, which are created and deleted.
struct ChangingLinks {
    owner: UserId,
    numbers: Numbers,
    created: usize,
    /// They keep their positions.
    steady: Vec<Link>,
    /// They are deleted and restored.
    restless: Vec<Link>,
}

impl ChangingLinks {
    async fn begin(fixture: &StoreFixture, seed: u64, case: usize) -> Self {
        let owner = format!("user{case}-{seed}@example.com");
        let mut changing = Self {
            owner: fixture.insert_user(&owner).await.id,
            numbers: Numbers(seed),
            created: 0,
            steady: Vec::new(),
            restless: Vec::new(),
        };
        let links: Vec<_> = (0..60).flat_map(|_| changing.create()).collect();
        let unit = fixture.begin().await;
        let mut links = insert_all(&*unit, &links).await;
        give_clicks(&*unit, &mut links, |index| index as u64 * 7 % 5).await;
        commit(unit).await;
        for link in links {
            match changing.numbers.below(2) {
                0 => changing.steady.push(link),
                _ => changing.restless.push(link),
            }
        }
        changing
    }

    /// One new link, or two with one slug: its position in the order is arbitrary, and many are created at the same times.
    fn create(&mut self) -> Vec<InsertLink> {
        self.created += 1;
        let slug = format!("{}-{}-{}", self.numbers.below(90), self.created, self.owner);
        let created_at = moment(i64::try_from(self.numbers.below(12)).unwrap());
        let pair = [own(self.owner, &slug), new_global_link(self.owner, &slug)];
        let pair = pair.into_iter().take(1 + self.numbers.below(2));
        pair.map(|link| InsertLink {
            title: title("Sale"),
            created_at,
            ..link
        })
        .collect()
    }

    /// A few changes in one unit.
    async fn change(&mut self, unit: &dyn UnitOfWork) {
        for _ in 0..self.numbers.below(4) {
            match self.numbers.below(5) {
                4 => self.click(unit).await,
                0 => {
                    let created = self.create();
                    self.restless.extend(insert_all(unit, &created).await);
                }
                1 => self.touch(unit).await,
                _ => self.delete_or_restore(unit).await,
            }
        }
    }

    /// Changes fields on which no order depends.
    async fn touch(&mut self, unit: &dyn UnitOfWork) {
        let index = self.numbers.below(self.steady.len());
        let link = &mut self.steady[index];
        link.title = title(&format!("Sale {}", self.numbers.below(100)));
        link.revision = link.revision.next();
        unit.links().update(link).await.unwrap();
    }

    /// Moves a link in the order by clicks.
    async fn click(&mut self, unit: &dyn UnitOfWork) {
        let index = self.numbers.below(self.restless.len());
        let clicks = self.numbers.below(4) as u64;
        give_clicks(unit, &mut self.restless[index..=index], |_| clicks).await;
    }

    async fn delete_or_restore(&mut self, unit: &dyn UnitOfWork) {
        let index = self.numbers.below(self.restless.len());
        let link = &mut self.restless[index];
        link.deleted_at = match link.deleted_at {
            None => Some(moment(99)),
            Some(_) => None,
        };
        unit.links().update(link).await.unwrap();
    }

    /// All pages, of varying size, with changes between the first fifty of them.
    async fn page_through(&mut self, fixture: &StoreFixture, mut query: LinkQuery) -> Vec<Link> {
        let mut seen: Vec<Link> = Vec::new();
        for page in 0.. {
            query.limit = 1 + u32::try_from(self.numbers.below(7)).unwrap();
            let listed = fixture.list_links(&query).await;
            let Some(last) = listed.last() else {
                break;
            };
            query.after = Some(cursor_of(last, query.sort.key));
            seen.extend(listed);
            if page < 50 {
                let unit = fixture.begin().await;
                self.change(&*unit).await;
                commit(unit).await;
            }
        }
        seen
    }
}

fn assert_in_order(seen: &[Link], sort: LinkSort) {
    for pair in seen.windows(2) {
        let [first, second] = [&pair[0], &pair[1]].map(|link| cursor_of(link, sort.key));
        assert!(comes_after(&second, &first, sort), "{first:?}, {second:?}");
    }
}

pub async fn paging_sees_every_lasting_link_once_and_in_order(fixture: &StoreFixture) {
    for seed in [1, 42, 1_969] {
        for (case, sort) in SORTS.into_iter().enumerate() {
            let mut changing = ChangingLinks::begin(fixture, seed, case).await;
            let query = LinkQuery {
                // Every other list is also filtered by what all links have.
                text: search("sale").filter(|_| (case + usize::try_from(seed).unwrap()) % 2 == 0),
                sort,
                ..LinkQuery::for_owner(changing.owner, 1)
            };
            let seen = changing.page_through(fixture, query).await;
            // Each once, because the order is strict.
            assert_in_order(&seen, sort);
            let seen: BTreeSet<LinkId> = ids(&seen).into_iter().collect();
            for steady in ids(&changing.steady) {
                assert!(seen.contains(&steady), "{steady} by {sort:?}, seed {seed}");
            }
        }
    }
}
