//! The identifiers: integers that a store assigns and never reuses.

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
    /// The id of a user.
    UserId
}
id! {
    /// The id of an invitation to register.
    InvitationId
}
id! {
    /// The id of a change of address.
    EmailChangeId
}
id! {
    /// The id of an API key.
    KeyId
}
id! {
    /// The id of a session of a browser.
    SessionId
}
id! {
    /// The id of an abuse report.
    AbuseReportId
}
id! {
    /// The id of an entry of the audit log.
    AuditEntryId
}
id! {
    /// The id of a link.
    LinkId
}
id! {
    /// The id of a collection.
    CollectionId
}
id! {
    /// The id of an all-or-nothing import.
    ImportId
}
id! {
    /// The id of a draft of an import.
    ImportDraftId
}
id! {
    /// The id of a job.
    JobId
}
id! {
    /// The id of a report.
    ReportId
}
id! {
    /// The id of a schedule of reports.
    ScheduleId
}
id! {
    /// The id of a share.
    ShareId
}
