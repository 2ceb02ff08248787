//! Jobs, invitations, the audit log and the overview on pages.

use korotko_core::job::JobState;
use korotko_core::user::{Language, Registration};
use korotko_testkit::Stage;
use reqwest::Method;
use serde_json::json;

use super::{Browser, assert_has, root};
use crate::support::{App, Setup, eventually, on_both_databases};

on_both_databases!(
    the_overview_says_how_the_service_is,
    a_failed_job_is_retried_on_a_page,
    somebody_is_invited_on_a_page,
    while_registration_is_closed_nobody_is_invited_on_a_page,
    the_audit_log_is_read_page_by_page,
);

const JOBS: &str = "/app/admin/jobs";
const INVITATIONS: &str = "/app/admin/invitations";
const CAROL: &str = "carol@example.com";

/// Lets the mail to Carol fail permanently; returns the id of its job.
async fn failed_job(app: &App) -> String {
    app.sink.reply_to(Stage::Rcpt, "550 5.1.1 no", 1);
    app.register(CAROL).await.with(201);
    let failed = [JobState::Failed];
    let job = eventually("a failed job", async || {
        app.korotko.jobs.run_due().await.unwrap();
        app.jobs(&failed).await.pop()
    });
    job.await.id.to_string()
}

async fn the_overview_says_how_the_service_is(app: App) {
    let (_, browser) = root(&app).await;
    app.idle().await;
    let page = browser.read("/app/admin").await;
    let database = "<span class=\"state\">ready</span>";
    assert_has(
        &page,
        &[database, "Open abuse reports", "made an administrator"],
    );
    assert!(!page.contains(&format!("{JOBS}?state=failed")), "{page}");
    failed_job(&app).await;
    let page = browser.read("/app/admin").await;
    assert_has(&page, &[&format!("{JOBS}?state=failed"), "Mail to verify"]);
}

async fn a_failed_job_is_retried_on_a_page(app: App) {
    let (_, browser) = root(&app).await;
    let job = failed_job(&app).await;
    for state in ["", "?state=failed"] {
        let page = browser.read(&format!("{JOBS}{state}")).await;
        assert_has(&page, &["Mail to verify an address", "550", "Retry"]);
    }
    let next = browser.done(JOBS, &[("job", &*job)]).await;
    assert_eq!(next, format!("{JOBS}?done=job-retried"));
    app.mail_to(CAROL).await;
    app.idle().await;
    let page = browser.read(&next).await;
    assert_has(&page, &["The job is due again.", "No jobs."]);
    let done = browser.read(&format!("{JOBS}?state=done")).await;
    assert_has(&done, &["Mail to verify an address"]);
    let again = browser.send(JOBS, &[("job", &*job)]);
    again.for_people().await.with(404);
}

async fn somebody_is_invited_on_a_page(mut setup: Setup) {
    // Nobody else could have an account yet.
    let app = setup.start().await;
    let (root, _) = root(&app).await;
    setup.policy.registration = Registration::Invite;
    let app = setup.start().await;
    let browser = Browser::with(&app, &app.browser(&root.email, "Firefox").await);
    let invite = |email| [("form", "invite"), ("email", email), ("language", "ru")];
    for (email, part) in [
        ("nobody", "id=\"email-error\""),
        (&*root.email, "already has an account"),
    ] {
        let refused = browser.send(INVITATIONS, &invite(email)).await.with(200);
        assert_has(&refused.body, &[part, &format!("value=\"{email}\"")]);
    }
    let next = browser.done(INVITATIONS, &invite(CAROL)).await;
    let page = browser.read(&next).await;
    assert_has(&page, &["The invitation is on its way.", CAROL]);
    let mail = app.mail_to(CAROL).await;
    let form = app.page(&app.link_in(&mail)).await.with(200);
    assert_has(&form.body, &[CAROL]);
    let at = root.at(&app);
    let invited = at.read("/api/admin/invitations/").await;
    assert_eq!(invited["items"][0]["language"], json!("ru"));
    let id = invited["items"][0]["id"].to_string();
    let withdraw = [("form", "delete"), ("invitation", &*id)];
    browser.done(INVITATIONS, &withdraw).await;
    let page = browser.read(INVITATIONS).await;
    assert_has(&page, &["No invitation is waiting."]);
    app.page(&app.link_in(&mail)).for_people().await.with(404);
}

async fn while_registration_is_closed_nobody_is_invited_on_a_page(mut setup: Setup) {
    let app = setup.start().await;
    let (root, _) = root(&app).await;
    setup.policy.registration = Registration::Closed;
    let app = setup.start().await;
    let browser = Browser::with(&app, &app.browser(&root.email, "Firefox").await);
    let page = browser.read(INVITATIONS).await;
    assert_has(&page, &["Registration is closed, also for invited people."]);
    let fields = [("form", "invite"), ("email", CAROL)];
    browser.send(INVITATIONS, &fields).await.with(200);
    let at = root.at(&app);
    assert_eq!(at.read("/api/admin/invitations/").await["items"], json!([]));
}

async fn the_audit_log_is_read_page_by_page(app: App) {
    let (root, browser) = root(&app).await;
    let (ann, log) = (app.member("ann").await, "/app/admin/audit");
    for email in ["bob@example.com", CAROL] {
        app.invite(email, Language::En).await.unwrap();
    }
    let user = format!("/api/admin/users/{}", ann.id);
    for verb in ["promote", "demote"].into_iter().cycle().take(50) {
        let act = root.ask(Method::POST, &format!("{user}/{verb}"));
        act.await.with(200);
    }
    let first = browser.read(log).await;
    assert_eq!(first.matches("made an ").count(), 50, "{first}");
    let next = first.split("rel=\"next\" href=\"").nth(1);
    let next = next.unwrap().split('"').next().unwrap();
    let last = browser.read(next).await;
    // The first act made the administrator, on the command line.
    assert_has(&last, &["invited", "command line", "made an administrator"]);
    assert!(!last.contains("rel=\"next\""), "{last}");
    let path = format!("{log}?user={}", root.id);
    let own = browser.read(&path).await;
    assert!(!own.contains(">invited"), "{own}");
    assert_has(&own, &[&format!("{log}?\"")]);
}
