//! What the rows of clicks hold, where no port shows it.

use std::sync::Arc;

use korotko_core::click::{Agent, Click, ClickKind, Device, Referrer, Tongue, VisitorHash};
use korotko_core::id::LinkId;
use korotko_core::link::Link;
use korotko_core::ports::{Shard, Store, StoreError, UnitOfWork};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::given::{Place, insert_user, moment, new_link, on_both, tally};
use crate::schema::count;

on_both!(
    clicks_are_kept_one_by_one_as_they_were,
    a_removed_links_rows_go_with_it,
    the_row_of_the_totals_goes_where_the_link_goes,
    a_breakdown_that_cannot_be_read_is_broken,
);

/// Two clicks, of which one says nothing and the other all that it can.
fn samples() -> [Click; 2] {
    let plain = Click {
        at: moment(5),
        link: LinkId(7),
        kind: ClickKind::Preview,
        referrer: None,
        agent: Arc::default(),
        language: None,
        visitor: None,
    };
    let full = Click {
        kind: ClickKind::Human,
        referrer: Referrer::from_host("news.example"),
        agent: Arc::new(Agent {
            browser: "\"Яндекс\"\\\0".to_owned(),
            os: "Linux".to_owned(),
            device: Device::Tablet,
            ..Agent::default()
        }),
        language: Tongue::from_code("ru"),
        visitor: Some(VisitorHash(i64::MIN)),
        ..plain.clone()
    };
    [plain, full]
}

async fn clicks_are_kept_one_by_one_as_they_were(place: Place) {
    let store = place.store().await;
    let unit = store.begin().await.unwrap();
    unit.clicks().insert(&samples()).await.unwrap();
    unit.commit().await.unwrap();
    let raw = place.raw().await;
    let sql = "SELECT at, link_id, CAST(kind AS bigint) AS kind, visitor,
        referrer || '|' || browser || '|' || os || '|' || device || '|' || language AS said
        FROM clicks ORDER BY kind";
    let select = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(select).await.unwrap();
    let row = |place: usize| {
        let row = &rows[place];
        let number = |name| row.try_get::<i64>("", name).unwrap();
        let visitor: Option<i64> = row.try_get("", "visitor").unwrap();
        let said: String = row.try_get("", "said").unwrap();
        (
            number("at"),
            number("link_id"),
            number("kind"),
            visitor,
            said,
        )
    };
    let at = moment(5).timestamp_micros();
    let said = "news.example|\"Яндекс\"\\\u{fffd}|Linux|tablet|ru";
    assert_eq!(row(0), (at, 7, 0, Some(i64::MIN), said.to_owned()));
    assert_eq!(row(1), (at, 7, 2, None, "||||".to_owned()));
}

async fn insert_link(store: &impl Store, wanted: &korotko_core::ports::InsertLink) -> Link {
    let unit = store.begin().await.unwrap();
    let link = unit.links().insert(wanted).await.unwrap();
    unit.commit().await.unwrap();
    link
}

async fn click(unit: &dyn UnitOfWork, link: &Link) {
    let tally = tally(link.id, link.owner, moment(5), 3);
    unit.clicks().add(Shard::of(0), &[tally]).await.unwrap();
    assert!(unit.clicks().take(link.id, 9, 0).await.unwrap());
}

async fn a_removed_links_rows_go_with_it(place: Place) {
    let store = place.store().await;
    let ann = insert_user(&store, "ann@example.com").await;
    let mut link = insert_link(&store, &new_link("promo", Some(ann))).await;
    let unit = store.begin().await.unwrap();
    click(&*unit, &link).await;
    link.deleted_at = Some(moment(6));
    unit.links().update(&link).await.unwrap();
    assert_eq!(unit.tombstones().delete(moment(6), 9).await.unwrap(), 1);
    unit.commit().await.unwrap();
    let raw = place.raw().await;
    for (table, rows) in [
        ("link_clicks", 0),
        ("link_click_counts", 0),
        ("link_click_breakdowns", 0),
        ("taken_clicks", 0),
        ("user_click_counts", 2),
        ("user_click_breakdowns", 2),
    ] {
        assert_eq!(count(&raw, table).await, rows, "{table}");
    }
}

/// Whose the only link is, by the row of its totals.
async fn owner(raw: &DatabaseConnection) -> Option<i64> {
    let sql = "SELECT owner_id FROM link_clicks";
    let select = Statement::from_string(raw.get_database_backend(), sql);
    let row = raw.query_one_raw(select).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn the_row_of_the_totals_goes_where_the_link_goes(place: Place) {
    let store = place.store().await;
    let ann = insert_user(&store, "ann@example.com").await;
    let bob = insert_user(&store, "bob@example.com").await;
    let mut link = insert_link(&store, &new_link("promo", None)).await;
    let raw = place.raw().await;
    assert_eq!(owner(&raw).await, None);
    for (to, in_batch) in [
        (Some(ann), false),
        (Some(bob), true),
        (None, true),
        (Some(ann), true),
    ] {
        link.owner = to;
        let unit = store.begin().await.unwrap();
        if in_batch {
            let links = std::slice::from_ref(&link);
            let updated = unit.link_batches().update(links).await;
            assert_eq!(updated.unwrap(), [true]);
        } else {
            unit.links().update(&link).await.unwrap();
        }
        unit.commit().await.unwrap();
        assert_eq!(owner(&raw).await, to.map(|owner| owner.0));
    }
    let unit = store.begin().await.unwrap();
    assert!(unit.users().delete(ann, moment(9)).await.unwrap());
    while unit.users().remove_deleted(9).await.unwrap() > 0 {}
    unit.commit().await.unwrap();
    assert_eq!(owner(&raw).await, None);
}

async fn a_breakdown_that_cannot_be_read_is_broken(place: Place) {
    use korotko_core::click::{Dimension, Span};
    use korotko_core::ports::ClickSubject;

    let store = place.store().await;
    let link = insert_link(&store, &new_link("promo", None)).await;
    let unit = store.begin().await.unwrap();
    click(&*unit, &link).await;
    unit.commit().await.unwrap();
    let raw = place.raw().await;
    let spoil =
        "UPDATE link_click_breakdowns SET referrers = browsers, browsers = substr(devices, 1, 3)";
    raw.execute_unprepared(spoil).await.unwrap();
    let of = ClickSubject::Link(link.id);
    let all = Span::all();
    let read = store
        .repositories()
        .statistics
        .count_by_value(of, &all, Dimension::Browser);
    let read = read.await;
    assert!(matches!(read, Err(StoreError::Broken(_))), "{read:?}");
    let unit = store.begin().await.unwrap();
    let tally = tally(link.id, None, moment(5), 3);
    let added = unit.clicks().add(Shard::of(0), &[tally]).await;
    assert!(matches!(added, Err(StoreError::Broken(_))), "{added:?}");
    assert!(matches!(unit.commit().await, Err(StoreError::Broken(_))));
}
