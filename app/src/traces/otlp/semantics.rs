//! The names of OpenTelemetry's semantic conventions. The log has shorter ones, so spans are renamed when they are exported.

use opentelemetry::trace::SpanKind;
use opentelemetry::{Key, KeyValue};
use opentelemetry_sdk::trace::SpanData;

/// Renames a span, and tells what kind it is. Spans of use cases keep their names, such as `users.register`.
pub(super) fn translate(mut span: SpanData) -> SpanData {
    match &*span.name {
        "request" => request(&mut span),
        "job" => job(&mut span),
        "mail" => span.span_kind = SpanKind::Client,
        _ => {}
    }
    span
}

fn request(span: &mut SpanData) {
    span.span_kind = SpanKind::Server;
    rename(span, "method", "http.request.method");
    rename(span, "route", "http.route");
    let method = text(span, "http.request.method");
    let route = text(span, "http.route");
    span.name = format!("{method} {route}").into();
    if let Some(status) = status(span) {
        let status = KeyValue::new("http.response.status_code", status);
        span.attributes.push(status);
    }
}

fn job(span: &mut SpanData) {
    span.span_kind = SpanKind::Consumer;
    for (from, to) in [
        ("id", "job.id"),
        ("kind", "job.kind"),
        ("attempt", "job.attempt"),
    ] {
        rename(span, from, to);
    }
    span.name = format!("job {}", text(span, "job.kind")).into();
}

/// The status that the access log says. A request that the client abandons has none.
fn status(span: &SpanData) -> Option<i64> {
    let mut fields = span.events.iter().flat_map(|event| &event.attributes);
    let status = fields.find(|field| field.key.as_str() == "status")?;
    status.value.as_str().parse().ok()
}

fn rename(span: &mut SpanData, from: &'static str, to: &'static str) {
    let mut attributes = span.attributes.iter_mut();
    if let Some(field) = attributes.find(|field| field.key.as_str() == from) {
        field.key = Key::new(to);
    }
}

fn text(span: &SpanData, name: &str) -> String {
    let mut attributes = span.attributes.iter();
    let field = attributes.find(|field| field.key.as_str() == name);
    field.map_or_else(String::new, |field| field.value.to_string())
}
