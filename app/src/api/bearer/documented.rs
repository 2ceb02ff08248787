//! Completes the document with what API keys may do, by the table of scopes.

use korotko_core::administration::AuthorizeError;
use korotko_core::key::KeyScope;
use serde_json::{Value, json};

use super::{KEY_SCHEME, scopes};
use crate::api::Tag;
use crate::http::problem::{Problem, documented};

/// The field of an operation that names its scope, for programs.
const EXTENSION: &str = "x-api-key-scope";

/// Says in each operation that requires or accepts authentication which scope an API key needs for it, or that keys are refused.
pub(in crate::api) fn state_scopes(document: &mut Value) -> Result<(), serde_json::Error> {
    order_schemes(document);
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    let operations = paths.filter_map(|(_, methods)| methods.as_object_mut());
    for (_, operation) in operations.flatten() {
        if operation["security"].is_array() {
            let id = operation["operationId"].as_str().unwrap_or_default();
            let scope = scopes::needed(id);
            state(operation, scope)?;
        }
    }
    Ok(())
}

/// Swagger UI asks for credentials in the order of the schemes, which `poem-openapi` sorts by name: access tokens first.
fn order_schemes(document: &mut Value) {
    if let Some(schemes) = document["components"]["securitySchemes"].as_object_mut()
        && let Some(key) = schemes.shift_remove(KEY_SCHEME)
    {
        schemes.insert(KEY_SCHEME.to_owned(), key);
    }
}

fn state(operation: &mut Value, scope: Option<KeyScope>) -> Result<(), serde_json::Error> {
    let sentence = match scope {
        Some(scope) => format!("An API key needs the scope `{scope}`."),
        None => "API keys are refused.".to_owned(),
    };
    let description = operation["description"].as_str().unwrap_or_default();
    operation["description"] = format!("{description}\n\n{sentence}").into();
    if let Some(scope) = scope {
        operation[EXTENSION] = scope.name().into();
        if let Some(schemes) = operation["security"].as_array_mut() {
            // After the access token, and before the empty alternative of an operation that also accepts neither.
            schemes.insert(1, json!({KEY_SCHEME: []}));
        }
    }
    let mut refusals = vec![scopes::refusal(scope)];
    if operation["tags"][0] == Tag::ADMINISTRATION {
        refusals.push(AuthorizeError::NotAdministrator.into());
    }
    add_refusals(operation, refusals)
}

/// Where a response has the examples of its problems, until they are listed by code.
const EXAMPLES: &str = "/content/application~1problem+json/schema/example";

/// Adds the status 403 with these examples, after those of the operation itself.
fn add_refusals(operation: &mut Value, refusals: Vec<Problem>) -> Result<(), serde_json::Error> {
    let of_keys_alone = refusals.len() == 1;
    let mut added = serde_json::to_value(documented::meta(vec![(403, refusals)]))?;
    let challenge = operation.pointer("/responses/401/headers").cloned();
    added["403"]["headers"] = challenge.unwrap_or_default();
    // Only a refused key gets a challenge.
    if let Some(challenge) = added.pointer_mut("/403/headers/WWW-Authenticate") {
        challenge["required"] = of_keys_alone.into();
    }
    let own = operation["responses"]["403"].pointer(EXAMPLES);
    let own = own.and_then(Value::as_array).cloned();
    if let Some(examples) = added["403"].pointer_mut(EXAMPLES) {
        let both = [own.as_ref(), examples.as_array()].into_iter().flatten();
        *examples = both.flatten().cloned().collect();
    }
    if let (Some(responses), Some(added)) = (
        operation["responses"].as_object_mut(),
        added.as_object_mut(),
    ) {
        let known = std::mem::take(responses).into_iter();
        let mut all: Vec<_> = known.chain(std::mem::take(added)).collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        responses.extend(all);
    }
    Ok(())
}
