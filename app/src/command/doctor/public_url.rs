use std::net::IpAddr;

use korotko_core::PublicUrl;
use url::Host;

use super::finding::Finding;
use super::probe::{Probed, probe};
use crate::composition::Config;

pub(super) const NAME: &str = "public-url";

/// Whether the public URL leads to this service. What cannot be reached from here may still be reached by everybody else, so that is a
/// warning.
pub(super) async fn check(config: &Config) -> Finding {
    let Some(url) = &config.public_url else {
        let message = format!(
            "no public URL is set; links lead to http://localhost:{}",
            config.listen.port()
        );
        let advice = "set KOROTKO_PUBLIC_URL to the URL under which people reach the service";
        return Finding::warning(NAME, message, advice);
    };
    let shown = url.as_url();
    match probe(&url.path("/healthz")).await {
        Probed::Healthy if shown.scheme() == "http" && !is_local(url) => {
            let message = format!("{shown} leads to the service, unencrypted");
            let advice = "put a proxy with TLS in front, and set KOROTKO_PUBLIC_URL to https: passwords and tokens can be read in transit";
            Finding::warning(NAME, message, advice)
        }
        Probed::Healthy => Finding::ok(NAME, format!("{shown} leads to the service")),
        Probed::Other(status) => {
            let message = format!("{shown} leads to something else: /healthz answers {status}");
            let advice = "check KOROTKO_PUBLIC_URL, DNS, and where the proxy sends requests; a redirect to https means that the URL must be https";
            Finding::warning(NAME, message, advice)
        }
        Probed::Unreachable(why) => {
            let message = format!("{shown} cannot be reached from here: {why}");
            let advice = "start the service; if it runs, check DNS, the firewall, the proxy and its certificate. Some networks do not let a machine reach its own public address: then try from outside";
            Finding::warning(NAME, message, advice)
        }
    }
}

/// Whether only this machine can open the URL.
pub(super) fn is_local(url: &PublicUrl) -> bool {
    match url.as_url().host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).to_canonical().is_loopback(),
        None => false,
    }
}
