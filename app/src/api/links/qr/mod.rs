//! QR codes of links.

mod problems;

use korotko_core::Korotko;
use korotko_core::id::LinkId;
use korotko_qr::{ErrorCorrection, QrCode, Style};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{Binary, PlainText};
use poem_openapi::{ApiResponse, Enum, OpenApi, ResponseContent};

use self::problems::QrCodeProblem;
use crate::api::Tag;
use crate::api::bearer::SignedIn;

/// QR codes of links.
#[derive(Debug)]
pub struct QrCodeApi {
    pub(in crate::api) korotko: Korotko,
}

/// An image format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(rename_all = "lowercase", rename = "ImageFormat")]
enum ImageFormat {
    #[default]
    Svg,
    Png,
}

/// The error correction level: up to about 7 % (`L`), 15 % (`M`), 25 % (`Q`) or 30 % (`H`) of the code may be damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(rename = "ErrorCorrection", remote = "ErrorCorrection")]
enum ErrorCorrectionView {
    L,
    #[default]
    M,
    Q,
    H,
}

#[derive(ApiResponse)]
enum QrCodeImage {
    /// The QR code.
    #[oai(status = 200)]
    Image(
        Image,
        /// Always `private`: only the client may cache the image.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ResponseContent)]
enum Image {
    #[oai(content_type = "image/svg+xml")]
    Svg(PlainText<String>),
    #[oai(content_type = "image/png")]
    Png(Binary<Vec<u8>>),
}

#[OpenApi(prefix_path = "/api/links", tag = "Tag::Links")]
impl QrCodeApi {
    /// Get the QR code of a link
    ///
    /// Returns an image of the link's share URL as a QR code. The image has exactly the requested size, and every module is the same
    /// number of whole pixels wide.
    #[oai(path = "/:id/qr", method = "get", operation_id = "getLinkQrCode")]
    async fn get(
        &self,
        user: SignedIn,
        /// The id of the link.
        id: Path<i64>,
        /// The image format.
        #[oai(default)]
        format: Query<ImageFormat>,
        /// The width and height of the image, in pixels.
        #[oai(
            default = "default_size",
            validator(minimum(value = "64"), maximum(value = "2048"))
        )]
        size: Query<u32>,
        /// The width of the quiet zone, in modules. Scanners expect 4.
        #[oai(default = "default_margin", validator(maximum(value = "16")))]
        margin: Query<u32>,
        /// The error correction level: how much of the code may be damaged.
        #[oai(default)]
        error_correction: Query<ErrorCorrectionView>,
    ) -> Result<QrCodeImage, QrCodeProblem> {
        let link = self.korotko.links.read(user.0.id, LinkId(id.0)).await?;
        let url = self.korotko.links.share_url(&link);
        let code = QrCode::new(url.as_str(), error_correction.0.into())?;
        let style = Style {
            size: size.0,
            margin: margin.0,
        };
        let image = match format.0 {
            ImageFormat::Svg => Image::Svg(PlainText(code.svg(style)?)),
            ImageFormat::Png => Image::Png(Binary(code.png(style)?)),
        };
        Ok(QrCodeImage::Image(image, "private".to_owned()))
    }
}

fn default_size() -> u32 {
    512
}

fn default_margin() -> u32 {
    4
}
