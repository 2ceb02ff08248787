use askama::Template;
use korotko_core::id::SessionId;
use korotko_core::session::{MAX_SESSIONS, Session};

use crate::failure::Failure;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::pages::sure::{self, Question};
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

const PATH: &str = "/app/account/sessions";

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage<'a> {
    frame: Frame<'a>,
    rows: Vec<Row>,
}

/// A browser in which somebody is signed in.
#[derive(Debug)]
struct Row {
    id: i64,
    agent: String,
    started: Moment,
    seen: Moment,
    /// Whether it is the one that shows the page.
    is_current: bool,
}

/// All sessions of browsers, newest first.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let limit = u32::try_from(MAX_SESSIONS).unwrap_or(u32::MAX);
    let sessions = &visit.site.korotko.sessions;
    let page = sessions.list(user, None, limit).await?;
    let rows = page.items.iter().map(|session| Row::new(visit, session));
    Ok(Reply::page(&SessionsPage {
        rows: rows.collect(),
        frame: Frame::new(visit, visit.text("sessions-title")),
    }))
}

/// Ends one session, or all.
pub(super) async fn act(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    match form.text("form") {
        "everywhere" => sign_out_everywhere(visit, &form).await,
        _ => end(visit, form.text("session")).await,
    }
}

async fn end(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let id = id.parse().map_err(|_| Failure::NoPage)?;
    visit.site.korotko.sessions.end(user, SessionId(id)).await?;
    Ok(Reply::see_other("/app/account/sessions?done=session-ended"))
}

/// Ends all sessions. API keys, which nobody gets back, are deleted once somebody is sure.
async fn sign_out_everywhere(visit: &Visit<'_>, form: &Form) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let with_keys = form.is_on("keys");
    if with_keys && !form.is_on("sure") {
        return Ok(ask(visit));
    }
    let users = &visit.site.korotko.users;
    users.sign_out_everywhere(user, with_keys).await?;
    let next = "/signin?done=signed-out-everywhere";
    Ok(Reply::signed_out(next, visit.site.cookies))
}

fn ask(visit: &Visit<'_>) -> Reply {
    let question = Question {
        title: visit.text("sessions-everywhere"),
        text: visit.text("sessions-keys-sure"),
        action: PATH,
        fields: &[("form", "everywhere"), ("keys", "on"), ("sure", "on")],
        button: visit.text("sessions-everywhere"),
        back: PATH,
    };
    sure::show(visit, question)
}

impl Row {
    fn new(visit: &Visit<'_>, session: &Session) -> Self {
        let agent = session.agent.as_str();
        let current = visit.owner.as_ref().map(|owner| owner.session.id);
        Self {
            id: session.id.0,
            agent: match agent {
                "" => visit.text("sessions-unknown"),
                agent => agent.to_owned(),
            },
            started: Moment::new(session.created_at, visit.zone()),
            seen: Moment::new(session.last_seen_at, visit.zone()),
            is_current: current == Some(session.id),
        }
    }
}
