use ring::digest;

use crate::mock::{MockPorts, sample};
use crate::token::Tokens;

fn tokens() -> Tokens {
    MockPorts::default().korotko().users.tokens
}

/// The documented format, computed independently of the code under test.
fn by_hand(address_in_base64: &str) -> String {
    let mut text = address_in_base64.as_bytes().to_vec();
    // The e-mail secret of the sample settings.
    text.extend([2; 32]);
    let hash = digest::digest(&digest::SHA256, &text);
    let digits = hash.as_ref().iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex: String = digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect();
    format!("{address_in_base64}-{hex}")
}

#[test]
fn a_token_has_exactly_the_documented_format() {
    let token = tokens().issue_verification("me@example.com");
    assert_eq!(token, by_hand("bWVAZXhhbXBsZS5jb20"));
}

#[test]
fn a_token_yields_its_address() {
    let tokens = tokens();
    // The base64 of the second one contains `-`, the third has non-ASCII letters.
    for address in ["me@example.com", "a~~~b>@example.com", "мария@пример.рф"] {
        let token = tokens.issue_verification(address);
        assert_eq!(tokens.read_verification(&token).as_deref(), Ok(address));
    }
    let dashes = tokens.issue_verification("a~~~b>@example.com");
    assert!(dashes.matches('-').count() > 1);
}

#[test]
fn every_malformed_token_is_refused() {
    let tokens = tokens();
    let good = by_hand("bWVAZXhhbXBsZS5jb20");
    let (address, digest) = good.rsplit_once('-').unwrap();
    let long = "A".repeat(32 * 1024);
    for bad in [
        "",
        "-",
        address,
        digest,
        &format!("{address}{digest}"),
        &format!("{address}--{digest}"),
        &format!("{address}-{digest}-"),
        &format!("{address}=-{digest}"),
        &format!("{address}-{}", digest.to_uppercase()),
        &format!("{address}-{}", &digest[1..]),
        &format!("{address}-{digest}0"),
        &format!("{address}-{digest}\0"),
        &format!(" {good}"),
        &by_hand("bWVAZXhhbXBsZS5jb20="),
        &by_hand("bWVAZXhhbXBsZS5jb21"),
        &by_hand("!!!"),
        &by_hand("_w"),
        &long,
    ] {
        assert!(tokens.read_verification(bad).is_err(), "{bad:.80}");
    }
}

#[test]
fn a_token_of_another_secret_is_refused() {
    let mut settings = sample::settings();
    settings.tokens.email_secret = crate::token::Secret::from_bytes(vec![3; 32]).unwrap();
    let other = crate::Korotko::new(MockPorts::default().into_ports(), settings).unwrap();
    let token = other.users.tokens.issue_verification("me@example.com");
    assert!(tokens().read_verification(&token).is_err());
}
