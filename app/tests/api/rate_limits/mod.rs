//! Rate limits. A trusted proxy names the clients.

mod accounts;
mod links;
mod nodes;
mod sign_in;

use chrono::TimeDelta;
use korotko_core::rate_limit::{Quota, RateLimits};
use serde_json::json;

use crate::support::{Answer, App, Ask, Setup};

/// `uses` a minute.
pub(crate) fn per_minute(uses: u32) -> Quota {
    Quota::per(uses, TimeDelta::minutes(1)).unwrap()
}

/// Limits that no test reaches.
pub(crate) fn generous() -> RateLimits {
    let plenty = per_minute(10_000);
    RateLimits {
        sign_in: plenty,
        sign_in_failures: plenty,
        account_failures: plenty,
        registration: plenty,
        mail_requests: plenty,
        mails: plenty,
        anonymous_links: plenty,
        unknown_slugs: plenty,
        link_imports: plenty,
        reports: plenty,
        abuse_reports: plenty,
    }
}

fn limited(mut setup: Setup, limits: &RateLimits) -> Setup {
    setup.rate_limits = Some(*limits);
    setup.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    setup
}

async fn start(setup: Setup, limits: &RateLimits) -> App {
    limited(setup, limits).start().await
}

/// The request, as if from this client.
fn from(client: &str, ask: Ask) -> Ask {
    ask.header("X-Forwarded-For", client)
}

async fn sign_in(app: &App, client: &str, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    from(client, app.post("/api/users/signin/", &body)).await
}

/// A request with an address in its body.
async fn post_email(app: &App, client: &str, path: &str, email: &str) -> Answer {
    let body = json!({"email": email});
    from(client, app.post(path, &body)).await
}

const RESET: &str = "/api/users/password-reset/";

const RESEND: &str = "/api/users/resend-verification/";

fn assert_limited(answer: Answer, policy: &str) {
    let answer = answer.refused(429, "rate-limited");
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!(wait > 0);
    let left = answer.header("ratelimit");
    assert!(
        left.contains(&format!("\"{policy}\";r=0;t={wait}")),
        "{left}"
    );
}
