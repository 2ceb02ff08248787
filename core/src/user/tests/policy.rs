use crate::fault::{Fault, FaultKind};
use crate::mock::{MockPasswordHasher, MockPorts, sample};
use crate::user::{AccessPolicy, Email, EmailDomain, Register, Registration, TermsUrl};

fn domain(text: &str) -> EmailDomain {
    EmailDomain::parse(text).unwrap()
}

/// A policy with this registration.
pub(super) fn policy(registration: Registration) -> AccessPolicy {
    AccessPolicy {
        registration,
        ..AccessPolicy::default()
    }
}

/// The error of a registration under this policy, for which nothing is read and hashed.
async fn refusal(policy: AccessPolicy, register: Register) -> (FaultKind, &'static str) {
    let mocks = MockPorts {
        password_hasher: MockPasswordHasher::new(),
        ..MockPorts::default()
    };
    let users = mocks.korotko_with(policy).users;
    let refused = users.register(register, None).await.unwrap_err();
    (refused.kind(), refused.code())
}

#[tokio::test]
async fn a_closed_registration_is_refused_before_anything_is_examined() {
    for email in ["ann@example.com", "nobody"] {
        let register = Register::new(email, sample::PASSWORD);
        let refused = refusal(policy(Registration::Closed), register.clone()).await;
        assert_eq!(refused, (FaultKind::Forbidden, "registration-closed"));
        let refused = refusal(policy(Registration::Invite), register).await;
        assert_eq!(refused, (FaultKind::Forbidden, "invitation-required"));
    }
    let invited = Register {
        invitation: Some("19-00".to_owned()),
        ..Register::new("ann@example.com", sample::PASSWORD)
    };
    let refused = refusal(policy(Registration::Closed), invited).await;
    assert_eq!(refused, (FaultKind::Forbidden, "registration-closed"));
}

#[tokio::test]
async fn a_domain_that_is_not_allowed_is_refused_before_the_account_is_looked_up() {
    let policy = AccessPolicy {
        allowed_email_domains: vec![domain("example.org"), domain("xn--bcher-kva.example")],
        ..AccessPolicy::default()
    };
    let users = MockPorts::default().korotko_with(policy).users;
    let register = Register::new("ann@example.com", "short");
    let refused = users.register(register, None).await.unwrap_err();
    assert_eq!(refused.kind(), FaultKind::Invalid);
    assert_eq!(refused.fields()[..2], ["email", "password"]);
    let message = &refused.violations()[0].message;
    assert_eq!(
        message,
        "must be an address at example.org or bücher.example"
    );
}

#[test]
fn a_domain_allows_its_addresses_in_every_spelling_and_no_others() {
    let contains =
        |address: &str, allowed: &str| domain(allowed).contains(&Email::parse(address).unwrap());
    for (address, allowed) in [
        ("ann@EXAMPLE.com", "example.COM"),
        ("ann@bücher.example", "xn--bcher-kva.example"),
        ("ann@XN--BCHER-KVA.example", "BÜCHER.example"),
        ("ann@cafe\u{301}.example", "caf\u{e9}.example"),
    ] {
        assert!(contains(address, allowed), "{address} {allowed}");
    }
    for address in [
        "ann@mail.example.com",
        "ann@example.com.evil.example",
        "ann@notexample.com",
        "example.com@evil.example",
        "\"a@example.com\"@evil.example",
    ] {
        assert!(!contains(address, "example.com"), "{address}");
    }
}

#[test]
fn a_text_that_is_no_domain_of_addresses_is_refused() {
    for text in [
        "",
        "localhost",
        "@example.com",
        "ann@example.com",
        "*.example.com",
        ".example.com",
        "exa mple.com",
        "[127.0.0.1]",
        "example.com,example.org",
    ] {
        assert!(EmailDomain::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn terms_are_at_a_web_address() {
    for text in [
        "",
        "terms",
        "/terms",
        "javascript:alert(1)",
        "https://ann:secret@example.com/",
        "mailto:ann@example.com",
    ] {
        assert!(TermsUrl::parse(text).is_err(), "{text:?}");
    }
    let terms = TermsUrl::parse("https://bücher.example/<agb>").unwrap();
    assert_eq!(terms.as_str(), "https://xn--bcher-kva.example/%3Cagb%3E");
}

#[test]
fn every_registration_has_a_name() {
    for registration in Registration::ALL {
        let named = Registration::from_name(registration.name());
        assert_eq!(named, Some(registration));
    }
    assert_eq!(Registration::from_name("Open"), None);
}
