use korotko_core::user::AccessPolicy;

use super::error::CommandError;
use super::print::print;
use crate::api;

/// Prints the document.
pub(super) fn run() -> Result<(), CommandError> {
    print(document()?.trim_end())
}

/// The `OpenAPI` document.
pub fn document() -> Result<String, serde_json::Error> {
    // The same for every configuration: that of a running service also states its policy.
    api::document(&api::description(), &AccessPolicy::default())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::document;

    const COMMITTED: &str = include_str!("../../../openapi/openapi.json");

    #[test]
    fn the_committed_document_is_that_of_the_program() {
        let fresh = document().unwrap();
        assert!(
            COMMITTED.trim_end() == fresh.trim_end(),
            "the API changed; run this, and commit the result: cargo run -- openapi > openapi/openapi.json"
        );
    }

    /// All operations, each with its method and path.
    fn operations(document: &Value) -> Vec<(String, &Value)> {
        let paths = document["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap();
            let named = move |method: &String| format!("{} {path}", method.to_uppercase());
            methods.iter().map(move |(method, it)| (named(method), it))
        });
        let operations: Vec<_> = operations.collect();
        assert!(!operations.is_empty());
        operations
    }

    /// The schemas of all JSON bodies of an operation.
    fn json_bodies(operation: &Value) -> Vec<&Value> {
        let responses = operation["responses"].as_object().unwrap().values();
        let bodies = responses.chain([&operation["requestBody"]]);
        let contents = bodies.filter_map(|body| body["content"].as_object());
        let typed = contents.flat_map(|content| content.iter());
        let json = typed.filter(|(media_type, _)| media_type.contains("json"));
        json.map(|(_, body)| &body["schema"]).collect()
    }

    fn is_text(value: &Value) -> bool {
        value.as_str().is_some_and(|text| !text.trim().is_empty())
    }

    #[test]
    fn every_operation_is_described() {
        let document: Value = serde_json::from_str(COMMITTED).unwrap();
        for (name, operation) in operations(&document) {
            for part in ["summary", "description", "operationId"] {
                assert!(is_text(&operation[part]), "{name} has no {part}");
            }
            let id = operation["operationId"].as_str().unwrap();
            let camel_case = id.starts_with(|first: char| first.is_ascii_lowercase())
                && id.chars().all(|letter| letter.is_ascii_alphanumeric());
            assert!(camel_case, "{name} has the id {id}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let described = is_text(&response["description"]);
                assert!(described, "{name} does not say what {status} means");
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let described = is_text(&parameter["description"]);
                assert!(described, "{name} does not describe {}", parameter["name"]);
            }
        }
    }

    #[test]
    fn every_body_has_an_example() {
        let document: Value = serde_json::from_str(COMMITTED).unwrap();
        for (name, operation) in operations(&document) {
            for schema in json_bodies(operation) {
                let referred = schema["$ref"]
                    .as_str()
                    .and_then(|path| document.pointer(&path[1..]));
                let example = &referred.unwrap_or(schema)["example"];
                let given = example.is_object() || example.is_array();
                assert!(given, "{name} has no example of {schema}");
            }
        }
    }

    /// Adds the names of the schemas that this one refers to.
    fn referred(schema: &Value, names: &mut Vec<String>) {
        match schema {
            Value::Array(items) => items.iter().for_each(|item| referred(item, names)),
            Value::Object(fields) => fields
                .iter()
                .for_each(|(name, value)| match value.as_str() {
                    Some(path) if name == "$ref" => {
                        names.push(path.replace("#/components/schemas/", ""));
                    }
                    _ => referred(value, names),
                }),
            _ => {}
        }
    }

    #[test]
    fn request_schemas_are_closed() {
        let document: Value = serde_json::from_str(COMMITTED).unwrap();
        let mut names = Vec::new();
        for (_, operation) in operations(&document) {
            referred(&operation["requestBody"], &mut names);
        }
        assert!(names.len() > 10);
        while let Some(name) = names.pop() {
            let schema = &document["components"]["schemas"][&name];
            // The alternatives of a union are closed, each for itself.
            if schema["type"] == "object" && schema["oneOf"].is_null() {
                assert_eq!(schema["additionalProperties"], false, "{name}");
            }
            referred(schema, &mut names);
        }
    }

    #[test]
    fn nullable_fields_of_responses_are_required() {
        let document: Value = serde_json::from_str(COMMITTED).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let mut nullable = 0;
        for (name, schema) in schemas {
            let properties = schema["properties"].as_object().into_iter().flatten();
            let closed = schema["additionalProperties"] == false;
            for (field, _) in properties.filter(|(_, property)| property["nullable"] == true) {
                let required = schema["required"].as_array();
                let required =
                    required.is_some_and(|names| names.contains(&Value::from(field.as_str())));
                assert_ne!(required, closed, "{name}.{field}");
                nullable += 1;
            }
        }
        assert!(nullable > 25, "{nullable}");
    }

    #[test]
    fn a_reference_is_the_only_part_of_all_of() {
        fn check(value: &Value) {
            if let Some(parts) = value["allOf"].as_array() {
                assert_eq!(parts.len(), 1, "{value}");
                assert!(parts[0]["$ref"].is_string(), "{value}");
            }
            match value {
                Value::Array(items) => items.iter().for_each(check),
                Value::Object(fields) => fields.values().for_each(check),
                _ => {}
            }
        }
        check(&serde_json::from_str(COMMITTED).unwrap());
    }

    #[test]
    fn an_operation_that_requires_a_token_declares_security() {
        let document: Value = serde_json::from_str(COMMITTED).unwrap();
        let mut protected = 0;
        for (name, operation) in operations(&document) {
            let refusal = &operation["responses"]["401"];
            let examples = refusal.pointer("/content/application~1problem+json/examples");
            if examples.is_some_and(|examples| examples["token-missing"].is_object()) {
                protected += 1;
                let mut schemes = operation["security"].as_array().into_iter().flatten();
                assert_eq!(
                    schemes.next(),
                    Some(&json!({"BearerToken": []})),
                    "{name} requires a token without declaring security"
                );
                // An empty scheme would make the token optional.
                assert!(schemes.all(|scheme| scheme["ApiKey"].is_array()), "{name}");
            }
        }
        assert!(protected > 0);
    }
}
