//! How much a browser loads for a page.

use std::collections::BTreeSet;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use super::Browser;
use crate::support::{App, FIREFOX, Member, on_both_databases};

on_both_databases!(a_page_with_all_that_it_loads_is_small);

/// In bytes, compressed.
const LIMIT: usize = 40_000;

async fn a_page_with_all_that_it_loads_is_small((app, ann): (App, Member)) {
    let (link, collection) = fill(&app, &ann).await;
    let browser = Browser::of_ann(&app).await;
    let preview = format!("/l0+?u={}", ann.id);
    let link = format!("/app/links/{link}");
    let year = format!("{link}?period=12m");
    let collection = format!("/app/collections/{collection}");
    for path in [
        "/",
        preview.as_str(),
        "/abuse",
        "/app",
        "/app/links",
        "/app/links/new",
        link.as_str(),
        year.as_str(),
        collection.as_str(),
        "/app/trash",
        "/app/reports",
        "/app/account",
        "/app/account/keys",
        "/app/account/sessions",
    ] {
        let page = browser.open(path).await.with(200);
        let assets = assets(&page.body);
        assert!(assets.len() >= 2, "{path}: {assets:?}");
        let mut loaded = compressed(&page.body);
        for asset in assets {
            loaded += compressed(&browser.open(asset).await.with(200).body);
        }
        assert!(loaded <= LIMIT, "{path}: {loaded} bytes");
    }
}

/// A full page of links in a collection, the first of which was followed; returns both.
async fn fill(app: &App, ann: &Member) -> (i64, i64) {
    let mut links = Vec::new();
    for number in 0..25 {
        let target = format!("https://example.com/{}", "a/long/way/".repeat(number));
        let body = json!({
            "url": target,
            "slug": format!("l{number}"),
            "title": format!("The newsletter of week {number}, with everything that is new"),
            "tags": ["newsletter", "sale"],
        });
        links.push(ann.link_with(&body).await.number("id"));
    }
    let collection = ann.collection("Newsletters").await;
    ann.put_links(collection, &links).await.with(200);
    for host in ["search.example", "news.example", "mail.example"] {
        let click = app.get(&ann.path("l0")).header("User-Agent", FIREFOX);
        let click = click.header("Referer", &format!("https://{host}/"));
        click.await.with(307);
    }
    ann.counted(links[0], 3).await;
    (links[0], collection)
}

/// The paths of what a page loads, each once.
fn assets(page: &str) -> BTreeSet<&str> {
    let values = page.split("=\"").skip(1);
    let values = values.filter_map(|rest| rest.split('"').next());
    values
        .filter(|value| value.starts_with("/assets/"))
        .collect()
}

fn compressed(body: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}
