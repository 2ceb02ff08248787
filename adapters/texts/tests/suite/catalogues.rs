//! The catalogues, parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;
use korotko_core::user::Language;

/// What a message consists of.
#[derive(Debug, Default)]
pub struct Message {
    /// The catalogue that has it.
    pub catalogue: String,
    pub variables: BTreeSet<String>,
    /// The keys of other messages that it contains.
    pub references: BTreeSet<String>,
    /// The keys of the variants of each selection that are names.
    pub selections: Vec<BTreeSet<String>>,
    /// The text between the values.
    pub words: String,
    /// The values that are the same always.
    pub literals: String,
}

/// The messages of a language, by key.
pub type Messages = BTreeMap<String, Message>;

/// The tags of all languages that have catalogues.
pub fn tags() -> Vec<String> {
    let folders = fs::read_dir(folder()).unwrap();
    let mut tags: Vec<_> = folders
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    tags.sort();
    tags
}

/// The language of a folder.
pub fn language(tag: &str) -> Language {
    Language::from_tag(tag).unwrap_or_else(|| panic!("{tag} is no language of the program"))
}

/// All messages of a language. Panics at what is not Fluent, and at a key that is there twice.
pub fn messages(tag: &str) -> Messages {
    let mut messages = Messages::new();
    for entry in fs::read_dir(folder().join(tag)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let source = fs::read_to_string(&path).unwrap();
        let parsed = parser::parse(source.as_str());
        let parsed = parsed.unwrap_or_else(|(_, errors)| panic!("{tag}/{name}: {errors:?}"));
        for entry in &parsed.body {
            let Entry::Message(message) = entry else {
                assert!(
                    !matches!(entry, Entry::Term(_)),
                    "{name}: a term, which nobody needed yet"
                );
                continue;
            };
            let key = message.id.name;
            assert!(
                message.attributes.is_empty(),
                "{key} has attributes, which cannot be read"
            );
            let mut read = Message {
                catalogue: name.clone(),
                ..Message::default()
            };
            read.pattern(message.value.as_ref().unwrap());
            let twice = messages.insert(key.to_owned(), read);
            assert!(twice.is_none(), "{key} is there twice");
        }
    }
    messages
}

/// The variables of a message and of those that it contains.
pub fn variables(messages: &Messages, key: &str) -> BTreeSet<String> {
    let message = messages
        .get(key)
        .unwrap_or_else(|| panic!("no message {key}"));
    let contained = message.references.iter();
    let contained = contained.flat_map(|key| variables(messages, key));
    contained.chain(message.variables.iter().cloned()).collect()
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/catalogues"))
}

impl Message {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words.push_str(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        let (selector, variants) = match expression {
            Expression::Inline(inline) => return self.inline(inline),
            Expression::Select { selector, variants } => (selector, variants),
        };
        self.inline(selector);
        let mut names = BTreeSet::new();
        for variant in variants {
            if let VariantKey::Identifier { name } = variant.key {
                names.insert(name.to_owned());
            }
            self.pattern(&variant.value);
        }
        self.selections.push(names);
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.references.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    self.inline(argument);
                }
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { value } => self.literals.push_str(value),
            InlineExpression::NumberLiteral { .. } | InlineExpression::TermReference { .. } => {}
        }
    }
}
