//! The macros that create tests of the checks.

/// Creates a test of every check of [`Store`](korotko_core::ports::Store), its repositories,
/// [`RouteFinder`](korotko_core::ports::RouteFinder) and [`UserFinder`](korotko_core::ports::UserFinder). See [the crate](crate) for an example.
///
/// The argument is called without arguments, once a test, and returns a future of a [`StoreFixture`](crate::StoreFixture).
#[macro_export]
macro_rules! store_contract {
    ($fixture:expr) => {
        $crate::__user_repository_checks!($fixture);
        $crate::__user_directory_checks!($fixture);
        $crate::user_finder_contract!($fixture);
        $crate::__invitation_repository_checks!($fixture);
        $crate::__email_change_repository_checks!($fixture);
        $crate::__key_repository_checks!($fixture);
        $crate::__session_repository_checks!($fixture);
        $crate::__link_repository_checks!($fixture);
        $crate::__link_list_checks!($fixture);
        $crate::__link_search_checks!($fixture);
        $crate::__link_scan_checks!($fixture);
        $crate::__link_filters_checks!($fixture);
        $crate::__link_order_checks!($fixture);
        $crate::__link_paging_checks!($fixture);
        $crate::__link_states_checks!($fixture);
        $crate::__link_batch_repository_checks!($fixture);
        $crate::__link_batch_update_checks!($fixture);
        $crate::__link_release_checks!($fixture);
        $crate::__link_counts_checks!($fixture);
        $crate::__link_totals_checks!($fixture);
        $crate::__target_review_repository_checks!($fixture);
        $crate::__tombstone_repository_checks!($fixture);
        $crate::__import_repository_checks!($fixture);
        $crate::__import_draft_repository_checks!($fixture);
        $crate::route_finder_contract!($fixture);
        $crate::__collection_repository_checks!($fixture);
        $crate::__collection_list_checks!($fixture);
        $crate::__membership_repository_checks!($fixture);
        $crate::__share_repository_checks!($fixture);
        $crate::__job_repository_checks!($fixture);
        $crate::__job_claim_checks!($fixture);
        $crate::__job_statistics_checks!($fixture);
        $crate::__click_repository_checks!($fixture);
        $crate::__click_visits_checks!($fixture);
        $crate::__click_limit_checks!($fixture);
        $crate::__click_statistics_checks!($fixture);
        $crate::__click_numbers_checks!($fixture);
        $crate::__click_compaction_checks!($fixture);
        $crate::__click_log_repository_checks!($fixture);
        $crate::__salt_repository_checks!($fixture);
        $crate::__snapshot_checks!($fixture);
        $crate::__report_repository_checks!($fixture);
        $crate::__report_list_checks!($fixture);
        $crate::__schedule_repository_checks!($fixture);
        $crate::__abuse_report_repository_checks!($fixture);
        $crate::__audit_log_repository_checks!($fixture);
        $crate::__unit_of_work_checks!($fixture);
        $crate::__store_writes_checks!($fixture);
    };
}
