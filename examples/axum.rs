//! Korotko behind routes of an axum server: register, verify, sign in, shorten, follow.
//!
//! Run it with `cargo run -p korotko-examples --bin axum`; verification links are printed.

use std::error::Error;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use axum::routing::{get, post};
use axum::{Json, Router, response::IntoResponse, response::Response};
use korotko_core::fault::{Fault, FaultKind};
use korotko_core::id::UserId;
use korotko_core::link::{ClientInfo, Namespace, NewLink};
use korotko_core::ports::{Mail, MailContent, MailError, Mailer};
use korotko_core::user::{Language, Register, User};
use korotko_core::{Korotko, PublicUrl};
use korotko_tokio::Worker;
use serde::Deserialize;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    let korotko = korotko("http://localhost:3000", Arc::new(Printer))?;
    tokio::spawn(Worker::new(korotko.jobs.clone()).run(std::future::pending()));
    Ok(axum::serve(listener, routes(korotko)).await?)
}

// [readme
fn routes(korotko: Korotko) -> Router {
    Router::new()
        .route("/register", post(register))
        .route("/verify/{token}", get(verify))
        .route("/signin", post(sign_in))
        .route("/links", post(shorten))
        .route("/{slug}", get(follow))
        .with_state(korotko)
}

async fn register(korotko: State<Korotko>, body: Json<Credentials>) -> Answer<StatusCode> {
    let Credentials { email, password } = body.0;
    let register = Register {
        email,
        password,
        language: Language::En,
        invitation: None,
    };
    // The address of the client, if it is given, limits registrations; sign-ins likewise.
    korotko.users.register(register, None).await?;
    Ok(StatusCode::CREATED)
}

async fn verify(korotko: State<Korotko>, token: Path<String>) -> Answer<&'static str> {
    korotko.users.verify_email(&token).await?;
    Ok("verified")
}

async fn sign_in(korotko: State<Korotko>, body: Json<Credentials>) -> Answer<String> {
    let signed_in = korotko.users.sign_in(&body.email, &body.password, None);
    let session = signed_in.await?;
    Ok(session.access_token)
}

async fn shorten(korotko: State<Korotko>, user: SignedIn, url: String) -> Answer<String> {
    let new = NewLink {
        url,
        ..NewLink::default()
    };
    let link = korotko.links.create(Some(user.0.id), &new, None).await?;
    Ok(korotko.links.share_url(&link).into())
}

async fn follow(
    korotko: State<Korotko>,
    slug: Path<String>,
    Query(query): Query<NamespaceQuery>,
    RawQuery(raw_query): RawQuery,
    headers: HeaderMap,
) -> Answer<impl IntoResponse> {
    let owner = query.u.map(|id| Namespace::Personal(UserId(id)));
    let namespace = owner.unwrap_or(Namespace::Global);
    let field = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // The client's address distinguishes visitors; `korotko-useragent` distinguishes people from bots.
    let client = ClientInfo {
        referrer: field(header::REFERER),
        languages: field(header::ACCEPT_LANGUAGE),
        ..ClientInfo::default()
    };
    let followed = korotko.links.follow(namespace, &slug, &client);
    let redirect = followed.await?;
    let status = StatusCode::from_u16(redirect.status.code()).unwrap_or(StatusCode::FOUND);
    let location = redirect.location(raw_query.as_deref());
    Ok((status, [(header::LOCATION, location.to_string())]))
}

/// An error of Korotko: its kind decides the status, its code and messages are the body.
struct ErrorResponse(StatusCode, String);

type Answer<T> = Result<T, ErrorResponse>;

impl<F: Fault> From<F> for ErrorResponse {
    fn from(fault: F) -> Self {
        let status = match fault.kind() {
            FaultKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            FaultKind::Malformed => StatusCode::BAD_REQUEST,
            FaultKind::Unauthenticated => StatusCode::UNAUTHORIZED,
            FaultKind::Forbidden => StatusCode::FORBIDDEN,
            FaultKind::NotFound => StatusCode::NOT_FOUND,
            FaultKind::Gone => StatusCode::GONE,
            FaultKind::LegalReasons => StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS,
            FaultKind::Conflict => StatusCode::CONFLICT,
            FaultKind::Stale => StatusCode::PRECONDITION_FAILED,
            FaultKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            FaultKind::Unavailable | FaultKind::TooBroad => StatusCode::SERVICE_UNAVAILABLE,
            FaultKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let violations = fault.violations().iter();
        let lines = violations.map(|v| format!("\n{}: {}", v.field, v.message));
        let text = format!("{}: {fault}{}", fault.code(), lines.collect::<String>());
        Self(status, text)
    }
}
// readme]

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

#[derive(Deserialize)]
struct NamespaceQuery {
    u: Option<i64>,
}

/// The user of a request's access token.
struct SignedIn(User);

impl FromRequestParts<Korotko> for SignedIn {
    type Rejection = ErrorResponse;

