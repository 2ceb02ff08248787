//! Links as QR codes.

use crate::support::{App, on_both_databases};

on_both_databases!(
    a_link_is_drawn_as_svg_and_png,
    a_drawing_that_cannot_be_is_refused_by_name,
);

async fn a_link_is_drawn_as_svg_and_png(app: App) {
    let ann = app.member("ann").await;
    let path = format!("/api/links/{}/qr", app.link_of(&ann, "promo").await);
    let svg = ann.asks(app.get(&path)).await.with(200);
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.body.contains("<svg"), "{}", svg.body);
    for query in ["", "&size=64", "&size=2048&margin=0&error_correction=H"] {
        let path = format!("{path}?format=png{query}");
        let png = ann.asks(app.get(&path)).await.with(200);
        assert_eq!(png.header("content-type"), "image/png");
        assert!(png.body.contains("PNG"));
    }
}

async fn a_drawing_that_cannot_be_is_refused_by_name(app: App) {
    let ann = app.member("ann").await;
    let path = format!("/api/links/{}/qr", app.link_of(&ann, "promo").await);
    for (query, field) in [
        ("format=gif", "format"),
        ("size=63", "size"),
        ("size=2049", "size"),
        ("size=big", "size"),
        ("margin=-1", "margin"),
        ("margin=17", "margin"),
        ("error_correction=X", "error_correction"),
    ] {
        let refused = ann.asks(app.get(&format!("{path}?{query}"))).await;
        assert_eq!(
            refused.refused(400, "invalid-parameter").fields(),
            [field],
            "{query}"
        );
    }
    let long = "s".repeat(64);
    let path = format!("/api/links/{}/qr", app.link_of(&ann, &long).await);
    let small = format!("{path}?format=png&size=64&margin=16&error_correction=H");
    let refused = ann.asks(app.get(&small)).await.with(422);
    assert_eq!(refused.fields(), ["size"]);
}
