//! What people name their things, and what browsers say of themselves, is shown as text, whatever it looks like.

use std::collections::BTreeSet;

use serde_json::json;

use super::Browser;
use crate::support::{Answer, App, FIREFOX, Member, on_both_databases};

on_both_databases!(
    names_and_referrers_never_become_markup,
    what_was_typed_into_a_form_never_becomes_markup,
);

const NAUGHTY: [&str; 22] = [
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "<img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><svg onload=alert(1)>",
    "</option></select><b>",
    "<a href=\"javascript:alert(1)\">here</a>",
    "javascript:alert(1)",
    "<!-- -->",
    "<![CDATA[<b>]]>",
    "<%= 7 * 7 %>",
    "{{ 7 * 7 }}{% raw %}",
    "${7 * 7}",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "%3Cscript%3E",
    "\\u003cscript\\u003e",
    "=HYPERLINK(\"http://example.com\")",
    "\u{202e}gpj.txt\u{202c}",
    "ﬀ 🏳️\u{200d}🌈 𝕬 ＜script＞",
];

const REFERRERS: [&str; 5] = [
    "https://<script>alert(1)</script>/",
    "app://a\"onmouseover=alert(1)/",
    "app://'onmouseover='alert(1)'/",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
];

async fn names_and_referrers_never_become_markup((app, ann, bob): (App, Member, Member)) {
    let plain = named(&app, &ann, &["Plain"], &["https://news.example/"]).await;
    let known: BTreeSet<_> = plain.iter().flat_map(|page| markup(&page.body)).collect();
    let pages = named(&app, &bob, &NAUGHTY, &REFERRERS).await;
    for page in &pages {
        assert_plain(page, &known);
    }
    let shown: Vec<_> = pages.iter().map(|page| decoded(&page.body)).collect();
    for name in NAUGHTY {
        assert!(shown.iter().any(|page| page.contains(name)), "{name}");
    }
}

async fn what_was_typed_into_a_form_never_becomes_markup((app, ann): (App, Member)) {
    ann.link("promo").await;
    let browser = Browser::of_ann(&app).await;
    // Neither an address nor a slug nor a search that finds something.
    let mut known = BTreeSet::new();
    for page in typed(&browser, "mailto:a b").await {
        known.extend(markup(&page.body));
    }
    for text in NAUGHTY {
        for page in typed(&browser, text).await {
            assert_plain(&page, &known);
        }
    }
}

/// The pages of a member whose links, collections, keys and browsers have these names, and whose clicks have these referrers.
async fn named(app: &App, member: &Member, names: &[&str], referrers: &[&str]) -> Vec<Answer> {
    let mut paths: Vec<String> = [
        "/app",
        "/app/links",
        "/app/trash",
        "/app/collections",
        "/app/reports",
        "/app/account",
        "/app/account/keys",
        "/app/account/sessions",
    ]
    .map(str::to_owned)
    .into();
    for (number, name) in names.iter().enumerate() {
        paths.extend(paths_of(app, member, number, name).await);
    }
    paths.push(clicked(app, member, referrers).await);
    for name in names.iter().take(3) {
        app.browser(&member.email, name).await;
    }
    let browser = Browser::with(app, &app.browser(&member.email, names[0]).await);
    let mut pages = Vec::new();
    for path in paths {
        pages.push(browser.open(&path).await.with(200));
    }
    pages
}

/// Makes things with this name; returns the paths of their pages.
async fn paths_of(app: &App, member: &Member, number: usize, name: &str) -> Vec<String> {
    let link = async |slug: &str| {
        let body =
            json!({"url": "https://example.com/", "slug": slug, "title": name, "tags": ["sale"]});
        member.link_with(&body).await.number("id")
    };
    let (slug, deleted) = (format!("n{number}"), format!("d{number}"));
    let (kept, deleted) = (link(&slug).await, link(&deleted).await);
    member.delete_link(deleted).await;
    let collection = member.collection(name).await;
    member.put_links(collection, &[kept]).await.with(200);
    let key = json!({"name": name, "scopes": ["links:read"]});
    let key = member.post("/api/keys/", &key).await.with(201).number("id");
    let share = format!("/api/collections/{collection}/share");
    let share = member.post(&share, &json!({})).await.with(201);
    vec![
        format!("/app/links/{kept}"),
        format!("/app/collections/{collection}"),
        format!("/app/account/keys/{key}/delete"),
        format!("/{slug}+?u={}", member.id),
        app.path_of(&share.text("url")),
    ]
}

