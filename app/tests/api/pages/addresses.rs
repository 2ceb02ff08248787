//! Every page, for strangers and for whoever is signed in.

use reqwest::Method;

use super::{Browser, paths_with};
use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    strangers_come_to_the_sign_in_from_every_page_of_an_account_and_back,
    a_stranger_carries_out_nothing_on_pages_of_an_account,
    pages_for_strangers_answer_without_a_session,
    pages_of_an_account_answer_its_owner,
    what_is_anothers_or_missing_is_not_found_on_pages,
    a_head_request_gets_the_status_of_the_page,
    a_method_that_a_page_does_not_support_is_refused_with_those_that_it_does,
);

/// The pages of accounts that exist for everybody who is signed in.
const OWN: [&str; 10] = [
    "/app",
    "/app/links",
    "/app/links/new",
    "/app/trash",
    "/app/collections",
    "/app/reports",
    "/app/account",
    "/app/account/export",
    "/app/account/sessions",
    "/app/account/keys",
];

/// The paths of all pages of accounts that support this method.
fn paths_of_accounts(method: &Method) -> impl Iterator<Item = String> {
    // Those of administrators exist for nobody else, strangers included.
    let paths = paths_with(method).filter(|path| !path.starts_with("/app/admin"));
    paths.filter(|path| path == "/app" || path.starts_with("/app/"))
}

async fn strangers_come_to_the_sign_in_from_every_page_of_an_account_and_back(
    (app, _ann): (App, Member),
) {
    for path in paths_of_accounts(&Method::GET) {
        let led = app.page(&path).await.with(303);
        let next = path.replace('/', "%2F");
        assert_eq!(led.header("location"), format!("/signin?next={next}"));
    }
    // The query is kept, too.
    let led = app.page("/app/links?q=a%26b").await.with(303);
    let sign_in = led.header("location").to_owned();
    assert_eq!(sign_in, "/signin?next=%2Fapp%2Flinks%3Fq%3Da%2526b");
    let form = app.page(&sign_in).await.with(200);
    let field = "name=\"next\" value=\"/app/links?q=a%26b\"";
    assert!(form.body.contains(field), "{}", form.body);
    // Somebody who is signed in need not sign in.
    let browser = Browser::of_ann(&app).await;
    let led = browser.open(&sign_in).await.with(303);
    assert_eq!(led.header("location"), "/app/links?q=a%26b");
}

async fn a_stranger_carries_out_nothing_on_pages_of_an_account((app, ann): (App, Member)) {
    let link = ann.link("promo").await;
    for path in paths_of_accounts(&Method::POST) {
        let led = app.form(&path, &[]).await.with(303);
        assert_eq!(led.header("set-cookie"), "", "{path}");
    }
    let delete = format!("/app/links/{link}/delete");
    let led = app.form(&delete, &[]).await.with(303);
    // The form is not sent again by itself.
    assert_eq!(led.header("location"), "/signin?next=%2Fapp");
    app.get(&ann.path("promo")).await.with(307);
}

async fn pages_for_strangers_answer_without_a_session(app: App) {
    for (path, title) in [
        ("/", "Short links"),
        ("/signin", "Sign in"),
        ("/signup", "Sign up"),
        ("/reset", "Forgotten password"),
        ("/reset/7", "New password"),
        ("/abuse", "Report a short link"),
    ] {
        let page = app.page(path).await.with(200);
        let title = format!("<title>{title} · Korotko</title>");
        assert!(page.body.contains(&title), "{path}: {}", page.body);
        assert_eq!(page.header("set-cookie"), "", "{path}");
    }
    for path in [
        "/app/nothing",
        "/signin/x",
        "/assets/style.css",
        "/invite/7",
    ] {
        app.page(path).for_people().await.with(404);
    }
}

async fn pages_of_an_account_answer_its_owner((app, ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    let link = ann.link("promo").await;
    let collection = ann.collection("Spring").await;
    let key = ann.key(&["reports"]).await.number("id");
    let of_link = ["", "/qr.svg", "/qr.png", "/statistics.csv"];
    let of_link = of_link.map(|rest| format!("/app/links/{link}{rest}"));
    let of_collection = ["", "/delete"].map(|rest| format!("/app/collections/{collection}{rest}"));
    let of_key = format!("/app/account/keys/{key}/delete");
    let own = OWN.map(str::to_owned).into_iter();
    for path in own.chain(of_link).chain(of_collection).chain([of_key]) {
        browser.open(&path).await.with(200);
    }
}

async fn what_is_anothers_or_missing_is_not_found_on_pages((app, ann, bob): (App, Member, Member)) {
    let browser = Browser::of_ann(&app).await;
    let link = bob.link("promo").await;
    let collection = bob.collection("Spring").await;
    let key = bob.key(&["reports"]).await.number("id");
    for (template, id) in [
        ("/app/links/{id}", link),
        ("/app/links/{id}/qr.svg", link),
        ("/app/links/{id}/qr.png", link),
        ("/app/links/{id}/statistics.csv", link),
        ("/app/collections/{id}", collection),
        ("/app/collections/{id}/delete", collection),
        ("/app/account/keys/{id}/delete", key),
    ] {
        for id in [&*id.to_string(), "999999", "0", "x"] {
            let path = template.replace("{id}", id);
            browser.open(&path).for_people().await.with(404);
        }
    }
    for (template, id) in [
        ("/app/links/{id}", link),
        ("/app/links/{id}/delete", link),
        ("/app/collections/{id}", collection),
        ("/app/collections/{id}/delete", collection),
        ("/app/account/keys/{id}/delete", key),
    ] {
        let path = template.replace("{id}", &id.to_string());
        let fields = [("name", "mine"), ("url", "https://example.com/mine")];
        browser.send(&path, &fields).for_people().await.with(404);
    }
    let bobs = bob.read(&format!("/api/links/{link}")).await;
    assert_eq!(bobs["url"], "https://example.com/promo");
    assert_eq!(bob.listed("/api/collections/", "name").await, ["Spring"]);
    assert_eq!(bob.listed("/api/keys/", "id").await, [key]);
    assert!(ann.listed("/api/links/", "id").await.is_empty());
}

async fn a_head_request_gets_the_status_of_the_page((app, _ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    for path in paths_with(&Method::GET) {
        let asked = browser.open(&path).for_people().await;
        let head = app.head(&path).header("Accept", "text/html").for_people();
        let looked = head.header("Cookie", &browser.cookie).await;
        assert_eq!(looked.status, asked.status, "{path}");
        assert_eq!(looked.body, "", "{path}");
        let media_type = asked.header("content-type");
        assert_eq!(looked.header("content-type"), media_type, "{path}");
    }
}

async fn a_method_that_a_page_does_not_support_is_refused_with_those_that_it_does(app: App) {
    let (get, post, put) = (Method::GET, Method::POST, Method::PUT);
    for (method, path, allowed) in [
        (&get, "/signout", "OPTIONS, POST"),
        (&get, "/preferences", "OPTIONS, POST"),
        (&post, "/app/links", "GET, HEAD, OPTIONS"),
        (&post, "/robots.txt", "GET, HEAD, OPTIONS"),
        (&post, "/promo+", "GET, HEAD, OPTIONS"),
        (&put, "/signin", "GET, HEAD, OPTIONS, POST"),
        (&put, "/signout", "OPTIONS, POST"),
    ] {
        let ask = app.ask(method.clone(), path).for_people();
        let refused = ask.await.with(405);
        assert_eq!(refused.header("allow"), allowed, "{method} {path}");
    }
}
