//! From a JSON object to a link.

use std::fmt;

use korotko_core::fault::Violations;
use korotko_core::link::{ImportLink, RedirectStatusError, Scope};
use korotko_core::ports::Timestamp;
use korotko_core::time::{self, TimeError};
use korotko_csv::MAX_ITEMS;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};

use super::json_cell::Cell;

/// What is wrong with a row as a whole is told of this field.
const ROW: &str = "row";

const HALF_ESCAPE: &str =
    "has an escape that stands for no character, such as half of \\ud83c\\udf89";

/// The longest name of an unknown field that is repeated, in characters.
const LONGEST_NAME: usize = 64;

/// The fields that an import takes, and those of an export that it reads over.
const TAKEN: [&str; 9] = [
    "url",
    "slug",
    "title",
    "tags",
    "collections",
    "expires_at",
    "namespace",
    "redirect_status",
    "max_clicks",
];
const READ_OVER: [&str; 4] = ["clicks", "created_at", "share_url", "state"];

/// What is wrong with the shape of a row, so that the file is not what an import takes.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShapeError {
    #[error("has something else than an object")]
    NoObject,
    /// Its name, shortened.
    #[error("has the unknown field `{0}`")]
    UnknownField(String),
}

/// What a value that is JSON says of a link, or what is wrong with it.
pub(super) fn read(row: &str) -> Result<Result<ImportLink, Violations>, ShapeError> {
    if !row.starts_with('{') {
        return Err(ShapeError::NoObject);
    }
    let mut source = serde_json::Deserializer::from_str(row);
    match source.deserialize_map(RowVisitor::default()) {
        Ok(read) => read,
        Err(_) => Ok(Err(Violations::of(ROW, HALF_ESCAPE))),
    }
}

#[derive(Default)]
struct RowVisitor {
    link: ImportLink,
    broken: Violations,
    seen: Vec<&'static str>,
    repeated: Vec<&'static str>,
    unknown: Option<String>,
}

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Result<Result<ImportLink, Violations>, ShapeError>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let known = TAKEN.into_iter().find(|name| *name == key);
            let Some(name) = known else {
                map.next_value::<IgnoredAny>()?;
                self.unknown = self.unknown.or_else(|| unknown(&key));
                continue;
            };
            if self.seen.contains(&name) {
                map.next_value::<IgnoredAny>()?;
                self.note_repetition(name);
                continue;
            }
            self.seen.push(name);
            let cell = map.next_value::<Cell>()?;
            self.fill(name, cell);
        }
        Ok(self.end())
    }
}

/// The name to be told of a field that an import does not take; `None` if it reads over it.
fn unknown(key: &str) -> Option<String> {
    let shown = key.chars().filter(|char| !char.is_control());
    let name = || shown.take(LONGEST_NAME).collect();
    (!READ_OVER.contains(&key)).then(name)
}

impl RowVisitor {
    fn end(mut self) -> Result<Result<ImportLink, Violations>, ShapeError> {
        if let Some(name) = self.unknown {
            return Err(ShapeError::UnknownField(name));
        }
        if !self.seen.contains(&"url") {
            self.broken.add("url", "is missing");
        }
        if self.broken.as_slice().is_empty() {
            return Ok(Ok(self.link));
        }
        Ok(Err(self.broken))
    }

    /// Told once, however often.
    fn note_repetition(&mut self, name: &'static str) {
        if !self.repeated.contains(&name) {
            self.repeated.push(name);
            self.broken.add(name, "is there twice");
        }
    }

    fn fill(&mut self, name: &'static str, cell: Cell) {
        let (new, broken) = (&mut self.link.new, &mut self.broken);
        match name {
            "url" => match cell {
                Cell::Text(url) => new.url = url,
                _ => broken.add(name, "must be a string"),
            },
            "slug" => new.slug = broken.check(name, text(cell)).flatten(),
            "title" => new.title = broken.check(name, text(cell)).flatten(),
            "tags" => new.tags = broken.check(name, texts(cell)).unwrap_or_default(),
            "collections" => {
                self.link.collections = broken.check(name, texts(cell)).unwrap_or_default();
            }
            "expires_at" => new.expires_at = broken.check(name, time(cell)).flatten(),
            "namespace" => new.scope = broken.check(name, scope(cell)).flatten(),
            "max_clicks" => new.max_clicks = broken.check(name, count(&cell)).flatten(),
            _ => new.redirect_status = broken.check(name, status(&cell)).flatten(),
        }
    }
}

fn text(cell: Cell) -> Result<Option<String>, &'static str> {
    match cell {
        Cell::Null => Ok(None),
        Cell::Text(text) => Ok(Some(text)),
        _ => Err("must be a string"),
    }
}

fn texts(cell: Cell) -> Result<Vec<String>, String> {
    match cell {
        Cell::Null => Ok(Vec::new()),
        Cell::Texts(texts) => Ok(texts),
        Cell::TooMany => Err(format!("has more than {MAX_ITEMS} items")),
        _ => Err("must be a list of strings".to_owned()),
    }
}

fn scope(cell: Cell) -> Result<Option<Scope>, &'static str> {
    match text(cell)?.as_deref() {
        None => Ok(None),
        Some("global") => Ok(Some(Scope::Global)),
        Some("personal") => Ok(Some(Scope::Personal)),
        Some(_) => Err("must be global or personal"),
    }
}

fn status(cell: &Cell) -> Result<Option<u16>, RedirectStatusError> {
    match cell {
        Cell::Null => Ok(None),
        Cell::Number(code) => (*code)
            .try_into()
            .map(Some)
            .map_err(|_| RedirectStatusError),
        _ => Err(RedirectStatusError),
    }
}

fn count(cell: &Cell) -> Result<Option<u64>, &'static str> {
    match cell {
        Cell::Null => Ok(None),
        Cell::Number(number) => Ok(Some(*number)),
        _ => Err("must be a whole number, such as 100"),
    }
}

fn time(cell: Cell) -> Result<Option<Timestamp>, TimeError> {
    let text = text(cell).map_err(|_| TimeError::Form)?;
    text.as_deref().map(time::parse).transpose()
}
