//! Completes the document of a running service with what its operator switched off.

use korotko_core::user::{AccessPolicy, Registration};
use serde_json::Value;

/// The heading before which the policy is stated.
const NEXT_HEADING: &str = "## Get started";

/// The operations that create links anonymously.
const ANONYMOUS: [&str; 2] = ["shortenUrl", "createLink"];

/// States a policy in the description and in the operations that it affects. A policy that allows everything changes nothing.
pub(super) fn state_policy(document: &mut Value, policy: &AccessPolicy) {
    if let Some(terms) = &policy.terms_url {
        document["info"]["termsOfService"] = terms.as_str().into();
    }
    let registration = registration(policy);
    let anonymous = (!policy.anonymous_links).then(|| {
        "Anonymous links are off: to create a link, sign in or send an API key.".to_owned()
    });
    let terms = policy.terms_url.as_ref();
    let terms = terms.map(|url| format!("The terms of this service are at <{url}>."));
    let stated: Vec<&String> = registration
        .iter()
        .chain(&anonymous)
        .chain(&terms)
        .collect();
    if stated.is_empty() {
        return;
    }
    let items: Vec<_> = stated.iter().map(|text| format!("- {text}\n")).collect();
    let section = format!("## This service\n\n{}\n{NEXT_HEADING}", items.concat());
    let description = document["info"]["description"].as_str().unwrap_or_default();
    document["info"]["description"] = description.replacen(NEXT_HEADING, &section, 1).into();
    for operation in operations(document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        if id == "registerUser" {
            for text in registration.iter().chain(&terms) {
                add(operation, text);
            }
        } else if let Some(text) = &anonymous
            && ANONYMOUS.contains(&id)
        {
            require_token(operation, text);
        }
    }
}

/// Who may register, unless that is anybody.
fn registration(policy: &AccessPolicy) -> Vec<String> {
    let who = match policy.registration {
        Registration::Open => None,
        Registration::Invite => Some("Registration is by invitation only."),
        Registration::Closed => Some("Registration is closed."),
    };
    let mut stated: Vec<_> = who.into_iter().map(str::to_owned).collect();
    let domains = policy.allowed_email_domains.iter();
    let domains: Vec<_> = domains.map(|domain| format!("`{domain}`")).collect();
    if !domains.is_empty() && policy.registration != Registration::Closed {
        let domains = domains.join(", ");
        stated.push(format!("New accounts need an e-mail address at {domains}."));
    }
    stated
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    let methods = paths.filter_map(|(_, methods)| methods.as_object_mut());
    methods.flatten().map(|(_, operation)| operation)
}

fn add(operation: &mut Value, text: &str) {
    let description = operation["description"].as_str().unwrap_or_default();
    operation["description"] = format!("{description}\n\n**{text}**").into();
}

/// Removes the empty alternative, so that Swagger UI and clients know that a token is required.
fn require_token(operation: &mut Value, text: &str) {
    add(operation, text);
    if let Some(schemes) = operation["security"].as_array_mut() {
        schemes.retain(|scheme| scheme.as_object().is_some_and(|names| !names.is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::user::{EmailDomain, TermsUrl};
    use serde_json::json;

    use super::*;

    const COMMITTED: &str = include_str!("../../../openapi/openapi.json");

    fn document() -> Value {
        serde_json::from_str(COMMITTED).unwrap()
    }

    fn operation<'a>(document: &'a mut Value, id: &str) -> &'a Value {
        operations(document)
            .find(|operation| operation["operationId"] == id)
            .unwrap()
    }

    #[test]
    fn a_policy_that_allows_everything_changes_nothing() {
        let mut stated = document();
        state_policy(&mut stated, &AccessPolicy::default());
        assert_eq!(stated, document());
    }

    #[test]
    fn what_is_off_is_stated_where_it_matters() {
        let mut stated = document();
        let policy = AccessPolicy {
            registration: Registration::Invite,
            allowed_email_domains: vec![EmailDomain::parse("xn--bcher-kva.example").unwrap()],
            anonymous_links: false,
            terms_url: Some(TermsUrl::parse("https://example.com/terms").unwrap()),
        };
        state_policy(&mut stated, &policy);
        let terms = "https://example.com/terms";
        assert_eq!(stated["info"]["termsOfService"], terms);
        let about = stated["info"]["description"].as_str().unwrap().to_owned();
        let register = operation(&mut stated, "registerUser").clone();
        let register = register["description"].as_str().unwrap();
        for text in ["by invitation only", "`bücher.example`", terms] {
            assert!(about.contains(text), "{about}");
            assert!(register.contains(text), "{register}");
        }
        assert!(about.contains("Anonymous links are off"), "{about}");
        assert!(about.find("## This service") < about.find(NEXT_HEADING));
        for id in ANONYMOUS {
            let create = operation(&mut stated, id);
            let token_or_key = json!([{"BearerToken": []}, {"ApiKey": []}]);
            assert_eq!(create["security"], token_or_key);
            let description = create["description"].as_str().unwrap();
            assert!(
                description.contains("Anonymous links are off"),
                "{description}"
            );
        }
        let resolve = operation(&mut stated, "followLink").clone();
        assert_eq!(resolve, *operation(&mut document(), "followLink"));
    }
}
