//! Concurrent requests for the same slug.

use serde_json::{Value, json};

use crate::support::{Answer, App, Ask, LINKS, Member, at_once, on_both_databases};

on_both_databases!(
    of_50_concurrent_anonymous_creations_of_a_slug_one_wins,
    of_50_concurrent_creations_of_a_slug_by_one_member_one_wins,
    two_members_can_create_the_same_personal_slug_concurrently,
    of_concurrent_creations_of_a_global_slug_one_wins,
    of_concurrent_edits_to_one_slug_one_wins,
    of_concurrent_deletions_one_succeeds,
);

/// Sends all requests concurrently, each again while it is answered 503; returns how many had `status`, and checks that the others
/// had `other`.
async fn race(asks: impl IntoIterator<Item = Ask>, [status, other]: [u16; 2]) -> usize {
    let answers = at_once(asks.into_iter().map(Ask::insistently)).await;
    let wins = |answer: &Answer| answer.status == status;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(wins);
    for answer in lost {
        answer.with(other);
    }
    won.len()
}

/// A link with the contested slug.
fn link(number: usize, namespace: &str) -> Value {
    let url = format!("https://example.com/{number}");
    json!({"url": url, "slug": "promo", "namespace": namespace})
}

async fn of_50_concurrent_anonymous_creations_of_a_slug_one_wins(app: App) {
    let asks = (0..50).map(|number| app.post(LINKS, &link(number, "global")));
    assert_eq!(race(asks, [201, 409]).await, 1);
    app.get("/promo").await.with(307);
}

async fn of_50_concurrent_creations_of_a_slug_by_one_member_one_wins(ann: Member) {
    let asks = (0..50).map(|number| ann.post(LINKS, &link(number, "personal")));
    assert_eq!(race(asks, [201, 409]).await, 1);
    assert_eq!(ann.slugs(LINKS).await, ["promo"]);
}

async fn two_members_can_create_the_same_personal_slug_concurrently(
    (app, ann, bob): (App, Member, Member),
) {
    let asks = (0..20).map(|number| {
        let member = [&ann, &bob][number % 2];
        member.post(LINKS, &link(number, "personal"))
    });
    assert_eq!(race(asks, [201, 409]).await, 2);
    for member in [ann, bob] {
        app.get(&member.path("promo")).await.with(307);
    }
}

async fn of_concurrent_creations_of_a_global_slug_one_wins((app, ann): (App, Member)) {
    let asks = (0..20).map(|number| match number % 2 {
        0 => ann.post(LINKS, &link(number, "global")),
        _ => app.post(LINKS, &link(number, "global")),
    });
    assert_eq!(race(asks, [201, 409]).await, 1);
}

async fn of_concurrent_edits_to_one_slug_one_wins(ann: Member) {
    let mut asks = Vec::new();
    for number in 0..10 {
        let path = format!("/api/links/{}", ann.link(&format!("n{number}")).await);
        asks.push(ann.patch(&path, &json!({"slug": "promo"})));
    }
    assert_eq!(race(asks, [200, 409]).await, 1);
}

async fn of_concurrent_deletions_one_succeeds((app, ann): (App, Member)) {
    let created = ann.link_with(&link(0, "global")).await;
    let path = format!("/api/links/{}", created.number("id"));
    let asks = (0..10).map(|_| ann.delete(&path));
    assert_eq!(race(asks, [204, 404]).await, 1);
    app.get("/promo").await.with(410);
}
