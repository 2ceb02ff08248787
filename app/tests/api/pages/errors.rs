//! Errors outside of the API: a page for people, a problem for programs.

use chrono::TimeDelta;
use korotko_core::rate_limit::RateLimits;
use korotko_testkit::Answer;
use serde_json::json;

use super::Browser;
use crate::rate_limits::{generous, per_minute};
use crate::support::{App, Member, Setup, URL, on_both_databases};

on_both_databases!(
    a_link_that_does_not_redirect_is_a_page_for_people_and_a_problem_for_programs,
    a_page_of_an_error_is_for_whoever_prefers_html,
    the_api_answers_problems_to_browsers_too,
    too_many_unknown_slugs_are_answered_with_a_page,
    an_outage_is_answered_with_a_page,
);

/// A page of an error has a title for its status, what happened, and the id of the request.
#[track_caller]
fn assert_page(page: &Answer, title: &str, text: &str) {
    let id = page.header("x-request-id");
    let id = format!("<code>{id}</code>");
    for part in [&*format!("<h1>{title}</h1>"), text, &id] {
        assert!(page.body.contains(part), "{part}: {page:?}");
    }
    assert!(page.header("vary").contains("Cookie"), "{page:?}");
}

/// Links that do not redirect: their slugs, statuses, codes and titles.
const LINKS_BY_STATE: [(&str, u16, &str, &str); 4] = [
    ("nothing", 404, "not-found", "Not found"),
    ("gone", 410, "gone", "No longer available"),
    ("blocked", 410, "link-blocked", "No longer available"),
    (
        "legal",
        451,
        "legal-reasons",
        "Unavailable for legal reasons",
    ),
];

/// Creates them, in the global namespace.
async fn links(app: &App, ann: &Member) {
    let root = app.administrator("root").await;
    for slug in ["gone", "blocked", "legal"] {
        let body = json!({"url": URL, "slug": slug, "namespace": "global"});
        let link = ann.link_with(&body).await.number("id");
        if slug == "gone" {
            ann.delete_link(link).await;
        } else {
            let block = format!("/api/admin/links/{link}/block");
            let reason = json!({"reason": "Order 12", "legal": slug == "legal"});
            root.post(&block, &reason).await.with(200);
        }
    }
}

async fn a_link_that_does_not_redirect_is_a_page_for_people_and_a_problem_for_programs(
    mut setup: Setup,
) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    links(&app, &ann).await;
    setup.fast_path = false;
    // On the fast path at first from the store, then from memory; and beside it.
    let beside = setup.start().await;
    for (slug, status, code, title) in LINKS_BY_STATE {
        let path = format!("/{slug}");
        for app in [&app, &app, &beside] {
            app.get(&path).await.refused(status, code);
            let page = app.page(&path).for_people().await.with(status);
            assert_page(&page, title, "<p>");
            let looked = app.head(&path).header("Accept", "text/html");
            let looked = looked.for_people().await.with(status);
            assert_eq!(looked.body, "");
        }
    }
    let blocked = app.page("/legal").for_people().await;
    assert_eq!(blocked.header("link"), r#"</>; rel="blocked-by""#);
    assert!(blocked.body.contains("Order 12"), "{}", blocked.body);
}

async fn a_page_of_an_error_is_for_whoever_prefers_html(app: App) {
    for (accepted, is_page) in [
        ("text/html", true),
        ("text/html;q=0.5, application/json;q=0.4", true),
        ("text/html, application/json", false),
        ("text/html;q=0.5, application/json", false),
        ("application/problem+json, text/html;q=0.9", false),
        ("*/*", false),
        ("", false),
    ] {
        for path in ["/nothing", "/nothing/at/all"] {
            let ask = app.get(path).header("Accept", accepted);
            if is_page {
                let page = ask.for_people().await.with(404);
                let text = "There is nothing at this address.";
                assert_page(&page, "Not found", text);
            } else {
                ask.await.refused(404, "not-found");
            }
        }
    }
    let page = app.page("/nothing").header("Accept-Language", "ru");
    let page = page.for_people().await.with(404);
    assert!(page.body.contains("<html lang=\"ru\""), "{}", page.body);
}

async fn the_api_answers_problems_to_browsers_too((app, _ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    for (path, status, code) in [
        ("/api/links/", 401, "token-missing"),
        ("/api/url/nothing", 404, "not-found"),
        ("/api/nothing", 404, "not-found"),
    ] {
        browser.open(path).await.refused(status, code);
    }
}

async fn too_many_unknown_slugs_are_answered_with_a_page(mut setup: Setup) {
    setup.rate_limits = Some(RateLimits {
        unknown_slugs: per_minute(1),
        ..generous()
    });
    let app = setup.start().await;
    app.page("/nothing").for_people().await.with(404);
    for path in ["/nothing", "/nothing+"] {
        let page = app.page(path).for_people().await.with(429);
        let text = "Too many requests from your network or account.";
        assert_page(&page, "Too many requests", text);
        app.get("/nothing").await.refused(429, "rate-limited");
    }
    app.advance(TimeDelta::minutes(1));
    app.page("/nothing").for_people().await.with(404);
}

async fn an_outage_is_answered_with_a_page((app, _ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    app.store.switch_off();
    for path in ["/nothing", "/nothing+", "/app", "/app/links", "/"] {
        let ask = browser.open(path).for_people().may_be_unavailable();
        let page = ask.await.with(503);
        let text = "The service is not available right now.";
        assert_page(&page, "Not available right now", text);
    }
    // What needs no database is still shown.
    for path in ["/", "/signin", "/robots.txt"] {
        app.page(path).await.with(200);
    }
    app.store.switch_on();
    // The outage ended no session.
    assert!(browser.is_signed_in().await);
}
