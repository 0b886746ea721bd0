//! The QR of an activation code. A picture can be had only from a [`Qr`], and a `Qr` only from a code that
//! an independent reader has read back from the picture, byte for byte.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use esim_desk_model::ActivationCode;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use qrcode::bits::Bits;
use qrcode::types::{Color, EcLevel, QrError as EncodeError};
use qrcode::{QrCode, Version};

/// Modules of white around the symbol, on each side (ISO/IEC 18004, 5.3.8).
const QUIET_ZONE: usize = 4;
/// The widest picture drawn, in pixels: more than any screen or printer here needs.
const WIDEST: u32 = 4096;
/// Pixels per module at which the drawn symbol is read back. Several, since a reader that fails to find
/// the symbol at one size says nothing about the symbol; the first one nearly always does.
const READ_BACK_SCALES: [usize; 3] = [3, 4, 6];
const LEVEL: EcLevel = EcLevel::M;

/// A QR whose picture was read back and equals its code: byte mode, level M, four modules of quiet zone.
///
/// It is as secret as the code, so `Debug` shows its size alone.
#[derive(Clone)]
pub struct Qr(Drawn);

/// Why there is no QR for a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// No QR of level M holds a text of this many bytes.
    #[error("a code of {0} bytes does not fit a QR")]
    TooLong(usize),
    /// The drawn picture was read back and did not give the stored code. It must not be shown.
    #[error("the drawn QR does not read back as the stored code")]
    Misread,
    /// The encoder refused; its own word.
    #[error("the QR could not be drawn: {0}")]
    Picture(String),
}

impl Qr {
    /// Draws the code's [`for_qr`](ActivationCode::for_qr) text, reads the drawing back and compares.
    ///
    /// # Errors
    /// [`QrError::Misread`] when the drawing does not say exactly what the code says.
    pub fn of(code: &ActivationCode) -> Result<Self, QrError> {
        let text = code.for_qr();
        Drawn::of(text.as_bytes())?.proven(text.as_bytes())
    }

    /// A PNG at least `min_px` wide and high (up to 4096), with a whole number of pixels per module; 8-bit
    /// gray, black on white.
    ///
    /// # Errors
    /// [`QrError::Picture`] when the PNG encoder refuses.
    pub fn png(&self, min_px: u32) -> Result<Vec<u8>, QrError> {
        let scale = self.0.scale_for(min_px);
        let side = u32::try_from(self.0.side() * scale).unwrap_or(WIDEST);
        let mut png = Vec::new();
        // The rows of a module are equal, so the difference to the row above is mostly nothing, and the
        // quickest compression is enough: 8 KB instead of 2, in a twentieth of the time.
        PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Up)
            .write_image(&self.0.pixels(scale), side, side, ExtendedColorType::L8)
            .map_err(|error| QrError::Picture(error.to_string()))?;
        Ok(png)
    }

    /// An SVG document of one unit per module, black on white, without script, style or reference.
    #[must_use]
    pub fn svg(&self) -> String {
        let side = self.0.side();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/>\
             <path fill=\"#000\" d=\""
        );
        for (x, y, length) in self.0.runs() {
            // Writing into a String cannot fail.
            let _ = write!(svg, "M{x} {y}h{length}v1h-{length}z");
        }
        svg.push_str("\"/></svg>");
        svg
    }
}

/// A PNG that was drawn already as a `data:` URL, for a page; drawing it twice takes as long as all the rest.
#[must_use]
pub fn png_data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

impl std::fmt::Debug for Qr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Qr({} modules)", self.0.width)
    }
}

/// A symbol that was drawn and not yet read back: no picture of it leaves this file.
#[derive(Clone)]
struct Drawn {
    /// Row by row, `true` is black.
    modules: Vec<bool>,
    /// Modules per side, without the quiet zone.
    width: usize,
}

impl Drawn {
    /// The smallest symbol of level M that holds `bytes` in byte mode.
    ///
    /// The mode is forced: a mix of modes is shorter, but some readers get its joints wrong.
    fn of(bytes: &[u8]) -> Result<Self, QrError> {
        for version in 1..=40 {
            match encode(bytes, Version::Normal(version)) {
                Ok(code) => {
                    let width = code.width();
                    let modules = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
                    return Ok(Self { modules, width });
                }
                Err(EncodeError::DataTooLong) => {}
                Err(error) => return Err(QrError::Picture(error.to_string())),
            }
        }
        Err(QrError::TooLong(bytes.len()))
    }

    fn proven(self, expected: &[u8]) -> Result<Qr, QrError> {
        match READ_BACK_SCALES.iter().find_map(|&scale| self.read_back(scale)) {
            Some(read) if read == expected => Ok(Qr(self)),
            Some(_) | None => Err(QrError::Misread),
        }
    }

    /// What a reader finds in the picture: `None` unless it finds exactly one symbol and can read it.
    fn read_back(&self, scale: usize) -> Option<Vec<u8>> {
        let side = self.side() * scale;
        let pixels = self.pixels(scale);
        let mut picture =
            rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
        let grids = picture.detect_grids();
        let [grid] = grids.as_slice() else { return None };
        let mut read = Vec::new();
        grid.decode_to(&mut read).ok().map(|_| read)
    }

    /// Modules per side, quiet zone included.
    fn side(&self) -> usize {
        self.width + 2 * QUIET_ZONE
    }

    fn scale_for(&self, min_px: u32) -> usize {
        let side = self.side();
        let widest = WIDEST as usize;
        (min_px.min(WIDEST) as usize).div_ceil(side).clamp(1, widest / side)
    }

    /// Whether a module is black; the quiet zone counts.
    fn is_black(&self, x: usize, y: usize) -> bool {
        let inner = QUIET_ZONE..QUIET_ZONE + self.width;
        inner.contains(&x)
            && inner.contains(&y)
            && self.modules[(y - QUIET_ZONE) * self.width + (x - QUIET_ZONE)]
    }

    /// One byte per pixel, row by row: 0 is black, 255 is white.
    fn pixels(&self, scale: usize) -> Vec<u8> {
        let side = self.side();
        let mut pixels = Vec::with_capacity((side * scale).pow(2));
        for y in 0..side {
            let start = pixels.len();
            for x in 0..side {
                let shade = if self.is_black(x, y) { 0 } else { 255 };
                pixels.extend(std::iter::repeat_n(shade, scale));
            }
            let row = start..pixels.len();
            for _ in 1..scale {
                pixels.extend_from_within(row.clone());
            }
        }
        pixels
    }

    /// The black runs of each row: x, y and length in modules, quiet zone included.
    fn runs(&self) -> Vec<(usize, usize, usize)> {
        let side = self.side();
        let mut runs = Vec::new();
        for y in 0..side {
            let mut x = 0;
            while x < side {
                let length = (x..side).take_while(|&at| self.is_black(at, y)).count();
                if length > 0 {
                    runs.push((x, y, length));
                }
                x += length.max(1);
            }
        }
        runs
    }
}

fn encode(bytes: &[u8], version: Version) -> Result<QrCode, EncodeError> {
    let mut bits = Bits::new(version);
    bits.push_byte_data(bytes)?;
    bits.push_terminator(LEVEL)?;
    QrCode::with_bits(bits, LEVEL)
}

#[cfg(test)]
mod tests;
