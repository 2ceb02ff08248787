/// The first `limit` of what was found, and the place of the last of them when there is more: one more than a page was asked
/// for tells.
pub(crate) fn split<T, C>(
    mut found: Vec<T>,
    limit: u32,
    place: impl Fn(&T) -> C,
) -> (Vec<T>, Option<C>) {
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > wanted;
    found.truncate(wanted);
    let last = found.last().map(place);
    (found, last.filter(|_| more))
}
