//! Batches.

use serde_json::{Value, json};

use crate::support::{App, Member, Setup, at_once, on_both_databases};

on_both_databases!(
    each_operation_of_a_batch_has_its_own_result,
    an_atomic_batch_succeeds_completely_or_changes_nothing,
    an_operation_sees_the_changes_of_those_before_it,
    a_batch_creates_a_thousand_links,
    an_invalid_batch_is_refused_by_field_and_changes_nothing,
    of_a_hundred_concurrent_claims_of_a_slug_one_wins,
    batches_with_the_same_slugs_in_opposite_orders_do_not_deadlock,
    concurrent_batches_do_not_exceed_the_link_limit,
    a_slug_reserved_for_its_former_owner_is_refused,
);

const BATCH: &str = "/api/links/batch";

fn create(slug: &str) -> Value {
    json!({"op": "create", "link": {"url": "https://example.com", "slug": slug}})
}

fn statuses(batch: &Value) -> Vec<i64> {
    let results = batch["results"].as_array().unwrap();
    for (index, result) in results.iter().enumerate() {
        assert_eq!(result["index"], json!(index));
        let refused = result["status"].as_i64().unwrap() >= 400;
        assert_eq!(refused, !result["problem"].is_null(), "{result}");
        if refused {
            assert_eq!(result["problem"]["status"], result["status"]);
        }
    }
    let status = |result: &Value| result["status"].as_i64().unwrap();
    results.iter().map(status).collect()
}

async fn each_operation_of_a_batch_has_its_own_result(ann: Member) {
    let link = ann.link("there").await;
    let gone = ann.link("gone").await;
    let operations = json!([
        create("a"),
        create("there"),
        create("no good"),
        {"op": "create", "link": {"url": "nowhere", "expires_at": "2020-01-01T00:00:00Z"}},
        {"op": "update", "id": link, "changes": {"title": "b"}},
        {"op": "update", "id": link, "revision": 1, "changes": {"title": "z"}},
        {"op": "delete", "id": gone, "revision": 1},
        {"op": "delete", "id": gone},
        {"op": "create", "link": {"url": "https://example.com"}},
    ]);
    let batch = ann.batch(&operations).await;
    let wanted = [201, 409, 422, 422, 200, 412, 204, 404, 201];
    assert_eq!(statuses(&batch), wanted);
    assert_eq!(
        (&batch["succeeded"], &batch["failed"]),
        (&json!(4), &json!(5))
    );
    assert_eq!(batch["results"][4]["link"]["revision"], 2);
    assert_eq!(batch["results"][1]["problem"]["code"], "slug-taken");
    let errors = batch["results"][3]["problem"]["errors"].as_array().unwrap();
    let fields: Vec<_> = errors.iter().map(|error| error["field"].clone()).collect();
    assert_eq!(fields, ["url", "expires_at"]);
    let created = &batch["results"][8]["link"];
    assert_eq!(created["slug"].as_str().unwrap().len(), 7);
    let mut slugs = ann.slugs("/api/links/?sort=created").await;
    slugs.pop();
    assert_eq!(slugs, ["there", "a"]);
}

async fn an_atomic_batch_succeeds_completely_or_changes_nothing(ann: Member) {
    let link = ann.link("there").await;
    let edit = json!({"op": "update", "id": link, "changes": {"title": "b"}});
    let body = json!({"atomic": true, "operations": [create("a"), edit, create("there")]});
    let batch = ann.post(BATCH, &body).await.with(200).json();
    assert_eq!(statuses(&batch), [409, 409, 409]);
    assert_eq!(
        (&batch["succeeded"], &batch["failed"]),
        (&json!(0), &json!(3))
    );
    let code = |index: usize| batch["results"][index]["problem"]["code"].clone();
    let codes = ["not-applied", "not-applied", "slug-taken"];
    assert_eq!([code(0), code(1), code(2)], codes);
    assert_eq!(ann.slugs("/api/links/").await, ["there"]);
    let body = json!({"atomic": true, "operations": [create("a"), edit]});
    let batch = ann.post(BATCH, &body).await.with(200).json();
    assert_eq!(statuses(&batch), [201, 200]);
    assert_eq!(ann.slugs("/api/links/").await, ["a", "there"]);
}

async fn an_operation_sees_the_changes_of_those_before_it(ann: Member) {
    let (one, two) = (ann.link("one").await, ann.link("two").await);
    let rename = |id: i64, slug: &str| json!({"op": "update", "id": id, "changes": {"slug": slug}});
    let operations = json!([
        rename(one, "two"),
        rename(one, "free"),
        rename(two, "one"),
        rename(one, "two"),
        {"op": "delete", "id": two},
        create("one"),
        create("one"),
        {"op": "update", "id": two, "changes": {}},
    ]);
    let batch = ann.batch(&operations).await;
    assert_eq!(statuses(&batch), [409, 200, 200, 200, 204, 201, 409, 404]);
    assert_eq!(ann.slugs("/api/links/?sort=slug").await, ["one", "two"]);
}

async fn a_batch_creates_a_thousand_links(ann: Member) {
    let create = |number| create(&format!("n{number}"));
    let batch = ann.batch(&(0..1_000).map(create).collect()).await;
    assert_eq!(batch["succeeded"], json!(1_000));
    let slugs = ann.slugs("/api/links/?sort=created&limit=100").await;
    let wanted: Vec<_> = (0..1_000).map(|number| format!("n{number}")).collect();
    assert_eq!(slugs, wanted);
}

