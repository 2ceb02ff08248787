use url::Url;

use super::args::Args;
use super::config_errors::ConfigErrors;
use crate::composition::SecurityTxt;

/// Reads the settings of `/.well-known/security.txt`; `None` if there are none, or if there is an error.
pub(super) fn read(args: &Args, errors: &mut ConfigErrors) -> Option<SecurityTxt> {
    let contacts = contacts(&args.security_contact);
    let contacts = errors.check("KOROTKO_SECURITY_CONTACT", contacts);
    let policy = args.security_policy.as_deref().map(web_address);
    let policy = errors.check("KOROTKO_SECURITY_POLICY", policy.transpose());
    let (contacts, policy) = (contacts?, policy?);
    if contacts.is_empty() {
        if policy.is_some() {
            let missing = "needs KOROTKO_SECURITY_CONTACT as well";
            errors.add("KOROTKO_SECURITY_POLICY", missing);
        }
        return None;
    }
    Some(SecurityTxt { contacts, policy })
}

/// URIs, of which web addresses begin with https (RFC 9116 2.5.3).
fn contacts(list: &str) -> Result<Vec<Url>, &'static str> {
    let items = list.split(',').map(str::trim);
    let items = items.filter(|item| !item.is_empty()).map(|item| {
        let url = Url::parse(item).ok()?;
        matches!(url.scheme(), "mailto" | "tel" | "https").then_some(url)
    });
    items
        .collect::<Option<_>>()
        .ok_or("must be URIs such as mailto:security@example.com or https://example.com/report, separated by commas")
}

fn web_address(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text.trim()).ok();
    let url = url.filter(|url| url.scheme() == "https");
    url.ok_or("must be a URL that begins with https://")
}
