//! The links of a report, as a select names them: `all`, `collection:13` or `link:11`.

use korotko_core::id::{CollectionId, LinkId};
use korotko_core::report::ReportScope;

/// The scope with this name.
pub(super) fn read(name: &str) -> Option<ReportScope> {
    if name == "all" {
        return Some(ReportScope::All);
    }
    let (kind, id) = name.split_once(':')?;
    let id = id.parse().ok()?;
    match kind {
        "collection" => Some(ReportScope::Collection(CollectionId(id))),
        "link" => Some(ReportScope::Link(LinkId(id))),
        _ => None,
    }
}

/// The name of a scope.
pub(super) fn name(scope: ReportScope) -> String {
    match scope {
        ReportScope::All => "all".to_owned(),
        ReportScope::Collection(id) => format!("collection:{id}"),
        ReportScope::Link(id) => format!("link:{id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_read_as_it_is_named() {
        for scope in [
            ReportScope::All,
            ReportScope::Collection(CollectionId(13)),
            ReportScope::Link(LinkId(11)),
        ] {
            assert_eq!(read(&name(scope)), Some(scope));
        }
        for wrong in ["", "ALL", "link", "link:", "link:x", "user:7", "all:1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
