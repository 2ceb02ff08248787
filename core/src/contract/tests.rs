/// Every suite, with its source.
const SUITES: &[(&str, &str)] = &[
    ("click_limit", include_str!("click_limit.rs")),
    (
        "click_log_repository",
        include_str!("click_log_repository.rs"),
    ),
    ("click_numbers", include_str!("click_numbers.rs")),
    ("click_packs", include_str!("click_packs.rs")),
    ("click_repository", include_str!("click_repository.rs")),
    ("click_statistics", include_str!("click_statistics.rs")),
    ("click_visits", include_str!("click_visits.rs")),
    ("clock", include_str!("clock.rs")),
    ("collection_list", include_str!("collection_list.rs")),
    (
        "collection_repository",
        include_str!("collection_repository.rs"),
    ),
    ("job_claim", include_str!("job_claim.rs")),
    ("job_repository", include_str!("job_repository.rs")),
    (
        "link_batch_repository",
        include_str!("link_batch_repository.rs"),
    ),
    ("link_batch_update", include_str!("link_batch_update.rs")),
    ("link_filters", include_str!("link_filters.rs")),
    ("link_list", include_str!("link_list.rs")),
    ("link_order", include_str!("link_order.rs")),
    ("link_paging", include_str!("link_paging.rs")),
    ("link_release", include_str!("link_release.rs")),
    ("link_repository", include_str!("link_repository.rs")),
    ("link_search", include_str!("link_search.rs")),
    ("link_totals", include_str!("link_totals.rs")),
    ("mailer", include_str!("mailer.rs")),
    (
        "membership_repository",
        include_str!("membership_repository.rs"),
    ),
    ("password_hasher", include_str!("password_hasher.rs")),
    ("random", include_str!("random.rs")),
    ("report_list", include_str!("report_list.rs")),
    ("report_repository", include_str!("report_repository.rs")),
    ("route_finder", include_str!("route_finder.rs")),
    ("salt_repository", include_str!("salt_repository.rs")),
    ("snapshot", include_str!("snapshot.rs")),
    (
        "schedule_repository",
        include_str!("schedule_repository.rs"),
    ),
    ("store_writes", include_str!("store_writes.rs")),
    (
        "tombstone_repository",
        include_str!("tombstone_repository.rs"),
    ),
    ("unit_of_work", include_str!("unit_of_work.rs")),
    ("user_repository", include_str!("user_repository.rs")),
];

/// Every check of a suite's file is listed in its macro, so that none is written and never run.
#[test]
fn every_check_is_run() {
    for (suite, source) in SUITES {
        let (_, list) = source.split_once(&format!("{suite}:\n")).unwrap();
        let (list, _) = list.split_once('}').unwrap();
        let listed: Vec<_> = list.split(',').map(str::trim).collect();
        let checks: Vec<_> = source
            .split("\npub async fn ")
            .skip(1)
            .filter_map(|rest| rest.split_once('(').map(|(name, _)| name))
            .collect();
        assert!(!checks.is_empty(), "{suite}");
        for check in checks {
            assert!(listed.contains(&check), "{suite}::{check} is not run");
        }
    }
}
