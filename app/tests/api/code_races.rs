//! Many who want the same code at once.

use serde_json::json;

use crate::support::{App, Ask, on_both_databases};

on_both_databases!(
    of_50_anonymous_creations_at_once_one_wins,
    of_50_creations_at_once_within_one_member_one_wins,
    two_members_who_want_the_same_code_at_once_both_get_it,
    of_members_and_strangers_one_gets_a_global_code,
    of_many_edits_to_one_code_one_wins,
    of_many_deletions_one_succeeds,
);

const LINKS: &str = "/api/links/";
const AT_ONCE: usize = 50;

/// Sends all at once, each again as long as it is put off; says how many were answered with `status`, and that the others
/// were with `other`.
async fn race(
    asks: impl IntoIterator<Item = impl Fn() -> Ask + Send + 'static>,
    [status, other]: [u16; 2],
) -> usize {
    let asks: Vec<_> = asks
        .into_iter()
        .map(|ask| {
            tokio::spawn(async move {
                loop {
                    let answer = ask().may_be_unavailable().await;
                    if answer.status != 503 {
                        return answer;
                    }
                }
            })
        })
        .collect();
    let mut count = 0;
    for ask in asks {
        let answer = ask.await.unwrap();
        if answer.status == status {
            count += 1;
        } else {
            answer.with(other);
        }
    }
    count
}

fn creation(
    app: &App,
    number: usize,
    namespace: &str,
    token: Option<&str>,
) -> impl Fn() -> Ask + Send + use<> {
    let url = format!("https://example.com/{number}");
    let body = json!({"url": url, "slug": "promo", "namespace": namespace});
    let (app, token) = (app.clone(), token.map(str::to_owned));
    move || {
        let ask = app.post(LINKS, &body);
        match &token {
            Some(token) => ask.bearer(token),
            None => ask,
        }
    }
}

async fn of_50_anonymous_creations_at_once_one_wins(app: App) {
    let asks = (0..AT_ONCE).map(|number| creation(&app, number, "global", None));
    assert_eq!(race(asks, [201, 409]).await, 1);
    app.get("/promo").await.with(307);
}

async fn of_50_creations_at_once_within_one_member_one_wins(app: App) {
    let ann = app.member("ann").await;
    let asks = (0..AT_ONCE).map(|number| creation(&app, number, "personal", Some(&ann.access)));
    assert_eq!(race(asks, [201, 409]).await, 1);
    let list = app.get(LINKS).bearer(&ann.access).await.with(200);
    assert_eq!(list.json()["items"].as_array().unwrap().len(), 1);
}

async fn two_members_who_want_the_same_code_at_once_both_get_it(app: App) {
    let members = [app.member("ann").await, app.member("bob").await];
    let asks = (0..20).map(|number| {
        let token = members[number % 2].access.clone();
        creation(&app, number, "personal", Some(&token))
    });
    assert_eq!(race(asks, [201, 409]).await, 2);
    for member in members {
        app.get(&format!("/promo?u={}", member.id)).await.with(307);
    }
}

async fn of_members_and_strangers_one_gets_a_global_code(app: App) {
    let ann = app.member("ann").await;
    let asks = (0..20).map(|number| {
        let token = (number % 2 == 0).then_some(ann.access.as_str());
        creation(&app, number, "global", token)
    });
    assert_eq!(race(asks, [201, 409]).await, 1);
}

async fn of_many_edits_to_one_code_one_wins(app: App) {
    let ann = app.member("ann").await;
    let mut asks = Vec::new();
    for _ in 0..10 {
        let body = json!({"url": "https://example.com"});
        let created = app.post(LINKS, &body).bearer(&ann.access).await.with(201);
        let path = format!("/api/links/{}", created.number("id"));
        let (app, token) = (app.clone(), ann.access.clone());
        asks.push(move || app.patch(&path, &json!({"slug": "promo"})).bearer(&token));
    }
    assert_eq!(race(asks, [200, 409]).await, 1);
}

async fn of_many_deletions_one_succeeds(app: App) {
    let ann = app.member("ann").await;
    let created = creation(&app, 0, "global", Some(&ann.access))().await;
    let path = format!("/api/links/{}", created.with(201).number("id"));
    let asks = (0..10).map(|_| {
        let (app, path, token) = (app.clone(), path.clone(), ann.access.clone());
        move || app.delete(&path).bearer(&token)
    });
    assert_eq!(race(asks, [204, 404]).await, 1);
    app.get("/promo").await.with(410);
}
