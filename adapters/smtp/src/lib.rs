//! Korotko's mailer: SMTP through lettre, or a folder of .eml files.
