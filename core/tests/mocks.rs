//! The unit test of a service built on Korotko: no database, no mail server, no clock.
#![allow(clippy::unwrap_used, reason = "test code")]

// [readme
use korotko_core::id::UserId;
use korotko_core::link::{CreateLinkError, Links, NewLink};
use korotko_core::mock::{MockPorts, sample};

/// Your own service, on a use case of Korotko.
struct Posters {
    links: Links,
}

impl Posters {
    async fn print(&self, artist: UserId, url: &str) -> Result<String, CreateLinkError> {
        let new = NewLink::to(url);
        let link = self.links.create(Some(artist), &new, None).await?;
        Ok(format!("Tonight! {}", self.links.share_url(&link)))
    }
}

#[tokio::test]
async fn a_poster_names_the_short_link() {
    let mut mocks = MockPorts::default().with_empty_account(sample::user());
    let insert = mocks.links.expect_insert();
    insert.returning(|_| Ok(sample::link()));
    let links = mocks.korotko().links;

    let posters = Posters { links };
    let poster = posters.print(UserId(7), "https://example.com/a").await;
    assert_eq!(poster.unwrap(), "Tonight! https://short.example/promo?u=7");
}
// readme]

#[tokio::test]
async fn nothing_is_printed_when_every_slug_is_taken() {
    let mut mocks = MockPorts::default().with_empty_account(sample::user());
    let insert = mocks.links.expect_insert();
    insert.returning(|_| Err(korotko_core::ports::StoreError::Conflict));
    let links = mocks.korotko().links;

    let posters = Posters { links };
    let poster = posters.print(UserId(7), "https://example.com/a").await;
    assert!(matches!(poster, Err(CreateLinkError::NoFreeSlug)));
}
