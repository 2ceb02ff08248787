//! Long answers, a piece at a time: no more of them is in memory than one piece.

use std::pin::Pin;

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use korotko_core::ports::StoreError;
use poem_openapi::types::ToJSON;

/// How many bytes a piece has at least, unless it is the last.
pub(super) const PIECE: usize = 32 * 1024;

/// The same text in fewer pieces, which are worth sending.
pub(super) fn gathered(
    texts: impl Stream<Item = Result<Vec<u8>, StoreError>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
    stream::try_unfold(Box::pin(texts), |mut texts| async move {
        let mut piece = Vec::new();
        while piece.len() < PIECE {
            match texts.try_next().await? {
                Some(text) => piece.extend_from_slice(&text),
                None => break,
            }
        }
        let more = !piece.is_empty();
        Ok(more.then(|| (piece.into(), texts)))
    })
}

/// The members of a JSON list, a line each, without the brackets around it.
pub(super) fn members<T: ToJSON>(
    items: impl Stream<Item = Result<T, StoreError>> + Send,
) -> impl Stream<Item = Result<Vec<u8>, StoreError>> + Send {
    items.enumerate().map(|(index, item)| {
        let separator = if index == 0 { "\n" } else { ",\n" };
        Ok(format!("{separator}{}", item?.to_json_string()).into_bytes())
    })
}

/// A text of which nothing has to be read.
pub(super) fn fixed(
    text: impl Into<Vec<u8>>,
) -> impl Stream<Item = Result<Vec<u8>, StoreError>> + Send {
    stream::iter([Ok(text.into())])
}

/// A text that is read as it is sent.
pub(crate) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, StoreError>> + Send>>;
