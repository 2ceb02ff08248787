//! The identifiers: integers that a store hands out and never reuses.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// Names a user.
    UserId
}
id! {
    /// Names a link.
    LinkId
}
id! {
    /// Names a personal set of links.
    CollectionId
}
id! {
    /// Names an import that is all or nothing.
    ImportId
}
id! {
    /// Names a job.
    JobId
}
id! {
    /// Names a report.
    ReportId
}
id! {
    /// Names a schedule of reports.
    ScheduleId
}
