//! The home page, which makes short links, and the previews of links.

use korotko_testkit::Answer;
use serde_json::json;

use super::Browser;
use crate::support::{App, FIREFOX, LINKS, Member, Setup, URL, on_both_databases};

on_both_databases!(
    anybody_makes_a_short_link_on_the_home_page,
    a_user_makes_a_short_link_of_their_own,
    an_address_that_is_refused_is_shown_again_with_the_reason,
    without_anonymous_links_strangers_are_asked_to_sign_in,
    a_preview_shows_where_a_link_leads_without_following_it,
    a_preview_shows_no_target_of_a_link_that_does_not_redirect,
);

/// Sends the form of the home page.
async fn shorten(app: &App, url: &str) -> Answer {
    app.form("/", &[("url", url)]).await
}

async fn anybody_makes_a_short_link_on_the_home_page(app: App) {
    for (given, target) in [
        (URL, URL),
        // People leave the scheme out.
        ("example.com/a?b=c", "https://example.com/a?b=c"),
    ] {
        let made = shorten(&app, given).await.with(303);
        let page = made.header("location").to_owned();
        let slug = page.strip_prefix("/?made=").unwrap();
        let followed = app.get(&format!("/{slug}")).await.with(307);
        assert_eq!(followed.header("location"), target);
        let shown = app.page(&page).await.with(200);
        let short = format!("short.example/{slug}");
        for text in [short.as_str(), target, "<svg", "QR code"] {
            assert!(shown.body.contains(text), "{text}: {}", shown.body);
        }
    }
    // Of a slug that is none there is nothing to show.
    for made in ["nothing", "%3Cscript%3E", ""] {
        let page = app.page(&format!("/?made={made}")).await.with(200);
        assert!(!page.body.contains("QR code"), "{}", page.body);
    }
}

async fn a_user_makes_a_short_link_of_their_own((app, ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    let made = browser.send("/", &[("url", URL)]).await.with(303);
    let link = ann.listed(LINKS, "id").await;
    let page = format!("/app/links/{}?done=created", link[0]);
    assert_eq!(made.header("location"), page);
    browser.open(&page).await.with(200);
    // It needs no `?u=`.
    assert_eq!(ann.listed(LINKS, "namespace").await, ["global"]);
}

async fn an_address_that_is_refused_is_shown_again_with_the_reason(app: App) {
    for url in [
        "",
        "ftp://a.example",
        "https://user:secret@a.example",
        "<b>",
    ] {
        let again = shorten(&app, url).await.with(200);
        let error = "id=\"url-error\"";
        assert!(again.body.contains(error), "{url}: {}", again.body);
        assert!(!again.body.contains("value=\"<b>"), "{}", again.body);
    }
}

async fn without_anonymous_links_strangers_are_asked_to_sign_in(mut setup: Setup) {
    setup.policy.anonymous_links = false;
    let app = setup.start().await;
    let home = app.page("/").await.with(200);
    assert!(!home.body.contains("name=\"url\""), "{}", home.body);
    let led = shorten(&app, URL).await.with(303);
    assert!(led.header("location").starts_with("/signin"), "{led:?}");
    app.member("ann").await;
    let browser = Browser::of_ann(&app).await;
    let home = browser.open("/").await.with(200);
    assert!(home.body.contains("name=\"url\""), "{}", home.body);
    browser.send("/", &[("url", URL)]).await.with(303);
}

async fn a_preview_shows_where_a_link_leads_without_following_it((app, ann): (App, Member)) {
    let url = "https://xn--bcher-kva.example/?a=<b>";
    let body = json!({"url": url, "slug": "promo", "max_clicks": 1});
    let link = ann.link_with(&body).await.number("id");
    let preview = format!("/promo+?u={}", ann.id);
    for ask in [app.page(&preview), app.get(&preview)] {
        let page = ask.header("User-Agent", FIREFOX).await.with(200);
        for text in ["bücher.example", "short.example/promo?u="] {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }
        assert!(!page.body.contains("<b>"), "{}", page.body);
        assert_eq!(page.header("x-robots-tag"), "noindex");
    }
    // It is no click.
    app.click(&ann.path("promo"), FIREFOX).await.with(307);
    ann.counted(link, 1).await;
}

async fn a_preview_shows_no_target_of_a_link_that_does_not_redirect((app, ann): (App, Member)) {
    let gone = ann.link("gone").await;
    ann.delete_link(gone).await;
    ann.link("mine").await;
    for (preview, status) in [
        (format!("/gone+?u={}", ann.id), 410),
        ("/mine+".to_owned(), 404),
        ("/mine+?u=x".to_owned(), 404),
        ("/mine+?u=0".to_owned(), 404),
        ("/nothing+".to_owned(), 404),
        ("/a%20b+".to_owned(), 404),
    ] {
        let refused = app.page(&preview).for_people().await.with(status);
        assert!(!refused.body.contains("example.com"), "{}", refused.body);
    }
}
