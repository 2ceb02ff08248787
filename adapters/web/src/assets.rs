//! The files that pages load, under names that change with their content, so that browsers may keep them forever.

use std::sync::LazyLock;

use bytes::Bytes;
use http::header;
use ring::digest::{SHA256, digest};

use crate::reply::Reply;

/// A file of the program.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Its path, with the beginning of its SHA-256.
    pub(crate) path: String,
    media_type: &'static str,
    content: &'static [u8],
}

/// The style sheet.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("../assets/style.css");
    Asset::new("style", "css", "text/css; charset=utf-8", content)
});

/// The script, without which everything works too.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("../assets/script.js");
    Asset::new("script", "js", "text/javascript; charset=utf-8", content)
});

/// The icon.
pub(crate) static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("../assets/icon.svg");
    Asset::new("icon", "svg", "image/svg+xml", content)
});

impl Asset {
    fn new(name: &str, extension: &str, media_type: &'static str, content: &'static [u8]) -> Self {
        let hash = digest(&SHA256, content);
        let first = hash.as_ref().iter().take(6);
        let tag = first.fold(0_u64, |tag, byte| tag << 8 | u64::from(*byte));
        Self {
            path: format!("/assets/{name}.{tag:012x}.{extension}"),
            media_type,
            content,
        }
    }

    fn reply(&self) -> Reply {
        let reply = Reply::content(self.media_type, Bytes::from_static(self.content));
        reply.with(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
    }
}

/// The file with this path.
pub(crate) fn find(path: &str) -> Option<Reply> {
    let all = [&*STYLE, &*SCRIPT, &*ICON];
    let found = all.into_iter().find(|asset| asset.path == path);
    found.map(Asset::reply)
}
