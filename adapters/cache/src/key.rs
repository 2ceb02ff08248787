use korotko_core::link::{Namespace, Slug};
use quick_cache::Equivalent;

/// The key of a cached route.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    namespace: Namespace,
    slug: Slug,
}

/// A borrowed key for look-ups. It MUST hash like [`Key`].
#[derive(Debug, Clone, Copy, Hash)]
pub(crate) struct KeyRef<'a> {
    pub(crate) namespace: Namespace,
    pub(crate) slug: &'a Slug,
}

impl KeyRef<'_> {
    pub(crate) fn to_key(self) -> Key {
        Key {
            namespace: self.namespace,
            slug: self.slug.clone(),
        }
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.namespace == key.namespace && *self.slug == key.slug
    }
}
