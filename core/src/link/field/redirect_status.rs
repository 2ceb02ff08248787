/// The status code of a redirect (RFC 9110 15.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RedirectStatus {
    /// 301, permanent; clients may cache it and change the method.
    MovedPermanently,
    /// 302, temporary; clients may change the method.
    Found,
    /// 307, temporary.
    #[default]
    TemporaryRedirect,
    /// 308, permanent; clients may cache it.
    PermanentRedirect,
}

/// Not the status code of a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 301, 302, 307 or 308")]
pub struct RedirectStatusError;

impl RedirectStatus {
    /// The redirect with this HTTP status code.
    pub fn from_code(code: u16) -> Result<Self, RedirectStatusError> {
        match code {
            301 => Ok(Self::MovedPermanently),
            302 => Ok(Self::Found),
            307 => Ok(Self::TemporaryRedirect),
            308 => Ok(Self::PermanentRedirect),
            _ => Err(RedirectStatusError),
        }
    }

    /// The HTTP status code.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::MovedPermanently => 301,
            Self::Found => 302,
            Self::TemporaryRedirect => 307,
            Self::PermanentRedirect => 308,
        }
    }

    /// Whether clients may cache it permanently, so that it cannot be revoked.
    #[must_use]
    pub fn is_permanent(self) -> bool {
        matches!(self, Self::MovedPermanently | Self::PermanentRedirect)
    }
}
