//! Runs a test on each database, on a runtime of its own; everything it starts is stopped at its end.

use korotko_testkit::TestDatabase;

use super::setup::migrate;
use super::{App, Member, Setup};

/// Defines two tests for each function: `name::sqlite` and `name::postgres`. It is async and takes what is [`Given`]: an application,
/// the members Ann and Bob, or a setup to start applications.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Backend::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::support::run($crate::support::Backend::Postgres, super::$name);
            }
        }
    )+};
}
pub(crate) use on_both_databases;

/// The database of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The argument of a test.
pub trait Given {
    async fn given(setup: &Setup) -> Self;
}

impl Given for Setup {
    async fn given(setup: &Setup) -> Self {
        setup.clone()
    }
}

impl Given for App {
    async fn given(setup: &Setup) -> Self {
        setup.start().await
    }
}

/// Ann.
impl Given for Member {
    async fn given(setup: &Setup) -> Self {
        App::given(setup).await.member("ann").await
    }
}

/// An application, and Ann.
impl Given for (App, Member) {
    async fn given(setup: &Setup) -> Self {
        let app = App::given(setup).await;
        let ann = app.member("ann").await;
        (app, ann)
    }
}

/// An application, Ann and Bob.
impl Given for (App, Member, Member) {
    async fn given(setup: &Setup) -> Self {
        let (app, ann) = <(App, Member)>::given(setup).await;
        let bob = app.member("bob").await;
        (app, ann, bob)
    }
}

/// Ann and Bob.
impl Given for (Member, Member) {
    async fn given(setup: &Setup) -> Self {
        let (_, ann, bob) = <(App, Member, Member)>::given(setup).await;
        (ann, bob)
    }
}

/// Runs one test on a new database, which is removed afterwards.
pub fn run<G: Given, F: Future<Output = ()>>(backend: Backend, test: impl FnOnce(G) -> F) {
    // The log is shown if the test fails.
    let log = tracing_subscriber::fmt().with_test_writer();
    let _ = log.with_max_level(tracing::Level::WARN).try_init();
    let folder = tempfile::tempdir().unwrap();
    let file = || format!("sqlite:{}", folder.path().join("test.db").display());
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let server = match backend {
            Backend::Postgres => Some(TestDatabase::migrated(migrate).await),
            Backend::Sqlite => None,
        };
        let url = server.as_ref().map_or_else(file, TestDatabase::url);
        let setup = Setup::on(url).await;
        test(G::given(&setup).await).await;
        setup.stop().await;
    });
}
