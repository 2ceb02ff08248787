use std::fmt;
use std::fmt::Write;

use fast_qr::{ECL, QRBuilder, QRCode};

use crate::error::{QrError, invalid};

/// The error correction level: up to about 7 % (`L`), 15 % (`M`), 25 % (`Q`) or 30 % (`H`) of the code may be damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ErrorCorrection {
    /// About 7 %.
    L,
    /// About 15 %.
    #[default]
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

impl From<ErrorCorrection> for ECL {
    fn from(level: ErrorCorrection) -> Self {
        match level {
            ErrorCorrection::L => Self::L,
            ErrorCorrection::M => Self::M,
            ErrorCorrection::Q => Self::Q,
            ErrorCorrection::H => Self::H,
        }
    }
}

/// How a code is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The width and height of the image, in pixels.
    pub size: u32,
    /// The width of the quiet zone, in modules.
    pub margin: u32,
}

/// A QR code.
pub struct QrCode(Box<QRCode>);

impl fmt::Debug for QrCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("QrCode").field(&self.0.size).finish()
    }
}

/// The position of the modules in the image, in pixels.
struct Layout {
    /// The width and height of a module.
    module: u32,
    /// The offset of the first module.
    start: u32,
    /// The width and height of the image.
    size: u32,
}

impl QrCode {
    /// The smallest QR code that encodes this text.
    pub fn new(text: &str, level: ErrorCorrection) -> Result<Self, QrError> {
        let code = QRBuilder::new(text).ecl(level.into()).build();
        let message = "is too high for the length of this link's URL; choose a lower level";
        let code = code.map_err(|_| invalid("error_correction", message))?;
        Ok(Self(Box::new(code)))
    }

    /// The code as an SVG image.
    pub fn svg(&self, style: Style) -> Result<String, QrError> {
        let Layout {
            module,
            start,
            size,
        } = self.layout(style)?;
        let mut path = String::new();
        for (row, column, length) in self.runs() {
            let (x, y) = (start + column * module, start + row * module);
            let width = length * module;
            let drawn = write!(path, "M{x} {y}h{width}v{module}h-{width}z");
            drawn.map_err(|error| QrError::Image(error.into()))?;
        }
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>\n"
        ))
    }

    /// The code as a PNG image with one bit per pixel.
    pub fn png(&self, style: Style) -> Result<Vec<u8>, QrError> {
        let layout = self.layout(style)?;
        let mut image = Vec::new();
        let mut encoder = png::Encoder::new(&mut image, layout.size, layout.size);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&self.pixels(&layout))?;
            writer.finish()
        });
        written.map_err(|error| QrError::Image(error.into()))?;
        Ok(image)
    }

    /// The pixels, eight per byte; each row starts a new byte, and a 1 is white.
    fn pixels(&self, layout: &Layout) -> Vec<u8> {
        let index = |pixel: u32| usize::try_from(pixel).unwrap_or(usize::MAX);
        let bytes_per_row = index(layout.size.div_ceil(8));
        let mut pixels = vec![0xff; bytes_per_row * index(layout.size)];
        for (row, column, length) in self.runs() {
            let left = layout.start + column * layout.module;
            let top = layout.start + row * layout.module;
            for x in left..left + length * layout.module {
                pixels[index(top) * bytes_per_row + index(x / 8)] &= !(0x80 >> (x % 8));
            }
        }
        for row in 0..self.modules() {
            let top = index(layout.start + row * layout.module) * bytes_per_row;
            for below in 1..index(layout.module) {
                pixels.copy_within(top..top + bytes_per_row, top + below * bytes_per_row);
            }
        }
        pixels
    }

    /// The largest whole-pixel modules that fit, centred.
    fn layout(&self, style: Style) -> Result<Layout, QrError> {
        let modules = self.modules() + 2 * style.margin;
        let module = style.size / modules;
        if module == 0 {
            return Err(QrError::too_small(modules));
        }
        Ok(Layout {
            module,
            start: (style.size - module * modules) / 2 + style.margin * module,
            size: style.size,
        })
    }

    /// The width and height of the code, in modules: 21 to 177.
    fn modules(&self) -> u32 {
        u32::try_from(self.0.size).unwrap_or(u32::MAX)
    }

    /// The runs of dark modules: row, first column, and length.
    fn runs(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        (0..)
            .zip(self.0.data.chunks(self.0.size).take(self.0.size))
            .flat_map(|(row, modules)| {
                let mut column = 0;
                modules
                    .chunk_by(|one, next| one.value() == next.value())
                    .filter_map(move |run| {
                        let (start, length) =
                            (column, u32::try_from(run.len()).unwrap_or(u32::MAX));
                        column += length;
                        run[0].value().then_some((row, start, length))
                    })
            })
    }
}
