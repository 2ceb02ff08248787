//! `/{slug}+`: where a short link leads, without following it.

use askama::Template;
use http::header;
use korotko_core::link::{Namespace, Preview, ResolveLinkError};
use korotko_core::{display_host, display_url};
use korotko_qr::{ErrorCorrection, QrCode, Style};
use url::form_urlencoded;

use crate::failure::Failure;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::reply::Reply;
use crate::visit::Visit;

/// How the code of a short link is drawn: it scales.
const QR: Style = Style {
    size: 320,
    margin: 2,
};

/// A short link as everybody may see it.
#[derive(Debug)]
pub(crate) struct Previewed {
    /// The URL to share.
    pub(crate) short: String,
    /// The short URL without its scheme, which people read.
    pub(crate) shown: String,
    pub(crate) target: String,
    /// The target as people read it.
    pub(crate) target_shown: String,
    pub(crate) host: String,
    pub(crate) created: Moment,
    /// The page on which the link is reported.
    pub(crate) report: String,
    /// The short URL as an image.
    pub(crate) qr: String,
}

#[derive(Template)]
#[template(path = "preview.html")]
struct PreviewPage<'a> {
    frame: Frame<'a>,
    link: Previewed,
}

/// The page of the link with this slug, in the namespace that the query names.
pub(crate) async fn show(visit: &Visit<'_>, slug: &str) -> Result<Reply, Failure> {
    let query = visit.request.query();
    let owner = query.given("u");
    let link = Previewed::find(visit, slug, owner).await?;
    let title = visit.text("preview-title");
    let frame = Frame::new(visit, title);
    let page = Reply::page(&PreviewPage { frame, link });
    Ok(page.with(header::HeaderName::from_static("x-robots-tag"), "noindex"))
}

impl Previewed {
    /// The link with this slug, of this owner if it is personal.
    pub(crate) async fn find(
        visit: &Visit<'_>,
        slug: &str,
        owner: Option<&str>,
    ) -> Result<Self, ResolveLinkError> {
        let namespace = match owner {
            None => Namespace::Global,
            Some(id) => Namespace::personal(id).ok_or(ResolveLinkError::NotFound)?,
        };
        let links = &visit.site.korotko.links;
        let preview = links.preview(namespace, slug, visit.request.client).await?;
        Ok(Self::new(visit, &preview))
    }

    fn new(visit: &Visit<'_>, preview: &Preview) -> Self {
        let short = preview.share_url.as_str();
        let target = preview.target.as_str();
        let shown = short.split_once("://").map_or(short, |(_, rest)| rest);
        let host = preview.target.host().unwrap_or_default();
        Self {
            short: short.to_owned(),
            shown: display_url(shown).into_owned(),
            target: target.to_owned(),
            target_shown: display_url(target).into_owned(),
            host: display_host(&host).into_owned(),
            created: Moment::new(preview.created_at, visit.zone()),
            report: format!("/abuse?{}", encoded("url", short)),
            qr: qr(short),
        }
    }
}

/// A parameter of a query.
fn encoded(name: &str, value: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(name, value).finish()
}

/// The code of a URL as an SVG element; nothing if the URL is too long for one.
pub(crate) fn qr(url: &str) -> String {
    let drawn = QrCode::new(url, ErrorCorrection::M).and_then(|code| code.svg(QR));
    drawn.unwrap_or_default()
}
