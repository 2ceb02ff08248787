use chrono::SecondsFormat;
use korotko_core::ports::Timestamp;
use korotko_core::time;
use serde::{Serialize, Serializer};

/// The most texts of one value. Texts that are there twice count once.
pub const MAX_ITEMS: usize = 1_000;

/// What stands in a cell or a field, whatever the format of the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Nothing,
    Text(String),
    /// None twice.
    Texts(Vec<String>),
    /// More than [`MAX_ITEMS`] texts.
    TooManyTexts,
    Number(u64),
    Time(Timestamp),
    /// What no column takes.
    Other,
}

impl Value {
    pub(crate) fn text(self) -> Result<Option<String>, String> {
        match self {
            Self::Nothing => Ok(None),
            Self::Text(text) => Ok(Some(text)),
            _ => Err("must be a string".to_owned()),
        }
    }

    pub(crate) fn texts(self) -> Result<Vec<String>, String> {
        match self {
            Self::Nothing => Ok(Vec::new()),
            Self::Texts(texts) => Ok(texts),
            Self::TooManyTexts => Err(format!("has more than {MAX_ITEMS} items")),
            _ => Err("must be a list of strings".to_owned()),
        }
    }

    pub(crate) fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn time(self) -> Result<Option<Timestamp>, String> {
        let text = self.text().map_err(|_| time::TimeError::Form.to_string())?;
        let time = text.as_deref().map(time::parse).transpose();
        time.map_err(|error| error.to_string())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.to_owned()))
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(time: Option<Timestamp>) -> Self {
        time.map_or(Self::Nothing, Self::Time)
    }
}

impl From<Option<u64>> for Value {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }
}

/// In JSON, as everywhere in the API.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing | Self::TooManyTexts | Self::Other => serializer.serialize_unit(),
            Self::Text(text) => text.serialize(serializer),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::Number(number) => number.serialize(serializer),
            Self::Time(time) => time.to_rfc3339().serialize(serializer),
        }
    }
}

/// A time in a cell.
pub(crate) fn time_cell(time: Timestamp) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
