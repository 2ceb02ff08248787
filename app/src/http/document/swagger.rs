//! Swagger UI comes as one page with inline scripts and styles, which the policy of all other answers forbids.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};

/// Allows the scripts that are in the page now, by hash (CSP 3, 8.4), and nothing that is injected later. Styles are
/// allowed anywhere, because the page makes them as it goes; images also as `data:`, which its style sheet uses.
pub(super) fn content_security_policy(html: &str) -> String {
    let scripts: Vec<String> = inline_scripts(html).map(source).collect();
    format!(
        "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src 'self' data:; \
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

/// What stands between each `<script …>` and `</script>`.
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
