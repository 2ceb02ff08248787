use chrono::TimeDelta;

use crate::Korotko;
use crate::mock::{MockPorts, sample};
use crate::token::{Secret, SecretError, TokenSettingsError};

fn secret(byte: u8) -> Secret {
    Secret::from_bytes(vec![byte; 32]).unwrap()
}

#[test]
fn a_secret_is_32_bytes_or_more_in_base64() {
    let of = |text: &str| Secret::from_base64(text).err();
    assert_eq!(of("not base64!"), Some(SecretError::NotBase64));
    assert_eq!(of(""), Some(SecretError::TooShort));
    let short = of("MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMQ==");
    assert_eq!(short, Some(SecretError::TooShort));
    assert_eq!(of("MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=\n"), None);
}

#[test]
fn a_secret_is_never_shown() {
    assert_eq!(format!("{:?}", secret(65)), "Secret(…)");
}

#[test]
fn every_error_is_reported_at_once() {
    let mut settings = sample::settings().tokens;
    settings.jwt_secrets = vec![secret(1), secret(9)];
    settings.email_secret = secret(9);
    settings.access_lifetime = TimeDelta::seconds(3601);
    settings.refresh_lifetime = TimeDelta::zero();
    assert_eq!(
        settings.errors(),
        [
            TokenSettingsError::SecretsEqual,
            TokenSettingsError::AccessLifetime,
            TokenSettingsError::RefreshLifetime,
        ]
    );
    settings.jwt_secrets.clear();
    assert!(settings.errors().contains(&TokenSettingsError::NoJwtSecret));
}

#[tokio::test]
async fn the_first_secret_signs_and_all_verify() {
    let service = |secrets: Vec<Secret>| {
        let mocks = MockPorts::default().with_user(sample::user());
        let mut settings = sample::settings();
        settings.tokens.jwt_secrets = secrets;
        Korotko::new(mocks.into_ports(), settings).unwrap()
    };
    let old = service(vec![secret(1)]);
    let both = service(vec![secret(3), secret(1)]);
    let new = service(vec![secret(3)]);
    let issued = |korotko: &Korotko| {
        let tokens = &korotko.users.tokens;
        let pair = tokens.issue_pair(sample::user().token_subject(), sample::now());
        pair.unwrap().access_token
    };
    assert!(both.users.authenticate(&issued(&old)).await.is_ok());
    assert!(new.users.authenticate(&issued(&both)).await.is_ok());
    assert!(new.users.authenticate(&issued(&old)).await.is_err());
    assert!(old.users.authenticate(&issued(&both)).await.is_err());
}
