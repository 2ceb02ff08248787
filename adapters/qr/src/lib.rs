//! QR codes of short links (ISO/IEC 18004), drawn as SVG and PNG.
//!
//! ```
//! use korotko_qr::{ErrorCorrection, QrCode, Style};
//!
//! let code = QrCode::new("https://short.example/promo", ErrorCorrection::M)?;
//! let image = code.svg(Style { size: 512, margin: 4 })?;
//! assert!(image.starts_with("<svg"));
//! # Ok::<(), korotko_qr::QrError>(())
//! ```
#![deny(missing_docs)]

mod code;
mod error;

pub use code::{ErrorCorrection, QrCode, Style};
pub use error::QrError;
