//! How a test runs: on each database, on a runtime of its own, with everything it started stopped at its end.

use std::time::Duration;

use korotko_testkit::TestDatabase;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use super::{App, Member, Setup};

/// How long a test waits for what must happen soon; only a failure takes this long.
const DEADLINE: Duration = Duration::from_secs(30);

/// Makes of each function two tests: `name::sqlite` and `name::postgres`. It is async and takes what is [`Given`]: an application,
/// the members Ann and Bob, or what an application stands on.
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

/// On which database a test runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// An empty database that goes with the test.
enum Database {
    File(TempDir),
    Server(TestDatabase),
}

impl Database {
    fn create(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::File(tempfile::tempdir().unwrap()),
            Backend::Postgres => Self::Server(TestDatabase::create()),
        }
    }

    fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join("test.db").display()),
            Self::Server(database) => database.url(),
        }
    }
}

/// What a test is given.
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

/// Runs one test on a new database.
pub fn run<G: Given, F: Future<Output = ()>>(backend: Backend, test: impl FnOnce(G) -> F) {
    // The log of a test that fails is shown with it.
    let log = tracing_subscriber::fmt().with_test_writer();
    let _ = log.with_max_level(tracing::Level::WARN).try_init();
    let database = Database::create(backend);
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let setup = Setup::on(database.url()).await;
        test(G::given(&setup).await).await;
        setup.stop().await;
    });
}

/// Waits until `look` sees something.
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(Instant::now() < deadline, "it did not happen: {what}");
        sleep(Duration::from_millis(5)).await;
    }
}
