//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): page by page, while links come and go.

use std::collections::BTreeSet;

use super::StoreFixture;
use super::given::{commit, moment, new_global_link};
use super::given_clicks::{Numbers, give_clicks};
use super::given_links::{SORTS, ids, insert_all, own, search, title};
use super::link_model::{comes_after, place};
use super::suite::checks;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkQuery, LinkSort, UnitOfWork};

checks! { $ __link_paging_checks, link_paging:
    whoever_pages_sees_every_link_that_stood_throughout_once_and_in_order,
}

/// The links of one user, which come and go.
struct Coming {
    owner: UserId,
    numbers: Numbers,
    made: usize,
    /// They stay in their places.
    steady: Vec<Link>,
    /// They are deleted and brought back.
    restless: Vec<Link>,
}

impl Coming {
    async fn begin(fixture: &StoreFixture, seed: u64, case: usize) -> Self {
        let owner = format!("user{case}-{seed}@example.com");
        let mut coming = Self {
            owner: fixture.insert_user(&owner).await.id,
            numbers: Numbers(seed),
            made: 0,
            steady: Vec::new(),
            restless: Vec::new(),
        };
        let links: Vec<_> = (0..60).flat_map(|_| coming.make()).collect();
        let unit = fixture.begin().await;
        let mut links = insert_all(&*unit, &links).await;
        give_clicks(&*unit, &mut links, |place| place as u64 * 7 % 5).await;
        commit(unit).await;
        for link in links {
            match coming.numbers.below(2) {
                0 => coming.steady.push(link),
                _ => coming.restless.push(link),
            }
        }
        coming
    }

    /// One new link, or two of one code: its place in the order is anywhere, and many are made at the same moments.
    fn make(&mut self) -> Vec<InsertLink> {
        self.made += 1;
        let code = format!("{}-{}-{}", self.numbers.below(90), self.made, self.owner);
        let created_at = moment(i64::try_from(self.numbers.below(12)).unwrap());
        let pair = [own(self.owner, &code), new_global_link(self.owner, &code)];
        let pair = pair.into_iter().take(1 + self.numbers.below(2));
        pair.map(|link| InsertLink {
            title: title("Sale"),
            created_at,
            ..link
        })
        .collect()
    }

    /// A few changes at once.
    async fn go_on(&mut self, unit: &dyn UnitOfWork) {
        for _ in 0..self.numbers.below(4) {
            match self.numbers.below(5) {
                4 => self.click(unit).await,
                0 => {
                    let made = self.make();
                    self.restless.extend(insert_all(unit, &made).await);
                }
                1 => self.touch(unit).await,
                _ => self.delete_or_restore(unit).await,
            }
        }
    }

    /// Changes what no order depends on.
    async fn touch(&mut self, unit: &dyn UnitOfWork) {
        let index = self.numbers.below(self.steady.len());
        let link = &mut self.steady[index];
        link.title = title(&format!("Sale {}", self.numbers.below(100)));
        link.revision = link.revision.next();
        unit.links().update(link).await.unwrap();
    }

    /// Moves a link in the order of clicks.
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

    /// All pages, of changing size, with changes between the first fifty of them.
    async fn page_through(&mut self, fixture: &StoreFixture, mut query: LinkQuery) -> Vec<Link> {
        let mut seen: Vec<Link> = Vec::new();
        for page in 0.. {
            query.limit = 1 + u32::try_from(self.numbers.below(7)).unwrap();
            let listed = fixture.list_links(&query).await;
            let Some(last) = listed.last() else {
                break;
            };
            query.after = Some(place(last, query.sort.key));
            seen.extend(listed);
            if page < 50 {
                let unit = fixture.begin().await;
                self.go_on(&*unit).await;
                commit(unit).await;
            }
        }
        seen
    }
}

fn assert_in_order(seen: &[Link], sort: LinkSort) {
    for pair in seen.windows(2) {
        let [first, second] = [&pair[0], &pair[1]].map(|link| place(link, sort.key));
        assert!(comes_after(&second, &first, sort), "{first:?}, {second:?}");
    }
}

pub async fn whoever_pages_sees_every_link_that_stood_throughout_once_and_in_order(
    fixture: &StoreFixture,
) {
    for seed in [1, 42, 1_969] {
        for (case, sort) in SORTS.into_iter().enumerate() {
            let mut coming = Coming::begin(fixture, seed, case).await;
            let query = LinkQuery {
                // Every other list is also narrowed by what all of them have.
                text: search("sale").filter(|_| (case + usize::try_from(seed).unwrap()) % 2 == 0),
                sort,
                ..LinkQuery::for_owner(coming.owner, 1)
            };
            let seen = coming.page_through(fixture, query).await;
            // Each once, since the order is a strict one.
            assert_in_order(&seen, sort);
            let seen: BTreeSet<LinkId> = ids(&seen).into_iter().collect();
            for steady in ids(&coming.steady) {
                assert!(seen.contains(&steady), "{steady} by {sort:?}, seed {seed}");
            }
        }
    }
}
