//! The Swagger UI page. Its scripts and styles are inline, which the content security policy of other responses forbids.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};

const PAGE: &str = include_str!("swagger.html");

/// The page for `/openapi.json`, with the style sheet and the script of `bundle`: a page of `poem-openapi`, which has no other access
/// to them.
pub(super) fn page(title: &str, bundle: &str) -> String {
    PAGE.replace("{:title}", title)
        .replace("{:style}", element(bundle, "style").unwrap_or_default())
        .replace("{:script}", element(bundle, "script").unwrap_or_default())
}

/// The content of the first element of this name.
fn element<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, tag) = html.split_once(&format!("<{name}"))?;
    let (_, open) = tag.split_once('>')?;
    Some(open.split_once(&format!("</{name}>"))?.0)
}

/// Allows the scripts of the page by hash (CSP 3, 8.4), and no script that is injected later. Swagger UI creates styles at run time,
/// and shows images of its style sheet (`data:`) and of responses (`blob:`).
pub(super) fn content_security_policy(html: &str) -> String {
    let scripts: Vec<String> = inline_scripts(html).map(source).collect();
    format!(
        "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src 'self' data: blob:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        scripts.join(" ")
    )
}

fn source(script: &str) -> String {
    format!(
        "'sha256-{}'",
        STANDARD.encode(digest(&SHA256, script.as_bytes()))
    )
}

/// The contents of all script elements.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let (_, tag) = rest.split_once("<script")?;
        let (_, open) = tag.split_once('>')?;
        let (script, after) = open.split_once("</script>")?;
        rest = after;
        Some(script)
    })
}
