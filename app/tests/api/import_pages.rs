//! Importing links on pages: files are tried before they are imported.

use chrono::TimeDelta;
use reqwest::Method;

use crate::support::{ANN, Answer, App, Ask, Member, on_both_databases};

on_both_databases!(
    a_list_is_tried_and_then_imported_once,
    every_row_is_shown_with_its_outcome,
    the_clicks_of_another_service_stay_a_number_of_their_own,
    columns_that_are_unknown_are_chosen,
    a_file_that_cannot_be_read_says_what_to_do,
    a_draft_is_its_owners_alone_and_kept_for_an_hour,
    a_large_file_is_accepted_from_whoever_is_signed_in,
);

const START: &str = "/app/links/import";

/// A browser in which somebody is signed in.
struct Browser {
    app: App,
    cookie: String,
}

impl Browser {
    async fn of(app: &App, email: &str) -> Self {
        Self {
            app: app.clone(),
            cookie: app.cookie(&app.browser(email, "Firefox").await),
        }
    }

    fn open(&self, path: &str) -> Ask {
        self.app.page(path).header("Cookie", &self.cookie)
    }

    fn send(&self, path: &str, fields: &[(&str, &str)]) -> Ask {
        self.app.form(path, fields).header("Cookie", &self.cookie)
    }

    /// Sends a file from the page.
    fn upload(&self, file: &str) -> Ask {
        upload(&self.app, file).header("Cookie", &self.cookie)
    }
}

fn upload(app: &App, file: &str) -> Ask {
    let body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\r\n\
         --edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"links.csv\"\r\nContent-Type: text/csv\r\n\r\n\
         {file}\r\n--edge--\r\n"
    );
    let ask = app.ask(Method::POST, START).header("Accept", "text/html");
    ask.body("multipart/form-data; boundary=edge", body)
        .header("Sec-Fetch-Site", "same-origin")
}

/// Where a form that was carried out leads, without the notice.
fn location(answer: &Answer) -> String {
    let location = answer.header("location");
    let path = location.split('?').next();
    path.unwrap().to_owned()
}

async fn a_list_is_tried_and_then_imported_once((app, ann): (App, Member)) {
    let browser = Browser::of(&app, ANN).await;
    let list = "https://example.com/a\r\n\r\nhttps://example.com/b\r\n";
    let sent = browser.send(START, &[("text", list)]).await.with(303);
    let draft = location(&sent);
    let page = browser.open(&draft).await.with(200).body;
    assert!(page.contains("Import 2 links"), "{page}");
    assert!(page.contains("would be created"), "{page}");
    assert!(ann.slugs("/api/links/").await.is_empty());
    let import = format!("{draft}/import");
    for _ in 0..2 {
        let imported = browser.send(&import, &[]).await.with(303);
        assert_eq!(location(&imported), draft);
        let listed = ann.listed("/api/links/?sort=created", "url").await;
        assert_eq!(listed, ["https://example.com/a", "https://example.com/b"]);
    }
    let page = browser.open(&draft).await.with(200).body;
    assert!(page.contains("The import is over."), "{page}");
    assert!(!page.contains(&import), "{page}");
}

