//! The QR codes of links over HTTP.

mod code;

use korotko_core::Korotko;
use korotko_core::id::LinkId;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{Binary, PlainText};
use poem_openapi::{ApiResponse, Enum, OpenApi, ResponseContent};

use self::code::{ErrorCorrection, Look, QrCode};
use super::problems::DrawLinkQrProblem;
use crate::api::Tag;
use crate::api::bearer::SignedIn;

/// The QR codes of links.
#[derive(Debug)]
pub struct LinkQrApi {
    pub(in crate::api) korotko: Korotko,
}

/// The format of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(rename_all = "lowercase", rename = "ImageFormat")]
enum ImageFormat {
    #[default]
    Svg,
    Png,
}

#[derive(ApiResponse)]
enum Drawn {
    /// The code.
    #[oai(status = 200)]
    Image(
        Image,
        /// Only the client itself may keep it.
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
impl LinkQrApi {
    /// Draw a link's QR code
    ///
    /// The code holds the share URL. Its modules are whole pixels, all of one size, in the middle of an image of exactly the
    /// size that was asked for.
    #[oai(path = "/:id/qr", method = "get", operation_id = "getLinkQrCode")]
    async fn draw(
        &self,
        user: SignedIn,
        /// The link's id.
        id: Path<i64>,
        /// The format of the image.
        #[oai(default)]
        format: Query<ImageFormat>,
        /// The width and height of the image, in pixels.
        #[oai(
            default = "default_size",
            validator(minimum(value = "64"), maximum(value = "2048"))
        )]
        size: Query<u32>,
        /// The width of the quiet margin, in modules. Readers want 4.
        #[oai(default = "default_margin", validator(maximum(value = "16")))]
        margin: Query<u32>,
        /// How much of the code may be unreadable.
        #[oai(default)]
        error_correction: Query<ErrorCorrection>,
    ) -> Result<Drawn, DrawLinkQrProblem> {
        let link = self.korotko.links.read(user.0.id, LinkId(id.0)).await?;
        let url = self.korotko.links.share_url(&link);
        let code = QrCode::new(url.as_str(), error_correction.0)?;
        let look = Look {
            size: size.0,
            margin: margin.0,
        };
        let image = match format.0 {
            ImageFormat::Svg => Image::Svg(PlainText(code.svg(look)?)),
            ImageFormat::Png => Image::Png(Binary(code.png(look)?)),
        };
        Ok(Drawn::Image(image, "private".to_owned()))
    }
}

fn default_size() -> u32 {
    512
}

fn default_margin() -> u32 {
    4
}
