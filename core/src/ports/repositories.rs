//! The one list of repositories: adding one is a line here, its port, and what implements it.

use super::{
    ClickLogRepository, ClickRepository, ClickStatistics, CollectionRepository, ImportRepository,
    JobRepository, LinkBatchRepository, LinkRepository, MembershipRepository, ReportRepository,
    SaltRepository, ScheduleRepository, Snapshot, Store, TombstoneRepository, UnitOfWork,
    UserRepository,
};

/// Defines a list, and a method of each repository on what lends it by `$method`.
macro_rules! repositories {
    (
        $(#[$about:meta])*
        $list:ident by $method:ident of [$($lender:ident)+]
        { $($(#[$doc:meta])* $name:ident: $port:ident,)+ }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        #[allow(missing_debug_implementations, reason = "ports have nothing to show")]
        pub struct $list<'a> {
            $($(#[$doc])* pub $name: &'a dyn $port,)+
        }

        impl<'a> $list<'a> {
            /// All of them by one value.
            #[must_use]
            pub fn over<T: $($port +)+>(all: &'a T) -> Self {
                Self { $($name: all,)+ }
            }
        }

        repositories! { @lend [$($lender)+] $method { $($(#[$doc])* $name: $port,)+ } }
    };
    (@lend [] $method:ident $list:tt) => {};
    (@lend [$lender:ident $($others:ident)*] $method:ident { $($(#[$doc:meta])* $name:ident: $port:ident,)+ }) => {
        impl dyn $lender + '_ {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(&self) -> &dyn $port {
                    self.$method().$name
                }
            )+
        }

        repositories! { @lend [$($others)*] $method { $($(#[$doc])* $name: $port,)+ } }
    };
}

repositories! {
    /// What can be read of a store or a snapshot, and changed in a unit of work too. A write outside of a unit MUST be refused with
    /// [`StoreError::Broken`](super::StoreError::Broken).
    Repositories by repositories of [Store UnitOfWork Snapshot] {
        /// The users.
        users: UserRepository,
        /// The links.
        links: LinkRepository,
        /// The collections.
        collections: CollectionRepository,
        /// Which links are in which collections.
        memberships: MembershipRepository,
        /// The jobs.
        jobs: JobRepository,
        /// The numbers of clicks.
        statistics: ClickStatistics,
        /// How far click logs were counted.
        click_logs: ClickLogRepository,
        /// The reports.
        reports: ReportRepository,
        /// The schedules of reports.
        schedules: ScheduleRepository,
    }
}

repositories! {
    /// What exists in units of work alone.
    UnitRepositories by unit_repositories of [UnitOfWork] {
        /// The links by the hundred.
        link_batches: LinkBatchRepository,
        /// Imports that are all or nothing.
        imports: ImportRepository,
        /// The tombstones of deleted links.
        tombstones: TombstoneRepository,
        /// Counting.
        clicks: ClickRepository,
        /// The salts of visitors.
        salts: SaltRepository,
    }
}
