use askama::Template;
use korotko_core::display_host;
use korotko_core::ports::MailError;
use url::Url;

use super::refusal::refused;

/// A mail's subject and both of its bodies, in one language.
pub(crate) struct RenderedMail {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl RenderedMail {
    /// Fills the templates of both bodies.
    pub(super) fn new(
        subject: impl Into<String>,
        text: &impl Template,
        html: &impl Template,
    ) -> Result<Self, MailError> {
        Ok(Self {
            subject: subject.into(),
            text: filled(text)?,
            html: filled(html)?,
        })
    }
}

fn filled(template: &impl Template) -> Result<String, MailError> {
    let body = template.render();
    // askama leaves out the last line break of a template.
    let body = body.map(|body| body + "\n");
    body.map_err(|_| refused("the mail cannot be rendered"))
}

/// The service's host as people read it, with its port unless it is the default one.
pub(super) fn host(url: &Url) -> String {
    let host = display_host(url.host_str().unwrap_or_default());
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.into_owned(),
    }
}
