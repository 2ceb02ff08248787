//! Swagger UI in a real browser, Debian's Chromium. `scripts/browsers.sh` uses the others.

use crate::home::Home;
use crate::python::python;

const TOUR: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/process/swagger_ui/tour.py"
);

/// Every step happens on the page or with a mailed link. With `KOROTKO_TEST_SCREENSHOTS`, screenshots are written to that folder.
#[tokio::test]
async fn a_newcomer_can_use_every_part_of_the_swagger_ui() {
    let home = Home::sqlite();
    let listening = home.korotko("").listen().await;
    let url = format!("http://localhost:{}", listening.address.port());
    let mails = home.data().join("mails").display().to_string();
    let tour = tokio::task::spawn_blocking(move || python(&["-B", TOUR, &url, &mails, "chromium"]));
    assert_eq!(tour.await.unwrap().trim(), "done");
    listening.stop().await;
}
