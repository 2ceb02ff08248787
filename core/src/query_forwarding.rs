use crate::names::names;

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

names! { QueryForwarding {
    Off = "off",
    Append = "append",
    Override = "override",
} }
