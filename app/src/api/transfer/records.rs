//! Links in JSON files, documented from the list of columns.

use std::borrow::Cow;
use std::sync::LazyLock;

use korotko_core::link::{ExportedLink, Links};
use korotko_linkfile::{COLUMNS, Column, Exported, Import, Kind};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{Example, ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use serde_json::{Map, Value};

/// A link in an export.
pub(super) struct LinkRecord(Value);

/// A link in an import, for the document only.
pub(super) struct ImportRecord(Value);

/// The descriptions of the columns, in an export and in an import.
static EXPORT_TEXTS: LazyLock<[String; COLUMNS.len()]> =
    LazyLock::new(|| COLUMNS.each_ref().map(export_text));
static IMPORT_TEXTS: LazyLock<[String; COLUMNS.len()]> =
    LazyLock::new(|| COLUMNS.each_ref().map(import_text));

fn export_text(column: &Column) -> String {
    match (column.nullable, &column.import) {
        (true, Import::Optional(absent, _)) => format!("{}; `null` for {absent}.", column.about),
        _ => format!("{}.", column.about),
    }
}

/// The description of a column in an import.
pub(super) fn import_text(column: &Column) -> String {
    match column.import {
        Import::Required(_) => format!("{}.", column.about),
        Import::Optional(absent, _) => format!("{}. Default: {absent}.", column.about),
        Import::Ignored => format!("{}. Ignored.", column.about),
    }
}

impl LinkRecord {
    pub(super) fn new(link: &ExportedLink, links: &Links) -> Self {
        let share_url = links.share_url(&link.link);
        let share_url = share_url.as_str();
        let object = serde_json::to_value(Exported { link, share_url });
        Self(object.unwrap_or_default())
    }
}

/// An object schema of all columns with these descriptions; `complete` adds to each.
fn schema(
    description: &'static str,
    texts: &'static [String],
    complete: impl Fn(&Column, &mut MetaSchema),
) -> MetaSchema {
    let fields = COLUMNS.iter().zip(texts).map(|(column, text)| {
        let mut field = kind_schema(&column.kind);
        field.description = Some(text);
        complete(column, &mut field);
        (column.name, MetaSchemaRef::Inline(Box::new(field)))
    });
    MetaSchema {
        description: Some(description),
        properties: fields.collect(),
        ..MetaSchema::new("object")
    }
}

fn kind_schema(kind: &Kind) -> MetaSchema {
    match kind {
        Kind::Texts { .. } => MetaSchema {
            items: Some(Box::new(MetaSchemaRef::Inline(Box::new(MetaSchema::new(
                "string",
            ))))),
            ..MetaSchema::new("array")
        },
        Kind::Number { .. } => MetaSchema::new_with_format("integer", "uint64"),
        Kind::Time => MetaSchema::new_with_format("string", "date-time"),
        Kind::OneOf(words) => MetaSchema {
            enum_items: words().into_iter().map(Value::from).collect(),
            ..MetaSchema::new("string")
        },
        _ => MetaSchema::new("string"),
    }
}

/// Adds the constraints of an import.
fn constrain(column: &Column, field: &mut MetaSchema) {
    if matches!(column.import, Import::Ignored) {
        return;
    }
    match column.kind {
        Kind::Word { max_chars, pattern } => {
            field.max_length = Some(max_chars);
            field.pattern = pattern.map(str::to_owned);
        }
        Kind::Text { max_chars } => field.max_length = Some(max_chars),
        Kind::Texts {
            max_items,
            max_chars,
        } => {
            let item = MetaSchema {
                min_length: Some(1),
                max_length: Some(max_chars),
                ..MetaSchema::new("string")
            };
            field.max_items = max_items;
            field.default = Some(Value::Array(Vec::new()));
            field.items = Some(Box::new(MetaSchemaRef::Inline(Box::new(item))));
        }
        Kind::Number { minimum, maximum } => {
            field.minimum = Some(number(minimum));
            field.maximum = Some(number(maximum));
        }
        _ => {}
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "JSON Schema has no other numbers"
)]
fn number(number: u64) -> f64 {
    number as f64
}

/// An object of the examples of these columns.
fn example(columns: impl Iterator<Item = &'static Column>) -> Map<String, Value> {
    columns
        .map(|column| (column.name.to_owned(), korotko_linkfile::example(column)))
        .collect()
}

fn export_schema() -> MetaSchema {
    let complete = |column: &Column, field: &mut MetaSchema| field.nullable = column.nullable;
    let always = COLUMNS.iter().filter(|column| !column.nullable);
    MetaSchema {
        required: always.map(|column| column.name).collect(),
        example: LinkRecord::example().to_json(),
        ..schema("A link in an export.", &*EXPORT_TEXTS, complete)
    }
}

fn import_schema() -> MetaSchema {
    let always = COLUMNS.iter().filter(|column| column.is_required());
    MetaSchema {
        required: always.map(|column| column.name).collect(),
        example: ImportRecord::example().to_json(),
        ..schema(
            "A link to import. A row of an export is valid as it is.",
            &*IMPORT_TEXTS,
            constrain,
        )
    }
}

/// What the macros of `poem-openapi` generate for a struct.
macro_rules! object {
    ($record:ident, $schema:expr) => {
        impl Type for $record {
            const IS_REQUIRED: bool = true;

            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                stringify!($record).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Reference(Self::name().into_owned())
            }

            fn register(registry: &mut Registry) {
                registry.create_schema::<Self, _>(Self::name().into_owned(), |_| MetaSchema {
                    title: Some(Self::name().into_owned()),
                    ..$schema
                });
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(std::iter::once(self))
            }
        }

        impl ToJSON for $record {
            fn to_json(&self) -> Option<Value> {
                Some(self.0.clone())
            }
        }
    };
}

object!(LinkRecord, export_schema());
object!(ImportRecord, import_schema());

/// Required by the macros of `poem-openapi`; never called.
impl ParseFromJSON for LinkRecord {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        value.map(Self).ok_or_else(ParseError::expected_input)
    }
}

impl Example for LinkRecord {
    fn example() -> Self {
        Self(Value::Object(example(COLUMNS.iter())))
    }
}

/// The example of an import, without empty fields.
impl Example for ImportRecord {
    fn example() -> Self {
        let taken = COLUMNS
            .iter()
            .filter(|column| !matches!(column.import, Import::Ignored));
        let mut fields = example(taken);
        fields.retain(|_, value| !value.is_null());
        Self(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_describes_every_column_of_import_and_export() {
        let document = crate::command::document().unwrap();
        let document: Value = serde_json::from_str(&document).unwrap();
        let body = &document["paths"]["/api/links/import"]["post"]["requestBody"];
        let text = body["description"].as_str().unwrap();
        let schemas = &document["components"]["schemas"];
        for name in ["ImportRecord", "LinkRecord"] {
            let fields = schemas[name]["properties"].as_object().unwrap();
            assert_eq!(fields.len(), COLUMNS.len(), "{name}");
            for column in &COLUMNS {
                let field = &fields[column.name];
                let told = field["description"].as_str().unwrap();
                assert!(told.starts_with(column.about), "{name}: {field}");
            }
        }
        for column in &COLUMNS {
            let row = format!("| `{}` | {}", column.name, column.about);
            assert!(text.contains(&row), "{row} in {text}");
        }
    }
}
