use korotko_core::user::{Language, User};
use korotko_texts::Texts;

use crate::assets;
use crate::theme::Theme;
use crate::visit::Visit;

/// What surrounds every page: the language, the menu, the choices at the foot.
pub(crate) struct Frame<'a> {
    /// The texts in the language of the page.
    pub(crate) t: &'static Texts,
    pub(crate) language: Language,
    pub(crate) theme: Theme,
    /// The title of the page.
    pub(crate) title: String,
    /// Who is signed in.
    pub(crate) user: Option<&'a User>,
    /// The path and query of the page, to return to.
    pub(crate) here: String,
    /// The path of the page, to mark it in the menu.
    pub(crate) path: &'a str,
    pub(crate) can_register: bool,
    pub(crate) terms: Option<String>,
    pub(crate) style: &'a str,
    pub(crate) script: &'a str,
    pub(crate) icon: &'a str,
    /// What just happened.
    pub(crate) notice: Option<String>,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(visit: &'a Visit<'a>, title: impl Into<String>) -> Self {
        let request = visit.request;
        let policy = visit.site.korotko.users.policy();
        let here = request.uri.path_and_query();
        Self {
            t: visit.texts(),
            language: visit.language,
            theme: visit.theme,
            title: title.into(),
            user: visit.user(),
            here: here.map_or_else(String::new, ToString::to_string),
            path: request.path(),
            can_register: policy.registration == korotko_core::user::Registration::Open,
            terms: policy.terms_url.as_ref().map(ToString::to_string),
            style: &assets::STYLE.path,
            script: &assets::SCRIPT.path,
            icon: &assets::ICON.path,
            notice: visit.notice(),
        }
    }

    /// Whether the menu marks the entry with this path.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        let rest = self.path.strip_prefix(path);
        rest.is_some_and(|rest| rest.is_empty() || (path != "/app" && rest.starts_with('/')))
    }

    pub(crate) fn is_administrator(&self) -> bool {
        self.user.is_some_and(|user| user.is_administrator)
    }
}
