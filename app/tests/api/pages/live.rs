//! What the page of a link is told while it is open.

use korotko_testkit::DEADLINE;
use tokio::time::timeout;

use super::Browser;
use crate::support::{App, CURL, FIREFOX, Member, Setup, on_both_databases, until};

on_both_databases!(
    an_open_page_is_told_of_clicks,
    a_page_is_told_nothing_once_its_session_has_ended,
    the_number_of_pages_that_are_told_is_bounded,
    a_stop_does_not_wait_for_open_pages,
);

/// How many pages are told at the same time.
const MAX: usize = 100;

/// What is sent next; `None` at the end.
async fn told(events: &mut reqwest::Response) -> Option<String> {
    let next = timeout(DEADLINE, events.chunk()).await;
    let next = next.expect("something in time").unwrap();
    next.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
}

/// The path of what the page of Ann's link `promo` is told, and the browser in which it is open.
async fn opened(app: &App, ann: &Member) -> (String, Browser) {
    let link = ann.link("promo").await;
    let browser = Browser::of_ann(app).await;
    let page = browser.open(&format!("/app/links/{link}")).await.with(200);
    let path = format!("/app/links/{link}/live");
    let number = format!("data-live=\"{path}\">0</dd>");
    assert!(page.body.contains(&number), "{}", page.body);
    (path, browser)
}

async fn an_open_page_is_told_of_clicks((app, ann): (App, Member)) {
    let (path, browser) = opened(&app, &ann).await;
    let mut events = app.events(&path, &browser.cookie).await;
    assert_eq!(events.status(), 200);
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    assert_eq!(events.headers()["cache-control"], "no-store");
    let first = told(&mut events).await;
    assert_eq!(first.as_deref(), Some("retry: 10000\ndata: 0\n\n"));
    // Of people alone, as in the list of links.
    for agent in [CURL, FIREFOX] {
        app.click(&ann.path("promo"), agent).await.with(307);
    }
    let next = told(&mut events).await;
    assert_eq!(next.as_deref(), Some("data: 1\n\n"));
}

async fn a_page_is_told_nothing_once_its_session_has_ended((app, ann): (App, Member)) {
    let (path, browser) = opened(&app, &ann).await;
    let mut events = app.events(&path, &browser.cookie).await;
    told(&mut events).await.unwrap();
    browser.send("/signout", &[]).await.with(303);
    app.click(&ann.path("promo"), FIREFOX).await.with(307);
    assert_eq!(told(&mut events).await, None);
    assert_eq!(app.events(&path, &browser.cookie).await.status(), 303);
}

async fn the_number_of_pages_that_are_told_is_bounded((app, ann): (App, Member)) {
    let (path, browser) = opened(&app, &ann).await;
    let status = async || app.events(&path, &browser.cookie).await.status();
    let mut open = Vec::new();
    for _ in 0..MAX {
        let events = app.events(&path, &browser.cookie).await;
        assert_eq!(events.status(), 200);
        open.push(events);
    }
    assert_eq!(status().await, 204);
    drop(open);
    until("one more is told", async || status().await == 200).await;
}

async fn a_stop_does_not_wait_for_open_pages(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let (path, browser) = opened(&app, &ann).await;
    let mut events = app.events(&path, &browser.cookie).await;
    told(&mut events).await.unwrap();
    setup.stop().await;
    // The end, not an interruption.
    assert_eq!(told(&mut events).await, None);
}
