use futures_util::stream::{StreamExt, TryStreamExt};
use korotko_core::id::UserId;
use korotko_core::link::Links;
use korotko_csv::LinkWriter;

use super::dto::LinkRecord;
use super::file::Format;
use super::pieces::{Pieces, fixed, gathered, members};

/// All links of `owner` that are not deleted, as a file. It ends well only when all of them are in it.
pub(crate) fn links_file(links: &Links, owner: UserId, format: Format) -> Pieces {
    let exported = links.export(owner, false);
    let links = links.clone();
    match format {
        Format::Csv => {
            let (mut writer, mut head) = (LinkWriter::new(), Vec::new());
            writer.begin(&mut head);
            let records = exported.map_ok(move |link| {
                let mut record = Vec::new();
                let share_url = links.share_url(&link.link);
                writer.write(&link, share_url.as_str(), &mut record);
                record
            });
            Box::pin(gathered(fixed(head).chain(records)))
        }
        Format::Json => {
            let records = exported.map_ok(move |link| LinkRecord::new(link, &links));
            let list = fixed("[").chain(members(records)).chain(fixed("\n]\n"));
            Box::pin(gathered(list))
        }
    }
}
