//! The `Host` field (RFC 9112 3.2).

use std::net::Ipv6Addr;

use poem::http::{HeaderMap, Version, header};
use poem::{Request, Result};

use crate::http::problem::{FieldError, Problem};

/// Refuses a request with a missing, invalid or repeated `Host`: a proxy may interpret it differently.
pub(super) fn check(request: &Request) -> Result<()> {
    if let Err(why) = host(request.headers(), request.version()) {
        return Err(Problem::bad_field("invalid-host", FieldError::new("Host", why)).into());
    }
    Ok(())
}

pub(in crate::http) fn host(headers: &HeaderMap, version: Version) -> Result<(), &'static str> {
    let mut given = headers.get_all(header::HOST).iter();
    match (given.next(), given.next()) {
        // HTTP/1.0 does not require the field.
        (None, _) if version < Version::HTTP_11 => Ok(()),
        (None, _) => Err("is missing; HTTP/1.1 requires it"),
        (_, Some(_)) => Err("is given more than once; give it once"),
        (Some(value), None) if is_valid(value.as_bytes()) => Ok(()),
        (Some(_), None) => Err("must be a host such as example.com or example.com:8080"),
    }
}

/// Whether it is `uri-host [ ":" port ]` (RFC 9110 7.2). It is empty if the target has no host.
fn is_valid(value: &[u8]) -> bool {
    if let Some(rest) = value.strip_prefix(b"[") {
        return is_framed_address(rest);
    }
    let end = value.iter().position(|byte| *byte == b':');
    let (name, port) = value.split_at(end.unwrap_or(value.len()));
    is_port(port.strip_prefix(b":").unwrap_or_default()) && is_name(name)
}

/// Whether it is an IPv6 address, `]`, and perhaps a port.
fn is_framed_address(value: &[u8]) -> bool {
    let text = std::str::from_utf8(value).ok();
    let parts = text.and_then(|text| text.split_once(']'));
    parts.is_some_and(|(address, rest)| {
        let port = rest.strip_prefix(':').unwrap_or_default();
        let framed = rest.is_empty() || rest.starts_with(':');
        framed && is_port(port.as_bytes()) && address.parse::<Ipv6Addr>().is_ok()
    })
}

fn is_port(port: &[u8]) -> bool {
    port.iter().all(u8::is_ascii_digit)
}

/// `reg-name` (RFC 3986 3.2.2), of which an IPv4 address is one.
fn is_name(name: &[u8]) -> bool {
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b'%' => match after {
                [high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    after
                }
                _ => return false,
            },
            byte if byte.is_ascii_alphanumeric() || is_mark(*byte) => after,
            _ => return false,
        };
    }
    true
}

/// The other characters that need no encoding: `unreserved` and `sub-delims` (RFC 3986 2).
const fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'-' | b'.'
            | b'_'
            | b'~'
            | b'!'
            | b'$'
            | b'&'
            | b'\''
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
    )
}
