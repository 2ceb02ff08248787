//! Streaming of long responses: only one piece is in memory at a time.

use std::pin::Pin;

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use korotko_core::ports::StoreError;
use poem_openapi::types::ToJSON;

/// The minimum size of a piece in bytes, except the last.
pub(super) const PIECE: usize = 32 * 1024;

/// Joins small texts into pieces of at least `PIECE` bytes.
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

/// The items of a JSON array, one per line, without the brackets.
pub(super) fn members<T: ToJSON>(
    items: impl Stream<Item = Result<T, StoreError>> + Send,
) -> impl Stream<Item = Result<Vec<u8>, StoreError>> + Send {
    items.enumerate().map(|(index, item)| {
        let separator = if index == 0 { "\n" } else { ",\n" };
        Ok(format!("{separator}{}", item?.to_json_string()).into_bytes())
    })
}

/// A constant text.
pub(super) fn fixed(
    text: impl Into<Vec<u8>>,
) -> impl Stream<Item = Result<Vec<u8>, StoreError>> + Send {
    stream::iter([Ok(text.into())])
}

/// A text that is read while it is sent.
pub(crate) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, StoreError>> + Send>>;
