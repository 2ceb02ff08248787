use std::collections::BTreeMap;

/// The prefix of our variables.
pub(super) const PREFIX: &str = "KOROTKO_";

/// The environment variables that start with `KOROTKO_`. Some are secret, so `Debug` shows none.
#[derive(Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The variables with our prefix.
    pub fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let variables = variables.into_iter();
        Self(
            variables
                .filter(|(name, _)| name.starts_with(PREFIX))
                .collect(),
        )
    }

    /// The value of a variable; a blank one counts as not set.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name)?;
        Some(value.as_str()).filter(|value| !value.trim().is_empty())
    }

    /// Whether a secret is given, by its variable or by one that names its file.
    pub(super) fn has_secret(&self, name: &str) -> bool {
        let file = format!("{name}_FILE");
        self.get(name).or(self.get(&file)).is_some()
    }

    /// The names of the variables that are set.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.0.keys().map(String::as_str);
        names.filter(|name| self.get(name).is_some())
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Environment(…)")
    }
}
