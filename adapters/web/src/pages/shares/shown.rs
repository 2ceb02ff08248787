use askama::Template;
use http::HeaderName;
use korotko_core::display_url;
use korotko_core::share::{OpenShare, Shared};

use super::of_share::OfShare;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::pages::statistics::StatisticsSheet;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "shared.html")]
struct SharedPage<'a> {
    frame: Frame<'a>,
    /// The path of the page.
    base: &'a str,
    link: Option<SharedLink>,
    /// The number of links, if a collection is shared.
    links: Option<String>,
    zone: &'static str,
    sheet: StatisticsSheet,
}

/// A shared link.
#[derive(Debug)]
struct SharedLink {
    /// The short URL.
    short: String,
    /// The short URL as people read it.
    shown: String,
    created: Moment,
}

/// The statistics of the share with this token, for everybody.
pub(super) async fn show(visit: &Visit<'_>, token: &str) -> Result<Reply, Failure> {
    let shares = &visit.site.korotko.shares;
    let open = shares.open(token).await?;
    let numbers = OfShare {
        shares,
        open: &open,
    };
    let sheet = StatisticsSheet::count(visit, &numbers).await?;
    let page = Reply::page(&page(visit, &open, sheet));
    Ok(page.with(HeaderName::from_static("x-robots-tag"), "noindex"))
}

fn page<'a>(visit: &'a Visit<'a>, open: &OpenShare, sheet: StatisticsSheet) -> SharedPage<'a> {
    let (texts, zone) = (visit.texts(), open.zone());
    let (name, link, links) = match &open.shared {
        Shared::Link {
            share_url,
            created_at,
        } => {
            let created = Moment::new(*created_at, zone);
            let link = SharedLink::new(share_url.as_str(), created);
            (link.shown.clone(), Some(link), None)
        }
        Shared::Collection { name, links } => (name.to_string(), None, Some(texts.number(*links))),
    };
    SharedPage {
        frame: Frame::new(visit, texts.with("shared-title", &[("name", name.into())])),
        base: visit.request.path(),
        link,
        links,
        zone: zone.name(),
        sheet,
    }
}

impl SharedLink {
    fn new(short: &str, created: Moment) -> Self {
        let shown = short.split_once("://").map_or(short, |(_, rest)| rest);
        Self {
            shown: display_url(shown).into_owned(),
            short: short.to_owned(),
            created,
        }
    }
}
