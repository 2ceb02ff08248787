//! Every operation with every wrong credential: nothing of the owner is shown, and no row of the database changes.
//!
//! Operations that take no token and no key are for everybody, so no credential is wrong there: they must answer as without one. The tokens
//! in their paths and bodies, from mails and sign-ins, are credentials of their own, which the tests of those tokens forge.

mod given;
mod owned;

use reqwest::Method;

use self::given::{Credential, limited_keys, refused, used_key};
use self::owned::{MARKS, Owned};
use crate::key_scopes::may;
use crate::support::{
    ANN, Answer, App, Member, Operation, PASSWORD, Setup, dump, lost, on_both_databases,
};

on_both_databases!(
    no_wrong_credential_shows_or_changes_anything,
    operations_for_everybody_ignore_credentials,
    what_others_create_and_change_is_theirs,
);

/// They accept requests without a credential, too.
const OPEN: [&str; 2] = ["createLink", "shortenUrl"];

/// Whether an operation is for administrators only.
fn administers(operation: &Operation) -> bool {
    operation.path.starts_with("/api/admin/")
}

/// Whether an operation is on resources that the path names.
fn names(operation: &Operation) -> bool {
    operation.path.contains('{')
}

/// What is tried, on what.
struct Matrix {
    app: App,
    owned: Owned,
    /// Those that accept a credential.
    operations: Vec<Operation>,
    /// Those that do not.
    for_everybody: Vec<Operation>,
}

impl Matrix {
    async fn on(app: &App, ann: &Member) -> Self {
        let operations = app.operations().into_iter();
        let (operations, for_everybody) = operations.partition(|one| !one.schemes.is_empty());
        Self {
            app: app.clone(),
            owned: Owned::by(app, ann).await,
            operations,
            for_everybody,
        }
    }

    /// The answer to an operation on Ann's resources. It must show nothing of them.
    async fn answer(&self, operation: &Operation, token: Option<&str>) -> Answer {
        let ask = self.owned.ask(&self.app, operation);
        let answer = match token {
            Some(token) => ask.bearer(token).await,
            None => ask.await,
        };
        let shown = format!("{:?}\n{}", answer.headers, answer.body);
        let mark = MARKS.iter().find(|mark| shown.contains(**mark));
        assert_eq!(mark, None, "{}: {shown}", operation.id);
        answer
    }

    async fn is_refused(&self, what: &str, token: &str) {
        for operation in &self.operations {
            let answer = self.answer(operation, Some(token)).await;
            assert_eq!(answer.status, 401, "{} with {what}", operation.id);
        }
    }

    async fn strangers_are_refused(&self) {
        let open = |one: &&Operation| OPEN.contains(&&*one.id);
        for operation in self.operations.iter().filter(|one| !open(one)) {
            let answer = self.answer(operation, None).await;
            assert_eq!(answer.status, 401, "{} without a token", operation.id);
        }
    }

    async fn is_limited_to(&self, scope: &str, key: &str) {
        let allowed =
            |one: &&Operation| one.scope.as_ref().is_some_and(|needed| may(scope, needed));
        for operation in self.operations.iter().filter(|one| !allowed(one)) {
            let answer = self.answer(operation, Some(key)).await;
            assert_eq!(answer.status, 403, "{} with {scope}", operation.id);
        }
    }

    /// With the token or key of another user, which may not be used for some operations.
    async fn others_see_nothing(&self, token: &str, is_refused: fn(&Operation) -> bool) {
        for operation in &self.operations {
            let reads = operation.method == Method::GET;
            let expected = match (is_refused(operation), names(operation)) {
                (true, _) => 403,
                (false, true) => 404,
                (false, false) if reads => 200,
                // It changes what the other user has.
                (false, false) => continue,
            };
            let answer = self.answer(operation, Some(token)).await;
            assert_eq!(answer.status, expected, "{}", operation.id);
        }
    }

    /// New users change what they have: one user for each operation, since some end the session.
    async fn others_change_what_they_have(&self) {
        let changes =
            |one: &&Operation| one.method != Method::GET && !names(one) && !administers(one);
        for operation in self.operations.iter().filter(changes) {
            let other = self.app.member(&operation.id.to_lowercase()).await;
            let answer = self.answer(operation, Some(&other.access)).await;
            assert!(answer.status < 300, "{}: {answer:?}", operation.id);
        }
    }

    /// All that Ann can read.
    async fn seen_by(&self, ann: &Member) -> Vec<(String, u16, String)> {
        let reads = |one: &&Operation| one.method == Method::GET;
        let mut seen = Vec::new();
        for operation in self.operations.iter().filter(reads) {
            let ask = self.owned.ask(&self.app, operation);
            let answer = ann.asks(ask).await;
            seen.push((operation.id.clone(), answer.status, answer.body));
        }
        seen
    }

    async fn credentials_are_ignored(&self, credentials: &[Credential]) {
        for operation in &self.for_everybody {
            let plain = self.answer(operation, None).await;
            for (what, token) in credentials {
                let answer = self.answer(operation, Some(token)).await;
                let same = (answer.status, &answer.body) == (plain.status, &plain.body);
                assert!(same, "{} with {what}: {answer:?}", operation.id);
            }
        }
    }
}

async fn no_wrong_credential_shows_or_changes_anything(setup: Setup) {
    let app = setup.start().await;
    let refused = refused(&app).await;
    let ann = app.session(ANN, PASSWORD).await;
    let bob = app.member("bob").await;
    let key_of_bob = used_key(&app, &bob).await;
    let matrix = Matrix::on(&app, &ann).await;
    let limited = limited_keys(&ann).await;
    app.idle().await;

    let before = dump(&setup.database_url);
    for (what, token) in &refused {
        matrix.is_refused(what, token).await;
        assert_eq!(dump(&setup.database_url), before, "{what}");
    }
    matrix.strangers_are_refused().await;
    for (scope, key) in &limited {
        matrix.is_limited_to(scope, key).await;
    }
    matrix.others_see_nothing(&bob.access, administers).await;
    let refuses_keys = |one: &Operation| one.scope.is_none();
    matrix.others_see_nothing(&key_of_bob, refuses_keys).await;
    app.idle().await;
    assert_eq!(dump(&setup.database_url), before);
}

async fn operations_for_everybody_ignore_credentials(setup: Setup) {
    let app = setup.start().await;
    let mut credentials = refused(&app).await;
    let ann = app.session(ANN, PASSWORD).await;
    let bob = app.member("bob").await;
    let matrix = Matrix::on(&app, &ann).await;
    credentials.extend(limited_keys(&ann).await);
    credentials.push(("a key of another user", used_key(&app, &bob).await));
    credentials.push(("a token of another user", bob.access));
    // The first registration succeeds, and all others are refused: the address is taken.
    for operation in &matrix.for_everybody {
        matrix.answer(operation, None).await;
    }
    app.idle().await;

    let before = dump(&setup.database_url);
    matrix.credentials_are_ignored(&credentials).await;
    app.idle().await;
    // Mails were asked for, so there are more jobs.
    assert_eq!(lost(&before, &dump(&setup.database_url)), [""; 0]);
}

async fn what_others_create_and_change_is_theirs(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let matrix = Matrix::on(&app, &ann).await;
    app.idle().await;

    let (before, seen) = (dump(&setup.database_url), matrix.seen_by(&ann).await);
    matrix.others_change_what_they_have().await;
    app.idle().await;
    assert_eq!(lost(&before, &dump(&setup.database_url)), [""; 0]);
    assert_eq!(matrix.seen_by(&ann).await, seen);
}
