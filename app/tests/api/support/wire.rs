//! Checks of every response.

use korotko_testkit::Answer;
use korotko_web::Pages;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;

use super::document::{Document, Operation, essence};

/// The undocumented routes, without a trailing slash.
const BESIDE: [&str; 6] = [
    "",
    "/docs",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/.well-known/security.txt",
];

/// The codes of any operation, which the document describes in general.
const COMMON: [&str; 8] = [
    "invalid-body",
    "invalid-host",
    "invalid-parameter",
    "malformed-body",
    "malformed-json",
    "malformed-target",
    "not-found",
    "unsupported-content-coding",
];

/// A request.
pub struct Asked<'a> {
    pub method: &'a Method,
    /// The path without its query.
    pub path: &'a str,
    /// Whether 503 is allowed.
    pub may_be_unavailable: bool,
    /// Whether an error must be an HTML page.
    pub for_people: bool,
    /// Whether the public URL is https.
    pub https: bool,
}

/// Fails the test if the response breaks a general rule.
#[track_caller]
pub fn check(document: &Document, asked: &Asked<'_>, answer: &Answer) {
    let served = answer.status < 500 || answer.status == 503 && asked.may_be_unavailable;
    assert!(served, "{} failed: {}", answer.asked, answer.body);
    check_headers(asked, answer);
    if answer.status >= 400 {
        check_problem(asked, answer);
    }
    check_documented(document, asked, answer);
}

fn check_headers(asked: &Asked<'_>, answer: &Answer) {
    let id = answer.header("x-request-id");
    let hexadecimal = id.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(id.len() == 24 && hexadecimal, "no request id: {answer:?}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'"), "{answer:?}");
    let redirects = !answer.header("location").is_empty() && answer.status / 100 == 3;
    let referrer = if redirects {
        // Browsers apply the policy of a redirect to the request that follows it.
        ""
    } else if policy.contains("form-action 'self'") {
        // Without a referrer, forms would have an opaque origin.
        "same-origin"
    } else {
        "no-referrer"
    };
    assert_eq!(answer.header("referrer-policy"), referrer, "{answer:?}");
    let insists = !answer.header("strict-transport-security").is_empty();
    assert_eq!(insists, asked.https, "{answer:?}");
    match answer.status {
        401 => assert!(answer.header("www-authenticate").starts_with("Bearer")),
        403 if answer.body.contains("API key") => {
            let challenge = answer.header("www-authenticate");
            assert!(challenge.contains("insufficient_scope"), "{answer:?}");
        }
        405 => assert!(!answer.header("allow").is_empty()),
        429 | 503 => assert!(answer.header("retry-after").parse::<u64>().is_ok()),
        _ => {}
    }
}

fn check_problem(asked: &Asked<'_>, answer: &Answer) {
    let (told, cached) = (
        answer.header("content-type"),
        answer.header("cache-control"),
    );
    if asked.for_people {
        assert_eq!((told, cached), ("text/html; charset=utf-8", "no-store"));
        return;
    }
    if asked.method == Method::HEAD {
        assert_eq!((told, cached), ("application/problem+json", "no-store"));
        return;
    }
    answer.assert_problem();
    let code = answer.code();
    let kebab = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    assert!(code.bytes().all(kebab), "{code} is not in kebab-case");
    // Equal requests get equal responses, except server errors.
    let id = answer.json()["request_id"].as_str().map(str::to_owned);
    let expected = (answer.status >= 500).then(|| answer.header("x-request-id"));
    assert_eq!(id.as_deref(), expected, "{answer:?}");
}

fn check_documented(document: &Document, asked: &Asked<'_>, answer: &Answer) {
    if BESIDE.contains(&asked.path.trim_end_matches('/')) || is_page(asked.path) {
        return;
    }
    let operations = document.on(asked.path);
    let method = match *asked.method {
        Method::HEAD => &Method::GET,
        ref method => method,
    };
    let operation = operations.iter().find(|known| known.method == *method);
    let Some(operation) = operation else {
        let expected = match (operations.is_empty(), method) {
            (true, _) => 404,
            (false, &Method::OPTIONS) => 204,
            (false, _) => 405,
        };
        assert_eq!(answer.status, expected, "{answer:?}");
        return;
    };
    if asked.for_people {
        assert!(operation.has(answer.status, Some("application/problem+json")));
        return;
    }
    let media_type = answer.headers.get(CONTENT_TYPE);
    let media_type = media_type.map(|given| essence(given.to_str().expect("ASCII")));
    assert!(
        operation.has(answer.status, media_type),
        "{} {} with {media_type:?} is not documented",
        answer.asked,
        answer.status
    );
    let json = media_type.filter(|name| name.contains("json") && *asked.method != Method::HEAD);
    if let Some(media_type) = json {
        let violations = document.violations(operation, answer.status, media_type, &answer.json());
        assert!(violations.is_empty(), "{answer:?}: {violations:#?}");
        if answer.status >= 400 {
            check_example(operation, answer);
        }
    }
}

/// Whether a path is that of a page, which the document does not describe.
fn is_page(path: &str) -> bool {
    let asked: Vec<_> = path.trim_end_matches('/').split('/').collect();
    let is_preview = asked.len() == 2 && asked[1].ends_with('+');
    is_preview
        || Pages::paths().any(|(template, _)| {
            let own: Vec<_> = template.split('/').collect();
            let fits = |(own, asked): (&&str, &&str)| own == asked || own.starts_with('{');
            own.len() == asked.len() && own.iter().zip(&asked).all(fits)
        })
}

fn check_example(operation: &Operation, answer: &Answer) {
    let code = answer.code();
    let is_documented = operation.has_example(answer.status, &code);
    assert!(
        is_documented || COMMON.contains(&&*code),
        "{answer:?}: {code} has no example"
    );
}
