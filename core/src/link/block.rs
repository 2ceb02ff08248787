//! Why a link is blocked.

use crate::names::names;
use crate::ports::Timestamp;
use crate::text::text;

text! {
    /// Why somebody blocked a link: one line in NFC, without surrounding whitespace. The owner sees it, and with
    /// [`BlockCause::Legal`] everybody who follows the link.
    BlockReason, parse_line, 500
}

/// The block of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Since when the link is blocked.
    pub at: Timestamp,
    /// By whom, or by what.
    pub cause: BlockCause,
    /// The reason; `None` if a list is the cause.
    pub reason: Option<BlockReason>,
}

/// By whom, or by what, a link is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockCause {
    /// The operator, or an administrator.
    Operator,
    /// The same, as a legal demand requires (RFC 7725).
    Legal,
    /// The host of its target or fallback is on a list of blocked hosts. Such a block ends when the host is no longer there.
    List,
}

names! { BlockCause {
    Operator = "operator",
    Legal = "legal",
    List = "list",
} }
