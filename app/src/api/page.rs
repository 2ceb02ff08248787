use poem_openapi::Object;
use poem_openapi::types::{Example, ParseFromJSON, ToJSON};

use super::cursor;

/// A page of a list.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct Page<T: ParseFromJSON + ToJSON + Example> {
    /// The items of this page, in the order of the list.
    pub items: Vec<T>,
    /// The cursor of the next page: pass it as `after`. `null` on the last page.
    #[oai(nullable)]
    pub next: Option<String>,
}

impl<T: ParseFromJSON + ToJSON + Example> Page<T> {
    /// A page of a list in id order, with cursors of this kind.
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
