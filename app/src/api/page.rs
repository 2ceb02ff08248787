use poem_openapi::Object;
use poem_openapi::types::{Example, ParseFromJSON, ToJSON};

use super::cursor;

/// Some of a list.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct Page<T: ParseFromJSON + ToJSON + Example> {
    /// What is on it, in the order of the list.
    pub items: Vec<T>,
    /// The `after` of the next page; `null` on the last one.
    #[oai(nullable)]
    pub next: Option<String>,
}

impl<T: ParseFromJSON + ToJSON + Example> Page<T> {
    /// A page of a list by falling id, whose cursors are of this kind.
    pub(crate) fn by_id<'a, E>(items: &'a [E], kind: char, next: Option<i64>) -> Self
    where
        T: From<&'a E>,
    {
        Self {
            items: items.iter().map(T::from).collect(),
            next: next.map(|last| cursor::write_id(kind, last)),
        }
    }
}

impl<T: ParseFromJSON + ToJSON + Example> Example for Page<T> {
    fn example() -> Self {
        Self {
            items: vec![T::example()],
            next: None,
        }
    }
}
