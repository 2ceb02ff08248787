use korotko_core::ports::MailError;

/// The longest line of a body that is sent unencoded, in octets without CRLF (RFC 5322 2.1.1).
pub(super) const MAX_LINE: usize = 998;

pub(super) fn refused(why: &str) -> MailError {
    MailError::Refused(why.to_owned())
}
