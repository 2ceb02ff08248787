use korotko_core::Korotko;

use crate::cookies::Cookies;
use crate::settings::PagesSettings;

/// What all pages stand on.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) korotko: Korotko,
    pub(crate) settings: PagesSettings,
    pub(crate) cookies: Cookies,
    /// The origin of the pages (RFC 6454 6.2).
    pub(crate) origin: String,
}

impl Site {
    pub(crate) fn new(korotko: Korotko, settings: PagesSettings) -> Self {
        let url = settings.public_url.as_url();
        Self {
            cookies: Cookies::new(url.scheme() == "https"),
            origin: url.origin().ascii_serialization(),
            korotko,
            settings,
        }
    }
}
