//! A page between a button and what cannot be undone.

use askama::Template;

use crate::frame::Frame;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "sure.html")]
struct SurePage<'a> {
    frame: Frame<'a>,
    question: Question<'a>,
}

/// What cannot be undone.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) title: String,
    /// What happens.
    pub(crate) text: String,
    /// The path to which the answer is sent.
    pub(crate) action: &'a str,
    /// The names and values that are sent with it.
    pub(crate) fields: &'a [(&'a str, &'a str)],
    pub(crate) button: String,
    /// Where somebody goes who is not sure.
    pub(crate) back: &'a str,
}

/// The page with this question.
pub(crate) fn show(visit: &Visit<'_>, question: Question<'_>) -> Reply {
    let frame = Frame::new(visit, question.title.clone());
    Reply::page(&SurePage { frame, question })
}
