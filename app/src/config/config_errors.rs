use std::fmt;

use super::flags;

/// Everything that is wrong with the configuration, without the values themselves.
#[derive(Debug, Default)]
pub struct ConfigErrors(Vec<String>);

impl ConfigErrors {
    /// Notes that the setting `name` is wrong.
    pub(super) fn add(&mut self, name: &str, what: impl fmt::Display) {
        self.0.push(format!("{} {what}", flags::shown(name)));
    }

    /// The value of a parsed setting, or `None` with its mistake noted.
    pub(super) fn check<T, E: fmt::Display>(
        &mut self,
        name: &str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        parsed.map_err(|error| self.add(name, error)).ok()
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
        write!(f, "the configuration is not right:")?;
        self.0
            .iter()
            .try_for_each(|mistake| write!(f, "\n  {mistake}"))
    }
}

impl std::error::Error for ConfigErrors {}