/// Follows a link from these referrers; returns the path of its page.
async fn clicked(app: &App, member: &Member, referrers: &[&str]) -> String {
    let link = member.link("followed").await;
    for referrer in referrers {
        let click = app.get(&member.path("followed"));
        let click = click.header("Referer", referrer);
        click.header("User-Agent", FIREFOX).await.with(307);
    }
    for agent in &NAUGHTY[..3] {
        app.click(&member.path("followed"), agent).await.with(307);
    }
    let clicks = u64::try_from(referrers.len()).unwrap() + 3;
    member.counted(link, clicks).await;
    format!("/app/links/{link}")
}

/// The pages that show what was typed: forms that are refused, and what a query asks for.
async fn typed(browser: &Browser, text: &str) -> Vec<Answer> {
    let link = ["url", "title", "slug", "tags", "fallback_url", "utm_source"];
    let link = link.map(|name| (name, text));
    let forms: [(&str, &[(&str, &str)]); 5] = [
        ("/app/links/new", &link),
        ("/app/collections", &[("name", ""), ("description", text)]),
        ("/app/account/keys", &[("name", text)]),
        ("/app/account", &[("form", "settings"), ("time_zone", text)]),
        ("/abuse", &[("url", text), ("text", text), ("email", text)]),
    ];
    let mut pages = Vec::new();
    for (path, fields) in forms {
        pages.push(browser.send(path, fields).for_people().await.with(200));
    }
    let credentials = [("email", text), ("password", text), ("next", text)];
    pages.push(browser.app.form("/signin", &credentials).await.with(200));
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in ["q", "tag", "state", "sort", "done", "url", "title", "made"] {
        query.append_pair(name, text);
    }
    let query = query.finish();
    for path in [
        "/",
        "/app/links",
        "/app/links/new",
        "/abuse",
        "/app/reports",
    ] {
        let page = browser.open(&format!("{path}?{query}"));
        pages.push(page.for_people().await.with(200));
    }
    pages
}

/// Fails if a page has other markup than pages without naughty texts, or an address that is a script.
fn assert_plain(page: &Answer, known: &BTreeSet<String>) {
    let own = markup(&page.body);
    let foreign: Vec<_> = own.difference(known).collect();
    assert!(foreign.is_empty(), "{}: {foreign:?}", page.asked);
    let scripts = page.body.matches("href=\"javascript:").count();
    // The bookmarklet.
    let own = page.body.matches("href=\"javascript:location").count();
    assert_eq!(scripts, own, "{}", page.asked);
}

/// The tags of a page with the names of their attributes, each once.
fn markup(html: &str) -> BTreeSet<String> {
    let mut tags = BTreeSet::new();
    let mut rest = html;
    while let Some((_, begun)) = rest.split_once('<') {
        let (tag, after) = first_tag(begun);
        tags.insert(tag);
        rest = after;
    }
    tags
}

/// A tag without the values of its attributes, and what follows it.
fn first_tag(begun: &str) -> (String, &str) {
    let mut tag = String::new();
    let mut quote = None;
    for (index, character) in begun.char_indices() {
        match (quote, character) {
            (None, '>') => return (tag, &begun[index + 1..]),
            (None, '"' | '\'') => quote = Some(character),
            (None, _) => tag.push(character),
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
        }
    }
    panic!("this tag has no end: {tag}");
}

/// The texts of a page as a browser reads them.
fn decoded(html: &str) -> String {
    let signs = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    let decode = |text: String, (code, sign): (&str, &str)| text.replace(code, sign);
    signs.into_iter().fold(html.to_owned(), decode)
}
