//! The pages for people, in front of the routes.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use korotko_core::{Korotko, Limits, PublicUrl};
use korotko_core::fault::Fault;
use korotko_core::ports::Clock;
use korotko_useragent::AgentReader;
use korotko_web::{PageRequest, Pages, PagesSettings, Refusal};
use poem::http::{Method, header};
use poem::{Endpoint, Error, IntoResponse, Request, Response, Result};

use super::live::LiveStreams;
use crate::api::Bearers;
use crate::api::transfer::account_response;
use crate::http::problem::{IsProblem, Problem};
use crate::http::{
    Accounts, ClientAddr, ErrorPage, ErrorPages, FullResponse, OriginalMethod, into_poem, request_id,
};

/// The pages, and what they cannot stream.
#[derive(Clone)]
pub(super) struct ServedPages {
    pub(super) pages: Pages,
    live: LiveStreams,
    /// The use cases with longer timeouts.
    work: Korotko,
    clock: Arc<dyn Clock>,
}

/// The pages of these use cases; `work` has longer timeouts.
pub(super) fn pages(
    (korotko, work): (&Korotko, &Korotko),
    limits: Limits,
    public_url: &PublicUrl,
    agents: Arc<AgentReader>,
    clock: Arc<dyn Clock>,
    live: LiveStreams,
) -> ServedPages {
    let settings = PagesSettings {
        work: work.clone(),
        max_import_rows: usize::try_from(limits.links_per_user).unwrap_or(usize::MAX),
        clock: clock.clone(),
        public_url: public_url.clone(),
        refuse,
        name_agent: Arc::new(move |field| name_of(&agents, field)),
    };
    ServedPages {
        pages: Pages::new(korotko.clone(), settings),
        live,
        work: work.clone(),
        clock,
    }
}

/// How the API answers the same failure.
fn refuse(fault: &dyn Fault) -> Refusal {
    let (status, refused, fields) = Problem::from_fault(fault).into_parts();
    Refusal {
        status,
        code: refused.code,
        detail: refused.detail,
        fields,
    }
}

/// Such as `Firefox, Windows`.
fn name_of(agents: &AgentReader, field: &str) -> String {
    let agent = agents.read(field.as_bytes());
    let known = [&*agent.browser, &*agent.os].into_iter();
    let known: Vec<_> = known.filter(|name| !name.is_empty()).collect();
    known.join(", ")
}

/// Answers requests for pages, and passes on the others.
pub(super) async fn show<E>(
    served: ServedPages,
    next: Arc<E>,
    mut request: Request,
) -> Result<Response>
where
    E: Endpoint,
{
    let pages = &served.pages;
    if !pages.has(request.uri().path()) {
        return Ok(next.call(request).await?.into_response());
    }
    let body = request.take_body().into_bytes().await?;
    let page = page_request(&request, body);
    if let Some(user) = pages.exporting_user(&page).await {
        let exported = account_response(&served.work, &user, served.clock.now()).await;
        return Ok(
            exported.unwrap_or_else(|error| into_poem(pages.problem(&page, &refuse(&error))))
        );
    }
    if let Some(response) = served.live.answer(pages, &page).await {
        return Ok(response);
    }
    Ok(into_poem(pages.respond(&page).await))
}

/// A request as the pages read it.
fn page_request(request: &Request, body: Bytes) -> PageRequest {
    let method = request.data::<OriginalMethod>();
    PageRequest {
        method: method.map_or_else(|| request.method().clone(), |method| method.0.clone()),
        uri: request.uri().clone(),
        headers: request.headers().clone(),
        body,
        client: request.data::<ClientAddr>().map(|client| client.0),
        id: request_id::current().map_or_else(String::new, |id| id.to_string()),
    }
}

/// Who may send a large body: on a page whoever is signed in there, elsewhere the owner of a token.
#[derive(Debug)]
pub(super) struct Senders {
    pages: Pages,
    bearers: Bearers,
}

impl Senders {
    pub(super) fn shared(served: &ServedPages, bearers: &Bearers) -> Arc<Self> {
        Arc::new(Self {
            pages: served.pages.clone(),
            bearers: bearers.clone(),
        })
    }
}

#[async_trait]
impl Accounts for Senders {
    async fn account(&self, request: &Request) -> Result<i64> {
        if !self.pages.has(request.uri().path()) {
            return self.bearers.account(request).await;
        }
        let page = page_request(request, Bytes::new());
        if let Some(user) = self.pages.user(&page).await {
            return Ok(user.id.0);
        }
        // Leads to the sign-in.
        let mut refusal = Error::from_response(into_poem(self.pages.respond(&page).await));
        refusal.set_data(IsProblem);
        Err(refusal)
    }
}

/// The pages of errors.
#[derive(Debug)]
pub(super) struct PagesOfErrors(pub(super) Pages);

impl ErrorPages for PagesOfErrors {
    fn page(&self, error: &ErrorPage<'_>) -> FullResponse {
        let request = PageRequest {
            method: Method::GET,
            uri: error.uri.clone(),
            headers: error.request.clone(),
            body: Bytes::new(),
            client: None,
            id: error.id.clone(),
        };
        let kept = [header::RETRY_AFTER, header::LINK, header::ALLOW];
        let fields = kept.map(|name| {
            error
                .response
                .get(&name)
                .cloned()
                .map(|value| (name, value))
        });
        let refusal = Refusal {
            status: error.status,
            code: error.refused.code.clone(),
            detail: error.refused.detail.clone(),
            fields: fields.into_iter().flatten().collect(),
        };
        self.0.problem(&request, &refusal)
    }
}
