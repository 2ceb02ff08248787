use crate::fault::{Fault, Violations};
use crate::id::{CollectionId, ImportId, LinkId, UserId};
use crate::link::{
    BulkError, ImportLink, ImportOptions, ImportRow, Imported, Links, NewLink, OperationOutcome,
    RowPosition,
};
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;

pub(super) fn row(line: u64, slug: &str, collections: &[&str]) -> ImportRow {
    let link = ImportLink {
        new: NewLink::to("https://example.com").with_slug(slug),
        collections: collections.iter().map(ToString::to_string).collect(),
    };
    ImportRow {
        at: RowPosition::Line(line),
        content: Ok(link),
    }
}

fn unreadable(line: u64) -> ImportRow {
    ImportRow {
        at: RowPosition::Line(line),
        content: Err(Violations::new("row", "is not UTF-8")),
    }
}

/// A store in which the code `taken` is taken, with Ann's empty set `Spring`.
pub(super) fn mocks() -> MockPorts {
    let mocks = MockPorts::default().admitting(sample::user());
    mocks.with_collection(sample::collection(), 0).with_slugs()
}

pub(super) const ATOMIC: ImportOptions = ImportOptions {
    dry_run: false,
    atomic: true,
};

const DRY_RUN: ImportOptions = ImportOptions {
    dry_run: true,
    atomic: false,
};

/// Ann brings these rows in.
pub(super) async fn import(
    links: &Links,
    rows: &[ImportRow],
    options: ImportOptions,
) -> Result<(Vec<OperationOutcome>, Imported), BulkError> {
    let mut outcomes = Vec::new();
    let mut tell = |_: &ImportRow, outcome| outcomes.push(outcome);
    let mut rows = rows.iter().cloned();
    let imported = links
        .import(UserId(7), &mut rows, options, &mut tell)
        .await?;
    Ok((outcomes, imported))
}

/// An import that stages what it brings in.
pub(super) fn staging(mocks: &mut MockPorts) {
    let imports = &mut mocks.imports;
    let begin = imports.expect_begin().times(1);
    begin.returning(|_, _| Ok(ImportId(3)));
    imports.expect_remove_given_up().returning(|_, _| Ok(0));
    imports.expect_stage().returning(|_, _, _, _| Ok(true));
}

fn codes(outcomes: &[OperationOutcome]) -> Vec<&'static str> {
    let code =
        |outcome: &OperationOutcome| outcome.as_ref().map_or_else(Fault::code, |_| "imported");
    outcomes.iter().map(code).collect()
}

