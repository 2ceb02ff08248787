/// The field in which the trusted proxies write whom they speak for. One alone is read: a proxy passes the other on as the
/// client wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForwardedBy {
    /// `X-Forwarded-For`, a list of addresses.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239), of which `for` is read.
    Forwarded,
}
