/// The purpose for which the configuration is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To run the service: writes clicks and mails, and creates secrets.
    Serve,
    /// To run jobs: writes mails, and creates secrets.
    Work,
    /// To administer: creates no folder, file or secret.
    Administer,
}