#[tokio::test]
async fn a_bad_row_does_not_stop_the_others() {
    let mut mocks = mocks();
    let insert = mocks.collections.expect_insert();
    insert.times(1).returning(|new| {
        assert_eq!(new.name.as_str(), "Autumn");
        let mut made = sample::collection();
        made.id = CollectionId(14);
        Ok(made)
    });
    let places = mocks.memberships.expect_insert();
    places.times(1).returning(|memberships| {
        let sets: Vec<_> = memberships.iter().map(|place| place.collection.0).collect();
        assert_eq!(sets, [13, 14, 14]);
        Ok(3)
    });
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let rows = [
        row(2, "a", &["SPRING", "Autumn"]),
        unreadable(3),
        row(4, "taken", &["Winter"]),
        row(5, "no good", &["\u{0}"]),
        row(6, "b", &["autumn"]),
    ];
    let imported = import(&links, &rows, ImportOptions::default()).await;
    let (outcomes, _) = imported.unwrap();
    let wanted = ["imported", "invalid", "slug-taken", "invalid", "imported"];
    assert_eq!(codes(&outcomes), wanted);
    let broken = outcomes[3].as_ref().unwrap_err().fields();
    assert_eq!(broken, ["slug", "collections"]);
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn nothing_is_half_imported_when_it_is_all_or_nothing() {
    let mut mocks = mocks();
    staging(&mut mocks);
    let give_up = mocks.imports.expect_give_up();
    give_up.times(1).returning(|_| Ok(()));
    let links = mocks.korotko().links;
    let rows = [row(2, "a", &[]), row(3, "taken", &[])];
    let (outcomes, imported) = import(&links, &rows, ATOMIC).await.unwrap();
    assert_eq!(codes(&outcomes), ["imported", "slug-taken"]);
    assert!(!imported.applied);
}

#[tokio::test]
async fn rows_with_much_to_write_come_in_smaller_parts() {
    let mut mocks = MockPorts::default().admitting(sample::user());
    let (sender, parts) = std::sync::mpsc::channel();
    let insert = mocks.link_batches.expect_insert();
    insert.returning(move |links| {
        sender.send(links.len()).unwrap();
        Ok(links.iter().map(|_| None).collect())
    });
    let links = mocks.korotko().links;
    let mut heavy = row(2, "a", &[]);
    if let Ok(link) = &mut heavy.content {
        link.new.tags = (0..19).map(|tag| tag.to_string()).collect();
    }
    let rows = vec![heavy; 600];
    let imported = import(&links, &rows, ImportOptions::default()).await;
    imported.unwrap();
    drop(links);
    assert_eq!(parts.iter().collect::<Vec<_>>(), [250, 250, 100]);
}

#[tokio::test]
async fn a_dry_run_tells_and_changes_nothing() {
    let mocks = mocks();
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let rows = [row(2, "a", &[]), row(3, "taken", &[])];
    let (outcomes, _) = import(&links, &rows, DRY_RUN).await.unwrap();
    assert_eq!(codes(&outcomes), ["imported", "slug-taken"]);
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_store_that_fails_on_the_way_leaves_the_rest_to_be_imported_again() {
    let mut mocks = MockPorts::default().admitting(sample::user());
    let mut calls = 0;
    let insert = mocks.link_batches.expect_insert();
    insert.returning_st(move |links| {
        calls += 1;
        if calls > 1 {
            return Err(StoreError::unavailable("away"));
        }
        let made = links.iter().map(|link| link.clone().into_link(LinkId(100)));
        Ok(made.map(Some).collect())
    });
    let links = mocks.korotko().links;
    let rows: Vec<_> = (0..1_500).map(|line| row(line, "a", &[])).collect();
    let options = ImportOptions::default();
    let (outcomes, imported) = import(&links, &rows, options).await.unwrap();
    assert!(imported.applied);
    let outcomes = codes(&outcomes);
    assert!(outcomes[..1_000].iter().all(|code| *code == "imported"));
    assert!(outcomes[1_000..].iter().all(|code| *code == "not-reached"));
    assert_eq!(outcomes.len(), 1_500);
}

/// A store in which Ann has one link less than she may, every set that she may, and `Spring` is full.
fn nearly_full() -> MockPorts {
    MockPorts::default()
        .with_user(sample::user())
        .with_owned(99_999, 1_000)
        .with_collection(sample::collection(), 10_000)
        .with_slugs()
}

#[tokio::test]
async fn sets_and_links_beyond_the_limits_are_refused_by_row() {
    let rows = [
        row(2, "a", &["Spring"]),
        row(3, "b", &["Winter"]),
        row(4, "k", &[]),
        row(5, "d", &[]),
    ];
    let wanted = [
        "collection-full",
        "too-many-collections",
        "imported",
        "too-many-links",
    ];
    for options in [DRY_RUN, ImportOptions::default()] {
        let links = nearly_full().korotko().links;
        let (outcomes, _) = import(&links, &rows, options).await.unwrap();
        assert_eq!(codes(&outcomes), wanted);
    }
}

#[tokio::test]
async fn a_dry_run_remembers_what_the_thousand_before_would_have_left() {
    let mocks = MockPorts::default().with_user(sample::user());
    let mut mocks = mocks.with_owned(0, 999).with_slugs();
    let list = mocks.collections.expect_list();
    list.returning(|_| Ok(Vec::new()));
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let mut rows: Vec<_> = (0..1_000)
        .map(|line| row(line, &format!("n{line}"), &["One"]))
        .collect();
    rows.extend([
        row(1_000, "n7", &[]),
        row(1_001, "n1001", &["Two"]),
        row(1_002, "n1002", &["ONE"]),
    ]);
    let (outcomes, _) = import(&links, &rows, DRY_RUN).await.unwrap();
    let outcomes = codes(&outcomes);
    assert!(outcomes[..1_000].iter().all(|code| *code == "imported"));
    let wanted = ["slug-taken", "too-many-collections", "imported"];
    assert_eq!(outcomes[1_000..], wanted);
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_code_taken_at_the_very_moment_begins_the_rows_anew() {
    let mut mocks = MockPorts::default().admitting(sample::user());
    let mut calls = 0;
    let insert = mocks.link_batches.expect_insert();
    insert.times(2).returning_st(move |links| {
        calls += 1;
        if calls == 1 {
            return Err(StoreError::Conflict);
        }
        Ok(links.iter().map(|_| None).collect())
    });
    let links = mocks.korotko().links;
    let rows = [row(2, "a", &[])];
    let imported = import(&links, &rows, ImportOptions::default()).await;
    assert_eq!(codes(&imported.unwrap().0), ["slug-taken"]);
}
