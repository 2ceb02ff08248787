//! Query parameters: only documented ones, each once.

use crate::support::document::{Operation, Parameter};
use crate::support::{App, Ask, Member, on_both_databases};

on_both_databases!(
    unknown_and_repeated_parameters_are_refused_by_name,
    links_that_people_open_accept_any_parameters,
);

/// The operations that people open from mails and pages.
const FOLLOWED: [&str; 7] = [
    "/{slug}",
    "/api/url/{slug}",
    "/api/email-verification/{token}",
    "/api/users/email-verification/{verify_token}",
    "/api/users/email/confirm/{token}",
    "/api/invitations/{token}",
    "/api/reports/unsubscribe/{token}",
];

fn queried(operation: &Operation) -> Vec<&Parameter> {
    let parameters = operation.parameters.iter();
    parameters
        .filter(|known| known.location == "query")
        .collect()
}

fn ask(member: &Member, operation: &Operation, query: &str) -> Ask {
    let path = operation
        .path
        .replace("{id}", "1")
        .replace("{link_id}", "1")
        .replace("{token}", "x");
    assert!(!path.contains('{'), "{path}");
    let path = format!("{path}?{query}");
    member.ask(operation.method.clone(), &path)
}

async fn unknown_and_repeated_parameters_are_refused_by_name((app, ann): (App, Member)) {
    app.promote(&ann).await;
    let mut operations = app.operations();
    operations.retain(|known| !FOLLOWED.contains(&known.path.as_str()));
    assert!(operations.len() > 30);
    for operation in operations {
        let refused = ask(&ann, &operation, "tags=a&x=1").await;
        let refused = refused.bad_parameter(["tags", "x"]);
        for known in queried(&operation) {
            let detail = refused.text("detail");
            assert!(detail.contains(&known.name), "{}: {detail}", refused.asked);
            let name = &known.name;
            let twice = ask(&ann, &operation, &format!("{name}=1&{name}=1")).await;
            twice.bad_parameter([&name]);
        }
    }
    app.get("/api/users/me?token=x")
        .await
        .refused(400, "invalid-parameter");
}

async fn links_that_people_open_accept_any_parameters((app, ann): (App, Member)) {
    ann.link("promo").await;
    let extra = "utm_source=mail&utm_source=page&fbclid=1";
    for path in ["/promo", "/api/url/promo"] {
        let path = format!("{path}?{extra}&u={}", ann.id);
        app.get(&path).await.with(307);
    }
    for path in [
        "/api/email-verification/x-1",
        "/api/users/email-verification/x-1",
        "/api/users/email/confirm/x-1",
        "/api/reports/unsubscribe/x",
    ] {
        let refused = app.get(&format!("{path}?{extra}")).await.with(400);
        assert!(!refused.code().contains("parameter"), "{}", refused.body);
    }
    for path in ["/docs", "/openapi.json", "/healthz", "/readyz"] {
        app.get(&format!("{path}?{extra}")).await.with(200);
    }
}
