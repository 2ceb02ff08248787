use std::sync::Arc;

use askama::Template;
use korotko_linkfile::Layout;

use super::file;
use super::found::path;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::upload::Upload;
use crate::visit::Visit;

/// The longest text that the form shows again, in bytes.
const MAX_SHOWN: usize = 64 * 1024;

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage<'a> {
    frame: Frame<'a>,
    text: &'a str,
    errors: FormErrors,
}

/// The form of a list or a file.
pub(super) fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    visit.require_user()?;
    Ok(page(visit, "", FormErrors::default()))
}

/// Keeps what was sent, and tries it if it is known how to read it.
pub(super) async fn receive(visit: &Visit<'_>) -> Result<Reply, Failure> {
    visit.require_user()?;
    let Some(upload) = Upload::read(visit.request).await else {
        let broken = FormErrors::unreadable(visit, "file", "import-file-broken");
        return Ok(page(visit, "", broken));
    };
    let refused = |errors| Ok(page(visit, shown(&upload.text), errors));
    let Some(content) = upload.content() else {
        return refused(FormErrors::unreadable(visit, "file", "import-file-none"));
    };
    match Layout::detect(content) {
        Ok(layout) => match keep(visit, content.into(), layout).await? {
            Ok(reply) => Ok(reply),
            Err(errors) => refused(errors),
        },
        Err(error) => refused(file::errors(visit, &error)),
    }
}

/// Keeps a file, and leads to its dry run, or to its columns if somebody has to say what they are used for.
async fn keep(
    visit: &Visit<'_>,
    bytes: Arc<[u8]>,
    layout: Option<Layout>,
) -> Result<Result<Reply, FormErrors>, Failure> {
    let user = visit.require_user()?;
    let opened = layout.map(|layout| (file::open(visit, &layout, &bytes), layout));
    if let Some((Err(error), _)) = &opened {
        return Ok(Err(file::errors(visit, error)));
    }
    let drafts = &visit.site.korotko.import_drafts;
    let id = drafts.keep(user.id, bytes).await?;
    let Some((Ok(opened), layout)) = opened else {
        let columns = format!("{}/columns", path(id));
        return Ok(Ok(Reply::see_other(&columns)));
    };
    match file::dry_run(visit, user.id, id, (&layout, &opened)).await {
        Ok(()) => Ok(Ok(Reply::see_other(&path(id)))),
        Err(error) => {
            drafts.discard(user.id, id).await?;
            FormErrors::read(visit, error).map(Err)
        }
    }
}

/// A text that is short enough to be sent back.
fn shown(text: &str) -> &str {
    if text.len() > MAX_SHOWN { "" } else { text }
}

fn page(visit: &Visit<'_>, text: &str, errors: FormErrors) -> Reply {
    Reply::page(&ImportPage {
        frame: Frame::new(visit, visit.text("import-title")),
        text,
        errors,
    })
}
