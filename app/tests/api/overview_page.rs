//! The overview of an account.

use crate::support::{ANN, App, CURL, FIREFOX, Member, on_both_databases};

on_both_databases!(
    an_account_without_links_sees_the_field_to_shorten_and_later_its_clicks,
    the_overview_shows_the_top_links_and_the_next_report,
);

const OVERVIEW: &str = "/app";

async fn an_account_without_links_sees_the_field_to_shorten_and_later_its_clicks(
    (app, ann): (App, Member),
) {
    let led = app.page(OVERVIEW).await.with(303);
    assert_eq!(led.header("location"), "/signin?next=%2Fapp");
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let page = async || {
        app.page(OVERVIEW)
            .header("Cookie", &cookie)
            .await
            .with(200)
            .body
    };
    let first = page().await;
    assert!(
        first.contains("name=\"url\"") && !first.contains("class=\"chart\""),
        "{first}"
    );
    let link = ann.link("promo").await;
    let unseen = page().await;
    assert!(
        unseen.contains("Nobody followed your links in the last 14 days."),
        "{unseen}"
    );
    app.click(&ann.path("promo"), FIREFOX).await.with(307);
    app.click(&ann.path("promo"), CURL).await.with(307);
    ann.counted(link, 2).await;
    let later = page().await;
    let sentence = "1 click of people in the last 7 days, and none in the 7 days before.";
    assert!(
        later.contains(sentence) && later.contains("class=\"chart\""),
        "{later}"
    );
    let row = "<th scope=\"row\">2026-12-01</th><td class=\"number\">1</td><td class=\"number\">0</td><td class=\"number\">1</td>";
    assert!(later.contains(row), "{later}");
}

async fn the_overview_shows_the_top_links_and_the_next_report((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let (rare, often) = (ann.link("rare").await, ann.link("often").await);
    for (link, slug, clicks) in [(rare, "rare", 1), (often, "often", 2)] {
        for _ in 0..clicks {
            app.click(&ann.path(slug), FIREFOX).await.with(307);
        }
        ann.counted(link, clicks).await;
    }
    let page = async || {
        app.page(OVERVIEW)
            .header("Cookie", &cookie)
            .await
            .with(200)
            .body
    };
    let shown = page().await;
    let place = |link: i64| shown.find(&format!("href=\"/app/links/{link}\"")).unwrap();
    assert!(place(often) < place(rare), "{shown}");
    assert!(shown.contains("No regular report is ordered."), "{shown}");
    let schedule = serde_json::json!({"frequency": "daily", "hour": 7});
    ann.post("/api/reports/schedules/", &schedule)
        .await
        .with(201);
    let shown = page().await;
    assert!(
        shown.contains("<time datetime=\"2026-12-01T07:00:00Z\">"),
        "{shown}"
    );
}
