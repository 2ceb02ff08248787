use std::fmt;
use std::sync::Arc;

use http::{HeaderValue, Method, StatusCode, header};
use korotko_core::Korotko;
use korotko_core::user::User;
use url::form_urlencoded;

use crate::failure::{Failure, method_not_allowed, refusal};
use crate::pages::sheet::{self, Sheet};
use crate::pages::{
    abuse, account, admin, collections, email_change, home, invite, links, overview, preferences,
    preview, problem, reports, reset, shares, sign_in, sign_up, trash, well_known,
};
use crate::reply::{PageResponse, Reply};
use crate::request::PageRequest;
use crate::route::{AccountRoute, Route};
use crate::routes::{Found, Routes};
use crate::settings::{PagesSettings, Refusal};
use crate::site::Site;
use crate::visit::Visit;
use crate::{assets, origin};

/// The pages, which clones share.
#[derive(Clone)]
pub struct Pages {
    site: Arc<Site>,
    routes: Arc<Routes>,
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}

impl Pages {
    /// Pages of these use cases.
    #[must_use]
    pub fn new(korotko: Korotko, settings: PagesSettings) -> Self {
        Self {
            site: Arc::new(Site::new(korotko, settings)),
            routes: Arc::new(Routes::new()),
        }
    }

    /// The paths of all pages but the previews, `/{slug}+`, with their methods.
    pub fn paths() -> impl Iterator<Item = (&'static str, &'static [Method])> {
        let paths = Route::PATHS.iter();
        paths.map(|(path, _, methods)| (*path, *methods))
    }

    /// Whether this path belongs to the pages.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.routes.find(path).is_some()
    }

    /// The response to a request.
    pub async fn respond(&self, request: &PageRequest) -> PageResponse {
        let site = &*self.site;
        let (visit, answer) = match Visit::begin(site, request).await {
            Ok(visit) => {
                let answer = self.answer(&visit).await;
                (visit, answer)
            }
            Err(error) => (Visit::anonymous(site, request), Err(error.into())),
        };
        let mut reply = answer.unwrap_or_else(|failure| self.refuse(&visit, &failure));
        let is_signed_out = !reply.headers().contains_key(header::SET_COOKIE);
        if visit.has_ended && is_signed_out {
            site.cookies.forget_session(reply.headers());
        }
        reply.0
    }

    /// The page of an error that is not one of the pages'.
    #[must_use]
    pub fn problem(&self, request: &PageRequest, refusal: &Refusal) -> PageResponse {
        let visit = Visit::anonymous(&self.site, request);
        problem::show(&visit, refusal).0
    }

    /// A page with one message, for an operation of the API to which the link in a mail leads.
    #[must_use]
    pub fn sheet(&self, request: &PageRequest, sheet: Sheet) -> PageResponse {
        sheet::anonymous(&self.site, request, sheet).0
    }

    /// Who is signed in and asks for the export of their account, if this is such a request. The program streams the file: a response of
    /// the pages is complete.
    pub async fn exporting_user(&self, request: &PageRequest) -> Option<User> {
        let found = self.routes.find(request.path())?;
        let is_export = found.route == Route::Account(AccountRoute::Export);
        if !is_export || !request.is_safe() {
            return None;
        }
        let visit = Visit::begin(&self.site, request).await.ok()?;
        visit.owner.map(|owner| owner.user)
    }

    async fn answer(&self, visit: &Visit<'_>) -> Result<Reply, Failure> {
        let request = visit.request;
        let found = self.routes.find(request.path()).ok_or(Failure::NoPage)?;
        if !request.is_safe() && !origin::is_ours(request, &visit.site.origin) {
            return Err(Failure::Foreign);
        }
        if request.is_safe() {
            show(visit, found).await
        } else if request.method == Method::POST {
            carry_out(visit, found).await
        } else {
            Err(Failure::Method)
        }
    }

    /// The answer to a failure.
    fn refuse(&self, visit: &Visit<'_>, failure: &Failure) -> Reply {
        let refused = match failure {
            Failure::SignInFirst => return sign_in_first(visit),
            Failure::NoPage => refusal(StatusCode::NOT_FOUND, "not-found", "there is no such page"),
            Failure::Method => {
                let found = self.routes.find(visit.request.path());
                let methods = found.map(|found| found.route.methods());
                method_not_allowed(methods.unwrap_or_default())
            }
            Failure::Foreign => refusal(
                StatusCode::FORBIDDEN,
                "foreign-origin",
                "another site sent this form; open the page here and send it again",
            ),
            Failure::Fault(fault) => (visit.site.settings.refuse)(&**fault),
        };
        problem::show(visit, &refused)
    }
}

