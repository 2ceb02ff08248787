//! What programs ask for at paths of their own: `/robots.txt`, `/favicon.ico` and `/manifest.webmanifest`.

use bytes::Bytes;
use http::header;

use crate::assets;
use crate::reply::Reply;
use crate::route::WellKnownRoute;

/// What search engines leave out (RFC 9309). Paths end with `$`, since a rule matches every path that begins with it, and slugs may begin
/// with the same letters.
const ROBOTS: &str = include_str!("../../assets/robots.txt");

/// How the pages are installed on a phone, whose share sheet then has them (W3C Web Application Manifest, Web Share Target). The icon is
/// named as in the folder of assets.
const MANIFEST: &str = include_str!("../../assets/manifest.webmanifest");

/// An hour: unlike the paths of assets, these never change.
const CACHE: &str = "public, max-age=3600";

pub(crate) fn show(route: WellKnownRoute) -> Reply {
    match route {
        WellKnownRoute::Robots => text("text/plain; charset=utf-8", ROBOTS.into()),
        // For programs that ask for it without having read a page.
        WellKnownRoute::Icon => Reply::see_other(&assets::ICON.path),
        WellKnownRoute::Manifest => text("application/manifest+json", manifest().into()),
    }
}

fn text(media_type: &'static str, text: Bytes) -> Reply {
    Reply::content(media_type, text).with(header::CACHE_CONTROL, CACHE)
}

fn manifest() -> String {
    MANIFEST.replace("icon.svg", &assets::ICON.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_shares_an_address_with_the_form_of_a_new_link() {
        let manifest = manifest();
        for part in [
            "\"action\": \"/app/links/new\"",
            "\"method\": \"GET\"",
            "\"url\": \"url\"",
            "\"text\": \"text\"",
            "\"title\": \"title\"",
        ] {
            assert!(manifest.contains(part), "{part} is not in {manifest}");
        }
        let icon = format!("\"src\": \"{}\"", assets::ICON.path);
        assert!(manifest.contains(&icon), "{icon} is not in {manifest}");
    }

    #[test]
    fn the_icon_is_where_browsers_look_for_it() {
        let mut reply = show(WellKnownRoute::Icon);
        let location = reply.headers()[header::LOCATION].to_str().unwrap();
        assert!(assets::find(location).is_some(), "{location}");
    }
}
