//! The rules for passwords.

use crate::support::{App, on_both_databases};

on_both_databases!(
    weak_passwords_are_refused,
    every_broken_password_rule_is_reported,
    any_other_character_is_allowed,
    composed_and_decomposed_letters_are_the_same_password,
    long_passwords_are_not_truncated,
);

async fn weak_passwords_are_refused(app: App) {
    let too_long = format!("Aa1{}", "x".repeat(254));
    for password in [
        "",
        "ПарольП1",
        // The first letter is Cyrillic.
        "\u{410}bcdefg1",
        "Abcdef1",
        // The digit is full-width.
        "Abcdefg\u{ff11}",
        "Abcdefg1\0",
        "Abcdefg1\n",
        "Abcdefg1\u{85}",
        "abcdefg1",
        "ABCDEFG1",
        "Abcdefgh",
        // Seven characters in NFC.
        "Abcd1e\u{301}\u{302}".trim_end_matches('\u{302}'),
        &too_long,
    ] {
        let refused = app.register_with("ann@example.com", password).await;
        let refused = refused.refused(422, "invalid");
        assert!(
            refused
                .errors()
                .iter()
                .all(|(field, _)| field == "password")
        );
        if password.len() > 3 {
            assert!(!refused.body.contains(password), "{}", refused.body);
        }
    }
    assert_eq!(app.count_users().await, 0);
}

async fn every_broken_password_rule_is_reported(app: App) {
    let refused = app.register_with("ann@example.com", "short").await;
    let refused = refused.refused(422, "invalid");
    let expected = [
        "must have at least 8 characters",
        "must contain an uppercase letter from A to Z",
        "must contain a digit from 0 to 9",
    ];
    let expected = expected.map(|message| ("password".to_owned(), message.to_owned()));
    assert_eq!(refused.errors(), expected);
}

async fn any_other_character_is_allowed(app: App) {
    let passphrase = "Корректная лошадь 7 батарея 🐴🔋 Staple correct horse battery  1 \u{3b1}";
    assert_eq!(
        passphrase.chars().count(),
        64,
        "the example has 64 characters"
    );
    let longest = format!("Aa1{}", "ы".repeat(253));
    for (number, password) in ["Abcdefg1", passphrase, " Aa1    ", &longest]
        .into_iter()
        .enumerate()
    {
        let email = format!("ann{number}@example.com");
        app.verified(&email, password).await;
        app.sign_in(&email, password).await.with(200);
        let trimmed = password.trim();
        if trimmed != password {
            let other = app.sign_in(&email, trimmed).await;
            other.refused(401, "invalid-credentials");
        }
    }
}

async fn composed_and_decomposed_letters_are_the_same_password(app: App) {
    let (composed, decomposed) = ("Passw\u{f6}rd1", "Passwo\u{308}rd1");
    app.verified("ann@example.com", composed).await;
    app.sign_in("ann@example.com", decomposed).await.with(200);
    app.verified("bob@example.com", decomposed).await;
    app.sign_in("bob@example.com", composed).await.with(200);
    let plain = app.sign_in("bob@example.com", "Password1").await;
    plain.refused(401, "invalid-credentials");
}

async fn long_passwords_are_not_truncated(app: App) {
    let password = format!("Aa1{}", "x".repeat(253));
    app.verified("ann@example.com", &password).await;
    for other in [
        &password[..255],
        &password[..72],
        &password[..64],
        &format!("{password}x"),
        &format!("{password}\0"),
    ] {
        let refused = app.sign_in("ann@example.com", other).await;
        refused.refused(401, "invalid-credentials");
    }
}
