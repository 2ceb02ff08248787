//! The macro that turns the checks of a suite into tests.

/// Exports the macro of a suite, which creates a test of each of its checks. Begins with the `$` that the macro needs, followed
/// by the documentation of a macro that adapters name. The others are part of `store_contract!`.
macro_rules! checks {
    ($dollar:tt $name:ident, $suite:ident: $($check:ident,)+) => {
        crate::suite::checks! { $dollar #[doc(hidden)] $name, $suite: $($check,)+ }
    };
    ($dollar:tt $(#[$attribute:meta])+ $name:ident, $suite:ident: $($check:ident,)+) => {
        $(#[$attribute])+
        #[macro_export]
        macro_rules! $name {
            ($dollar fixture:expr) => {
                $crate::__contract_tests! { $dollar fixture, $suite: $($check,)+ }
            };
        }
    };
}
pub(crate) use checks;

// The glob makes the fixture's name, as the caller wrote it, resolve inside the suite's module.
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
