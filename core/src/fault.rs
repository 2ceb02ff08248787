//! What every error of the domain has: a kind, a stable code, and the invalid fields.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::panic::AssertUnwindSafe;

use chrono::TimeDelta;
use futures_util::FutureExt;

/// The kinds of failure that callers distinguish. How a kind is shown (an HTTP status, an exit code) is up to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Well formed, but against a rule; [`Fault::violations`] names the fields.
    Invalid,
    /// Cannot be parsed, such as a forged verification token.
    Malformed,
    /// The caller is not authenticated.
    Unauthenticated,
    /// The caller is authenticated and not allowed to do this.
    Forbidden,
    /// Not found, or not visible to the caller.
    NotFound,
    /// It existed and no longer does.
    Gone,
    /// Withheld because a legal demand requires it (RFC 7725).
    LegalReasons,
    /// Conflicts with the current state.
    Conflict,
    /// It has changed since the caller last read it.
    Stale,
    /// The caller sends too many requests.
    TooMany,
    /// May work later; nothing was changed.
    Unavailable,
    /// Takes too long; a smaller request may work.
    TooBroad,
    /// A defect here or below; the cause is for the log alone.
    Internal,
}

/// An error of a use case or a port, as a caller sees it.
pub trait Fault: Error {
    /// The kind of failure.
    fn kind(&self) -> FaultKind;

    /// A stable kebab-case name of the exact failure, for programs to compare.
    fn code(&self) -> &'static str;

    /// Every violated rule, by field; empty unless the kind is [`FaultKind::Invalid`].
    fn violations(&self) -> &[Violation] {
        &[]
    }

    /// The names of the invalid fields, in order.
    fn fields(&self) -> Vec<&'static str> {
        let violations = self.violations().iter();
        violations.map(|violation| violation.field).collect()
    }

    /// When a retry may succeed, if known: for [`FaultKind::TooMany`].
    fn retry_after(&self) -> Option<TimeDelta> {
        None
    }

    /// What is left of each quota that applies to the caller: for [`FaultKind::TooMany`].
    fn quotas(&self) -> &[QuotaStanding] {
        &[]
    }
}

/// What is left of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaStanding {
    /// The stable kebab-case name of the policy that it belongs to.
    pub policy: &'static str,
    /// How many uses are possible at once.
    pub uses: u32,
    /// How long it takes until all of them are available again.
    pub period: TimeDelta,
    /// How many are left.
    pub remaining: u32,
    /// How long it takes until there is one more; zero if all are left.
    pub wait: TimeDelta,
}

/// A field and the rule that it violates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The name of the field, as in the request.
    pub field: &'static str,
    /// What is wrong, as a sentence for people, without the value itself.
    pub message: String,
}

/// All rules that an input violates, collected so that the caller learns of all at once.
///
/// ```
/// use korotko_core::fault::Violations;
/// use korotko_core::user::{Email, Password};
///
/// let mut violations = Violations::default();
/// let email = violations.check("email", Email::parse("nobody"));
/// let password = violations.check_all("password", Password::parse("Short1"));
/// assert!(email.is_none() && password.is_none());
/// assert_eq!(violations.as_slice().len(), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// A single violation.
    pub fn new(field: &'static str, message: impl fmt::Display) -> Self {
        let mut one = Self::default();
        one.add(field, message);
        one
    }

    /// A violation of `field` for each error.
    #[must_use]
    pub fn from_errors<E: fmt::Display>(field: &'static str, errors: Vec<E>) -> Self {
        let mut all = Self::default();
        all.check_all(field, Err::<(), _>(errors));
        all
    }

    /// Adds a violation by `field`.
    pub fn add(&mut self, field: &'static str, message: impl fmt::Display) {
        self.0.push(Violation {
            field,
            message: message.to_string(),
        });
    }

    /// The value of a parsed `field`, or `None` with its error added.
    pub fn check<T, E: fmt::Display>(
        &mut self,
        field: &'static str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        parsed.map_err(|error| self.add(field, error)).ok()
    }

    /// The value of a parsed `field`, or `None` with each of its errors added.
    pub fn check_all<T, E: fmt::Display>(
        &mut self,
        field: &'static str,
        parsed: Result<T, Vec<E>>,
    ) -> Option<T> {
        let add = |errors: Vec<E>| errors.iter().for_each(|error| self.add(field, error));
        parsed.map_err(add).ok()
    }

    /// The violations so far, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {}", violation.field, violation.message)?;
        }
        Ok(())
    }
}

impl Error for Violations {}

/// A task panicked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("panicked: {0}")]
pub struct Panicked(String);

impl Panicked {
    /// From the payload of a panic.
    #[must_use]
    pub fn new(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self(text.unwrap_or("no message").to_owned())
    }
}

/// Runs `work` so that a panic ends it alone. State shared with `work` MUST be usable after a panic.
pub async fn catch_panic<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.map_err(|payload| Panicked::new(&*payload))
}

/// Implements [`Fault`] for an error of a use case from three lists: the variants that carry [`Violations`], those with a kind
/// and a code of their own, and those that forward the fault they carry.
macro_rules! fault {
    ($error:ty {
        violations: [$($invalid:ident => $invalid_code:literal),*],
        variants: [$($own:ident => $kind:ident $own_code:literal),*],
        transparent: [$($forwarded:ident),*] $(,)?
    }) => {
        impl crate::fault::Fault for $error {
            fn kind(&self) -> crate::fault::FaultKind {
                match self {
                    $(Self::$invalid(_) => crate::fault::FaultKind::Invalid,)*
                    $(Self::$own { .. } => crate::fault::FaultKind::$kind,)*
                    $(Self::$forwarded(fault) => fault.kind(),)*
                }
            }

            fn code(&self) -> &'static str {
                match self {
                    $(Self::$invalid(_) => $invalid_code,)*
                    $(Self::$own { .. } => $own_code,)*
                    $(Self::$forwarded(fault) => fault.code(),)*
                }
            }

            fn violations(&self) -> &[crate::fault::Violation] {
                match self {
                    $(Self::$invalid(violations) => violations.as_slice(),)*
                    $(Self::$own { .. } => &[],)*
                    $(Self::$forwarded(fault) => fault.violations(),)*
                }
            }

            fn retry_after(&self) -> Option<chrono::TimeDelta> {
                match self {
                    $(Self::$invalid(_) => None,)*
                    $(Self::$own { .. } => None,)*
                    $(Self::$forwarded(fault) => fault.retry_after(),)*
                }
            }

            fn quotas(&self) -> &[crate::fault::QuotaStanding] {
                match self {
                    $(Self::$invalid(_) => &[],)*
                    $(Self::$own { .. } => &[],)*
                    $(Self::$forwarded(fault) => fault.quotas(),)*
                }
            }
        }
    };
}

pub(crate) use fault;
