use http::header;
use korotko_core::Zone;
use korotko_core::ports::Timestamp;
use korotko_core::session::{Session, SessionOwner};
use korotko_core::user::{AuthenticateError, Language, User};
use korotko_texts::Texts;

use crate::failure::Failure;
use crate::request::PageRequest;
use crate::site::Site;
use crate::theme::Theme;

/// The names of the cookies with preferences.
pub(crate) const LANGUAGE: &str = "language";
pub(crate) const THEME: &str = "theme";

/// A request, who sends it, and how they want to read the answer.
pub(crate) struct Visit<'a> {
    pub(crate) site: &'a Site,
    pub(crate) request: &'a PageRequest,
    pub(crate) owner: Option<SessionOwner>,
    pub(crate) language: Language,
    pub(crate) theme: Theme,
    /// Whether the request has the cookie of a session that ended.
    pub(crate) has_ended: bool,
}

impl<'a> Visit<'a> {
    /// Finds out who sends a request.
    pub(crate) async fn begin(
        site: &'a Site,
        request: &'a PageRequest,
    ) -> Result<Self, AuthenticateError> {
        let secret = request.cookie(site.cookies.session());
        let authenticated = match secret {
            Some(secret) => Some(site.korotko.sessions.authenticate(secret).await),
            None => None,
        };
        let (owner, has_ended) = match authenticated {
            None => (None, false),
            Some(Ok(owner)) => {
                record_use(site, &owner.session).await;
                (Some(owner), false)
            }
            Some(Err(AuthenticateError::TokenInvalid)) => (None, true),
            Some(Err(error)) => return Err(error),
        };
        Ok(Self {
            language: language(request, owner.as_ref()),
            has_ended,
            owner,
            ..Self::anonymous(site, request)
        })
    }

    /// A request of somebody who is not signed in.
    pub(crate) fn anonymous(site: &'a Site, request: &'a PageRequest) -> Self {
        let theme = request.cookie(THEME).and_then(Theme::from_name);
        Self {
            site,
            request,
            owner: None,
            language: language(request, None),
            theme: theme.unwrap_or_default(),
            has_ended: false,
        }
    }

    pub(crate) fn texts(&self) -> &'static Texts {
        Texts::of(self.language)
    }

    /// A text in the language of the visit.
    pub(crate) fn text(&self, key: &'static str) -> String {
        self.texts().text(key).to_owned()
    }

    /// Who is signed in, if anybody is.
    pub(crate) fn user(&self) -> Option<&User> {
        self.owner.as_ref().map(|owner| &owner.user)
    }

    /// Who is signed in; a page that requires it is shown after the sign-in.
    pub(crate) fn require_user(&self) -> Result<&User, Failure> {
        self.user().ok_or(Failure::SignInFirst)
    }

    /// The secret of the session.
    pub(crate) fn secret(&self) -> Option<&str> {
        self.request.cookie(self.site.cookies.session())
    }

    /// The name of the browser.
    pub(crate) fn agent(&self) -> String {
        let agent = self.request.field(header::USER_AGENT).unwrap_or_default();
        (self.site.settings.name_agent)(agent)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.site.settings.clock.now()
    }

    /// The time zone of the account; UTC for strangers.
    pub(crate) fn zone(&self) -> Zone {
        self.user().map_or(Zone::UTC, User::zone)
    }

    /// What just happened, as the parameter `done` of the query says by one of its known names.
    pub(crate) fn notice(&self) -> Option<String> {
        let query = self.request.query();
        let key = format!("notice-{}", query.given("done")?);
        self.texts().find(&key).map(ToOwned::to_owned)
    }
}

/// Records that a session is used, once a minute. A page is shown even if that fails.
async fn record_use(site: &Site, session: &Session) {
    let Some(begun) = site.korotko.sessions.use_to_record(session) else {
        return;
    };
    if let Err(error) = begun.record().await {
        let session = session.id.0;
        let text = "the use of a session is not recorded";
        tracing::warn!(event = "session_use_unrecorded", session, %error, "{text}");
    }
}

/// The language of an account, or of the cookie, or of the browser. A stranger's choice is in the cookie; signed in, it is the account's.
fn language(request: &PageRequest, owner: Option<&SessionOwner>) -> Language {
    let chosen = || request.cookie(LANGUAGE).and_then(Language::from_tag);
    let accepted = request.field(header::ACCEPT_LANGUAGE).unwrap_or_default();
    owner
        .map(|owner| owner.user.language)
        .or_else(chosen)
        .unwrap_or_else(|| Language::from_accept_language(accepted))
}