    async fn from_request_parts(parts: &mut Parts, korotko: &Korotko) -> Answer<Self> {
        let field = parts.headers.get(header::AUTHORIZATION);
        let token = field.and_then(|field| field.to_str().ok()?.strip_prefix("Bearer "));
        let token = token.unwrap_or_default();
        Ok(Self(korotko.users.authenticate(token).await?))
    }
}

/// An adapter of an embedder: a mailer that prints the links.
struct Printer;

#[async_trait::async_trait]
impl Mailer for Printer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if let MailContent::Verification { link } = &mail.content {
            println!("verification link of {}: {link}", mail.to.as_typed());
        }
        Ok(())
    }
}

fn korotko(public_url: &str, mailer: Arc<dyn Mailer>) -> Result<Korotko, Box<dyn Error>> {
    let builder = korotko_tokio::builder(PublicUrl::parse(public_url)?);
    Ok(korotko_memory::in_memory(builder).mailer(mailer).build()?)
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use korotko_memory::MemoryMailer;
    use tower::ServiceExt as _;

    use super::*;

    /// The status, the `Location` and the body of the response.
    async fn send(routes: &Router, request: Request<Body>) -> (u16, Option<String>, String) {
        let answer = routes.clone().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let location = answer.headers().get(header::LOCATION);
        let location = location.map(|field| field.to_str().unwrap().to_owned());
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, location, String::from_utf8(body.to_vec()).unwrap())
    }

    fn get(path: &str) -> Request<Body> {
        Request::get(path).body(Body::empty()).unwrap()
    }

    fn post_credentials(path: &str, password: &str) -> Request<Body> {
        let body = format!(r#"{{"email": "ann@example.com", "password": "{password}"}}"#);
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        request.body(body.into()).unwrap()
    }

    fn post_url(token: &str, url: &'static str) -> Request<Body> {
        let request = Request::post("/links").header(header::AUTHORIZATION, token);
        request.body(url.into()).unwrap()
    }

    fn path_and_query(url: &str) -> &str {
        url.strip_prefix("http://localhost:3000").unwrap()
    }

    #[tokio::test]
    async fn an_account_is_created_and_its_link_followed() {
        let mailer = MemoryMailer::new();
        let korotko = korotko("http://localhost:3000", Arc::new(mailer.clone())).unwrap();
        let routes = routes(korotko.clone());

        let (status, ..) = send(&routes, post_credentials("/register", "Passw0rd-ok")).await;
        assert_eq!(status, 201);
        let (status, _, refusal) = send(&routes, post_credentials("/signin", "Passw0rd-ok")).await;
        assert_eq!((status, &refusal[..18]), (403, "email-not-verified"));

        korotko.jobs.run_due().await.unwrap();
        let MailContent::Verification { link } = mailer.sent().remove(0).content else {
            panic!("the first mail asks to verify the address");
        };
        let (status, ..) = send(&routes, get(link.path())).await;
        assert_eq!(status, 200);

        let (_, _, token) = send(&routes, post_credentials("/signin", "Passw0rd-ok")).await;
        let token = format!("Bearer {token}");
        let (_, _, share_url) = send(&routes, post_url(&token, "https://example.com/a")).await;
        let (status, location, _) = send(&routes, get(path_and_query(&share_url))).await;
        assert_eq!(
            (status, location.as_deref()),
            (307, Some("https://example.com/a"))
        );
    }

    #[tokio::test]
    async fn errors_have_their_status_and_code() {
        let routes = routes(korotko("http://localhost:3000", Arc::new(Printer)).unwrap());
        for (request, status, body) in [
            (get("/nobody"), 404, "not-found: link not found"),
            (
                get("/verify/forged"),
                400,
                "verification-token-invalid: this verification link is invalid or expired; request a new mail",
            ),
            (
                post_url("", "https://example.com/a"),
                401,
                "token-invalid: the token is invalid; sign in again",
            ),
        ] {
            let (answered, _, text) = send(&routes, request).await;
            assert_eq!((answered, text.as_str()), (status, body));
        }
        let (status, _, text) = send(&routes, post_credentials("/register", "short")).await;
        assert_eq!(status, 422);
        assert!(text.contains("\npassword: "), "{text}");
    }
}
