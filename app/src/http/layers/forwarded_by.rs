/// The field in which trusted proxies forward the client's address. Only one is used: a proxy passes the other on unchanged from the
/// client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForwardedBy {
    /// `X-Forwarded-For`, a list of addresses.
    #[default]
    XForwardedFor,
    /// The parameter `for` of `Forwarded` (RFC 7239).
    Forwarded,
}