async fn an_invalid_batch_is_refused_by_field_and_changes_nothing((app, ann): (App, Member)) {
    for (operation, field) in [
        (json!({"op": "create"}), "operations[1].link"),
        (
            json!({"op": "create", "link": {"url": 1}}),
            "operations[1].link.url",
        ),
        (json!({"op": "burn", "id": 1}), "operations[1].op"),
        (json!({"id": 1}), "operations[1].op"),
        (json!({"op": "delete", "id": "x"}), "operations[1].id"),
        (json!({"op": "delete", "id": 1, "x": 1}), "operations[1].x"),
        (json!({"op": "update", "id": 1}), "operations[1].changes"),
    ] {
        let body = json!({"operations": [create("a"), operation]});
        ann.post(BATCH, &body).await.with(400).names([field]);
    }
    for number in [0, 1_001] {
        let body = json!({"operations": vec![create("a"); number]});
        ann.post(BATCH, &body).await.invalid(["operations"]);
    }
    let large = vec![b' '; 1024 * 1024 + 1];
    let ask = ann
        .ask(reqwest::Method::POST, BATCH)
        .body("application/json", large);
    ask.await.with(413);
    app.post(BATCH, &json!({"operations": [create("a")]}))
        .await
        .with(401);
    assert_eq!(ann.slugs("/api/links/").await, [""; 0]);
}

async fn of_a_hundred_concurrent_claims_of_a_slug_one_wins((app, ann, bob): (App, Member, Member)) {
    let global = json!({"url": "https://example.com", "slug": "promo", "namespace": "global"});
    let asks = (0..100).map(|number| {
        let claimant = if number % 3 == 0 { &bob } else { &ann };
        if number % 2 == 0 {
            return claimant.post("/api/links/", &global);
        }
        let other = create(&format!("n{number}"));
        let claim = json!({"op": "create", "link": global});
        let body = json!({"operations": [other, claim]});
        claimant.post(BATCH, &body)
    });
    let answers = at_once(asks).await;
    let mut won = 0;
    for answer in answers {
        let status = match answer.status {
            200 => {
                let batch = answer.json();
                assert_eq!(batch["results"][0]["status"], 201);
                batch["results"][1]["status"].as_i64().unwrap()
            }
            status => i64::from(status),
        };
        assert!([201, 409].contains(&status), "{}", answer.body);
        won += usize::from(status == 201);
    }
    assert_eq!(won, 1);
    app.get("/promo").await.with(307);
}

async fn batches_with_the_same_slugs_in_opposite_orders_do_not_deadlock(app: App) {
    let members = [app.member("ann").await, app.member("bob").await];
    let claim = |slug: String| {
        let link = json!({"url": "https://example.com", "slug": slug, "namespace": "global"});
        json!({"op": "create", "link": link})
    };
    let mut operations: Vec<_> = (0..1_000)
        .map(|number| claim(format!("n{number}")))
        .collect();
    let forth = json!({"operations": operations});
    operations.reverse();
    let back = json!({"operations": operations});
    let asks = [
        members[0].post(BATCH, &forth),
        members[1].post(BATCH, &back),
    ];
    let mut done = 0;
    for answer in at_once(asks).await {
        done += answer.with(200).number("succeeded");
    }
    assert_eq!(done, 1_000);
}

async fn concurrent_batches_do_not_exceed_the_link_limit(mut setup: Setup) {
    setup.limits.links_per_user = 3;
    let app = setup.start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let asks = (0..8).map(|number| {
        if number % 2 == 0 {
            let body = json!({"url": "https://example.com"});
            return ann.post("/api/links/", &body);
        }
        let slug = format!("n{number}");
        ann.post(BATCH, &json!({"operations": [create(&slug)]}))
    });
    for answer in at_once(asks).await {
        assert!([200, 201, 409].contains(&answer.status), "{}", answer.body);
    }
    let ids = ann.listed("/api/links/", "id").await;
    assert_eq!(ids.len(), 3);
    let body = json!({"url": "https://example.com"});
    let refused = ann.post("/api/links/", &body).await;
    refused.refused(409, "link-limit-reached");
    bob.link("a").await;

    let first = ids[0].as_i64().unwrap();
    let operations = json!([create("x"), {"op": "delete", "id": first}, create("y"), create("z")]);
    let batch = ann.batch(&operations).await;
    assert_eq!(statuses(&batch), [409, 204, 201, 409]);
    assert_eq!(batch["results"][0]["problem"]["code"], "link-limit-reached");
    let refused = ann.restore(first).await;
    refused.refused(409, "link-limit-reached");
}

async fn a_slug_reserved_for_its_former_owner_is_refused((app, ann, bob): (App, Member, Member)) {
    let global = json!({"url": "https://example.com", "slug": "kept", "namespace": "global"});
    let link = ann.link_with(&global).await.number("id");
    ann.delete_link(link).await;
    let own = json!({"url": "https://example.com", "slug": "own", "namespace": "global"});
    let his = bob.link_with(&own).await.number("id");
    let body = json!({"url": "https://example.com", "namespace": "global"});
    let other = bob.link_with(&body).await.number("id");
    let operations = json!([
        {"op": "create", "link": global},
        {"op": "update", "id": his, "changes": {"slug": "kept"}},
        {"op": "update", "id": other, "changes": {"slug": "own"}},
        create("fine"),
    ]);
    let batch = bob.batch(&operations).await;
    assert_eq!(statuses(&batch), [409, 409, 409, 201]);
    app.get("/kept").await.refused(410, "gone");
    app.get("/own").await.with(307);
    ann.restore(link).await.with(200);
}
