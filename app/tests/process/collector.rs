//! A collector of traces: OTLP over HTTP.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use prost::Message;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A span, as it was received.
#[derive(Debug, Clone)]
pub struct ReceivedSpan {
    pub service: String,
    pub trace: String,
    pub id: String,
    /// Empty for a span without a parent.
    pub parent: String,
    pub name: String,
    pub kind: SpanKind,
    pub attributes: BTreeMap<String, String>,
    /// The attributes of its events.
    pub events: Vec<BTreeMap<String, String>>,
}

/// A collector; it ends when dropped.
pub struct Collector {
    address: SocketAddr,
    spans: Arc<Mutex<Vec<ReceivedSpan>>>,
    _serving: JoinSet<()>,
}

impl Collector {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let spans = Arc::default();
        let mut serving = JoinSet::new();
        serving.spawn(serve(listener, Arc::clone(&spans)));
        Self {
            address,
            spans,
            _serving: serving,
        }
    }

    /// The endpoint, as in the settings.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was received so far.
    pub fn spans(&self) -> Vec<ReceivedSpan> {
        self.spans.lock().expect("no panic").clone()
    }
}

async fn serve(listener: TcpListener, spans: Arc<Mutex<Vec<ReceivedSpan>>>) {
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        let spans = spans.clone();
        tokio::spawn(async move {
            let receive = service_fn(|request| receive(request, &spans));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), receive);
            // A process that is stopped may leave in the middle.
            let _ = connection.await;
        });
    }
}

async fn receive(
    request: Request<Incoming>,
    spans: &Mutex<Vec<ReceivedSpan>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "/v1/traces");
    assert_eq!(request.headers()["content-type"], "application/x-protobuf");
    assert!(request.headers().contains_key("host"));
    let body = request.into_body().collect().await.expect("a body");
    let exported = ExportTraceServiceRequest::decode(body.to_bytes()).expect("protobuf");
    for of_resource in exported.resource_spans {
        let resource = attributes(of_resource.resource.unwrap_or_default().attributes);
        let scopes = of_resource.scope_spans.into_iter();
        let received = scopes.flat_map(|scope| scope.spans);
        let received = received.map(|span| read(&resource["service.name"], span));
        spans.lock().expect("no panic").extend(received);
    }
    Ok(Response::new(Full::default()))
}

fn read(service: &str, span: Span) -> ReceivedSpan {
    let kind = span.kind();
    let events = span.events.into_iter();
    ReceivedSpan {
        service: service.to_owned(),
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: hex(&span.parent_span_id),
        name: span.name,
        kind,
        attributes: attributes(span.attributes),
        events: events.map(|event| attributes(event.attributes)).collect(),
    }
}

fn attributes(fields: Vec<KeyValue>) -> BTreeMap<String, String> {
    let text = |value: Option<Value>| match value {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        other => format!("{other:?}"),
    };
    let fields = fields.into_iter();
    fields
        .map(|field| (field.key, text(field.value.and_then(|value| value.value))))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
