//! What Ann has, and the requests of operations on it.

use korotko_core::user::Language;
use serde_json::json;

use crate::support::{ANN, App, Ask, Member, Operation, PASSWORD};

const INVITED: &str = "invited@example.com";

/// Who reported Ann's link.
const REPORTER: &str = "reporter@example.com";

/// The browser in which Ann is signed in.
const BROWSER: &str = "anns-browser";

/// The address that Ann wants.
const WANTED: &str = "wanted@example.org";

/// Texts that only Ann's resources have, and those about them.
pub(super) const MARKS: [&str; 7] = [
    "anns-link",
    "anns-collection",
    BROWSER,
    ANN,
    INVITED,
    REPORTER,
    WANTED,
];

/// The ids of Ann's resources, and of those about them.
pub(super) struct Owned {
    user: i64,
    invitation: i64,
    link: i64,
    abuse_report: i64,
    collection: i64,
    report: i64,
    schedule: i64,
    key: i64,
    session: i64,
}

impl Owned {
    pub(super) async fn by(app: &App, ann: &Member) -> Self {
        let invited = app.invite(INVITED, Language::En).await.unwrap();
        let change = json!({"new_email": WANTED, "password": PASSWORD});
        ann.post("/api/users/email/", &change).await.with(202);
        let link = json!({"url": "https://example.com/anns-link", "slug": "anns-link"});
        let shared = ann.link_with(&link).await;
        let link = shared.number("id");
        let collection = ann.collection("anns-collection").await;
        ann.put_links(collection, &[link]).await.with(200);
        for shared in [format!("links/{link}"), format!("collections/{collection}")] {
            let share = ann.post(&format!("/api/{shared}/share"), &json!({}));
            share.await.with(201);
        }
        let report = ann.post("/api/reports/", &json!({})).await.with(202);
        let schedule = json!({"frequency": "daily", "hour": 1});
        let schedule = ann.post("/api/reports/schedules/", &schedule).await;
        Self {
            user: ann.id,
            invitation: invited.id.0,
            link,
            abuse_report: reported(app, &shared.text("share_url")).await,
            collection,
            report: report.number("id"),
            schedule: schedule.with(201).number("id"),
            key: ann.key(&["links:read"]).await.number("id"),
            session: app.browser(ANN, BROWSER).await.session.id.0,
        }
    }

    /// The path of the operation on these resources. A token in a path is a credential of its own, which nobody has here.
    fn path(&self, operation: &Operation) -> String {
        let path = operation.path.replace("{link_id}", &self.link.to_string());
        let path = path.replace("{slug}", "anns-link");
        let path = path.replace("{token}", "garbage");
        let path = path.replace("{verify_token}", "garbage");
        let ids = [
            ("/api/admin/users/", self.user),
            ("/api/admin/invitations/", self.invitation),
            ("/api/admin/links/", self.link),
            ("/api/admin/abuse-reports/", self.abuse_report),
            ("/api/admin/jobs/", 1),
            ("/api/links/", self.link),
            ("/api/collections/", self.collection),
            ("/api/reports/schedules/", self.schedule),
            ("/api/reports/", self.report),
            ("/api/keys/", self.key),
            ("/api/sessions/", self.session),
        ];
        let id = ids.iter().find(|(prefix, _)| path.starts_with(prefix));
        let path = id.map_or(path.clone(), |(_, id)| {
            path.replace("{id}", &id.to_string())
        });
        assert!(!path.contains('{'), "what is the id of Ann's in {path}?");
        path
    }

    pub(super) fn ask(&self, app: &App, operation: &Operation) -> Ask {
        let ask = app.example(operation, &self.path(operation));
        // The document has no example of a file.
        if operation.id == "importLinks" {
            ask.body("text/csv", "url\nhttps://example.com/imported\n")
        } else {
            ask
        }
    }
}

/// The id of a report of the link with this URL, which is the only report.
async fn reported(app: &App, url: &str) -> i64 {
    let body = json!({"url": url, "category": "phishing", "email": REPORTER});
    app.post("/api/abuse-reports/", &body).await.with(202);
    let administration = &app.korotko.administration;
    let reports = administration.list_abuse_reports(None, None, 1).await;
    reports.unwrap().items[0].report.id.0
}
