//! QR codes.

use crate::support::{Member, on_both_databases};

on_both_databases!(qr_codes_are_svg_or_png_and_invalid_parameters_are_refused,);

async fn qr_codes_are_svg_or_png_and_invalid_parameters_are_refused(ann: Member) {
    let path = format!("/api/links/{}/qr", ann.link("promo").await);
    let svg = ann.get(&path).await.with(200);
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.body.contains("<svg"), "{}", svg.body);
    for query in ["", "&size=64", "&size=2048&margin=0&error_correction=H"] {
        let path = format!("{path}?format=png{query}");
        let png = ann.get(&path).await.with(200);
        assert_eq!(png.header("content-type"), "image/png");
        assert!(png.body.contains("PNG"));
    }
    for (query, field) in [
        ("format=gif", "format"),
        ("size=63", "size"),
        ("size=2049", "size"),
        ("size=big", "size"),
        ("margin=-1", "margin"),
        ("margin=17", "margin"),
        ("error_correction=X", "error_correction"),
    ] {
        let refused = ann.get(&format!("{path}?{query}")).await;
        refused.bad_parameter([field]);
    }
    let long = "s".repeat(64);
    let path = format!("/api/links/{}/qr", ann.link(&long).await);
    let small = format!("{path}?format=png&size=64&margin=16&error_correction=H");
    ann.get(&small).await.with(422).names(["size"]);
}