async fn every_row_is_shown_with_its_outcome((app, ann): (App, Member)) {
    let browser = Browser::of(&app, ANN).await;
    ann.link("same").await;
    ann.link("other").await;
    let file = "url,slug\r\nhttps://example.com/new,new\r\nhttps://example.com/same,same\r\n\
        https://example.com/elsewhere,other\r\nnowhere,bad\r\n";
    let draft = location(&browser.upload(file).await.with(303));
    let page = browser.open(&draft).await.with(200).body;
    for shown in [
        "Import 1 link<",
        "would be created",
        "You have this link already.",
        "This short code is taken.",
        "Address: ",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    let problems = format!("{draft}?only=problems");
    let page = browser.open(&problems).await.with(200).body;
    assert!(page.contains("example.com/elsewhere") && !page.contains("example.com/new"));
    browser.send(&format!("{draft}/import"), &[]).await.with(303);
    let mut slugs = ann.slugs("/api/links/").await;
    slugs.sort();
    assert_eq!(slugs, ["new", "other", "same"]);
}

async fn the_clicks_of_another_service_stay_a_number_of_their_own((app, ann): (App, Member)) {
    let browser = Browser::of(&app, ANN).await;
    let file = "source,target,hits\r\n/promo/,https://example.com/a,42\r\n";
    let draft = location(&browser.upload(file).await.with(303));
    let page = browser.open(&draft).await.with(200).body;
    assert!(page.contains("The file is an export from YOURLS."), "{page}");
    browser.send(&format!("{draft}/import"), &[]).await.with(303);
    let links = ann.read("/api/links/").await;
    let link = &links["items"][0];
    assert_eq!(link["slug"], "promo");
    assert_eq!(link["imported_clicks"], 42);
    assert_eq!(link["clicks"], 0);
    let page = browser.open(&format!("/app/links/{}", link["id"])).await;
    assert!(page.with(200).body.contains("<dd>42</dd>"));
    let exported = ann.read("/api/links/export?format=json").await;
    assert_eq!(exported[0]["imported_clicks"], 42);
    let statistics = format!("/api/links/{}/statistics", link["id"]);
    assert_eq!(ann.read(&statistics).await["total"]["clicks"], 0);
}

async fn columns_that_are_unknown_are_chosen((app, ann): (App, Member)) {
    let browser = Browser::of(&app, ANN).await;
    let file = "Code,Where,<b>Note\r\ns.example/promo,https://example.com/a,Spring\r\n";
    let columns = location(&browser.upload(file).await.with(303));
    let page = browser.open(&columns).await.with(200).body;
    assert!(page.contains("&#60;b&#62;Note: Spring"), "{page}");
    let without = browser.send(&columns, &[("slug", "0")]).await.with(200);
    assert!(without.body.contains("Choose the column with the addresses"));
    let chosen = [("url", "1"), ("slug", "0"), ("title", "2")];
    let draft = location(&browser.send(&columns, &chosen).await.with(303));
    assert_eq!(columns, format!("{draft}/columns"));
    browser.send(&format!("{draft}/import"), &[]).await.with(303);
    let links = ann.read("/api/links/").await;
    let link = &links["items"][0];
    assert_eq!(link["url"], "https://example.com/a");
    assert_eq!(link["slug"], "promo");
    assert_eq!(link["title"], "Spring");
    // What is imported has no columns to choose any more.
    browser.open(&columns).for_people().await.with(404);
}

async fn a_file_that_cannot_be_read_says_what_to_do((app, _ann): (App, Member)) {
    let browser = Browser::of(&app, ANN).await;
    for (file, shown) in [
        ("", "Paste at least one address"),
        (" \r\n", "Paste at least one address"),
        ("PK\u{3}\u{4}", "Save it as CSV UTF-8"),
        ("u\0r\0l\0", "not in UTF-8"),
        ("[{\"url\": ", "not JSON"),
    ] {
        let refused = browser.upload(file).await.with(200);
        assert!(refused.body.contains(shown), "{file:?}: {}", refused.body);
    }
    let broken = app.ask(Method::POST, START).header("Accept", "text/html");
    let broken = broken.body("multipart/form-data; boundary=edge", "--edge\r\nContent-");
    let broken = broken.header("Sec-Fetch-Site", "same-origin");
    let refused = broken.header("Cookie", &browser.cookie).await.with(200);
    assert!(refused.body.contains("did not arrive completely"));
}

async fn a_draft_is_its_owners_alone_and_kept_for_an_hour((app, ann): (App, Member)) {
    let browser = Browser::of(&app, ANN).await;
    let list = [("text", "https://example.com/a")];
    let draft = location(&browser.send(START, &list).await.with(303));
    let bob = app.member("bob").await;
    let bobs = Browser::of(&app, &bob.email).await;
    for path in [draft.clone(), format!("{draft}/columns")] {
        bobs.open(&path).for_people().await.with(404);
    }
    for action in ["import", "discard", "columns"] {
        let foreign = bobs.send(&format!("{draft}/{action}"), &[("url", "0")]);
        foreign.for_people().await.with(404);
    }
    assert!(ann.slugs("/api/links/").await.is_empty());
    app.advance(TimeDelta::minutes(59));
    browser.open(&draft).await.with(200);
    app.advance(TimeDelta::minutes(1));
    browser.open(&draft).for_people().await.with(404);
    app.korotko.jobs.sweep().await.unwrap();
    let swept = app.korotko.jobs.sweep().await.unwrap();
    assert_eq!(swept.import_drafts, 0);
    // Another file takes the place of the one before.
    let first = location(&browser.send(START, &list).await.with(303));
    let second = location(&browser.send(START, &list).await.with(303));
    browser.open(&first).for_people().await.with(404);
    browser.send(&format!("{second}/discard"), &[]).await.with(303);
    browser.open(&second).for_people().await.with(404);
}

async fn a_large_file_is_accepted_from_whoever_is_signed_in((app, _ann): (App, Member)) {
    let browser = Browser::of(&app, ANN).await;
    let file = "https://example.com/a/long/way/to/go\r\n".repeat(5_000);
    let draft = location(&browser.upload(&file).await.with(303));
    let page = browser.open(&draft).await.with(200).body;
    assert!(page.contains("Import 5,000 links"), "{page}");
    let next = format!("{draft}?from=50");
    assert!(page.contains(&next), "{page}");
    browser.open(&next).await.with(200);
    let stranger = upload(&app, &file).await.with(303);
    assert!(stranger.header("location").starts_with("/signin"));
}
