//! The service under test: operations that fail in every way.
#![allow(clippy::unused_async, reason = "the framework asks for it")]

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use korotko::http::{
    Accounts, ClientAddr, HttpSettings, JsonBody, Layers, OriginalMethod, RouteTable, Server,
    ServerOptions, StaticDocument, wrap,
};
use korotko::problem::Problem;
use korotko::problems;
use korotko_core::fault::{Fault, FaultKind, Violation};
use korotko_testkit::{Answer, until};
use poem::http::Method;
use poem::web::Data;
use poem::{Endpoint, Response, Route, get};
use poem_openapi::auth::Bearer;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{Json, PlainText};
use poem_openapi::{Enum, Object, OpenApi, OpenApiService, SecurityScheme};
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;

use crate::wire::within_deadline;

/// The gate of requests to `/slow`, which tells the test when one arrives.
#[derive(Debug)]
pub struct Gate {
    pub entered: Semaphore,
    pub open: Semaphore,
}

#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    pub name: String,
    pub password: String,
    pub age: Option<u8>,
    pub kind: Option<Kind>,
    #[serde(default)]
    #[oai(default)]
    pub tags: Vec<Tag>,
}

#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    pub label: String,
}

#[derive(Debug, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase")]
pub enum Kind {
    Cat,
    Dog,
}

/// A fault of the kind named by the person's name.
#[derive(Debug, thiserror::Error)]
#[error("no such person can be: {kind:?}")]
pub struct DemoFault {
    kind: FaultKind,
    violations: Vec<Violation>,
    source: std::io::Error,
}

impl Fault for DemoFault {
    fn kind(&self) -> FaultKind {
        self.kind
    }

    fn code(&self) -> &'static str {
        "demo-fault"
    }

    fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

fn fault(name: &str) -> Option<DemoFault> {
    let kind = match name {
        "invalid" => FaultKind::Invalid,
        "malformed" => FaultKind::Malformed,
        "unauthenticated" => FaultKind::Unauthenticated,
        "forbidden" => FaultKind::Forbidden,
        "missing" => FaultKind::NotFound,
        "gone" => FaultKind::Gone,
        "conflict" => FaultKind::Conflict,
        "precondition-failed" => FaultKind::Stale,
        "too-many" => FaultKind::TooMany,
        "unavailable" => FaultKind::Unavailable,
        "too-broad" => FaultKind::TooBroad,
        "internal" => FaultKind::Internal,
        _ => return None,
    };
    let violation = |field, message: &str| Violation {
        field,
        message: message.to_owned(),
    };
    let violations = vec![
        violation("name", "must be nicer"),
        violation("password", "must be longer"),
    ];
    let violations = if kind == FaultKind::Invalid {
        violations
    } else {
        Vec::new()
    };
    let source = std::io::Error::other("connection to secret-host refused");
    Some(DemoFault {
        kind,
        violations,
        source,
    })
}

problems! {
    /// Why a person was not created.
    pub NewPersonProblem {
        400, 401, 403, 404,
        409 => [fault("conflict").unwrap()],
        410, 412, 415, 422, 429, 503,
    }
}

#[derive(SecurityScheme)]
#[oai(ty = "bearer", checker = "check")]
pub struct SignedIn(#[allow(dead_code, reason = "only its presence counts")] ());

async fn check(_: &poem::Request, bearer: Bearer) -> poem::Result<()> {
    match bearer.token.as_str() {
        "good" => Ok(()),
        "unavailable" => Err(Problem::from_fault(&fault("unavailable").unwrap()).into()),
        _ => Err(Problem::invalid_token().into()),
    }
}

/// The account of a request is the number in `Authorization`.
#[derive(Debug)]
pub struct Numbers;

#[async_trait]
impl Accounts for Numbers {
    async fn account(&self, request: &poem::Request) -> poem::Result<i64> {
        let number = request
            .header("authorization")
            .and_then(|text| text.parse().ok());
        Ok(number.ok_or_else(Problem::missing_token)?)
    }
}

pub struct Api(Arc<Gate>);

#[OpenApi]
impl Api {
    /// Creates a person.
    #[oai(path = "/people", method = "post", operation_id = "createPerson")]
    async fn create(
        &self,
        body: JsonBody<NewPerson>,
    ) -> Result<PlainText<String>, NewPersonProblem> {
        if let Some(fault) = fault(&body.0.name) {
            Err(fault)?;
        }
        Ok(PlainText(format!("{:?}", body.0)))
    }

    #[oai(path = "/people", method = "get")]
    async fn list(
        &self,
        #[oai(validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<u32>,
    ) -> Json<u32> {
        Json(limit.0)
    }

    #[oai(path = "/people/:id", method = "get")]
    async fn read(&self, id: Path<u64>, Data(method): Data<&OriginalMethod>) -> PlainText<String> {
        PlainText(format!("person {} by {}", id.0, method.0))
    }

    #[oai(path = "/people/:id", method = "delete")]
    async fn delete(&self, id: Path<u64>) -> Json<u64> {
        Json(id.0)
    }

    #[oai(path = "/pairs/:left/:right", method = "get")]
    async fn pair(&self, left: Path<u8>, right: Path<u8>) -> Json<Vec<u8>> {
        Json(vec![left.0, right.0])
    }

    #[oai(path = "/photos", method = "put")]
    async fn photo(&self, body: JsonBody<Tag>) -> Json<u64> {
        Json(body.0.label.len() as u64)
    }

    #[oai(path = "/me", method = "get")]
    async fn me(&self, _signed_in: SignedIn) -> Json<bool> {
        Json(true)
    }

    #[oai(path = "/address", method = "get")]
    async fn address(&self, Data(client): Data<&ClientAddr>) -> PlainText<String> {
        PlainText(client.0.to_string())
    }

    #[oai(path = "/panic", method = "get")]
    async fn panic(&self) -> Json<bool> {
        panic!("a defect that nobody foresaw")
    }

    #[oai(path = "/slow", method = "get")]
    async fn slow(&self) -> PlainText<&'static str> {
        self.0.entered.add_permits(1);
        self.0.open.acquire().await.unwrap().forget();
        PlainText("done")
    }

    #[oai(path = "/large", method = "get")]
    async fn large(&self) -> PlainText<String> {
        PlainText("x".repeat(64 * 1024 * 1024))
    }
}

