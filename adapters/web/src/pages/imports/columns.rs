use askama::Template;
use korotko_core::import_draft::ImportDraft;
use korotko_linkfile::{ForeignColumn, Format, Layout, Role};

use super::file;
use super::found::{find, path};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "import_columns.html")]
struct ColumnsPage<'a> {
    frame: Frame<'a>,
    base: String,
    choices: Vec<Choice>,
    options: Vec<Choosable>,
    errors: FormErrors,
}

/// What one column is chosen for.
#[derive(Debug)]
struct Choice {
    name: &'static str,
    /// The key of its label.
    label: &'static str,
    /// The position of the chosen column; empty for none.
    chosen: String,
}

/// A column that can be chosen.
#[derive(Debug)]
struct Choosable {
    position: String,
    text: String,
}

/// The form that asks what the columns of a file are used for.
pub(super) async fn show(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let draft = find(visit, id).await?;
    let columns = columns(&draft)?;
    let chosen = proposed(&draft, &columns);
    Ok(page(visit, &draft, (&columns, &chosen), FormErrors::default()))
}

/// Tries the file with the chosen columns.
pub(super) async fn choose(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let draft = find(visit, id).await?;
    let columns = columns(&draft)?;
    let chosen = sent(&visit.request.form(), columns.len());
    let again = |errors| Ok(page(visit, &draft, (&columns, &chosen), errors));
    if !chosen.iter().any(|(role, _)| *role == Role::Target) {
        return again(FormErrors::unreadable(visit, "url", "import-target-missing"));
    }
    let layout = Layout::Columns(chosen.clone());
    let opened = match file::open(visit, &layout, &draft.file) {
        Ok(opened) => opened,
        Err(error) => return again(file::errors(visit, &error)),
    };
    match file::dry_run(visit, user.id, draft.id, (&layout, &opened)).await {
        Ok(()) => Ok(Reply::see_other(&path(draft.id))),
        Err(error) => again(FormErrors::read(visit, error)?),
    }
}

/// The columns of a draft that is CSV and not imported yet.
fn columns(draft: &ImportDraft) -> Result<Vec<ForeignColumn>, Failure> {
    let is_csv = !matches!(
        file::layout(draft),
        Some(Layout::Links(Format::Json) | Layout::List)
    );
    if draft.state.has_begun() || !is_csv {
        return Err(Failure::NoPage);
    }
    Layout::columns(&draft.file).map_err(|_| Failure::NoPage)
}

/// What was chosen before, or what the names of the columns suggest.
fn proposed(draft: &ImportDraft, columns: &[ForeignColumn]) -> Vec<(Role, usize)> {
    if let Some(Layout::Columns(roles)) = file::layout(draft) {
        return roles;
    }
    let named = |role: Role| {
        let position = columns
            .iter()
            .position(|column| column.name.to_lowercase().replace(' ', "_") == role.name());
        // A file without a header line has no names.
        let target = || columns.iter().position(|column| is_url(&column.example));
        let position = match role {
            Role::Target => position.or_else(target),
            _ => position,
        };
        position.map(|position| (role, position))
    };
    Role::ALL.into_iter().filter_map(named).collect()
}

fn is_url(text: &str) -> bool {
    let text = text.to_lowercase();
    text.starts_with("http://") || text.starts_with("https://")
}

/// What was chosen in the form, of this many columns.
fn sent(form: &Form, columns: usize) -> Vec<(Role, usize)> {
    let chosen = |role: Role| {
        let position = form.text(role.name()).parse().ok();
        let position = position.filter(|position| *position < columns);
        position.map(|position| (role, position))
    };
    Role::ALL.into_iter().filter_map(chosen).collect()
}

fn page(
    visit: &Visit<'_>,
    draft: &ImportDraft,
    (columns, chosen): (&[ForeignColumn], &[(Role, usize)]),
    errors: FormErrors,
) -> Reply {
    let position = |role: Role| {
        let mut chosen = chosen.iter();
        let found = chosen.find(|(known, _)| *known == role);
        found.map_or_else(String::new, |(_, position)| position.to_string())
    };
    let choices = Role::ALL.into_iter().map(|role| Choice {
        name: role.name(),
        label: label(role),
        chosen: position(role),
    });
    let options = columns.iter().enumerate().map(|(position, column)| Choosable {
        position: position.to_string(),
        text: text(visit, position, column),
    });
    Reply::page(&ColumnsPage {
        frame: Frame::new(visit, visit.text("import-columns")),
        base: path(draft.id),
        choices: choices.collect(),
        options: options.collect(),
        errors,
    })
}

/// The key of the label of what a column can be used for.
fn label(role: Role) -> &'static str {
    match role {
        Role::Target => "link-url",
        Role::Slug => "link-slug",
        Role::Title => "link-title",
        Role::Tags => "link-tags",
        Role::End => "link-expires",
        Role::Clicks => "import-clicks",
    }
}

/// What a column is recognised by: its name, or its number if it has none, and its first cell.
fn text(visit: &Visit<'_>, position: usize, column: &ForeignColumn) -> String {
    let number = position + 1;
    let name = if column.name.is_empty() {
        visit.texts().with("import-column", &[("number", number.into())])
    } else {
        column.name.clone()
    };
    if column.example.is_empty() {
        return name;
    }
    format!("{name}: {}", column.example)
}

#[cfg(test)]
mod tests {
    use korotko_core::import_draft::ImportDraft;
    use korotko_core::mock::sample;
    use korotko_linkfile::{Layout, Role};

    use super::{proposed, sent};
    use crate::request::Form;

    fn proposal(file: &str) -> Vec<(Role, usize)> {
        let draft = ImportDraft {
            layout: None,
            ..sample::import_draft()
        };
        proposed(&draft, &Layout::columns(file.as_bytes()).unwrap())
    }

    #[test]
    fn columns_are_proposed_by_their_names_and_the_target_by_its_form() {
        let named = proposal("Tags,Expires At,Where\na,b,https://example.com\n");
        let expected = [(Role::Target, 2), (Role::Tags, 0), (Role::End, 1)];
        assert_eq!(named, expected);
        let unnamed = proposal("promo,https://example.com\n");
        assert_eq!(unnamed, [(Role::Target, 1)]);
        assert_eq!(proposal("a,b\nc,d\n"), []);
    }

    #[test]
    fn what_was_chosen_before_is_proposed_again() {
        let draft = ImportDraft {
            layout: Some("url=1 title=0".to_owned()),
            ..sample::import_draft()
        };
        let columns = Layout::columns(b"a,b\nc,d\n").unwrap();
        let again = proposed(&draft, &columns);
        assert_eq!(again, [(Role::Target, 1), (Role::Title, 0)]);
    }

    #[test]
    fn only_columns_of_the_file_can_be_chosen() {
        let form = Form::parse("url=1&slug=&title=2&tags=x&expires_at=-1");
        assert_eq!(sent(&form, 2), [(Role::Target, 1)]);
    }
}
