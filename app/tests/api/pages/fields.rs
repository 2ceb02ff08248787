//! The header fields of pages.

use reqwest::Method;

use super::{Browser, paths_with};
use crate::support::{Answer, App, Member, on_both_databases};

on_both_databases!(
    every_page_allows_scripts_styles_and_forms_of_its_own_origin_alone,
    pages_of_an_account_are_not_stored,
    assets_are_kept_forever_under_names_that_change_with_their_content,
    pages_are_in_the_language_of_the_browser,
);

/// The value of `Content-Security-Policy` of every page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'";

fn is_html(answer: &Answer) -> bool {
    answer.header("content-type").starts_with("text/html")
}

/// What a page shows must not need what the policy forbids.
fn assert_plain(page: &Answer) {
    for forbidden in [" style=", "<style", " onclick=", " onchange=", " onsubmit="] {
        assert!(!page.body.contains(forbidden), "{forbidden}: {page:?}");
    }
    let scripts = page.body.matches("<script").count();
    let external = page
        .body
        .matches("<script type=\"module\" src=\"/assets/")
        .count();
    assert_eq!(scripts, external, "{page:?}");
}

async fn every_page_allows_scripts_styles_and_forms_of_its_own_origin_alone(
    (app, ann): (App, Member),
) {
    let browser = Browser::of_ann(&app).await;
    ann.link("promo").await;
    let errors = ["/app/nothing", "/nothing", "/promo+"];
    let paths = paths_with(&Method::GET).chain(errors.map(str::to_owned));
    let mut pages = 0;
    for path in paths {
        let signed_in = browser.open(&path).for_people().await;
        let stranger = app.page(&path).for_people().await;
        for page in [signed_in, stranger].into_iter().filter(is_html) {
            assert_eq!(page.header("content-security-policy"), POLICY, "{path}");
            assert_eq!(page.header("vary"), "Cookie, Accept-Language", "{path}");
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
            assert_plain(&page);
            pages += 1;
        }
    }
    assert!(pages > 20, "{pages} pages");
}

async fn pages_of_an_account_are_not_stored((app, _ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    let paths = paths_with(&Method::GET).filter(|path| path.starts_with("/app"));
    for path in paths {
        for answer in [browser.open(&path), app.page(&path)] {
            let answer = answer.for_people().await;
            let cache = answer.header("cache-control");
            assert!(cache.contains("no-store"), "{path}: {answer:?}");
        }
    }
    // Signing out would end the session of the others.
    let forms = paths_with(&Method::POST).filter(|path| path != "/signout");
    for path in forms {
        let sent = browser.send(&path, &[]).for_people().await;
        assert_eq!(sent.header("cache-control"), "no-store", "{path}");
    }
}

/// The values of this attribute that are paths of assets.
fn assets(page: &Answer, attribute: &str) -> Vec<String> {
    let start = format!("{attribute}=\"/assets/");
    let values = page.body.split(start.as_str()).skip(1);
    let names = values.map(|rest| rest.split('"').next().unwrap());
    names.map(|name| format!("/assets/{name}")).collect()
}

async fn assets_are_kept_forever_under_names_that_change_with_their_content(app: App) {
    let page = app.page("/").await.with(200);
    let mut paths = assets(&page, "href");
    paths.extend(assets(&page, "src"));
    assert!(paths.len() >= 3, "{paths:?}");
    for path in paths {
        let asset = app.get(&path).await.with(200);
        let cache = "public, max-age=31536000, immutable";
        assert_eq!(asset.header("cache-control"), cache, "{path}");
        assert!(!asset.body.is_empty() && !is_html(&asset), "{path}");
        // An older name is not answered with newer content.
        let (start, extension) = path.rsplit_once('.').unwrap();
        let (name, _) = start.rsplit_once('.').unwrap();
        let older = format!("{name}.000000000000.{extension}");
        app.page(&older).for_people().await.with(404);
    }
}

async fn pages_are_in_the_language_of_the_browser(app: App) {
    for (accepted, language, title) in [
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru", "Вход"),
        ("en-GB", "en", "Sign in"),
        ("tlh", "en", "Sign in"),
    ] {
        let ask = app.page("/signin").header("Accept-Language", accepted);
        let page = ask.await.with(200);
        let html = format!("<html lang=\"{language}\"");
        assert!(page.body.contains(&html), "{accepted}: {}", page.body);
        let title = format!("<title>{title} · Korotko</title>");
        assert!(page.body.contains(&title), "{accepted}: {}", page.body);
    }
}
