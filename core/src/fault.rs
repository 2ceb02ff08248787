//! What every error of the domain can tell: its kind, a stable code, and the fields at fault.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::panic::AssertUnwindSafe;

use chrono::TimeDelta;
use futures_util::FutureExt;

/// The few kinds of failure that callers decide by. How a kind is shown (an HTTP status, an exit code) is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Well formed, but refused by a rule; [`Fault::violations`] names the fields.
    Invalid,
    /// Cannot be read at all, such as a forged verification token.
    Malformed,
    /// The caller did not prove who they are.
    Unauthenticated,
    /// The caller is known and may not do this.
    Forbidden,
    /// There is no such thing, or none that the caller may know of.
    NotFound,
    /// There was such a thing, and it is over.
    Gone,
    /// The state of something else stands against it.
    Conflict,
    /// It was changed since the caller last saw it.
    Stale,
    /// The caller asks too often.
    TooMany,
    /// It may work later; nothing was changed.
    Unavailable,
    /// It takes longer than it may; asking for less may work.
    TooBroad,
    /// A defect here or below; the cause is for the log alone.
    Internal,
}

/// An error of a use case or a port, as a caller sees it.
pub trait Fault: Error {
    /// What kind of failure it is.
    fn kind(&self) -> FaultKind;

    /// A stable kebab-case name of the exact failure, fit for programs to compare.
    fn code(&self) -> &'static str;

    /// Every rule that the input broke, by field; empty unless the kind is [`FaultKind::Invalid`].
    fn violations(&self) -> &[Violation] {
        &[]
    }

    /// The names of the fields at fault, in order.
    fn fields(&self) -> Vec<&'static str> {
        let broken = self.violations().iter();
        broken.map(|violation| violation.field).collect()
    }

    /// After how long it may work, where that is known: of [`FaultKind::TooMany`].
    fn retry_after(&self) -> Option<TimeDelta> {
        None
    }
}

/// A field and the rule that it broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The name of the field, as in the request.
    pub field: &'static str,
    /// What is wrong, as a sentence for people, without the value itself.
    pub message: String,
}

/// All the rules that an input broke. Collects them, so that the caller learns of all at once.
///
/// ```
/// use korotko_core::fault::Violations;
/// use korotko_core::user::{Email, Password};
///
/// let mut broken = Violations::default();
/// let email = broken.check("email", Email::parse("nobody"));
/// let password = broken.check("password", Password::parse("short"));
/// assert!(email.is_none() && password.is_none());
/// assert_eq!(broken.as_slice().len(), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// One violation alone.
    pub fn new(field: &'static str, message: impl fmt::Display) -> Self {
        let mut one = Self::default();
        one.add(field, message);
        one
    }

    /// Notes that `field` broke a rule.
    pub fn add(&mut self, field: &'static str, message: impl fmt::Display) {
        self.0.push(Violation {
            field,
            message: message.to_string(),
        });
    }

    /// The value of a parsed `field`, or `None` with its error noted.
    pub fn check<T, E: fmt::Display>(
        &mut self,
        field: &'static str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        parsed.map_err(|error| self.add(field, error)).ok()
    }

    /// What was noted so far, in order.
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

/// Some work came upon a defect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("panicked: {0}")]
pub struct Panicked(String);

impl Panicked {
    /// What a panic left behind.
    #[must_use]
    pub fn new(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self(text.unwrap_or("without a text").to_owned())
    }
}

/// Does some work, so that a panic ends this work alone. What is shared with it MUST be fit for use after a panic.
pub async fn catch_panic<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.map_err(|payload| Panicked::new(&*payload))
}

/// Implements [`Fault`] for an error of a use case, in three lists: the variants that carry [`Violations`], those that stand
/// alone, and those that pass on the fault they carry. One that stands alone may tell when to try again.
macro_rules! fault {
    ($error:ty {
        broken_rules: [$($broken:ident => $broken_code:literal),*],
        own: [$($own:ident => $kind:ident $own_code:literal),*],
        passed_on: [$($passed:ident),*]
        $(, retry_after: $later:ident { $wait:ident })? $(,)?
    }) => {
        impl crate::fault::Fault for $error {
            fn kind(&self) -> crate::fault::FaultKind {
                match self {
                    $(Self::$broken(_) => crate::fault::FaultKind::Invalid,)*
                    $(Self::$own { .. } => crate::fault::FaultKind::$kind,)*
                    $(Self::$passed(fault) => fault.kind(),)*
                }
            }

            fn code(&self) -> &'static str {
                match self {
                    $(Self::$broken(_) => $broken_code,)*
                    $(Self::$own { .. } => $own_code,)*
                    $(Self::$passed(fault) => fault.code(),)*
                }
            }

            fn violations(&self) -> &[crate::fault::Violation] {
                match self {
                    $(Self::$broken(violations) => violations.as_slice(),)*
                    $(Self::$own { .. } => &[],)*
                    $(Self::$passed(fault) => fault.violations(),)*
                }
            }

            $(fn retry_after(&self) -> Option<chrono::TimeDelta> {
                match self {
                    Self::$later { $wait } => Some(*$wait),
                    _ => None,
                }
            })?
        }
    };
}

pub(crate) use fault;
