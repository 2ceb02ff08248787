//! QR codes (ISO/IEC 18004), drawn as SVG and PNG.

use std::error::Error;
use std::fmt::Write;

use fast_qr::{ECL, QRBuilder, QRCode};
use korotko_core::fault::{Fault, FaultKind, Violation, Violations};
use poem_openapi::Enum;

/// The error correction level: up to about 7 % (`L`), 15 % (`M`), 25 % (`Q`) or 30 % (`H`) of the code may be damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(remote = "ECL")]
pub(super) enum ErrorCorrection {
    L,
    #[default]
    M,
    Q,
    H,
}

/// How a code is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// The width and height of the image, in pixels.
    pub(super) size: u32,
    /// The width of the quiet zone, in modules.
    pub(super) margin: u32,
}

/// Why a QR code is not drawn.
#[derive(Debug, thiserror::Error)]
pub(super) enum QrError {
    /// The URL or the image does not fit.
    #[error("the request for a QR code is invalid")]
    Invalid(Violations),
    /// The image could not be written.
    #[error("the image cannot be written")]
    Image(#[source] Box<dyn Error + Send + Sync>),
}

impl QrError {
    /// The size of the image is less than the number of modules.
    pub(super) fn too_small(modules: u32) -> Self {
        let message =
            format!("must be at least {modules} for this link, margin and error correction");
        invalid("size", &message)
    }
}

impl Fault for QrError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Invalid(_) => FaultKind::Invalid,
            Self::Image(_) => FaultKind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Image(_) => "image",
        }
    }

    fn violations(&self) -> &[Violation] {
        match self {
            Self::Invalid(violations) => violations.as_slice(),
            Self::Image(_) => &[],
        }
    }
}