pub struct Demo {
    pub address: SocketAddr,
    pub gate: Arc<Gate>,
    pub spec: serde_json::Value,
    client: reqwest::Client,
    stop: Option<oneshot::Sender<()>>,
    pub served: JoinHandle<()>,
}

impl Demo {
    pub async fn start() -> Self {
        Self::start_with(|_, _| ()).await
    }

    pub async fn start_with(change: impl FnOnce(&mut HttpSettings, &mut ServerOptions)) -> Self {
        crate::log::install();
        let gate = Arc::new(Gate {
            entered: Semaphore::new(0),
            open: Semaphore::new(0),
        });
        let service = OpenApiService::new(Api(gate.clone()), "Demo", "1.0");
        let spec = service.spec();
        let table = RouteTable::from_spec(&spec).unwrap();
        let table = table.with_body_limit("/photos", 200_000);
        let table = table
            .with_route("/docs", &[Method::GET])
            .with_route("/openapi.json", &[Method::GET]);
        let mut settings = HttpSettings::new(table, Arc::new(Numbers));
        let mut options = ServerOptions::default();
        change(&mut settings, &mut options);
        let endpoint = wrap(routes(service), &Layers::new(settings));
        let server = Server::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async move { drop(stopped.await) };
        let served = tokio::spawn(server.serve(endpoint, None, shutdown, options));
        let spec = serde_json::from_str(&spec).unwrap();
        Self {
            address,
            gate,
            spec,
            client: reqwest::Client::new(),
            stop: Some(stop),
            served,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// A request for a path, to be sent by [`Self::send`].
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, self.url(path))
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        Answer::to(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// POSTs a body as JSON to `/people`.
    pub async fn post(&self, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(Method::POST, "/people").body(body);
        let request = request.header("content-type", "application/json");
        self.send(request).await
    }

    /// Waits until a request to `/slow` arrives.
    pub async fn entered(&self) {
        let entered = within_deadline(self.gate.entered.acquire()).await;
        entered.unwrap().forget();
    }

    /// Sends a request to `/slow`, and waits until it arrives.
    pub async fn slow(&self) -> JoinHandle<Answer> {
        let slow = tokio::spawn(Answer::to(self.request(Method::GET, "/slow")));
        self.entered().await;
        slow
    }

    /// Releases a request to `/slow`, which must succeed.
    pub async fn finish(&self, slow: JoinHandle<Answer>) -> Answer {
        self.gate.open.add_permits(1);
        let answer = within_deadline(slow).await.unwrap().with(200);
        assert_eq!(answer.body, "done");
        answer
    }

    /// Waits until the port is closed.
    pub async fn closed(&self) {
        until("a closed port", async || {
            TcpStream::connect(self.address).await.is_err()
        })
        .await;
    }
}

fn routes(service: OpenApiService<Api, ()>) -> impl Endpoint<Output = Response> + 'static {
    let docs = StaticDocument::swagger_ui("Demo API", &service.swagger_ui_html());
    let spec = StaticDocument::json(service.spec());
    Route::new()
        .at("/docs", get(docs))
        .at("/openapi.json", get(spec))
        .nest("/", service)
}
