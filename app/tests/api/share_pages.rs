//! Shared statistics on pages.

use serde_json::json;

use crate::support::{ANN, App, FIREFOX, Member, on_both_databases};

on_both_databases!(
    statistics_are_shared_and_the_share_is_ended_on_pages,
    the_page_of_a_share_shows_every_period_to_everybody,
    the_page_of_a_share_is_found_by_its_token_alone,
    nobody_shares_what_is_anothers_on_a_page,
);

/// The path of the secret URL on a page, if it shows one.
fn shared(app: &App, page: &str) -> Option<String> {
    let prefix = format!("{}/s/", app.public_url);
    let (_, rest) = page.split_once(&prefix)?;
    let (token, _) = rest.split_once('"')?;
    Some(format!("/s/{token}"))
}

async fn statistics_are_shared_and_the_share_is_ended_on_pages((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let (link, collection) = (ann.link("promo").await, ann.collection("Spring").await);
    for base in [
        format!("/app/links/{link}"),
        format!("/app/collections/{collection}"),
    ] {
        let page = async || {
            let page = app.page(&base).header("Cookie", &cookie);
            shared(&app, &page.await.with(200).body)
        };
        let send = async |fields: &[(&str, &str)]| {
            let form = app.form(&format!("{base}/share"), fields);
            form.header("Cookie", &cookie).await
        };
        assert_eq!(page().await, None);
        let created = send(&[("form", "create")]).await.with(303);
        assert_eq!(
            created.header("location"),
            format!("{base}?done=shared#share")
        );
        let path = page().await.unwrap();
        app.page(&path).await.with(200);
        // Somebody is asked first.
        let asked = send(&[("form", "end")]).await.with(200);
        assert!(
            asked.body.contains("The secret link stops working"),
            "{}",
            asked.body
        );
        app.page(&path).await.with(200);
        send(&[("form", "end"), ("sure", "on")]).await.with(303);
        app.page(&path).for_people().await.with(404);
        assert_eq!(page().await, None);
        send(&[("form", "create")]).await.with(303);
        assert_ne!(page().await.unwrap(), path);
    }
}

async fn the_page_of_a_share_shows_every_period_to_everybody((app, ann): (App, Member)) {
    let zone = json!({"time_zone": "Asia/Kathmandu"});
    ann.patch("/api/users/me/", &zone).await.with(200);
    let link = ann.link("promo").await;
    let collection = ann.collection("<b>Spring").await;
    ann.put_links(collection, &[link]).await.with(200);
    app.click(&ann.path("promo"), FIREFOX).await.with(307);
    ann.counted(link, 1).await;
    for (shared, title) in [
        (format!("links/{link}"), format!("promo?u={}</h1>", ann.id)),
        (
            format!("collections/{collection}"),
            "&#60;b&#62;Spring</h1>".to_owned(),
        ),
    ] {
        let share = format!("/api/{shared}/share");
        let share = ann.post(&share, &json!({})).await.with(201);
        let path = app.path_of(&share.text("url"));
        let page = app.page(&path).await.with(200);
        assert_eq!(page.header("x-robots-tag"), "noindex");
        assert_eq!(page.header("cache-control"), "no-store");
        for part in [&*title, "1 click of people", "Asia/Kathmandu", "Firefox"] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        for period in ["24h", "7d", "30d", "12m"] {
            let query = format!("{path}?period={period}");
            let offered = format!("href=\"{query}\"");
            assert!(page.body.contains(&offered), "{}", page.body);
            let page = app.page(&query).await.with(200);
            let chosen = format!("{offered} aria-current=\"true\"");
            assert!(page.body.contains(&chosen), "{}", page.body);
        }
        let past = app.page(&format!("{path}?from=2026-01-01&to=2026-01-02"));
        assert!(past.await.with(200).body.contains("No clicks of people"));
        let wrong = app.page(&format!("{path}?from=soon&to=later"));
        wrong.for_people().await.with(422);
    }
}

async fn the_page_of_a_share_is_found_by_its_token_alone((app, ann): (App, Member)) {
    let share = format!("/api/links/{}/share", ann.link("promo").await);
    let share = ann.post(&share, &json!({})).await.with(201);
    let path = app.path_of(&share.text("url"));
    for wrong in ["/s/garbage", &path[..path.len() - 1], &format!("{path}0")] {
        app.page(wrong).for_people().await.with(404);
    }
}

async fn nobody_shares_what_is_anothers_on_a_page((app, ann, bob): (App, Member, Member)) {
    let bobs = app.cookie(&app.browser(&bob.email, "Firefox").await);
    let (link, collection) = (ann.link("promo").await, ann.collection("Spring").await);
    for path in [
        format!("/app/links/{link}/share"),
        format!("/app/collections/{collection}/share"),
    ] {
        for fields in [
            vec![("form", "create")],
            vec![("form", "end")],
            vec![("form", "end"), ("sure", "on")],
        ] {
            let foreign = app.form(&path, &fields).header("Cookie", &bobs);
            foreign.for_people().await.with(404);
            // Whoever is not signed in signs in first.
            app.form(&path, &fields).await.with(303);
        }
    }
}
