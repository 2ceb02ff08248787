//! Imports.

use serde_json::{Value, json};

use crate::support::{Answer, App, Member, Setup, on_both_databases};

on_both_databases!(
    every_row_of_an_import_has_an_outcome,
    a_dry_run_changes_nothing,
    an_atomic_import_with_a_bad_row_changes_nothing,
    all_variants_of_csv_are_imported,
    an_undecodable_row_does_not_stop_the_others,
    an_invalid_file_is_refused_completely,
    cells_that_look_like_formulas_stay_text,
    an_import_creates_and_reuses_collections_by_name,
    limits_apply_to_each_row_of_an_import,
    a_failed_row_does_not_count_towards_the_limit,
    json_is_imported,
);

const IMPORT: &str = "/api/links/import";

/// The outcome of each row: its line or index, and its status.
pub fn outcomes(answer: &Answer) -> Vec<(i64, i64)> {
    let report = answer.json();
    let results = report["results"].as_array().unwrap();
    let outcomes = results.iter().map(|result| {
        let status = result["status"].as_i64().unwrap();
        assert_eq!(status >= 400, !result["problem"].is_null(), "{result}");
        let number = result["line"].as_i64().or(result["index"].as_i64());
        (number.unwrap(), status)
    });
    let outcomes: Vec<_> = outcomes.collect();
    assert_eq!(report["rows"], json!(outcomes.len()));
    let refused = outcomes.iter().filter(|(_, status)| *status >= 400).count();
    assert_eq!(report["failed"], json!(refused));
    outcomes
}

async fn every_row_of_an_import_has_an_outcome(ann: Member) {
    ann.link("there").await;
    let file = "title,url,SLUG,tags,collections,expires_at\n\
        Весна,https://пример.рф/a,spring,\"a,b\",One,2027-01-01T03:00:00+03:00\n\
        ,https://example.com,there,,,\n\
        ,nowhere,no good,,,2020-01-01T00:00:00Z\n\
        ,https://example.com,,,,\n\
        ,https://example.com,late,,,2020-01-01T00:00:00Z\n\
        ,https://example.com,spring,,,\n\
        ,https://example.com,never,,,tomorrow\n";
    let report = ann.import("", file).await.with(200);
    let wanted = [
        (2, 201),
        (3, 409),
        (4, 422),
        (5, 201),
        (6, 422),
        (7, 409),
        (8, 422),
    ];
    assert_eq!(outcomes(&report), wanted);
    let report = report.json();
    let errors = report["results"][2]["problem"]["errors"]
        .as_array()
        .unwrap();
    let fields: Vec<_> = errors.iter().map(|error| error["field"].clone()).collect();
    assert_eq!(fields, ["url", "slug", "expires_at"]);
    assert_eq!(report["results"][0]["slug"], "spring");
    let id = report["results"][0]["id"].as_i64().unwrap();
    let link = ann.get(&format!("/api/links/{id}")).await.json();
    assert_eq!(link["title"], "Весна");
    assert_eq!(link["tags"], json!(["a", "b"]));
    assert_eq!(link["expires_at"], "2027-01-01T00:00:00+00:00");
    assert_eq!(ann.listed("/api/collections/", "links").await, [json!(1)]);
}

async fn a_dry_run_changes_nothing(ann: Member) {
    let file =
        "url,slug,collections\nhttps://example.com,a,One\nhttps://example.com,a,\nnowhere,,\n";
    let report = ann.import("?dry_run=true", file).await.with(200);
    assert_eq!(outcomes(&report), [(2, 201), (3, 409), (4, 422)]);
    assert_eq!(report.json()["dry_run"], json!(true));
    assert!(report.json()["results"][0]["id"].is_null());
    assert_eq!(ann.slugs("/api/links/").await, [""; 0]);
    assert_eq!(ann.listed("/api/collections/", "name").await, [""; 0]);
    let report = ann.import("", file).await.with(200);
    assert_eq!(outcomes(&report), [(2, 201), (3, 409), (4, 422)]);
}

