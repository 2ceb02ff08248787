use std::fmt;

/// What a key may be used for. No scope includes the account, its keys, or administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyScope {
    /// Reading links, with their tags, collections, trash and export.
    LinksRead,
    /// Changing them and importing, and reading them.
    LinksWrite,
    /// Reading statistics.
    StatsRead,
    /// Ordering and reading reports, and managing their schedules.
    Reports,
}

impl KeyScope {
    /// Every scope.
    pub const ALL: [Self; 4] = [
        Self::LinksRead,
        Self::LinksWrite,
        Self::StatsRead,
        Self::Reports,
    ];

    /// The scope's name, as stored and shown (a `scope-token` of RFC 6749 3.3).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LinksRead => "links:read",
            Self::LinksWrite => "links:write",
            Self::StatsRead => "stats:read",
            Self::Reports => "reports",
        }
    }

    /// The scope with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// Whether whoever has this scope may do what `needed` is for.
    fn includes(self, needed: Self) -> bool {
        self == needed || (self, needed) == (Self::LinksWrite, Self::LinksRead)
    }
}

impl fmt::Display for KeyScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The scopes of a key, in order, each once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyScopes(Vec<KeyScope>);

impl KeyScopes {
    /// These scopes; repeated ones count once.
    ///
    /// ```
    /// use korotko_core::key::{KeyScope, KeyScopes};
    ///
    /// let scopes = KeyScopes::new(&[KeyScope::LinksWrite]);
    /// assert!(scopes.allow(KeyScope::LinksRead));
    /// assert!(!scopes.allow(KeyScope::StatsRead));
    /// ```
    #[must_use]
    pub fn new(scopes: &[KeyScope]) -> Self {
        let mut scopes = scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        Self(scopes)
    }

    /// Whether they allow what `needed` is for.
    #[must_use]
    pub fn allow(&self, needed: KeyScope) -> bool {
        self.0.iter().any(|scope| scope.includes(needed))
    }

    /// The scopes, in the order of [`KeyScope::ALL`].
    #[must_use]
    pub fn as_slice(&self) -> &[KeyScope] {
        &self.0
    }
}

/// The names, separated by spaces, as in a `scope` parameter (RFC 6749 3.3).
impl fmt::Display for KeyScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { " " };
            write!(f, "{separator}{scope}")?;
        }
        Ok(())
    }
}
