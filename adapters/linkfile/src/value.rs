use chrono::SecondsFormat;
use korotko_core::ports::Timestamp;
use korotko_core::time;
use serde::{Serialize, Serializer};

/// The most texts of one value. Duplicates count once.
pub const MAX_ITEMS: usize = 1_000;

/// The value of a cell or field, in any format.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Text(String),
    /// Distinct texts.
    Texts(Vec<String>),
    /// More than [`MAX_ITEMS`] texts.
    TooManyTexts,
    Number(u64),
    Time(Timestamp),
    /// A value that no column accepts.
    Other,
}

impl Value {
    pub(crate) fn text(self) -> Result<Option<String>, String> {
        match self {
            Self::Null => Ok(None),
            Self::Text(text) => Ok(Some(text)),
            _ => Err("must be a string".to_owned()),
        }
    }

    pub(crate) fn texts(self) -> Result<Vec<String>, String> {
        match self {
            Self::Null => Ok(Vec::new()),
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
        text.map_or(Self::Null, |text| Self::Text(text.to_owned()))
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(time: Option<Timestamp>) -> Self {
        time.map_or(Self::Null, Self::Time)
    }
}

impl From<Option<u64>> for Value {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }
}

/// The JSON form, as in the API.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null | Self::TooManyTexts | Self::Other => serializer.serialize_unit(),
            Self::Text(text) => text.serialize(serializer),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::Number(number) => number.serialize(serializer),
            Self::Time(time) => time.to_rfc3339().serialize(serializer),
        }
    }
}

/// A time as a cell contains it.
pub(crate) fn time_cell(time: Timestamp) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
