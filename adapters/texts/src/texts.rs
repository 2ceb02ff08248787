use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::Entry;
use korotko_core::user::Language;
use unic_langid::LanguageIdentifier;

use crate::Value;
use crate::number::grouped;

/// Stands for the argument around which a text is split: U+FFFC, the object replacement character.
const OBJECT: &str = "\u{fffc}";

/// Changes the words of a language, but no values.
type Transform = fn(&str) -> Cow<'_, str>;

/// All texts of one language.
///
/// A text is found by its key. The tests of this crate read all sources and refuse an unknown key, a missing text, and a text that
/// is used nowhere. Should a key be unknown nevertheless, or an argument be missing, the text is the key, and the log says so once.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// The texts without arguments.
    plain: HashMap<String, String>,
    /// What separates groups of three digits.
    number_groups: String,
    /// The keys of which the log says that they have no text.
    reported: Mutex<BTreeSet<String>>,
}

impl Texts {
    /// Reads the catalogues of a language. The first of equal keys counts, and what is not Fluent is skipped: the tests allow neither.
    pub(crate) fn read(
        language: Language,
        catalogues: &[&str],
        transform: Option<Transform>,
    ) -> Self {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks of isolation (U+2068, U+2069) would be part of subjects, cells and addresses that people copy and search, and
        // pages isolate by elements.
        bundle.set_use_isolating(false);
        bundle.set_transform(transform);
        let mut keys = Vec::new();
        for catalogue in catalogues {
            let resource = FluentResource::try_new((*catalogue).to_owned());
            let resource = resource.unwrap_or_else(|(resource, _)| resource);
            for entry in resource.entries() {
                if let Entry::Message(message) = entry {
                    keys.push(message.id.name.to_owned());
                }
            }
            let _ = bundle.add_resource(resource);
        }
        let number_groups = resolve(&bundle, "number-groups", None).unwrap_or_default();
        let groups = number_groups.clone();
        let _ = bundle.add_function("NUMBER", move |values, _| match values {
            [Value::Number(number)] => grouped(&number.as_string(), &groups).into(),
            [other] => other.clone(),
            _ => Value::Error,
        });
        let plain = keys.into_iter().filter_map(|key| {
            let text = resolve(&bundle, &key, None)?;
            Some((key, text))
        });
        Self {
            language,
            plain: plain.collect(),
            number_groups,
            reported: Mutex::default(),
            bundle,
        }
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// A text without arguments.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or_else(|| {
            self.report(key);
            key
        })
    }

    /// A text without arguments, for a key that is made of data; `None` if there is none.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&str> {
        self.plain.get(key).map(String::as_str)
    }

    /// A text with arguments. A message writes a number in groups of three digits by `NUMBER($name)`.
    #[must_use]
    pub fn with(&self, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        let arguments = arguments.iter().map(|(name, value)| (*name, value.clone()));
        let arguments: FluentArgs<'_> = arguments.collect();
        resolve(&self.bundle, key, Some(&arguments)).unwrap_or_else(|| {
            self.report(key);
            key.to_owned()
        })
    }

    /// The text before and after an argument, in whose place the caller puts an element, such as a reference.
    #[must_use]
    pub fn around(
        &self,
        key: &str,
        argument: &str,
        others: &[(&str, Value<'_>)],
    ) -> (String, String) {
        let mut arguments = others.to_vec();
        arguments.push((argument, OBJECT.into()));
        let text = self.with(key, &arguments);
        match text.split_once(OBJECT) {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None => (text, String::new()),
        }
    }

    /// A number with its digits in groups of three.
    #[must_use]
    pub fn number(&self, number: impl Into<u128>) -> String {
        grouped(&number.into().to_string(), &self.number_groups)
    }

    /// Logs, once for each key, that it has no text.
    fn report(&self, key: &str) {
        let reported = self.reported.lock();
        let mut reported = reported.unwrap_or_else(PoisonError::into_inner);
        if reported.insert(key.to_owned()) {
            tracing::error!(
                event = "text_missing",
                key,
                language = self.language.tag(),
                "no such text, or it has other arguments"
            );
        }
    }
}

/// The text of a message; `None` if there is no such message, or an argument is missing.
fn resolve(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    arguments: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let message = bundle.get_message(key)?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message.value()?, arguments, &mut errors);
    errors.is_empty().then(|| text.into_owned())
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    const CATALOGUE: &str = "
number-groups = { \"\\u00A0\" }
links-counted =
    { $count ->
        [one] { NUMBER($count) } ссылка
        [few] { NUMBER($count) } ссылки
        [many] { NUMBER($count) } ссылок
       *[other] { $count } ссылки
    }
links-of = Ссылки { $name }: { links-counted }
plain-lines =
    Первая
    Вторая
";

    fn texts() -> Texts {
        Texts::read(Language::Ru, &[CATALOGUE], None)
    }

    #[test]
    fn a_number_chooses_the_plural_of_its_language() {
        let texts = texts();
        for (count, text) in [
            (1, "1 ссылка"),
            (2, "2 ссылки"),
            (5, "5 ссылок"),
            (11, "11 ссылок"),
            (21, "21 ссылка"),
            (1_000_022, "1\u{a0}000\u{a0}022 ссылки"),
        ] {
            assert_eq!(
                texts.with("links-counted", &[("count", count.into())]),
                text
            );
        }
        assert_eq!(texts.number(1_234_567_u64), "1\u{a0}234\u{a0}567");
    }

    #[test]
    fn a_text_is_split_where_an_element_stands() {
        let around = texts().around("links-of", "name", &[("count", 2.into())]);
        assert_eq!(around, ("Ссылки ".to_owned(), ": 2 ссылки".to_owned()));
    }

    #[test]
    fn values_are_not_isolated_and_not_changed() {
        let text = texts().with(
            "links-of",
            &[("name", "<a> {$b}".into()), ("count", 1.into())],
        );
        assert_eq!(text, "Ссылки <a> {$b}: 1 ссылка");
    }

    #[test]
    fn a_missing_text_or_argument_is_the_key() {
        let texts = texts();
        assert_eq!(texts.text("no-such-text"), "no-such-text");
        assert_eq!(texts.text("links-of"), "links-of", "it needs arguments");
        assert_eq!(texts.with("links-counted", &[]), "links-counted");
        assert_eq!(texts.around("no-such-text", "name", &[]).0, "no-such-text");
        assert_eq!(texts.find("no-such-text"), None);
        assert_eq!(texts.text("plain-lines"), "Первая\nВторая");
    }

    #[test]
    fn a_missing_text_is_reported_once() {
        let texts = texts();
        for _ in 0..3 {
            let _ = texts.text("no-such-text");
        }
        assert_eq!(texts.reported.lock().unwrap().len(), 1);
    }

    #[test]
    fn all_threads_read_the_same_texts() {
        let texts = Arc::new(texts());
        let threads = [1, 2, 5].map(|count: u32| {
            let texts = Arc::clone(&texts);
            thread::spawn(move || texts.with("links-counted", &[("count", count.into())]))
        });
        let read = threads.map(|thread| thread.join().unwrap());
        assert_eq!(read, ["1 ссылка", "2 ссылки", "5 ссылок"]);
    }
}
