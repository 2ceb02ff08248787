use std::pin::Pin;

use futures_util::future::join_all;
use korotko_testkit::Answer;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use super::app::App;
use super::document::Operation;
use super::wire::{self, Asked};

/// A request; awaiting it sends it.
pub struct Ask {
    app: App,
    method: Method,
    path: String,
    request: RequestBuilder,
    may_be_unavailable: bool,
    insists: bool,
    for_people: bool,
}

/// Sends all requests concurrently; returns the responses in the same order.
pub async fn at_once(asks: impl IntoIterator<Item = Ask>) -> Vec<Answer> {
    let asks = asks.into_iter().map(|ask| tokio::spawn(ask.into_future()));
    let asks: Vec<_> = asks.collect();
    let answers = join_all(asks).await.into_iter();
    answers.map(Result::unwrap).collect()
}

impl App {
    /// A request for this path, with its query.
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let request = self.http.request(method.clone(), self.url(path));
        Ask {
            app: self.clone(),
            method,
            path: path.to_owned(),
            request,
            may_be_unavailable: false,
            insists: false,
            for_people: false,
        }
    }

    /// The request of an operation on this path, with the documented example as its body.
    pub fn example(&self, operation: &Operation, path: &str) -> Ask {
        let ask = self.ask(operation.method.clone(), path);
        match &operation.example {
            Some(example) => ask.json(example),
            None => ask,
        }
    }

    pub fn get(&self, path: &str) -> Ask {
        self.ask(Method::GET, path)
    }

    pub fn head(&self, path: &str) -> Ask {
        self.ask(Method::HEAD, path)
    }

    pub fn post(&self, path: &str, body: &Value) -> Ask {
        self.ask(Method::POST, path).json(body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Ask {
        self.ask(Method::PATCH, path).json(body)
    }

    pub fn delete(&self, path: &str) -> Ask {
        self.ask(Method::DELETE, path)
    }
}

impl Ask {
    /// Adds a bearer token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sets the body.
    pub fn body(self, content_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let with_body = self.undeclared(bytes);
        with_body.header("Content-Type", content_type)
    }

    /// Sets the body without a media type.
    pub fn undeclared(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.request = self.request.body(bytes.into());
        self
    }

    /// Allows 503.
    pub fn may_be_unavailable(mut self) -> Self {
        self.may_be_unavailable = true;
        self
    }

    /// Repeats the request while it is answered 503.
    pub fn insistently(mut self) -> Self {
        self.insists = true;
        self.may_be_unavailable()
    }

    /// Expects an error to be an HTML page.
    pub fn for_people(mut self) -> Self {
        self.for_people = true;
        self
    }

    async fn send(self) -> Answer {
        loop {
            let answer = self.send_once().await;
            if answer.status != 503 || !self.insists {
                return answer;
            }
        }
    }

    async fn send_once(&self) -> Answer {
        let request = self.request.try_clone().expect("a body in memory");
        let answer = Answer::to(request).await;
        let asked = Asked {
            method: &self.method,
            path: self.path.split('?').next().unwrap_or_default(),
            may_be_unavailable: self.may_be_unavailable,
            for_people: self.for_people,
            https: self.app.public_url.starts_with("https:"),
        };
        wire::check(&self.app.document, &asked, &answer);
        answer
    }
}

impl IntoFuture for Ask {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
