//! What programs ask for at paths of their own.

use crate::support::{App, on_both_databases};

on_both_databases!(
    search_engines_leave_out_what_is_not_for_them,
    the_icon_and_the_manifest_are_where_browsers_look_for_them,
);

async fn search_engines_leave_out_what_is_not_for_them(app: App) {
    let robots = app.get("/robots.txt").await.with(200);
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    for path in ["/api/", "/docs$", "/app$", "/app/"] {
        let rule = format!("Disallow: {path}\n");
        assert!(robots.body.contains(&rule), "{}", robots.body);
    }
}

async fn the_icon_and_the_manifest_are_where_browsers_look_for_them(app: App) {
    let icon = app.get("/favicon.ico").await.with(303);
    let icon = icon.header("location").to_owned();
    let image = app.get(&icon).await.with(200);
    assert_eq!(image.header("content-type"), "image/svg+xml");
    let manifest = app.get("/manifest.webmanifest").await.with(200);
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let manifest = manifest.json();
    assert_eq!(manifest["icons"][0]["src"], icon);
    let target = &manifest["share_target"];
    assert_eq!(target["method"], "GET");
    // Strangers sign in first, and come to the form with the address.
    let shared = format!(
        "{}?url=https%3A%2F%2Fexample.com",
        target["action"].as_str().unwrap()
    );
    let led = app.page(&shared).await.with(303);
    assert!(
        led.header("location")
            .starts_with("/signin?next=%2Fapp%2Flinks%2Fnew"),
        "{led:?}"
    );
}