/// A QR code.
pub(super) struct QrCode(Box<QRCode>);

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
    pub(super) fn new(text: &str, level: ErrorCorrection) -> Result<Self, QrError> {
        let code = QRBuilder::new(text).ecl(level.into()).build();
        let message = "is too high for the length of this link's URL; choose a lower level";
        let code = code.map_err(|_| invalid("error_correction", message))?;
        Ok(Self(Box::new(code)))
    }

    /// The code as an SVG image.
    pub(super) fn svg(&self, style: Style) -> Result<String, QrError> {
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
    pub(super) fn png(&self, style: Style) -> Result<Vec<u8>, QrError> {
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

fn invalid(field: &'static str, message: &str) -> QrError {
    QrError::Invalid(Violations::new(field, message))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        reason = "test code"
    )]

    use korotko_core::fault::Fault;
    use rqrr::PreparedImage;

    use super::{ErrorCorrection, QrCode, Style};

    const URL: &str = "https://short.example/promo-2027?u=1234";
    const LEVELS: [ErrorCorrection; 4] = [
        ErrorCorrection::L,
        ErrorCorrection::M,
        ErrorCorrection::Q,
        ErrorCorrection::H,
    ];

    /// An image whose pixels are dark or light.
    struct Picture {
        size: usize,
        dark: Vec<bool>,
    }

    impl Picture {
        fn from_png(bytes: &[u8]) -> Self {
            let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut pixels).unwrap();
            assert_eq!(info.width, info.height);
            assert_eq!(
                (info.color_type, info.bit_depth),
                (png::ColorType::Grayscale, png::BitDepth::One)
            );
            let size = info.width as usize;
            let bit = |x: usize, y: usize| pixels[y * info.line_size + x / 8] & (0x80 >> (x % 8));
            let all = (0..size * size).map(|index| bit(index % size, index / size) == 0);
            Self {
                size,
                dark: all.collect(),
            }
        }

        /// Reads our own SVG: rectangles `Mx yhWvHh-Wz`.
        fn from_svg(svg: &str) -> Self {
            let size: usize = attribute(svg, " width=").parse().unwrap();
            assert_eq!(attribute(svg, "viewBox="), format!("0 0 {size} {size}"));
            let mut dark = vec![false; size * size];
            let path = svg.rsplit_once(" d=\"").unwrap().1;
            let path = path.split_once('"').unwrap().0;
            for rectangle in path.split_terminator('z') {
                let numbers: Vec<usize> = rectangle
                    .split(|char: char| !char.is_ascii_digit())
                    .filter_map(|number| number.parse().ok())
                    .collect();
                let [left, top, width, height, _] = numbers[..] else {
                    panic!("{rectangle}");
                };
                for y in top..top + height {
                    dark[y * size + left..y * size + left + width].fill(true);
                }
            }
            Self { size, dark }
        }

        fn read(&self) -> String {
            let level = |x, y| if self.dark[y * self.size + x] { 0 } else { 255 };
            let mut image = PreparedImage::prepare_from_greyscale(self.size, self.size, level);
            let grids = image.detect_grids();
            assert_eq!(grids.len(), 1);
            grids[0].decode().unwrap().1
        }

        /// The number of light rows and columns at the top, bottom, left and right.
        fn margins(&self) -> [usize; 4] {
            let row = |y: usize| (0..self.size).all(|x| !self.dark[y * self.size + x]);
            let column = |x: usize| (0..self.size).all(|y| !self.dark[y * self.size + x]);
            let size = self.size;
            [
                (0..size).take_while(|y| row(*y)).count(),
                (0..size).rev().take_while(|y| row(*y)).count(),
                (0..size).take_while(|x| column(*x)).count(),
                (0..size).rev().take_while(|x| column(*x)).count(),
            ]
        }
    }

    fn attribute<'a>(svg: &'a str, name: &str) -> &'a str {
        let value = svg.split_once(name).unwrap().1;
        value[1..].split_once('"').unwrap().0
    }

    #[test]
    fn both_formats_encode_the_text_at_every_level_and_size() {
        for level in LEVELS {
            let code = QrCode::new(URL, level).unwrap();
            for (size, margin) in [(64, 4), (512, 4), (301, 10), (2048, 16)] {
                let style = Style { size, margin };
                let png = Picture::from_png(&code.png(style).unwrap());
                let svg = Picture::from_svg(&code.svg(style).unwrap());
                assert_eq!((png.size, svg.size), (size as usize, size as usize));
                assert!(png.dark == svg.dark);
                assert_eq!(png.read(), URL, "{level:?} {size} {margin}");
            }
        }
    }

    #[test]
    fn the_code_is_centred_and_its_modules_are_whole_pixels() {
        // Version 3 has 29 modules: 37 with the margins.
        let code = QrCode::new(URL, ErrorCorrection::M).unwrap();
        let picture = |size, margin| Picture::from_png(&code.png(Style { size, margin }).unwrap());
        assert_eq!(picture(37, 4).margins(), [4; 4]);
        assert_eq!(picture(370, 4).margins(), [40; 4]);
        // 10 pixels a module, and 2 left over.
        assert_eq!(picture(372, 4).margins(), [41; 4]);
        assert_eq!(picture(29, 0).margins(), [0; 4]);
        // One pixel left over cannot be halved.
        assert_eq!(picture(38, 4).margins(), [4, 5, 4, 5]);
    }

    #[test]
    fn a_too_small_size_is_refused_with_the_minimum() {
        let code = QrCode::new(URL, ErrorCorrection::M).unwrap();
        let style = Style {
            size: 36,
            margin: 4,
        };
        for refusal in [code.png(style).unwrap_err(), code.svg(style).unwrap_err()] {
            let violations = refusal.violations();
            assert_eq!(violations[0].field, "size");
            assert!(violations[0].message.contains("at least 37"));
        }
    }

    #[test]
    fn a_text_too_long_for_any_code_is_refused() {
        let text = "a".repeat(2_000);
        assert!(QrCode::new(&text, ErrorCorrection::L).is_ok());
        let refusal = QrCode::new(&text, ErrorCorrection::H).err().unwrap();
        assert_eq!(refusal.violations()[0].field, "error_correction");
    }
}
