//! The pages of collections.

use serde_json::json;

use crate::support::{ANN, App, Member, on_both_databases};

on_both_databases!(
    a_collection_is_created_on_a_page,
    a_collection_is_changed_and_deleted_on_pages,
    links_are_removed_from_a_collection_and_deleted_with_it_on_pages,
    the_pages_of_a_collection_are_its_owners_alone,
);

const COLLECTIONS: &str = "/app/collections";

async fn a_collection_is_created_on_a_page((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let send = async |path: &str, fields: &[(&str, &str)]| {
        app.form(path, fields).header("Cookie", &cookie).await
    };
    let made = send(
        COLLECTIONS,
        &[("name", "<b>Spring"), ("description", "a\r\nb")],
    )
    .await;
    let location = made.with(303).header("location").to_owned();
    let path = location.split('?').next().unwrap();
    let id = path.rsplit('/').next().unwrap();
    let read = async || ann.read(&format!("/api/collections/{id}")).await;
    assert_eq!(read().await["description"], "a\nb");
    for listed in [COLLECTIONS, path] {
        let page = app.page(listed).header("Cookie", &cookie).await.with(200);
        assert!(page.body.contains("&#60;b&#62;Spring"), "{}", page.body);
    }
    let taken = send(COLLECTIONS, &[("name", "<B>SPRING")]).await.with(200);
    let problem = "You already have a collection with this name.";
    assert!(taken.body.contains(problem), "{}", taken.body);
}

async fn a_collection_is_changed_and_deleted_on_pages((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let id = ann.collection("Spring").await;
    let path = &format!("{COLLECTIONS}/{id}");
    let send = async |path: &str, fields: &[(&str, &str)]| {
        app.form(path, fields).header("Cookie", &cookie).await
    };
    let read = async || ann.read(&format!("/api/collections/{id}")).await;
    send(
        path,
        &[("form", "edit"), ("name", "Summer"), ("revision", "1")],
    )
    .await
    .with(303);
    assert_eq!(read().await["name"], "Summer");
    assert_eq!(read().await["description"], json!(null));
    let stale = send(
        path,
        &[("form", "edit"), ("name", "Autumn"), ("revision", "1")],
    )
    .await;
    let problem = "This has changed in the meantime.";
    assert!(stale.with(200).body.contains(problem));
    let delete = format!("{path}/delete");
    let asked = app.page(&delete).header("Cookie", &cookie).await.with(200);
    assert!(
        asked.body.contains("“Summer” is deleted permanently."),
        "{}",
        asked.body
    );
    assert_eq!(read().await["name"], "Summer");
    send(&delete, &[]).await.with(303);
    ann.get(&format!("/api/collections/{id}")).await.with(404);
}

async fn links_are_removed_from_a_collection_and_deleted_with_it_on_pages(
    (app, ann): (App, Member),
) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let (one, other) = (ann.link("one").await, ann.link("other").await);
    let collection = ann.collection("Spring").await;
    ann.put_links(collection, &[one, other]).await.with(200);
    let path = format!("{COLLECTIONS}/{collection}");
    let page = app.page(&path).header("Cookie", &cookie).await.with(200);
    for shown in [one, other] {
        let link = format!("href=\"/app/links/{shown}\"");
        assert!(page.body.contains(&link), "{}", page.body);
    }
    let link = one.to_string();
    let remove = app.form(&path, &[("form", "remove"), ("link", link.as_str())]);
    remove.header("Cookie", &cookie).await.with(303);
    let inside = format!("/api/collections/{collection}/links");
    assert_eq!(ann.slugs(&inside).await, ["other"]);
    let asked = app.page(&format!("{path}/delete?with_links=on"));
    let asked = asked.header("Cookie", &cookie).await.with(200);
    assert!(asked.body.contains("moved to the trash"), "{}", asked.body);
    let delete = app.form(&format!("{path}/delete"), &[("with_links", "on")]);
    delete.header("Cookie", &cookie).await.with(303);
    assert_eq!(ann.slugs("/api/links/").await, ["one"]);
}

async fn the_pages_of_a_collection_are_its_owners_alone((app, ann): (App, Member)) {
    let bob = app.member("bob").await;
    let cookie = app.cookie(&app.browser(&bob.email, "Firefox").await);
    let collection = ann.collection("Spring").await;
    let path = format!("{COLLECTIONS}/{collection}");
    for page in [path.clone(), format!("{path}/delete")] {
        let read = app.page(&page).header("Cookie", &cookie).for_people();
        read.await.with(404);
        let sent = app.form(&page, &[("name", "Mine"), ("with_links", "on")]);
        sent.header("Cookie", &cookie).for_people().await.with(404);
        app.page(&page).await.with(303);
    }
    assert_eq!(
        ann.read(&format!("/api/collections/{collection}")).await["name"],
        "Spring"
    );
}
