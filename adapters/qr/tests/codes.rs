//! What scanners read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

use korotko_core::fault::Fault;
use rqrr::PreparedImage;

use korotko_qr::{ErrorCorrection, QrCode, Style};

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
