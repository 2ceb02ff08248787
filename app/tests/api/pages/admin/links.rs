//! The links of everybody, and abuse reports, on pages.

use serde_json::json;

use super::{assert_has, root};
use crate::support::{App, LINKS, Member, URL, on_both_databases};

on_both_databases!(
    links_of_everybody_are_found_on_a_page,
    a_link_is_blocked_and_unblocked_on_a_page,
    a_link_is_taken_down_on_a_second_page,
    an_abuse_report_is_decided_on_pages,
    what_strangers_wrote_is_shown_as_they_wrote_it,
);

const ALL: &str = "/app/admin/links";
const QUEUE: &str = "/app/admin/abuse-reports";

/// An anonymous link with this slug: its id, and its short URL.
async fn anonymous(app: &App, slug: &str) -> (i64, String) {
    let body = json!({"url": URL, "slug": slug});
    let link = app.post(LINKS, &body).await.with(201);
    (link.number("id"), link.text("share_url"))
}

async fn report(app: &App, url: &str, text: &str) {
    let fields = [("url", url), ("category", "phishing"), ("text", text)];
    app.form("/abuse", &fields).await.with(303);
}

async fn links_of_everybody_are_found_on_a_page((app, ann): (App, Member)) {
    let (_, browser) = root(&app).await;
    let (free, short) = anonymous(&app, "free").await;
    let promo = ann.link("promo").await;
    let (owner, encoded) = (format!("?owner={}", ann.id), short.replace(':', "%3A"));
    for (query, found) in [
        ("", vec![free, promo]),
        ("?state=anonymous", vec![free]),
        (&*owner, vec![promo]),
        ("?q=PROMO", vec![promo]),
        (&*format!("?q={encoded}"), vec![free]),
        ("?q=nowhere", vec![]),
    ] {
        let page = browser.read(&format!("{ALL}{query}")).await;
        for link in [free, promo] {
            let row = format!("href=\"{ALL}/{link}\"");
            assert_eq!(
                page.contains(&row),
                found.contains(&link),
                "{query}: {page}"
            );
        }
    }
    assert_has(&browser.read(ALL).await, &[&ann.email, "nobody"]);
}

async fn a_link_is_blocked_and_unblocked_on_a_page(app: App) {
    let (root, browser) = root(&app).await;
    let (free, _) = anonymous(&app, "free").await;
    let link = format!("{ALL}/{free}");
    let empty = [("form", "block"), ("reason", " "), ("legal", "on")];
    let refused = browser.send(&link, &empty).await.with(200);
    let parts = ["id=\"reason-error\"", "name=\"legal\" value=\"on\" checked"];
    assert_has(&refused.body, &parts);
    app.get("/free").await.with(307);
    let blocked = [("form", "block"), ("reason", "<Order> 12"), ("legal", "on")];
    let next = browser.done(&link, &blocked).await;
    assert_eq!(next, format!("{link}?done=link-blocked"));
    app.get("/free").await.refused(451, "legal-reasons");
    let page = browser.read(&next).await;
    let why = "because a legal demand requires it: &#60;Order&#62; 12";
    assert_has(&page, &["The link is blocked.", why, "value=\"unblock\""]);
    // Not as a legal demand requires.
    let blocked = [("form", "block"), ("reason", "Phishing")];
    browser.done(&link, &blocked).await;
    app.get("/free").await.refused(410, "link-blocked");
    browser.done(&link, &[("form", "unblock")]).await;
    app.get("/free").await.with(307);
    let log = root.listed("/api/admin/audit-log/", "action").await;
    assert_eq!(log[..3], ["link.unblock", "link.block", "link.block"]);
}

async fn a_link_is_taken_down_on_a_second_page((app, ann): (App, Member)) {
    let (_, browser) = root(&app).await;
    let id = ann.link("promo").await;
    let link = format!("{ALL}/{id}");
    let delete = format!("{link}/delete");
    let asked = browser.read(&delete).await;
    assert_has(&asked, &["Neither its owner nor you can restore it."]);
    app.get(&ann.path("promo")).await.with(307);
    let next = browser.done(&delete, &[]).await;
    assert_eq!(next, format!("{ALL}?done=link-taken-down"));
    app.get(&ann.path("promo")).await.refused(410, "gone");
    let page = browser.read(&link).await;
    assert_has(&page, &["This link is deleted."]);
    assert!(!page.contains("value=\"block\""), "{page}");
    browser.send(&delete, &[]).for_people().await.with(404);
}

async fn an_abuse_report_is_decided_on_pages(app: App) {
    let (root, browser) = root(&app).await;
    let (link, short) = anonymous(&app, "free").await;
    report(&app, &short, "one").await;
    report(&app, &short, "two").await;
    assert_has(
        &browser.read("/app/admin").await,
        &[&format!("{QUEUE}\">2<")],
    );
    let ids = root.listed("/api/admin/abuse-reports/", "id").await;
    let one = format!("{QUEUE}/{}", ids[1]);
    assert_has(&browser.read(QUEUE).await, &[&format!("href=\"{one}\"")]);
    let id = ids[1].to_string();
    let block = [("form", "block"), ("reason", "Phishing"), ("report", &*id)];
    let next = browser.done(&format!("{ALL}/{link}"), &block).await;
    assert_eq!(next, format!("{one}?done=link-blocked"));
    assert_has(
        &browser.read(&next).await,
        &["Phishing", "value=\"upheld\""],
    );
    let unclear = browser.send(&one, &[("outcome", "boring")]).await.with(200);
    assert_has(&unclear.body, &["id=\"outcome-error\""]);
    let next = browser.done(&one, &[("outcome", "upheld")]).await;
    let queue = browser.read(&next).await;
    assert_has(
        &queue,
        &["The abuse report is closed.", "No abuse reports."],
    );
    for id in ids {
        let closed = browser.read(&format!("{QUEUE}/{id}")).await;
        assert_has(&closed, &["upheld"]);
        assert!(!closed.contains("name=\"outcome\""), "{closed}");
        let listed = browser.read(&format!("{QUEUE}?state=closed")).await;
        assert_has(&listed, &[&format!("href=\"{QUEUE}/{id}\"")]);
    }
}

async fn what_strangers_wrote_is_shown_as_they_wrote_it(app: App) {
    let (root, browser) = root(&app).await;
    let (_, short) = anonymous(&app, "free").await;
    report(&app, &short, "<script>alert(1)</script>\r\n\"two\"").await;
    let id = root.listed("/api/admin/abuse-reports/", "id").await[0].to_string();
    let page = browser.read(&format!("{QUEUE}/{id}")).await;
    let escaped = "&#60;script&#62;alert(1)&#60;/script&#62;";
    assert_has(&page, &[escaped, "&#34;two&#34;", "wants no answer"]);
    assert!(!page.contains("<script>"), "{page}");
    // The target is a text, on which nobody clicks by mistake.
    assert!(!page.contains(&format!("href=\"{URL}\"")), "{page}");
}
