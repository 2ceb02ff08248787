//! An accessor of each repository on what provides it.

use super::repositories::{lent_everywhere, lent_in_units};
use super::{Snapshot, Store, UnitOfWork};

macro_rules! lend {
    ($lender:ident by $method:ident { $($(#[$doc:meta])* $name:ident: $port:ident,)+ }) => {
        impl dyn $lender + '_ {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(&self) -> &dyn super::$port {
                    self.$method().$name
                }
            )+
        }
    };
}

lent_everywhere! { lend! Store by repositories }
lent_everywhere! { lend! UnitOfWork by repositories }
lent_everywhere! { lend! Snapshot by repositories }
lent_in_units! { lend! UnitOfWork by unit_repositories }
