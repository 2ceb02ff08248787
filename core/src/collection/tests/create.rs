use crate::collection::{Collection, CollectionName, CreateCollectionError, NewCollection};
use crate::fault::Fault;
use crate::id::UserId;
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;

#[tokio::test]
async fn a_collection_name_is_trimmed_and_normalised_to_nfc() {
    let mut mocks = MockPorts::default().with_empty_account(sample::user());
    let insert = mocks.collections.expect_insert();
    insert.returning(|new| {
        Ok(Collection {
            name: new.name.clone(),
            description: new.description.clone(),
            ..sample::collection()
        })
    });
    let commits = mocks.commits.clone();
    let new = NewCollection {
        name: "  Cafe\u{301} ".to_owned(),
        description: Some("One\nTwo".to_owned()),
    };
    let collections = mocks.korotko().collections;
    let created = collections.create(UserId(7), &new).await.unwrap();
    assert_eq!(created.name.as_str(), "Caf\u{e9}");
    assert_eq!(created.description.unwrap().as_str(), "One\nTwo");
    assert_eq!(commits.count(), 1);
}

#[test]
fn a_name_has_one_to_a_hundred_characters_and_no_control_character() {
    for valid in ["a", &"ё".repeat(100), "=SUM(1)", "🌱"] {
        assert!(CollectionName::parse(valid).is_ok(), "{valid}");
    }
    let long = "ё".repeat(101);
    for bad in ["", " \u{a0} ", &long, "a\tb", "a\nb", "a\u{0}", "a\u{7f}"] {
        assert!(CollectionName::parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn names_that_differ_only_in_case_are_equal_in_any_script() {
    for (one, other) in [("Straße", "STRASSE"), ("ВЕСНА", "весна"), ("ΣΑΣ", "σας")]
    {
        let [one, other] = [one, other].map(|name| CollectionName::parse(name).unwrap());
        assert_eq!(one.folded(), other.folded());
    }
}

#[tokio::test]
async fn every_violation_of_a_new_collection_is_reported_at_once() {
    let new = NewCollection {
        name: String::new(),
        description: Some("x".repeat(1_001)),
    };
    let collections = MockPorts::default().korotko().collections;
    let refused = collections.create(UserId(7), &new).await.unwrap_err();
    assert_eq!(refused.fields(), ["name", "description"]);
}

#[tokio::test]
async fn a_taken_name_a_deleted_owner_and_a_reached_limit_are_distinct_errors() {
    for (error, code) in [
        (StoreError::Conflict, "name-taken"),
        (StoreError::Missing, "token-invalid"),
    ] {
        let mut mocks = MockPorts::default().with_empty_account(sample::user());
        let insert = mocks.collections.expect_insert();
        insert.return_once(|_| Err(error));
        let collections = mocks.korotko().collections;
        let spring = NewCollection::named("Spring");
        let refused = collections.create(UserId(7), &spring);
        assert_eq!(refused.await.unwrap_err().code(), code);
    }
    let mocks = MockPorts::default().with_user(sample::user());
    let collections = mocks.with_owned(0, 1_000).korotko().collections;
    let spring = NewCollection::named("Spring");
    let refused = collections.create(UserId(7), &spring);
    let refused = refused.await.unwrap_err();
    assert!(matches!(refused, CreateCollectionError::TooMany));
}
