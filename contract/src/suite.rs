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
                    $crate::$suite::$check(&fixture).await;
                }
            )+
        }
    };
}
