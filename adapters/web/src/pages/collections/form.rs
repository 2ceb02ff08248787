use korotko_core::collection::{Collection, CollectionEdit, NewCollection};

use crate::request::Form;

/// The fields of a collection, as a form shows and sends them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CollectionForm {
    pub(super) name: String,
    pub(super) description: String,
}

impl CollectionForm {
    /// The fields that were sent. Browsers end lines with CR LF (HTML, "constructing the entry list"); a description that nobody
    /// touched must not change by that.
    pub(super) fn sent(form: &Form) -> Self {
        Self {
            name: form.text("name").to_owned(),
            description: form.text("description").replace("\r\n", "\n"),
        }
    }

    /// The fields of a collection.
    pub(super) fn of(collection: &Collection) -> Self {
        let description = collection.description.as_ref();
        Self {
            name: collection.name.to_string(),
            description: description.map_or_else(String::new, ToString::to_string),
        }
    }

    pub(super) fn new_collection(&self) -> NewCollection {
        NewCollection {
            name: self.name.clone(),
            description: self.given_description(),
        }
    }

    /// The change; a description that is empty is none.
    pub(super) fn edit(&self) -> CollectionEdit {
        CollectionEdit {
            name: Some(self.name.clone()),
            description: Some(self.given_description()),
        }
    }

    fn given_description(&self) -> Option<String> {
        Some(self.description.clone()).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::collection::Description;
    use korotko_core::mock::sample;

    use super::*;

    #[test]
    fn an_unchanged_form_changes_nothing() {
        let collection = Collection {
            description: Some(Description::parse("two\nlines").unwrap()),
            ..sample::collection()
        };
        let shown = CollectionForm::of(&collection);
        let sent = Form::parse("name=Spring&description=two%0D%0Alines");
        assert_eq!(CollectionForm::sent(&sent), shown);
        let same = CollectionEdit {
            name: Some("Spring".to_owned()),
            description: Some(Some("two\nlines".to_owned())),
        };
        assert_eq!(shown.edit(), same);
    }

    #[test]
    fn an_empty_description_is_none() {
        let form = CollectionForm::sent(&Form::parse("name=+Spring&description=+"));
        let new = form.new_collection();
        assert_eq!((&*new.name, new.description), ("Spring", None));
        assert_eq!(form.edit().description, Some(None));
    }
}
