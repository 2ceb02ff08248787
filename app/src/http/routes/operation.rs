//! Operations and their parameters, from the `OpenAPI` document.

use poem::http::Method;
use serde_json::Value;

/// A method of a path.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// The id in the document.
    pub(crate) id: Option<String>,
    parameters: Vec<Parameter>,
}

/// A parameter of the path, the query or the header.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// The values of an enumeration; empty for other types.
    pub(crate) values: Vec<String>,
    /// The minimum and the maximum, if any.
    pub(crate) bounds: (Option<i64>, Option<i64>),
    /// Whether it may be repeated.
    pub(crate) repeats: bool,
    in_query: bool,
}

impl Operation {
    /// An undocumented operation.
    pub(crate) fn from_method(method: Method) -> Self {
        Self {
            method,
            id: None,
            parameters: Vec::new(),
        }
    }

    /// Parses an operation of `document`.
    pub(crate) fn read(method: Method, description: &Value, document: &Value) -> Self {
        let parameters = description["parameters"].as_array();
        let parameters = parameters.into_iter().flatten();
        Self {
            method,
            id: description["operationId"].as_str().map(str::to_owned),
            parameters: parameters
                .filter_map(|parameter| Parameter::read(parameter, document))
                .collect(),
        }
    }

    /// The parameter with this name, in the path, the query or the header.
    pub(crate) fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.name == name)
    }

    /// The query parameters.
    pub(crate) fn query(&self) -> impl Iterator<Item = &Parameter> + Clone {
        self.parameters
            .iter()
            .filter(|parameter| parameter.in_query)
    }
}

impl Parameter {
    fn read(parameter: &Value, document: &Value) -> Option<Self> {
        let schema = &parameter["schema"];
        Some(Self {
            name: parameter["name"].as_str()?.to_owned(),
            values: values(schema, document),
            bounds: (whole(&schema["minimum"]), whole(&schema["maximum"])),
            repeats: schema["type"] == "array",
            in_query: parameter["in"] == "query",
        })
    }
}

/// The framework writes bounds as fractions: `1.0`.
#[allow(clippy::cast_possible_truncation)]
fn whole(bound: &Value) -> Option<i64> {
    bound.as_f64().map(|bound| bound as i64)
}

/// The values of an enumeration, which may be a reference.
fn values(schema: &Value, document: &Value) -> Vec<String> {
    if let Some(values) = schema["enum"].as_array() {
        let texts = values.iter().filter_map(Value::as_str);
        return texts.map(ToOwned::to_owned).collect();
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return document
            .pointer(pointer)
            .map(|schema| values(schema, document))
            .unwrap_or_default();
    }
    let parts = ["allOf", "anyOf", "oneOf"];
    let parts = parts.iter().filter_map(|of| schema[*of].as_array());
    parts
        .flatten()
        .flat_map(|part| values(part, document))
        .collect()
}
