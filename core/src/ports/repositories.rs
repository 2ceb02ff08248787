//! The one list of repositories: adding one takes a line here, its port, and its implementations.

/// Passes on the repositories of a store, a snapshot and a unit of work.
macro_rules! lent_everywhere {
    ($then:ident! $($rest:tt)*) => {
        $then! { $($rest)* {
            /// The users.
            users: UserRepository,
            /// Looking for users.
            user_directory: UserDirectory,
            /// The invitations to register.
            invitations: InvitationRepository,
            /// The changes of addresses.
            email_changes: EmailChangeRepository,
            /// The API keys.
            keys: KeyRepository,
            /// The sessions of browsers.
            sessions: SessionRepository,
            /// The links.
            links: LinkRepository,
            /// Comparing targets with the list of blocked hosts.
            target_reviews: TargetReviewRepository,
            /// The drafts of imports.
            import_drafts: ImportDraftRepository,
            /// The collections.
            collections: CollectionRepository,
            /// The memberships of links in collections.
            memberships: MembershipRepository,
            /// The shares.
            shares: ShareRepository,
            /// The jobs.
            jobs: JobRepository,
            /// The numbers of jobs.
            job_statistics: JobStatistics,
            /// The counts of clicks.
            statistics: ClickStatistics,
            /// The offsets of click logs.
            click_logs: ClickLogRepository,
            /// The reports.
            reports: ReportRepository,
            /// The schedules of reports.
            schedules: ScheduleRepository,
            /// The abuse reports.
            abuse_reports: AbuseReportRepository,
            /// The audit log.
            audit_log: AuditLogRepository,
        } }
    };
}

/// Passes on the repositories of units of work alone.
macro_rules! lent_in_units {
    ($then:ident! $($rest:tt)*) => {
        $then! { $($rest)* {
            /// Many links at once.
            link_batches: LinkBatchRepository,
            /// All-or-nothing imports.
            imports: ImportRepository,
            /// The tombstones of deleted links.
            tombstones: TombstoneRepository,
            /// Counting clicks.
            clicks: ClickRepository,
            /// The salts of visitors.
            salts: SaltRepository,
            /// The changes to be announced.
            news: News,
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
            /// All of them implemented by one value.
            #[must_use]
            pub fn new<T: $(super::$port +)+>(all: &'a T) -> Self {
                Self { $($name: all,)+ }
            }
        }
    };
}

pub(super) use {lent_everywhere, lent_in_units};

lent_everywhere! { list!
    /// The repositories of a store or a snapshot, to read, and of a unit of work, to write too. A write outside of a unit MUST
    /// be refused with [`StoreError::Internal`](super::StoreError::Internal).
    Repositories
}

lent_in_units! { list!
    /// The repositories of units of work alone.
    UnitRepositories
}
