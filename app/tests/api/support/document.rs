//! The `OpenAPI` document, to check responses against.

use reqwest::Method;
use serde_json::Value;

use super::schema::Schemas;

/// The document at `/openapi.json`.
pub struct Document {
    json: Value,
    schemas: Schemas,
    /// Read once: every answer is compared with them.
    operations: Vec<Operation>,
}

/// An operation of the document.
#[derive(Clone)]
pub struct Operation {
    /// Its path, with `{name}` for parameters and without a trailing slash.
    pub path: String,
    /// Its method.
    pub method: Method,
    /// Its id.
    pub id: String,
    /// The example of its JSON body, if any.
    pub example: Option<Value>,
    /// Whether its body may be absent.
    pub body_is_optional: bool,
    /// Its description.
    pub description: String,
    /// The security schemes that it accepts; empty if it requires and accepts no authentication.
    pub schemes: Vec<String>,
    /// The scope that an API key needs.
    pub scope: Option<String>,
    /// The required fields of its body.
    pub required: Vec<String>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// The schema of its JSON body, if any.
    pub body: Option<Value>,
    responses: Value,
}

/// A parameter of an operation.
#[derive(Clone)]
pub struct Parameter {
    pub name: String,
    /// `path`, `query` or `header`.
    pub location: String,
    /// Its schema, without references.
    pub schema: Value,
}

impl Document {
    pub fn new(json: &str) -> Self {
        let json = serde_json::from_str(json).expect("the document is JSON");
        let mut document = Self {
            schemas: Schemas::from_document(&json),
            json,
            operations: Vec::new(),
        };
        document.operations = document.read_operations();
        document
    }

    /// Every operation.
    pub fn operations(&self) -> Vec<Operation> {
        self.operations.clone()
    }

    fn read_operations(&self) -> Vec<Operation> {
        let paths = self.json["paths"].as_object().expect("paths");
        let on_path = |(path, methods): (&String, &Value)| -> Vec<Operation> {
            let methods = methods.as_object().expect("methods").iter();
            methods
                .map(|(method, description)| self.operation(path, method, description))
                .collect()
        };
        paths.iter().flat_map(on_path).collect()
    }

    fn operation(&self, path: &str, method: &str, description: &Value) -> Operation {
        let content = &description["requestBody"]["content"]["application/json"];
        let schema = content["schema"]["$ref"].as_str();
        let name = schema.and_then(|name| name.rsplit('/').next());
        let schema = name.map(|name| &self.json["components"]["schemas"][name]);
        let required = schema.and_then(|schema| schema["required"].as_array());
        Operation {
            path: path.trim_end_matches('/').to_owned(),
            method: method.to_uppercase().parse().expect("a method"),
            id: description["operationId"].as_str().expect("an id").into(),
            example: schema.map(|schema| schema["example"].clone()),
            body_is_optional: description["requestBody"]["required"] == false,
            description: description["description"]
                .as_str()
                .unwrap_or_default()
                .into(),
            schemes: schemes(&description["security"]),
            scope: description["x-api-key-scope"].as_str().map(Into::into),
            required: required.into_iter().flatten().map(text).collect(),
            parameters: self.parameters(description),
            body: schema.map(|schema| self.resolved(schema, 0)),
            responses: description["responses"].clone(),
        }
    }

    fn parameters(&self, description: &Value) -> Vec<Parameter> {
        let parameters = description["parameters"].as_array().into_iter().flatten();
        let read = |parameter: &Value| Parameter {
            name: text(&parameter["name"]),
            location: text(&parameter["in"]),
            schema: self.resolved(&parameter["schema"], 0),
        };
        parameters.map(read).collect()
    }

    /// A schema with resolved references and merged `allOf`.
    fn resolved(&self, schema: &Value, depth: usize) -> Value {
        assert!(depth < 32, "a schema within itself");
        match schema {
            Value::Array(items) => items
                .iter()
                .map(|item| self.resolved(item, depth + 1))
                .collect(),
            Value::Object(fields) => {
                if let Some(location) = fields.get("$ref").and_then(Value::as_str) {
                    let found = self.json.pointer(location.trim_start_matches('#'));
                    return self.resolved(found.expect("what is referred to"), depth + 1);
                }
                let mut whole = serde_json::Map::new();
                for (name, value) in fields {
                    match (name.as_str(), self.resolved(value, depth + 1)) {
                        ("allOf", Value::Array(parts)) => {
                            let parts = parts
                                .into_iter()
                                .filter_map(|part| part.as_object().cloned());
                            whole.extend(parts.flatten());
                        }
                        // A value, not a schema.
                        ("example" | "default" | "enum", _) => {
                            whole.insert(name.clone(), value.clone());
                        }
                        (_, resolved) => {
                            whole.insert(name.clone(), resolved);
                        }
                    }
                }
                whole.into()
            }
            other => other.clone(),
        }
    }

    /// The operations on a requested path: a literal segment takes precedence over a parameter.
    pub fn on(&self, path: &str) -> Vec<&Operation> {
        let path = path.trim_end_matches('/');
        let matching = || self.operations.iter().filter(|known| known.is_on(path));
        let parameters = |known: &Operation| known.path.matches('{').count();
        let fewest = matching().map(parameters).min();
        matching()
            .filter(|known| Some(parameters(known)) == fewest)
            .collect()
    }
}

/// The names of the security schemes of an operation.
fn schemes(security: &Value) -> Vec<String> {
    let schemes = security.as_array().into_iter().flatten();
    let names = schemes.filter_map(Value::as_object).flatten();
    names.map(|(name, _)| name.clone()).collect()
}

impl Document {
    /// The differences between the body of a response and its schema, one per line.
    pub fn violations(
        &self,
        operation: &Operation,
        status: u16,
        media_type: &str,
        body: &Value,
    ) -> Vec<String> {
        let content = operation.responses[status.to_string()]["content"].as_object();
        let mut types = content.into_iter().flatten();
        let (_, described) = types
            .find(|(name, _)| essence(name) == media_type)
            .expect("a documented type");
        self.schemas.violations(&described["schema"], body)
    }
}

impl Operation {
    fn is_on(&self, path: &str) -> bool {
        let (own, asked): (Vec<_>, Vec<_>) =
            (self.path.split('/').collect(), path.split('/').collect());
        own.len() == asked.len()
            && own
                .iter()
                .zip(asked)
                .all(|(own, asked)| *own == asked || own.starts_with('{') && !asked.is_empty())
    }

    /// Whether a problem with this status and code is among the examples.
    pub fn has_example(&self, status: u16, code: &str) -> bool {
        let content = &self.responses[status.to_string()]["content"];
        content["application/problem+json"]["examples"][code].is_object()
    }

    /// Whether an answer with this status and media type is documented.
    pub fn has(&self, status: u16, media_type: Option<&str>) -> bool {
        let response = &self.responses[status.to_string()];
        let types = response["content"].as_object();
        let types = types.map(|types| types.keys().map(|name| essence(name)).collect::<Vec<_>>());
        response.is_object()
            && match (types, media_type) {
                (Some(types), Some(given)) => types.contains(&essence(given)),
                (None, given) => given.is_none(),
                (Some(_), None) => false,
            }
    }
}

/// A media type without its parameters.
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
