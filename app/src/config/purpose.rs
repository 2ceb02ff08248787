/// What a program reads the configuration for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To answer requests: it writes clicks and mails, and keeps secrets.
    Serve,
    /// To carry out deferred work: it writes mails, and keeps secrets.
    Work,
    /// To look at what there is, or change it: it makes no folder, file or secret.
    Look,
}
