//! Clicks by value of a dimension, or by kind.

use std::cmp::Reverse;

use super::Group;
use crate::click::{ClickKind, Counts, Dimension, Span};
use crate::ports::{ClickStatistics, ClickSubject, StoreError};

/// The clicks of each value of a dimension, most clicked first.
pub(crate) async fn ranked(
    statistics: &dyn ClickStatistics,
    subject: ClickSubject,
    span: &Span,
    dimension: Dimension,
) -> Result<Vec<(String, Counts)>, StoreError> {
    let mut values = statistics.count_by_value(subject, span, dimension).await?;
    values.sort_by(|(a, of_a), (b, of_b)| of_b.clicks().cmp(&of_a.clicks()).then_with(|| a.cmp(b)));
    Ok(values)
}

/// The first `limit` groups, and the sum of the rest.
pub(super) fn cut(values: Vec<(String, Counts)>, limit: usize) -> (Vec<Group>, Counts) {
    let rest = values.iter().skip(limit).map(|(_, counts)| *counts).sum();
    let group = |(key, counts)| Group {
        key,
        start: None,
        counts,
    };
    (values.into_iter().take(limit).map(group).collect(), rest)
}

/// The clicks of each kind, most clicked first. All visitors are people.
pub(super) fn by_kind(counts: Counts) -> Vec<Group> {
    let group = |kind: ClickKind| Group {
        key: kind.name().to_owned(),
        start: None,
        counts: match kind {
            ClickKind::Human => Counts {
                humans: counts.humans,
                visitors: counts.visitors,
                ..Counts::default()
            },
            ClickKind::Bot => Counts {
                bots: counts.bots,
                ..Counts::default()
            },
            ClickKind::Preview => Counts {
                previews: counts.previews,
                ..Counts::default()
            },
        },
    };
    let mut groups: Vec<Group> = ClickKind::ALL.into_iter().map(group).collect();
    // Stable: ties keep the order of the kinds.
    groups.sort_by_key(|group| Reverse(group.counts.clicks()));
    groups
}
