use crate::fault::{Fault, Violations};
use crate::id::{CollectionId, ImportId, LinkId, UserId};
use crate::link::{
    BulkError, ImportLink, ImportOptions, ImportRow, ImportSummary, Links, MAX_CLICKS, NewLink,
    OperationOutcome, RowPosition,
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

/// A store in which the slug `taken` is taken, with Ann's empty collection `Spring`.
pub(super) fn mocks() -> MockPorts {
    let mocks = MockPorts::default().with_empty_account(sample::user());
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

/// Imports these rows for Ann.
pub(super) async fn import(
    links: &Links,
    rows: &[ImportRow],
    options: ImportOptions,
) -> Result<(Vec<OperationOutcome>, ImportSummary), BulkError> {
    let mut outcomes = Vec::new();
    let mut tell = |_: &ImportRow, outcome| outcomes.push(outcome);
    let mut rows = rows.iter().cloned();
    let imported = links
        .import(UserId(7), &mut rows, options, &mut tell)
        .await?;
    Ok((outcomes, imported))
}

/// An import that stages its rows.
pub(super) fn staging(mocks: &mut MockPorts) {
    let imports = &mut mocks.imports;
    let begin = imports.expect_begin().times(1);
    begin.returning(|_, _| Ok(ImportId(3)));
    imports.expect_remove_abandoned().returning(|_, _| Ok(0));
    imports.expect_stage().returning(|_, _, _, _| Ok(true));
}

fn error_codes(outcomes: &[OperationOutcome]) -> Vec<&'static str> {
    let code =
        |outcome: &OperationOutcome| outcome.as_ref().map_or_else(Fault::code, |_| "imported");
    outcomes.iter().map(code).collect()
}

#[tokio::test]
async fn an_invalid_row_does_not_stop_the_others() {
    let mut mocks = mocks();
    let insert = mocks.collections.expect_insert();
    insert.times(1).returning(|new| {
        assert_eq!(new.name.as_str(), "Autumn");
        let mut created = sample::collection();
        created.id = CollectionId(14);
        Ok(created)
    });
    let memberships = mocks.memberships.expect_insert();
    memberships.times(1).returning(|memberships| {
        let collections: Vec<_> = memberships
            .iter()
            .map(|membership| membership.collection.0)
            .collect();
        assert_eq!(collections, [13, 14, 14]);
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
    assert_eq!(error_codes(&outcomes), wanted);
    let violations = outcomes[3].as_ref().unwrap_err().fields();
    assert_eq!(violations, ["slug", "collections"]);
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn the_clicks_of_another_service_are_kept_with_the_link_and_limited() {
    let links = mocks().korotko().links;
    let mut rows = [row(2, "a", &[]), row(3, "b", &[]), row(4, "k", &[])];
    let clicks = [Some(MAX_CLICKS), Some(MAX_CLICKS + 1), None];
    for (row, clicks) in rows.iter_mut().zip(clicks) {
        if let Ok(link) = &mut row.content {
            link.new.imported_clicks = clicks;
        }
    }
    let imported = import(&links, &rows, ImportOptions::default()).await;
    let (outcomes, _) = imported.unwrap();
    let kept = |outcome: &OperationOutcome| {
        let applied = outcome.as_ref().unwrap();
        (
            applied.link().imported_clicks,
            applied.link().clicks.counts.clicks(),
        )
    };
    assert_eq!(kept(&outcomes[0]), (Some(MAX_CLICKS), 0));
    assert_eq!(kept(&outcomes[2]), (None, 0));
    let refused = outcomes[1].as_ref().unwrap_err().fields();
    assert_eq!(refused, ["imported_clicks"]);
}

#[tokio::test]
async fn an_atomic_import_is_never_applied_in_part() {
    let mut mocks = mocks();
    staging(&mut mocks);
    let abandon = mocks.imports.expect_abandon();
    abandon.times(1).returning(|_| Ok(()));
    let links = mocks.korotko().links;
    let rows = [row(2, "a", &[]), row(3, "taken", &[])];
    let (outcomes, imported) = import(&links, &rows, ATOMIC).await.unwrap();
    assert_eq!(error_codes(&outcomes), ["imported", "slug-taken"]);
    assert!(!imported.applied);
}

#[tokio::test]
async fn rows_with_many_tags_and_collections_are_imported_in_smaller_parts() {
    let mut mocks = MockPorts::default().with_empty_account(sample::user());
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
async fn a_dry_run_reports_outcomes_and_changes_nothing() {
    let mocks = mocks();
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let rows = [row(2, "a", &[]), row(3, "taken", &[])];
    let (outcomes, _) = import(&links, &rows, DRY_RUN).await.unwrap();
    assert_eq!(error_codes(&outcomes), ["imported", "slug-taken"]);
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn rows_after_a_store_failure_are_reported_as_not_imported() {
    let mut mocks = MockPorts::default().with_empty_account(sample::user());
    let mut calls = 0;
    let insert = mocks.link_batches.expect_insert();
    insert.returning_st(move |links| {
        calls += 1;
        if calls > 1 {
            return Err(StoreError::unavailable("away"));
        }
        let created = links.iter().map(|link| link.clone().into_link(LinkId(100)));
        Ok(created.map(Some).collect())
    });
    let links = mocks.korotko().links;
    let rows: Vec<_> = (0..1_500).map(|line| row(line, "a", &[])).collect();
    let options = ImportOptions::default();
    let (outcomes, imported) = import(&links, &rows, options).await.unwrap();
    assert!(imported.applied);
    let outcomes = error_codes(&outcomes);
    assert!(outcomes[..1_000].iter().all(|code| *code == "imported"));
    assert!(
        outcomes[1_000..]
            .iter()
            .all(|code| *code == "not-processed")
    );
    assert_eq!(outcomes.len(), 1_500);
}

/// A store in which Ann can have one more link and no more collections, and `Spring` is full.
fn nearly_full() -> MockPorts {
    MockPorts::default()
        .with_user(sample::user())
        .with_owned(99_999, 1_000)
        .with_collection(sample::collection(), 10_000)
        .with_slugs()
}

#[tokio::test]
async fn collections_and_links_beyond_the_limits_are_refused_by_row() {
    let rows = [
        row(2, "a", &["Spring"]),
        row(3, "b", &["Winter"]),
        row(4, "k", &[]),
        row(5, "d", &[]),
    ];
    let wanted = [
        "collection-full",
        "collection-limit-reached",
        "imported",
        "link-limit-reached",
    ];
    for options in [DRY_RUN, ImportOptions::default()] {
        let links = nearly_full().korotko().links;
        let (outcomes, _) = import(&links, &rows, options).await.unwrap();
        assert_eq!(error_codes(&outcomes), wanted);
    }
}

#[tokio::test]
async fn a_dry_run_considers_the_rows_of_earlier_parts() {
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
    let outcomes = error_codes(&outcomes);
    assert!(outcomes[..1_000].iter().all(|code| *code == "imported"));
    let wanted = ["slug-taken", "collection-limit-reached", "imported"];
    assert_eq!(outcomes[1_000..], wanted);
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_part_of_an_import_is_retried_after_a_conflict() {
    let mut mocks = MockPorts::default().with_empty_account(sample::user());
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
    assert_eq!(error_codes(&imported.unwrap().0), ["slug-taken"]);
}
