/// What happens to the query of a request that follows a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QueryForwarding {
    /// The query is dropped.
    #[default]
    Off,
    /// Its parameters are added after those of the target.
    Append,
    /// Its parameters replace those of the target with the same names; the others are added.
    Override,
}

impl QueryForwarding {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Off, Self::Append, Self::Override];

    /// The name, as shown and as stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Append => "append",
            Self::Override => "override",
        }
    }

    /// The value with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.name() == name)
    }
}
