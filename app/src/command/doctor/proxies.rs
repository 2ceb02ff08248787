use std::net::IpAddr;

use ipnet::IpNet;

use super::finding::Finding;
use super::public_url::is_local;
use crate::composition::Config;

pub(super) const NAME: &str = "proxies";

const SET: &str = "set KOROTKO_TRUSTED_PROXIES to the addresses from which the proxy connects, such as 127.0.0.1 or 10.0.0.0/8";

/// Whether the trusted proxies fit to the address that the service listens on, and to its public URL.
pub(super) fn check(config: &Config) -> Vec<Finding> {
    let proxies = &config.trusted_proxies;
    let mut findings = Vec::new();
    findings.extend(everybody(proxies));
    if proxies.is_empty() {
        findings.extend(nobody(config));
    } else {
        findings.extend(unreachable(config));
    }
    if findings.is_empty() {
        findings.push(Finding::ok(
            NAME,
            match proxies.len() {
                0 => "no proxy is trusted; the address of a client is that of its connection"
                    .to_owned(),
                1 => "the addresses of clients are forwarded by 1 trusted network".to_owned(),
                several => {
                    format!("the addresses of clients are forwarded by {several} trusted networks")
                }
            },
        ));
    }
    findings
}

/// Whoever is trusted can pretend to be any client.
fn everybody(proxies: &[IpNet]) -> Option<Finding> {
    let all = proxies.iter().find(|network| network.prefix_len() == 0)?;
    let message =
        format!("every client is trusted as a proxy ({all}), so that each can pretend any address");
    Some(Finding::failure(NAME, message, SET))
}

/// No proxy is trusted, but there must be one.
fn nobody(config: &Config) -> Option<Finding> {
    let url = config.public_url.as_ref().filter(|url| !is_local(url))?;
    let why = if url.as_url().scheme() == "https" {
        "the public URL is https, which the service does not speak itself"
    } else if config.listen.ip().is_loopback() {
        "the service listens on this machine only"
    } else {
        return None;
    };
    let message = format!(
        "{why}, so there is a proxy, and none is trusted: all clients seem to have its address"
    );
    Some(Finding::warning(NAME, message, SET))
}

/// The trusted proxies cannot connect, since only this machine can.
fn unreachable(config: &Config) -> Option<Finding> {
    let listen = config.listen.ip();
    let is_local = |network: &IpNet| {
        let own = [IpAddr::from([127, 0, 0, 1]), listen];
        own.iter().any(|ip| network.contains(ip))
    };
    if !listen.is_loopback() || config.trusted_proxies.iter().any(is_local) {
        return None;
    }
    let message = format!(
        "the service listens on {listen}, where only this machine can connect, and trusts other machines as proxies"
    );
    let advice = "add 127.0.0.1 to KOROTKO_TRUSTED_PROXIES, or let the service listen where the proxy can connect (KOROTKO_LISTEN)";
    Some(Finding::warning(NAME, message, advice))
}
