//! What of a link can be downloaded: its QR code, and its numbers.

use http::header;
use korotko_core::statistics::Group;
use korotko_qr::{ErrorCorrection, QrCode, Style};

use super::show::find;
use crate::failure::Failure;
use crate::pages::statistics::{Numbers, OfOwner, Window};
use crate::reply::Reply;
use crate::visit::Visit;

/// How a code is drawn: large enough for print.
const STYLE: Style = Style {
    size: 1024,
    margin: 4,
};

/// The code as an SVG image.
pub(crate) async fn svg(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let image = code(visit, id).await?.svg(STYLE)?;
    Ok(Reply::content("image/svg+xml", image.into()))
}

/// The code as a PNG image.
pub(crate) async fn png(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let image = code(visit, id).await?.png(STYLE)?;
    Ok(Reply::content("image/png", image.into()))
}

async fn code(visit: &Visit<'_>, id: &str) -> Result<QrCode, Failure> {
    let link = find(visit, id).await?;
    let url = visit.site.korotko.links.share_url(&link);
    Ok(QrCode::new(url.as_str(), ErrorCorrection::M)?)
}

/// The numbers of the chart as CSV (RFC 4180).
pub(crate) async fn csv(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let link = find(visit, id).await?;
    let window = Window::read(&visit.request.query(), visit.zone(), visit.now());
    let by_time = korotko_core::statistics::GroupBy::Time(window.granularity);
    let numbers = OfOwner::link(visit, link.id)?;
    let counted = numbers.count(&window, by_time, usize::MAX).await?;
    let mut csv = String::from("time,people,visitors,bots,previews\r\n");
    csv.extend(counted.groups.iter().map(line));
    let reply = Reply::content("text/csv; charset=utf-8", csv.into());
    Ok(reply.with(
        header::CONTENT_DISPOSITION,
        "attachment; filename=\"clicks.csv\"",
    ))
}

fn line(group: &Group) -> String {
    let counts = &group.counts;
    let (people, visitors) = (counts.humans, counts.visitors);
    let (bots, previews) = (counts.bots, counts.previews);
    format!("{},{people},{visitors},{bots},{previews}\r\n", group.key)
}