async fn an_atomic_import_with_a_bad_row_changes_nothing(ann: Member) {
    let mut file = b"url,slug,collections\n".to_vec();
    for number in 0..1_500 {
        file.extend(format!("https://example.com,n{number},One\n").bytes());
    }
    let good = file.clone();
    file.extend(b"https://example.com,\xff,\n");
    let report = ann.import("?atomic=true", file).await.with(200);
    let all = outcomes(&report);
    assert_eq!(all.len(), 1_501);
    assert!(all.iter().all(|(_, status)| *status >= 400));
    let first = &report.json()["results"][0];
    assert_eq!(first["problem"]["code"], "not-applied");
    assert_eq!(ann.slugs("/api/links/").await, [""; 0]);
    assert_eq!(ann.listed("/api/collections/", "name").await, [""; 0]);
    let report = ann.import("?atomic=true", good).await.with(200);
    assert_eq!(report.json()["imported"], json!(1_500));
    let sizes = ann.listed("/api/collections/", "links").await;
    assert_eq!(sizes, [1_500]);
}

async fn all_variants_of_csv_are_imported(ann: Member) {
    let files: [&[u8]; 6] = [
        b"\xef\xbb\xbfurl,slug,title\r\nhttps://example.com,bom,\"a \"\"b\"\"\"\r\n",
        b"url;slug;title\r\nhttps://example.com/?a,b;semicolon;\"x;y\"\r\n",
        b"slug\turl\ttitle\ntab\thttps://example.com\tz\n",
        b" URL , Slug ,title\n\nhttps://example.com,spaced,\n\n",
        b"url,slug,title\nhttps://example.com,last,no line break",
        b"url\nhttps://example.com\n",
    ];
    for file in files {
        let report = ann.import("", file).await.with(200);
        let text = String::from_utf8_lossy(file);
        assert_eq!(report.number("imported"), 1, "{text}: {}", report.body);
    }
    let titles = ann.listed("/api/links/?sort=created", "title").await;
    let wanted = [json!("a \"b\""), json!("x;y"), json!("z"), Value::Null];
    assert_eq!(titles[..4], wanted);
}

async fn an_undecodable_row_does_not_stop_the_others(ann: Member) {
    let mut file = b"url,slug\nhttps://example.com,a\nhttps://example.com/\xcf\xf0,b\n".to_vec();
    file.extend(b"https://example.com/");
    file.extend(vec![b'x'; 1024 * 1024]);
    file.extend(b",long\n\"https://example.com/\n\",broken\nnowhere\n");
    file.extend(b"https://example.com,d,e,f\nhttps://example.com,last\n");
    let report = ann.import("", file).await.with(200);
    let wanted = [
        (2, 201),
        (3, 422),
        (4, 422),
        (5, 422),
        (7, 422),
        (8, 422),
        (9, 201),
    ];
    assert_eq!(outcomes(&report), wanted, "{}", report.body);
    assert_eq!(ann.slugs("/api/links/?sort=slug").await, ["a", "last"]);
}

async fn an_invalid_file_is_refused_completely((app, ann): (App, Member)) {
    let utf16: Vec<u8> = "url\nhttps://example.com\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
    for file in [
        b"".to_vec(),
        b"slug,title\na,b\n".to_vec(),
        b"url,colour\nhttps://example.com,red\n".to_vec(),
        b"url,URL\nhttps://example.com,https://example.com\n".to_vec(),
        b"https://example.com\n".to_vec(),
        utf16,
        marked,
    ] {
        let refused = ann.import("", file.clone()).await;
        let text = String::from_utf8_lossy(&file).into_owned();
        assert_eq!(refused.status, 422, "{text}: {}", refused.body);
        refused.names(["body"]);
    }
    ann.import_as("", "text/plain", "url\n").await.with(415);
    let large = vec![b'x'; 10 * 1024 * 1024 + 1];
    ann.import("", large).await.with(413);
    app.post(IMPORT, &json!([])).await.with(401);
    let refused = ann.import("?dry_run=maybe", "url\n").await;
    refused.bad_parameter(["dry_run"]);
}

async fn cells_that_look_like_formulas_stay_text(ann: Member) {
    let file = "url,slug,title,tags,collections\n\
        https://example.com/1,-a,\"=HYPERLINK(\"\"http://evil\"\")\",+1,@set\n\
        https://example.com/2,b,'=kept,'quoted,\n";
    let report = ann.import("", file).await.with(200);
    assert_eq!(report.json()["imported"], json!(2), "{}", report.body);
    let titles = ann.listed("/api/links/?sort=created", "title").await;
    assert_eq!(titles, ["=HYPERLINK(\"http://evil\")", "=kept"]);
    let tags = ann.listed("/api/links/?sort=created", "tags").await;
    assert_eq!(tags, [json!(["+1"]), json!(["'quoted"])]);
    let exported = ann.get("/api/links/export").await.with(200);
    for cell in [
        "'-a",
        "\"'=HYPERLINK(\"\"http://evil\"\")\"",
        "'+1",
        "'@set",
        "'=kept",
    ] {
        assert!(exported.body.contains(cell), "{cell} in {}", exported.body);
    }
}

