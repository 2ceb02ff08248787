//! Exports.

use serde_json::{Value, json};

use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    an_export_can_be_imported,
    an_export_spans_many_pages,
    an_export_has_only_the_users_links,
    an_account_export_has_all_data_of_the_user,
);

const JSON: &str = "/api/links/export?format=json";

/// Links with everything that a file format could lose.
async fn hostile(owner: &Member) {
    let collection = owner.collection("One, \"two\"; 'three'").await;
    let other = owner.collection("=SUM(1)").await;
    for (slug, title, tags, forwarding) in [
        (
            "-dash",
            Some("=1+1"),
            vec!["a, b", "\"q\"", "'=x"],
            "append",
        ),
        ("plain", Some("'=1"), vec![], "override"),
        ("b", Some("''+\";,| ё 🌱"), vec!["Тег"], "off"),
        ("d", None, vec!["@"], "append"),
    ] {
        let body = json!({"url": format!("https://example.com/{slug}?a=1,2;3"), "slug": slug,
            "title": title, "tags": tags, "expires_at": "2030-01-01T00:00:00.123456Z",
            "redirect_status": 302, "query_forwarding": forwarding, "max_clicks": 1_000,
            "fallback_url": format!("https://example.com/over?{slug}=1,2;3")});
        let link = owner.link_with(&body).await.number("id");
        owner.put_links(collection, &[link]).await.with(200);
        owner.put_links(other, &[link]).await.with(200);
    }
    let global = json!({"url": "https://example.com", "slug": "everywhere", "namespace": "global",
        "redirect_status": 301});
    owner.link_with(&global).await;
}

/// The part of an export that is equal after an import into another account.
fn essence(file: &Value) -> Vec<Value> {
    let links = file.as_array().unwrap().iter().map(|link| {
        let mut link = link.clone();
        for own in ["share_url", "created_at"] {
            assert!(link[own].is_string(), "{link}");
            link[own] = Value::Null;
        }
        link
    });
    links.collect()
}

async fn an_export_can_be_imported(app: App) {
    for format in ["csv", "json"] {
        let ann = app.member(&format!("ann-{format}")).await;
        let bob = app.member(&format!("bob-{format}")).await;
        hostile(&ann).await;
        let path = format!("/api/links/export?format={format}");
        let file = ann.get(&path).await.with(200);
        let disposition = file.header("content-disposition");
        assert!(disposition.starts_with("attachment;"), "{disposition}");
        assert!(disposition.contains(&format!(".{format}")), "{disposition}");
        assert_eq!(file.header("cache-control"), "private, no-store");
        let before = ann.get(JSON).await.json();
        rename(&ann, &format!("x{format}")).await;
        let (media_type, text) = (file.header("content-type"), file.body.clone());
        let report = bob.import_as("", media_type, text).await.with(200);
        assert_eq!(report.json()["imported"], json!(5), "{}", report.body);
        let after = bob.get(JSON).await.json();
        assert_eq!(essence(&after), essence(&before));
        rename(&bob, &format!("y{format}")).await;
    }
}

/// Frees the global slug, which exists only once.
async fn rename(owner: &Member, slug: &str) {
    for link in owner.listed("/api/links/?q=everywhere", "id").await {
        let path = format!("/api/links/{link}");
        owner.patch(&path, &json!({"slug": slug})).await.with(200);
    }
}

async fn an_export_spans_many_pages(ann: Member) {
    let rows = (0..1_100).map(|number| format!("https://example.com,n{number}"));
    let file = rows.collect::<Vec<_>>().join("\n");
    ann.import("", format!("url,slug\n{file}")).await.with(200);
    let exported = ann.get("/api/links/export?format=json").await.json();
    let slugs = exported
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["slug"].as_str().unwrap());
    let wanted: Vec<_> = (0..1_100).map(|number| format!("n{number}")).collect();
    assert_eq!(slugs.collect::<Vec<_>>(), wanted);
    let csv = ann.get("/api/links/export").await.with(200);
    assert_eq!(csv.body.lines().count(), 1_101);
}

async fn an_export_has_only_the_users_links((app, ann, bob): (App, Member, Member)) {
    ann.link("mine").await;
    let gone = bob.link("gone").await;
    bob.delete_link(gone).await;
    let exported = bob.get("/api/links/export?format=json").await;
    assert_eq!(exported.json(), json!([]));
    let exported = bob.get("/api/links/export?format=csv").await;
    assert_eq!(exported.body.lines().count(), 1);
    app.get("/api/links/export").await.with(401);
    let unknown = ann.get("/api/links/export?format=xml").await;
    unknown.bad_parameter(["format"]);
}

async fn an_account_export_has_all_data_of_the_user(ann: Member) {
    hostile(&ann).await;
    let gone = ann.link("gone").await;
    ann.delete_link(gone).await;
    let file = ann.get("/api/users/me/export").await.with(200);
    let disposition = file.header("content-disposition");
    assert!(disposition.starts_with("attachment;"), "{disposition}");
    let file = file.json();
    assert_eq!(file["user"]["email"], json!(ann.email));
    assert_eq!(file["collections"].as_array().unwrap().len(), 2);
    let links = file["links"].as_array().unwrap();
    assert_eq!(links.len(), 6);
    assert_eq!(links[5]["slug"], "gone");
    assert!(links[5]["deleted_at"].is_string());
    assert!(links[0]["deleted_at"].is_null());
    let body = json!({"password": crate::support::PASSWORD});
    ann.delete("/api/users/me/").json(&body).await.with(204);
    ann.get("/api/users/me/export").await.with(401);
}
