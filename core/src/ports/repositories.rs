//! The one list of repositories: adding one is a line here, its port, and what implements it.

/// Hands on what a store or a snapshot lends, and a unit of work too.
macro_rules! lent_everywhere {
    ($then:ident! $($rest:tt)*) => {
        $then! { $($rest)* {
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
        } }
    };
}

/// Hands on what exists in units of work alone.
macro_rules! lent_in_units {
    ($then:ident! $($rest:tt)*) => {
        $then! { $($rest)* {
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
        } }
    };
}

/// Defines a list of repositories.
macro_rules! list {
    ($(#[$about:meta])* $list:ident { $($(#[$doc:meta])* $name:ident: $port:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        #[allow(missing_debug_implementations, reason = "ports have nothing to show")]
        pub struct $list<'a> {
            $($(#[$doc])* pub $name: &'a dyn super::$port,)+
        }

        impl<'a> $list<'a> {
            /// All of them by one value.
            #[must_use]
            pub fn over<T: $(super::$port +)+>(all: &'a T) -> Self {
                Self { $($name: all,)+ }
            }
        }
    };
}

pub(super) use {lent_everywhere, lent_in_units};

lent_everywhere! { list!
    /// What can be read of a store or a snapshot, and changed in a unit of work too. A write outside of a unit MUST be refused with
    /// [`StoreError::Broken`](super::StoreError::Broken).
    Repositories
}

lent_in_units! { list!
    /// What exists in units of work alone.
    UnitRepositories
}
