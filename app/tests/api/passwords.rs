//! Which passwords are good, and that they are what they were.

use crate::support::{App, on_both_databases};

on_both_databases!(
    weak_passwords_are_refused_by_name,
    any_character_beside_the_rule_is_welcome,
    another_composition_of_the_same_letters_is_the_same_password,
    no_password_is_cut,
);

async fn weak_passwords_are_refused_by_name(app: App) {
    let too_long = format!("Aa1{}", "x".repeat(254));
    for password in [
        "",
        "ПарольП1",
        // The first letter is Cyrillic.
        "\u{410}bcdefg1",
        "Abcdef1",
        // The digit is a wide one.
        "Abcdefg\u{ff11}",
        "Abcdefg1\0",
        "Abcdefg1\n",
        "Abcdefg1\u{85}",
        "abcdefg1",
        "ABCDEFG1",
        "Abcdefgh",
        // Seven characters, once the accents are on their letters.
        "Abcd1e\u{301}\u{302}".trim_end_matches('\u{302}'),
        &too_long,
    ] {
        let refused = app.register_with("ann@example.com", password).await;
        let refused = refused.invalid(["password"]);
        if password.len() > 3 {
            assert!(!refused.body.contains(password), "{}", refused.body);
        }
    }
    assert_eq!(app.count_users().await, 0);
}

async fn any_character_beside_the_rule_is_welcome(app: App) {
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
        app.confirmed(&email, password).await;
        app.sign_in(&email, password).await.with(200);
        let trimmed = password.trim();
        if trimmed != password {
            let other = app.sign_in(&email, trimmed).await;
            other.refused(401, "invalid-credentials");
        }
    }
}

async fn another_composition_of_the_same_letters_is_the_same_password(app: App) {
    let (composed, decomposed) = ("Passw\u{f6}rd1", "Passwo\u{308}rd1");
    app.confirmed("ann@example.com", composed).await;
    app.sign_in("ann@example.com", decomposed).await.with(200);
    app.confirmed("bob@example.com", decomposed).await;
    app.sign_in("bob@example.com", composed).await.with(200);
    let plain = app.sign_in("bob@example.com", "Password1").await;
    plain.refused(401, "invalid-credentials");
}

async fn no_password_is_cut(app: App) {
    let password = format!("Aa1{}", "x".repeat(253));
    app.confirmed("ann@example.com", &password).await;
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
