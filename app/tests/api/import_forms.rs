//! Import files as spreadsheets and browsers send them.

use reqwest::Method;
use serde_json::json;

use crate::imports::outcomes;
use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    csv_files_of_spreadsheets_are_imported,
    a_form_with_one_file_is_imported,
    a_form_with_anything_else_is_refused,
    importing_a_workbook_says_which_format_to_save,
    truncated_json_reports_where_it_ends,
);

async fn csv_files_of_spreadsheets_are_imported(ann: Member) {
    let file = "\u{feff}sep=;\r\nurl;slug;title;tags;;\r\nhttps://example.com;a;A;b;;\r\nhttps://example.com;b\r\n\
        ;;;;;\r\nhttps://example.com\r\nhttps://example.com;c;;;;more\r\n";
    for media_type in ["text/csv", "application/vnd.ms-excel; charset=UTF-8"] {
        let report = ann.import_as("?dry_run=true", media_type, file).await;
        let wanted = [(3, 201), (4, 201), (6, 201), (7, 422)];
        assert_eq!(outcomes(&report.with(200)), wanted, "{media_type}");
    }
    let report = ann.import("", file).await.with(200);
    assert_eq!(report.json()["results"][0]["slug"], "a");
    let links = ann.listed("/api/links/?sort=created", "title").await;
    assert_eq!(links, [json!("A"), json!(null), json!(null)]);
}

/// A form of parts, each with head and content.
fn form(parts: &[(&str, &str)]) -> String {
    let mut form = String::new();
    for (head, content) in parts {
        let part = format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n");
        form.push_str(&part);
    }
    form + "--edge--\r\n"
}

const FORM: &str = "multipart/form-data; boundary=edge";
const ROWS: &str = "url,slug\r\nhttps://example.com,a\r\n";
const LIST: &str = r#"[{"url":"https://example.com","slug":"a"}]"#;

async fn a_form_with_one_file_is_imported(ann: Member) {
    for (name, filename, media_type, content) in [
        ("file", "links.csv", "", ROWS),
        ("file", "links.csv", "text/csv", ROWS),
        ("upload", "x", "application/vnd.ms-excel", ROWS),
        ("file", "l.CSV", "application/octet-stream", ROWS),
        ("file", "l.json", "application/octet-stream", LIST),
        ("file", "l", "application/json", LIST),
        ("file", "l", "text/plain", LIST),
    ] {
        let mut head = format!("name={name}; filename={filename}");
        if !media_type.is_empty() {
            head = format!("{head}\r\nContent-Type: {media_type}");
        }
        let form = form(&[(&head, content)]);
        let report = ann.import_as("?dry_run=true", FORM, form).await;
        let report = report.with(200).json();
        assert_eq!(report["imported"], 1, "{head}: {report}");
    }
    let large = format!("{ROWS}{}", "https://example.com\r\n".repeat(30_000));
    let head = "name=file; filename=links.csv";
    let form = form(&[(head, &large)]);
    let report = ann.import_as("?dry_run=true", FORM, form).await;
    assert_eq!(report.with(200).number("imported"), 30_001);
}

async fn a_form_with_anything_else_is_refused((app, ann): (App, Member)) {
    let file = ("name=file; filename=links.csv", ROWS);
    for parts in [
        vec![],
        vec![file, file],
        vec![("name=dry_run", "true"), file],
        vec![("name=file", ROWS)],
    ] {
        let refused = ann.import_as("", FORM, form(&parts)).await;
        refused.misshapen(["body"]);
    }
    let whole = form(&[file]);
    for (media_type, body) in [
        ("multipart/form-data", whole.as_str()),
        ("multipart/form-data; boundary=other", &whole),
        (FORM, &whole[..whole.len() - 12]),
        (FORM, ""),
        ("multipart/mixed; boundary=edge", &whole),
    ] {
        let refused = ann.import_as("", media_type, body).await;
        refused.refused(400, "invalid-body");
    }
    let head = "name=file; filename=a.pdf\r\nContent-Type: application/pdf";
    let refused = ann.import_as("", FORM, form(&[(head, ROWS)])).await;
    refused.refused(415, "unsupported-media-type");
    let strange = app.ask(Method::POST, "/api/links/import");
    strange.body(FORM, form(&[file])).await.with(401);
    assert_eq!(ann.slugs("/api/links/").await, [""; 0]);
}

async fn importing_a_workbook_says_which_format_to_save(ann: Member) {
    let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    for start in [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0"] {
        let file = [start, &[0; 100]].concat();
        let mut form = form(&[("name=file; filename=links.xlsx", "FILE")]).into_bytes();
        let start = form.windows(4).position(|four| four == b"FILE").unwrap();
        form.splice(start..start + 4, file.clone());
        for (media_type, body) in [
            ("text/csv", &file),
            ("application/vnd.ms-excel", &file),
            ("application/json", &file),
            ("application/octet-stream", &file),
            (xlsx, &file),
            (FORM, &form),
        ] {
            let refused = ann.import_as("", media_type, body.clone()).await;
            let refused = refused.refused(422, "invalid").json();
            let told = "this is an Excel workbook; save it as CSV UTF-8";
            assert_eq!(refused["detail"], told, "{media_type}");
            assert_eq!(refused["errors"][0]["message"], told, "{media_type}");
        }
    }
}

async fn truncated_json_reports_where_it_ends(ann: Member) {
    let file = r#"[{"url":"https://example.com","slug":"a"}, {"url":"nowhere"},
        {"url":"https://example.com","slug":"b"}, {"url":"https://example.com" "slug":"c"}, {"url":"x"}]"#;
    for (query, statuses, left) in [
        ("?dry_run=true", [201, 422, 201, 422], vec![]),
        ("?atomic=true", [409, 422, 409, 422], vec![]),
        ("", [201, 422, 201, 422], vec!["a", "b"]),
    ] {
        let report = ann
            .import_as(query, "application/json", file)
            .await
            .with(200);
        let wanted: Vec<_> = (0..).zip(statuses).collect();
        assert_eq!(outcomes(&report), wanted, "{query}: {}", report.body);
        let last = report.json()["results"][3]["problem"]["errors"][0]["message"].to_string();
        assert!(
            last.contains("not JSON from here on") && last.contains("; 3 rows were read"),
            "{last}"
        );
        assert!(last.contains("at line 2 column"), "{last}");
        assert_eq!(ann.slugs("/api/links/?sort=slug").await, left, "{query}");
    }
    for file in ["[", "[{]", "nothing"] {
        let refused = ann.import_as("", "application/json", file).await;
        refused.refused(400, "malformed-json");
    }
}