/// Answers GET and HEAD.
async fn show(visit: &Visit<'_>, Found { route, variable }: Found<'_>) -> Result<Reply, Failure> {
    Ok(match route {
        Route::Home => home::show(visit).await?,
        Route::Preview => preview::show(visit, variable).await?,
        Route::Asset => assets::find(visit.request.path()).ok_or(Failure::NoPage)?,
        Route::SignIn => sign_in::show(visit),
        Route::SignUp => sign_up::show(visit),
        Route::Invite => invite::show(visit, variable).await?,
        Route::Reset => reset::show(visit),
        Route::NewPassword => reset::form(visit, variable),
        Route::EmailChange => email_change::show(visit, variable),
        Route::Account(route) => account::show(visit, route, variable).await?,
        Route::Links => links::list::show(visit).await?,
        Route::NewLink => links::new::show(visit)?,
        Route::Link => links::show::show(visit, variable).await?,
        Route::LinkSvg => links::files::svg(visit, variable).await?,
        Route::LinkPng => links::files::png(visit, variable).await?,
        Route::LinkCsv => links::files::csv(visit, variable).await?,
        Route::Overview => overview::show(visit).await?,
        Route::Trash => trash::show(visit).await?,
        Route::Collections(route) => collections::show(visit, route, variable).await?,
        Route::Reports => reports::show(visit).await?,
        Route::Shares(route) => shares::show(visit, route, variable).await?,
        Route::Abuse => abuse::show(visit),
        Route::Admin(route) => admin::show(visit, route, variable).await?,
        Route::WellKnown(route) => well_known::show(route),
        Route::Preferences
        | Route::SignOut
        | Route::Resend
        | Route::BulkLinks
        | Route::DeleteLink => return Err(Failure::Method),
    })
}

/// Answers POST.
async fn carry_out(visit: &Visit<'_>, found: Found<'_>) -> Result<Reply, Failure> {
    match found.route {
        Route::Home => home::shorten(visit).await,
        Route::Preferences => preferences::choose(visit).await,
        Route::SignIn => sign_in::sign_in(visit).await,
        Route::SignOut => sign_in::sign_out(visit).await,
        Route::SignUp => sign_up::register(visit).await,
        Route::Resend => sign_up::resend(visit).await,
        Route::Reset => reset::request(visit).await,
        Route::NewPassword => reset::confirm(visit, found.variable).await,
        Route::EmailChange => email_change::confirm(visit, found.variable).await,
        Route::Account(route) => account::carry_out(visit, route, found.variable).await,
        Route::BulkLinks => links::bulk::act(visit).await,
        Route::NewLink => links::new::create(visit).await,
        Route::Link => links::show::edit(visit, found.variable).await,
        Route::DeleteLink => links::show::delete(visit, found.variable).await,
        Route::Trash => trash::restore(visit).await,
        Route::Collections(route) => collections::carry_out(visit, route, found.variable).await,
        Route::Reports => reports::act(visit).await,
        Route::Shares(route) => shares::carry_out(visit, route, found.variable).await,
        Route::Abuse => abuse::report(visit).await,
        Route::Admin(route) => admin::carry_out(visit, route, found.variable).await,
        Route::Preview
        | Route::Asset
        | Route::Invite
        | Route::Links
        | Route::LinkSvg
        | Route::LinkPng
        | Route::LinkCsv
        | Route::Overview
        | Route::WellKnown(_) => Err(Failure::Method),
    }
}

/// Leads to the sign-in, and back.
fn sign_in_first(visit: &Visit<'_>) -> Reply {
    let here = visit.request.uri.path_and_query();
    let here = here.filter(|_| visit.request.is_safe());
    let here = here.map_or("/app", |here| here.as_str());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", here);
    let mut reply = Reply::see_other("/signin");
    if let Ok(location) = HeaderValue::from_str(&format!("/signin?{}", query.finish())) {
        reply.headers().insert(header::LOCATION, location);
    }
    reply
}
