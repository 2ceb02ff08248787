use std::net::{SocketAddr, ToSocketAddrs};

/// Parses an address and a port; a name is resolved. IPv4 is preferred, so that a service on `localhost` is reached at `127.0.0.1`.
pub(crate) fn parse(text: &str) -> Result<SocketAddr, &'static str> {
    let text = text.trim();
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let (host, port) = host_and_port(text).ok_or(
        "must be an address or a name, and a port, such as 127.0.0.1:8080, [::]:8080 or localhost:8080",
    )?;
    let found = (host, port).to_socket_addrs();
    let found: Vec<_> = found.map_or_else(|_| Vec::new(), Iterator::collect);
    let ipv4 = found.iter().find(|address| address.is_ipv4());
    let address = ipv4.or(found.first());
    address.copied().ok_or("has a host that cannot be resolved")
}

fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let is_name = !host.is_empty() && !host.contains([':', '[', '/', ' ']);
    let port = port.parse().ok()?;
    is_name.then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names_are_parsed() {
        for (text, wanted) in [
            ("127.0.0.1:0", "127.0.0.1:0"),
            (" [::1]:8080", "[::1]:8080"),
            ("localhost:8080", "127.0.0.1:8080"),
        ] {
            assert_eq!(
                parse(text).map(|address| address.to_string()),
                Ok(wanted.to_owned())
            );
        }
    }

    #[test]
    fn an_invalid_address_is_refused() {
        for text in [
            "",
            "localhost",
            ":8080",
            "localhost:",
            "localhost:http",
            "localhost:65536",
            "http://localhost:80",
            "::1:80",
        ] {
            assert!(
                parse(text).is_err_and(|why| why.starts_with("must be")),
                "{text}"
            );
        }
        assert!(parse("no-such-host.invalid:80").is_err());
    }
}
