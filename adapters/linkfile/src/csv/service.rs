//! Other services, whose files are recognised by their header lines. Only formats that could be read are here; `docs/IMPORT.md` has
//! their sources.

use super::role::Role;

/// Another service, whose files are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// Bitly: the export of its pages.
    Bitly,
    /// Rebrandly: its links with the names that the fields have in its API.
    Rebrandly,
    /// Shlink: the export of its web client.
    Shlink,
    /// YOURLS: the export of the plug-in "Import Export".
    Yourls,
}

/// A column that a service writes, and what it is used for.
struct Known {
    name: &'static str,
    role: Role,
    /// Whether every file of the service has it.
    is_certain: bool,
}

const fn certain(name: &'static str, role: Role) -> Known {
    Known {
        name,
        role,
        is_certain: true,
    }
}

const fn possible(name: &'static str, role: Role) -> Known {
    Known {
        name,
        role,
        is_certain: false,
    }
}

/// Of several columns of one role, the first that is not empty is used.
const BITLY: &[Known] = &[
    certain("destination url", Role::Target),
    certain("custom link", Role::Slug),
    certain("link", Role::Slug),
];

const REBRANDLY: &[Known] = &[
    certain("destination", Role::Target),
    certain("slashtag", Role::Slug),
    possible("title", Role::Title),
    possible("clicks", Role::Clicks),
];

const SHLINK: &[Known] = &[
    certain("longurl", Role::Target),
    // Older files lack it, and the short URL ends in it.
    possible("shortcode", Role::Slug),
    certain("shorturl", Role::Slug),
    certain("title", Role::Title),
    certain("tags", Role::Tags),
    certain("visits", Role::Clicks),
];

const YOURLS: &[Known] = &[
    certain("source", Role::Slug),
    certain("target", Role::Target),
    certain("hits", Role::Clicks),
];

impl Service {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Bitly, Self::Rebrandly, Self::Shlink, Self::Yourls];

    /// What it calls itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bitly => "Bitly",
            Self::Rebrandly => "Rebrandly",
            Self::Shlink => "Shlink",
            Self::Yourls => "YOURLS",
        }
    }

    const fn columns(self) -> &'static [Known] {
        match self {
            Self::Bitly => BITLY,
            Self::Rebrandly => REBRANDLY,
            Self::Shlink => SHLINK,
            Self::Yourls => YOURLS,
        }
    }

    /// The service that writes a file with these columns.
    pub(super) fn recognise(names: &[String]) -> Option<Self> {
        let has = |known: &Known| names.iter().any(|name| is_named(name, known));
        Self::ALL.into_iter().find(|service| {
            let mut certain = service.columns().iter().filter(|known| known.is_certain);
            certain.all(has)
        })
    }

    /// What each column of a file of this service is used for: pairs of a role and the position of its column, in order of precedence.
    pub(super) fn roles(self, names: &[String]) -> Vec<(Role, usize)> {
        let known = self.columns().iter();
        let found = known.filter_map(|known| {
            let position = names.iter().position(|name| is_named(name, known));
            position.map(|position| (known.role, position))
        });
        found.collect()
    }
}

fn is_named(name: &str, known: &Known) -> bool {
    name.to_lowercase() == known.name
}
