use korotko_core::Korotko;
use korotko_core::id::SessionId;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::SessionView;
use super::problems::EndSessionProblem;
use crate::api::bearer::SignedIn;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};

/// The kind of the cursors of sessions.
const CURSOR: char = 'b';

/// Sessions of browsers.
#[derive(Debug)]
pub struct BrowserSessionApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of sessions.
    #[oai(status = 200)]
    Page(Json<Page<SessionView>>),
}

#[derive(ApiResponse)]
enum Ended {
    /// The session has ended.
    #[oai(status = 204)]
    Ended,
}

#[OpenApi(prefix_path = "/api/sessions", tag = "Tag::Accounts")]
impl BrowserSessionApi {
    /// List your sessions
    ///
    /// Returns a page of the browsers in which you are signed in, newest first. A session ends when you sign out, 14 days after it was last
    /// used and 90 days after it started at the latest, and with all others. There are at most 100: beyond that the oldest ends. What is
    /// signed in by tokens, as programs are, is not listed.
    #[oai(path = "/", method = "get", operation_id = "listSessions")]
    async fn list(
        &self,
        user: SignedIn,
        /// The number of sessions on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
    ) -> Result<Listed, ListProblem> {
        let after = cursor::read_optional_id(after.0.as_deref(), CURSOR)?;
        let sessions = &self.korotko.sessions;
        let page = sessions
            .list(&user.0, after.map(SessionId), limit.0)
            .await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, CURSOR, next))))
    }

    /// End a session
    ///
    /// Signs you out in one browser, at once. `signOutEverywhere` ends all sessions.
    #[oai(path = "/:id", method = "delete", operation_id = "endSession")]
    async fn end(
        &self,
        user: SignedIn,
        /// The id of the session.
        id: Path<i64>,
    ) -> Result<Ended, EndSessionProblem> {
        self.korotko.sessions.end(&user.0, SessionId(id.0)).await?;
        Ok(Ended::Ended)
    }
}
