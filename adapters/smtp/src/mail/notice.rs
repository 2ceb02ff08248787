//! Mails of paragraphs, in one layout as text and one as HTML.

use std::borrow::Cow;

use askama::Template;
use korotko_core::ports::MailError;
use korotko_texts::Texts;

use super::rendered::RenderedMail;

/// A mail that consists of a greeting, parts, and the host of the service.
#[derive(Template)]
#[template(path = "notice.html")]
pub(super) struct Notice<'a> {
    pub(super) t: &'static Texts,
    /// The subject, which is also the title of the HTML.
    pub(super) title: &'a str,
    pub(super) host: &'a str,
    pub(super) parts: Vec<Part<'a>>,
}

#[derive(Template)]
#[template(path = "notice.txt")]
struct NoticeText<'a> {
    notice: &'a Notice<'a>,
}

/// A part of a mail.
pub(super) enum Part<'a> {
    /// A paragraph.
    Text(Cow<'a, str>),
    /// A paragraph with a word that stands out: the text before and after the word, and the word.
    Strong((String, String), &'a str),
    /// A paragraph with a command: the text before and after the command, and the command.
    Code((String, String), &'a str),
    /// A link to follow, as a button with a label, and to copy.
    Button(&'a str, &'a str),
    /// A link to follow, as it is.
    Link(&'a str),
    /// A URL to read, not to follow.
    Address(&'a str),
    /// What somebody else wrote.
    Quote(String),
    /// Lines of text.
    Lines(Vec<String>),
    /// Lines to copy into a command line or a program.
    Commands(Vec<String>),
}

impl Notice<'_> {
    pub(super) fn rendered(&self) -> Result<RenderedMail, MailError> {
        RenderedMail::new(self.title, &NoticeText { notice: self }, self)
    }
}
