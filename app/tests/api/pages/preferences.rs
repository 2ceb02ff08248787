//! The language and the colours of pages.

use super::Browser;
use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    a_stranger_keeps_the_language_and_the_colours_in_cookies,
    a_user_keeps_the_language_in_the_account,
    a_choice_leads_back_to_a_page_of_this_service,
);

const SECONDS: &str = "Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure";

async fn a_stranger_keeps_the_language_and_the_colours_in_cookies(app: App) {
    let fields = [("language", "ru"), ("theme", "dark"), ("here", "/signup")];
    let chosen = app.form("/preferences", &fields).await.with(303);
    assert_eq!(chosen.header("location"), "/signup");
    let cookies = chosen.headers.get_all("set-cookie").iter();
    let mut cookies: Vec<_> = cookies.map(|set| set.to_str().unwrap()).collect();
    cookies.sort_unstable();
    let expected = ["language=ru", "theme=dark"].map(|pair| format!("{pair}; {SECONDS}"));
    assert_eq!(cookies, expected);
    let page = app.page("/signup").header("Accept-Language", "en");
    let page = page.header("Cookie", "theme=dark; language=ru");
    let page = page.await.with(200);
    let html = "<html lang=\"ru\" data-theme=\"dark\">";
    assert!(page.body.contains(html), "{}", page.body);
    // What is unknown is not kept.
    let fields = [("language", "xx"), ("theme", "pink")];
    let chosen = app.form("/preferences", &fields).await.with(303);
    assert_eq!(chosen.header("set-cookie"), "");
}

async fn a_user_keeps_the_language_in_the_account((app, ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    let fields = [("language", "ru")];
    browser.send("/preferences", &fields).await.with(303);
    assert_eq!(ann.read("/api/users/me/").await["language"], "ru");
    // In another browser, too, and whatever that browser kept.
    let other = Browser::of_ann(&app).await;
    let cookies = format!("language=en; {}", other.cookie);
    let page = app.page("/app").header("Cookie", &cookies).await.with(200);
    assert!(page.body.contains("<html lang=\"ru\""), "{}", page.body);
}

async fn a_choice_leads_back_to_a_page_of_this_service(app: App) {
    for (here, led) in [
        ("/app/links?q=a", "/app/links?q=a"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("", "/"),
    ] {
        let fields = [("theme", "light"), ("here", here)];
        let chosen = app.form("/preferences", &fields).await.with(303);
        assert_eq!(chosen.header("location"), led, "{here}");
    }
}
