//! Checks of [`PasswordHasher`].

use futures_util::future::join_all;

use super::PasswordHasherFixture;
use super::suite::checks;
use korotko_core::ports::{HashError, PasswordHasher, Verdict};
use korotko_core::user::{Password, PasswordHash};

checks! { $
    /// Creates a test of every check of [`PasswordHasher`](korotko_core::ports::PasswordHasher). The argument is called without
    /// arguments, once a test, and returns a future of a [`PasswordHasherFixture`](crate::PasswordHasherFixture).
    password_hasher_contract, password_hasher:
    a_password_matches_its_hash,
    another_password_does_not_match,
    passwords_are_never_truncated,
    two_hashes_of_one_password_differ,
    a_hash_does_not_contain_the_password,
    a_hash_of_a_lower_cost_is_outdated,
    a_hash_of_a_higher_cost_is_not_outdated,
    a_malformed_hash_is_an_internal_error,
    an_altered_hash_does_not_match,
    an_overloaded_hasher_answers_all_and_recovers,
}

fn password(text: &str) -> Password {
    Password::parse(text).unwrap()
}

async fn hash(hasher: &dyn PasswordHasher, text: &str) -> PasswordHash {
    hasher.hash(&password(text)).await.unwrap()
}

async fn verify(hasher: &dyn PasswordHasher, text: &str, hash: &PasswordHash) -> Verdict {
    hasher.verify(&password(text), hash).await.unwrap()
}

pub async fn a_password_matches_its_hash(fixture: &PasswordHasherFixture) {
    let hasher = &*fixture.hasher;
    let long = format!("Aa1{}", "🎉".repeat(Password::MAX_CHARS - 3));
    for text in ["Abcdefg1", "  Пароль Aa1  ", "Ae\u{301}1234567a", &long] {
        let hash = hash(hasher, text).await;
        let stored = PasswordHash::from_phc(hash.as_phc().to_owned());
        assert_eq!(verify(hasher, text, &stored).await, Verdict::Match);
    }
    let composed = hash(hasher, "A\u{e9}1234567a").await;
    let verdict = verify(hasher, "Ae\u{301}1234567a", &composed).await;
    assert_eq!(verdict, Verdict::Match);
}

pub async fn another_password_does_not_match(fixture: &PasswordHasherFixture) {
    let hasher = &*fixture.hasher;
    let hash = hash(hasher, "Abcdefg1").await;
    for other in [
        "abcDefg1",
        "Abcdefg1 ",
        " Abcdefg1",
        "Abcdefg12",
        "Bbcdefg1",
    ] {
        assert_eq!(verify(hasher, other, &hash).await, Verdict::Mismatch);
    }
}

pub async fn passwords_are_never_truncated(fixture: &PasswordHasherFixture) {
    let hasher = &*fixture.hasher;
    let long = format!("Aa1{}", "я".repeat(Password::MAX_CHARS - 3));
    let hash = hash(hasher, &long).await;
    let mut other = long;
    other.pop();
    assert_eq!(verify(hasher, &other, &hash).await, Verdict::Mismatch);
    other.push('ю');
    assert_eq!(verify(hasher, &other, &hash).await, Verdict::Mismatch);
}

pub async fn two_hashes_of_one_password_differ(fixture: &PasswordHasherFixture) {
    let first = hash(&*fixture.hasher, "Abcdefg1").await;
    let second = hash(&*fixture.hasher, "Abcdefg1").await;
    let parts = |hash: &PasswordHash| -> Vec<String> {
        hash.as_phc().split('$').map(str::to_owned).collect()
    };
    let (first, second) = (parts(&first), parts(&second));
    assert_ne!(first, second);
    assert_ne!(first.last(), second.last(), "the salt enters the hash");
}

pub async fn a_hash_does_not_contain_the_password(fixture: &PasswordHasherFixture) {
    let hash = hash(&*fixture.hasher, "Abcdefg1").await;
    assert!(!hash.as_phc().contains("Abcdefg1"));
    assert!(hash.as_phc().is_ascii() && hash.as_phc().starts_with('$'));
}

pub async fn a_hash_of_a_lower_cost_is_outdated(fixture: &PasswordHasherFixture) {
    let old = hash(&*fixture.cheaper, "Abcdefg1").await;
    let right = verify(&*fixture.hasher, "Abcdefg1", &old).await;
    assert_eq!(right, Verdict::MatchOutdated);
    let wrong = verify(&*fixture.hasher, "Abcdefg2", &old).await;
    assert_eq!(wrong, Verdict::Mismatch);
}

pub async fn a_hash_of_a_higher_cost_is_not_outdated(fixture: &PasswordHasherFixture) {
    let strong = hash(&*fixture.hasher, "Abcdefg1").await;
    let right = verify(&*fixture.cheaper, "Abcdefg1", &strong).await;
    assert_eq!(right, Verdict::Match);
}

pub async fn a_malformed_hash_is_an_internal_error(fixture: &PasswordHasherFixture) {
    let hash = hash(&*fixture.hasher, "Abcdefg1").await;
    let (without_hash, _) = hash.as_phc().rsplit_once('$').unwrap();
    let (without_salt, _) = without_hash.rsplit_once('$').unwrap();
    let not_base64 = format!("{without_hash}$!!!");
    let empty_hash = format!("{without_hash}$");
    for text in [
        "",
        "$",
        "$$$$",
        "Abcdefg1",
        "$nothing$i=1$c2FsdA$aGFzaA",
        without_hash,
        without_salt,
        &not_base64,
        &empty_hash,
    ] {
        let stored = PasswordHash::from_phc(text.to_owned());
        let answer = fixture.hasher.verify(&password("Abcdefg1"), &stored).await;
        assert!(
            matches!(answer, Err(HashError::Internal(_))),
            "{text:?}: {answer:?}"
        );
    }
}

pub async fn an_altered_hash_does_not_match(fixture: &PasswordHasherFixture) {
    let hash = hash(&*fixture.hasher, "Abcdefg1").await;
    let (rest, last) = hash.as_phc().rsplit_once('$').unwrap();
    let other = if last.starts_with('A') { 'B' } else { 'A' };
    let altered = PasswordHash::from_phc(format!("{rest}${other}{}", &last[1..]));
    let verdict = verify(&*fixture.hasher, "Abcdefg1", &altered).await;
    assert_eq!(verdict, Verdict::Mismatch);
    // Truncated, it is malformed or a different hash: either way not a match.
    let cut = PasswordHash::from_phc(format!("{rest}${}", &last[..4]));
    let answer = fixture.hasher.verify(&password("Abcdefg1"), &cut).await;
    let refused = matches!(answer, Ok(Verdict::Mismatch) | Err(HashError::Internal(_)));
    assert!(refused, "{answer:?}");
}

pub async fn an_overloaded_hasher_answers_all_and_recovers(fixture: &PasswordHasherFixture) {
    let hasher = &*fixture.cheaper;
    let wanted = password("Abcdefg1");
    let answers = join_all((0..64).map(|_| hasher.hash(&wanted))).await;
    assert!(answers.iter().any(Result::is_ok));
    for answer in answers {
        let expected = matches!(answer, Ok(_) | Err(HashError::Busy));
        assert!(expected, "{answer:?}");
    }
    let hash = hash(hasher, "Abcdefg1").await;
    assert_eq!(verify(hasher, "Abcdefg1", &hash).await, Verdict::Match);
}
