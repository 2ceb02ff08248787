//! The macros that make tests of the checks.

/// Makes a test of every check of [`Store`](crate::ports::Store), its repositories and
/// [`RouteFinder`](crate::ports::RouteFinder). See [`contract`](crate::contract) for an example.
///
/// The argument is called without arguments, once a test, and gives a future of a
/// [`StoreFixture`](crate::contract::StoreFixture).
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
        $crate::__click_packs_checks!($fixture);
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

/// Makes a test of every check of [`Mailer`](crate::ports::Mailer). The argument is called without arguments, once a test, and
/// gives a future of a [`MailerFixture`](crate::contract::MailerFixture).
#[macro_export]
macro_rules! mailer_contract {
    ($fixture:expr) => {
        $crate::__mailer_checks!($fixture);
    };
}

/// Makes a test of every check of [`PasswordHasher`](crate::ports::PasswordHasher). The argument is called without arguments,
/// once a test, and gives a future of a [`PasswordHasherFixture`](crate::contract::PasswordHasherFixture).
#[macro_export]
macro_rules! password_hasher_contract {
    ($fixture:expr) => {
        $crate::__password_hasher_checks!($fixture);
    };
}

/// Makes a test of every check of [`Clock`](crate::ports::Clock). The argument is called without arguments, once a test, and
/// gives a future of an `Arc<dyn Clock>`.
#[macro_export]
macro_rules! clock_contract {
    ($fixture:expr) => {
        $crate::__clock_checks!($fixture);
    };
}

/// Makes a test of every check of [`Random`](crate::ports::Random). The argument is called without arguments, once a test, and
/// gives a future of an `Arc<dyn Random>`.
#[macro_export]
macro_rules! random_contract {
    ($fixture:expr) => {
        $crate::__random_checks!($fixture);
    };
}

// The glob lets the fixture's name, as the caller wrote it, be found from inside the module of the suite.
#[doc(hidden)]
#[macro_export]
macro_rules! __contract_tests {
    ($fixture:expr, $suite:ident: $($check:ident,)+) => {
        mod $suite {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $check() {
                    let fixture = $fixture().await;
                    $crate::contract::$suite::$check(&fixture).await;
                }
            )+
        }
    };
}
