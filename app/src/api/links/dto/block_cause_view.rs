use korotko_core::link::BlockCause;
use poem_openapi::Enum;

/// By whom, or by what, a link is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase", rename = "BlockCause", remote = "BlockCause")]
pub(crate) enum BlockCauseView {
    /// The operator of the service, or an administrator. The link answers 410.
    Operator,
    /// The same, as a legal demand requires. The link answers 451, with the reason (RFC 7725).
    Legal,
    /// The host of its target or fallback is on a list of blocked hosts. The link answers 410 as long as it is.
    List,
}
