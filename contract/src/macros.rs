//! The macros that make tests of the checks.

/// Makes a test of every check of [`Store`](korotko_core::ports::Store), its repositories and
/// [`RouteFinder`](korotko_core::ports::RouteFinder). See [the crate](crate) for an example.
///
/// The argument is called without arguments, once a test, and gives a future of a
/// [`StoreFixture`](crate::StoreFixture).
#[macro_export]
macro_rules! store_contract {
    ($fixture:expr) => {
        $crate::__user_repository_checks!($fixture);
        $crate::__link_repository_checks!($fixture);
        $crate::__link_list_checks!($fixture);
        $crate::__link_search_checks!($fixture);
        $crate::__link_filters_checks!($fixture);
        $crate::__link_order_checks!($fixture);
        $crate::__link_paging_checks!($fixture);
        $crate::__link_states_checks!($fixture);
        $crate::__link_batch_repository_checks!($fixture);
        $crate::__link_batch_update_checks!($fixture);
        $crate::__link_release_checks!($fixture);
        $crate::__link_totals_checks!($fixture);
        $crate::__tombstone_repository_checks!($fixture);
        $crate::__import_repository_checks!($fixture);
        $crate::__route_finder_checks!($fixture);
        $crate::__collection_repository_checks!($fixture);
        $crate::__collection_list_checks!($fixture);
        $crate::__membership_repository_checks!($fixture);
        $crate::__job_repository_checks!($fixture);
        $crate::__job_claim_checks!($fixture);
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
        $crate::__unit_of_work_checks!($fixture);
        $crate::__store_writes_checks!($fixture);
    };
}

/// Makes a test of every check of [`Mailer`](korotko_core::ports::Mailer). The argument is called without arguments, once a test, and
/// gives a future of a [`MailerFixture`](crate::MailerFixture).
#[macro_export]
macro_rules! mailer_contract {
    ($fixture:expr) => {
        $crate::__mailer_checks!($fixture);
    };
}

/// Makes a test of every check of [`PasswordHasher`](korotko_core::ports::PasswordHasher). The argument is called without arguments,
/// once a test, and gives a future of a [`PasswordHasherFixture`](crate::PasswordHasherFixture).
#[macro_export]
macro_rules! password_hasher_contract {
    ($fixture:expr) => {
        $crate::__password_hasher_checks!($fixture);
    };
}

/// Makes a test of every check of [`Clock`](korotko_core::ports::Clock). The argument is called without arguments, once a test, and
/// gives a future of an `Arc<dyn Clock>`.
#[macro_export]
macro_rules! clock_contract {
    ($fixture:expr) => {
        $crate::__clock_checks!($fixture);
    };
}

/// Makes a test of every check of [`Random`](korotko_core::ports::Random). The argument is called without arguments, once a test, and
/// gives a future of an `Arc<dyn Random>`.
#[macro_export]
macro_rules! random_contract {
    ($fixture:expr) => {
        $crate::__random_checks!($fixture);
    };
}

/// Makes a test of every check of [`RouteFinder`](korotko_core::ports::RouteFinder) alone, for one that stands in front of a
/// store: [`store_contract!`](crate::store_contract) has them too. The argument gives a future of a
/// [`StoreFixture`](crate::StoreFixture).
#[macro_export]
macro_rules! route_finder_contract {
    ($fixture:expr) => {
        $crate::__route_finder_checks!($fixture);
    };
}

/// Makes a test of every check of [`ReportWriter`](korotko_core::ports::ReportWriter). The argument is called without arguments,
/// once a test, and gives a future of a [`ReportWriterFixture`](crate::report_writer::ReportWriterFixture).
#[macro_export]
macro_rules! report_writer_contract {
    ($fixture:expr) => {
        $crate::__report_writer_checks!($fixture);
    };
}

/// Makes a test of every check of [`ClickRecorder`](korotko_core::ports::ClickRecorder). The argument is called without arguments,
/// once a test, and gives a future of a [`ClickRecorderFixture`](crate::click_recorder::ClickRecorderFixture).
#[macro_export]
macro_rules! click_recorder_contract {
    ($fixture:expr) => {
        $crate::__click_recorder_checks!($fixture);
    };
}
