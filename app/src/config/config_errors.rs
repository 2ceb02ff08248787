use std::fmt;

use super::flags;

/// All errors of the configuration. Never contains values.
#[derive(Debug, Default)]
pub struct ConfigErrors(Vec<String>);

impl ConfigErrors {
    /// Adds an error of the setting `name`.
    pub(super) fn add(&mut self, name: &str, message: impl fmt::Display) {
        self.0.push(format!("{} {message}", flags::shown(name)));
    }

    /// The value of a parsed setting, or `None` with its error added.
    pub(super) fn check<T, E: fmt::Display>(
        &mut self,
        name: &str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        parsed.map_err(|error| self.add(name, error)).ok()
    }

    /// The errors, one a text.
    pub(crate) fn texts(&self) -> &[String] {
        &self.0
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid configuration:")?;
        self.0.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

impl std::error::Error for ConfigErrors {}
