//! Korotko's texts for people, in every language. The mails, the workbooks and the pages read them here.
//!
//! They are the messages of [Fluent](https://projectfluent.org) catalogues in the folder `catalogues`, one folder for each language:
//! `mails.ftl`, `workbook.ftl`, `pages.ftl`, `answers.ftl`, and `formats.ftl` for how numbers and dates are written. [`Texts`] has all texts of one
//! language.
//!
//! ```
//! use korotko_core::user::Language;
//! use korotko_texts::Texts;
//!
//! let texts = Texts::of(Language::En);
//! assert_eq!(texts.text("mail-verification-subject"), "Verify your e-mail address");
//! assert_eq!(texts.with("workbook-more-links", &[("count", 1_500.into())]), "1,500 more links");
//! ```
#![deny(missing_docs)]

mod catalogues;
mod number;
#[cfg(feature = "pseudo")]
mod pseudo;
mod texts;

/// A value in a text: a text, or a number, by which a message can choose a plural.
pub use fluent_bundle::FluentValue as Value;
pub use texts::Texts;