async fn an_import_creates_and_reuses_collections_by_name(ann: Member) {
    ann.collection("Spring").await;
    let file = "url,collections\n\
        https://example.com/1,\"SPRING,Autumn\"\n\
        https://example.com/2,\"\"\"Winter, 2027\"\",autumn,autumn\"\n\
        nowhere,Summer\n";
    ann.import("", file).await.with(200);
    let mut names = ann.listed("/api/collections/", "name").await;
    names.reverse();
    assert_eq!(names, ["Spring", "Autumn", "Winter, 2027"]);
    let mut counts = ann.listed("/api/collections/", "links").await;
    counts.reverse();
    assert_eq!(counts, [1, 2, 1]);
}

async fn limits_apply_to_each_row_of_an_import(mut setup: Setup) {
    setup.limits.links_per_user = 6;
    setup.limits.collections_per_user = 1;
    setup.limits.links_per_collection = 2;
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let file = "url,slug,collections\n\
        https://example.com,a,One\n\
        https://example.com,b,Two\n\
        https://example.com,d,One\n\
        https://example.com,e,One\n\
        https://example.com,f,\nhttps://example.com,g,\n";
    let report = ann.import("", file).await.with(200);
    let wanted = [(2, 201), (3, 409), (4, 201), (5, 409), (6, 201), (7, 201)];
    assert_eq!(outcomes(&report), wanted);
    let code = |index: usize| report.json()["results"][index]["problem"]["code"].clone();
    assert_eq!(code(1), "collection-limit-reached");
    assert_eq!(code(3), "collection-full");
    let file = "url\nhttps://example.com\nhttps://example.com\nhttps://example.com\n";
    let report = ann.import("", file).await.with(200);
    assert_eq!(outcomes(&report), [(2, 201), (3, 201), (4, 409)]);
    let sets: Vec<_> = (0..51).map(|number| number.to_string()).collect();
    let file = format!(
        "url,collections\nhttps://example.com,\"{}\"\n",
        sets.join(",")
    );
    let report = ann.import("", file).await.with(200);
    assert_eq!(outcomes(&report), [(2, 422)]);
    let file = format!("url\n{}", "https://example.com\n".repeat(7));
    let refused = ann.import("", file).await.with(422);
    refused.names(["body"]);
}

async fn json_is_imported((app, ann): (App, Member)) {
    let rows = json!([
        {"url": "https://example.com", "slug": "a", "title": "=1+1", "tags": ["b, d"],
            "collections": ["One"], "expires_at": "2027-01-01T00:00:00Z", "namespace": "global"},
        {"url": "nowhere"},
    ]);
    let report = ann.post(IMPORT, &rows).await.with(200).json();
    let counts = [&report["imported"], &report["failed"]];
    assert_eq!(counts, [1, 1]);
    app.get("/a").await.with(307);
    let rows = json!([{"url": "https://example.com", "colour": 1}, {"url": "https://example.com"}]);
    let report = ann.post(IMPORT, &rows).await.with(200);
    assert_eq!(outcomes(&report), [(0, 422), (1, 201)]);
    let unknown = report.body.contains("the unknown field `colour`");
    assert!(unknown, "{}", report.body);
    assert!(report.json()["results"][0]["line"].is_null());
    let ask = ann.post(IMPORT, &json!({"url": "https://example.com"}));
    ask.await.refused(400, "invalid-body");
}

async fn a_failed_row_does_not_count_towards_the_limit(mut setup: Setup) {
    setup.limits.links_per_user = 3;
    setup.limits.collections_per_user = 1;
    setup.limits.links_per_collection = 1;
    let app = setup.start().await;
    let ann = app.member("ann").await;
    for slug in ["there", "other"] {
        ann.link(slug).await;
    }
    let file = "url,slug,collections\n\
        https://example.com,there,Two\n\
        https://example.com,fresh,\"One,ONE\"\n\
        https://example.com,more,\n";
    for query in ["?dry_run=true", ""] {
        let report = ann.import(query, file).await.with(200);
        let wanted = [(2, 409), (3, 201), (4, 409)];
        assert_eq!(outcomes(&report), wanted, "{}", report.body);
        let code = report.json()["results"][2]["problem"]["code"].clone();
        assert_eq!(code, "link-limit-reached");
    }
}
