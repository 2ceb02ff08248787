//! A page with one message, for links in mails.

use askama::Template;
use korotko_core::user::Language;

use crate::frame::Frame;
use crate::reply::Reply;
use crate::request::PageRequest;
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "sheet.html")]
struct SheetPage<'a> {
    frame: Frame<'a>,
    text: String,
    /// Where to go on: a path, and the text of its link.
    next: Option<(&'static str, String)>,
}

/// A page with one message, for whoever opens the link in a mail.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// The language.
    pub language: Language,
    /// The key of the title.
    pub title: &'static str,
    /// The key of the text.
    pub text: &'static str,
    /// Whether it leads to the sign-in.
    pub leads_to_sign_in: bool,
}

/// A page with this title and text.
pub(crate) fn show(
    visit: &Visit<'_>,
    title: String,
    text: String,
    next: Option<(&'static str, String)>,
) -> Reply {
    let frame = Frame::new(visit, title);
    Reply::page(&SheetPage { frame, text, next })
}

/// A page that shows nobody as signed in: a link in a mail may be opened by others than the owner of the browser's session.
pub(crate) fn anonymous(site: &Site, request: &PageRequest, sheet: Sheet) -> Reply {
    let visit = Visit {
        language: sheet.language,
        ..Visit::anonymous(site, request)
    };
    let sign_in = || ("/signin", visit.text("menu-sign-in"));
    let next = sheet.leads_to_sign_in.then(sign_in);
    show(
        &visit,
        visit.text(sheet.title),
        visit.text(sheet.text),
        next,
    )
}
