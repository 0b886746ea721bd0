use super::*;
use proptest::prelude::*;

fn code(text: &str) -> ActivationCode {
    ActivationCode::parse(text).unwrap()
}

const PLAIN: &str = "LPA:1$smdp.example.com$64DF7EFC13EBEB1AA90F126A509BBDBD";

fn read_png(png: &[u8]) -> (rqrr::MetaData, String, u32) {
    let picture = image::load_from_memory(png).unwrap().to_luma8();
    let width = picture.width();
    let side = width as usize;
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        picture.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap()).0[0]
    });
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1);
    let (meta, text) = grids[0].decode().unwrap();
    (meta, text, width)
}

#[test]
fn case_and_everything_else_is_kept() {
    let text = "lPa:1$smdp.Example.COM$aB-9xYz$1.3.6$1$More=!";
    let (_, read, _) = read_png(&Qr::of(&code(text)).unwrap().png(280).unwrap());
    assert_eq!(read, text);
}

#[test]
fn a_bare_code_is_drawn_with_its_prefix() {
    let (_, read, _) = read_png(&Qr::of(&code("1$smdp.example.com$T")).unwrap().png(280).unwrap());
    assert_eq!(read, "LPA:1$smdp.example.com$T");
}

#[test]
fn level_m_in_byte_mode_at_the_smallest_size() {
    let qr = Qr::of(&code(PLAIN)).unwrap();
    let (meta, _, _) = read_png(&qr.png(280).unwrap());
    // 00 is the format word of level M.
    assert_eq!(meta.ecc_level, 0);
    // 55 bytes in byte mode need version 4 at level M (62 bytes; version 3 holds 42).
    assert_eq!((meta.version.0, PLAIN.len()), (4, 55));
}

#[test]
fn upper_case_and_digits_stay_in_byte_mode() {
    let drawn = Drawn::of(&[b'7'; 26]).unwrap();
    // In numeric mode 26 digits would fit version 1; 26 bytes fill version 2 to the last.
    assert_eq!(drawn.width, 25);
}

#[test]
fn pixels_are_whole_and_the_quiet_zone_is_four_modules() {
    let qr = Qr::of(&code(PLAIN)).unwrap();
    for (asked, drawn) in [(0, 41), (41, 41), (42, 82), (280, 287), (1000, 1025)] {
        let picture = image::load_from_memory(&qr.png(asked).unwrap()).unwrap().to_luma8();
        assert_eq!((picture.width(), picture.height()), (drawn, drawn), "asked for {asked}");
        let scale = drawn / 41;
        let quiet = 4 * scale;
        for (x, y, pixel) in picture.enumerate_pixels() {
            let module = picture.get_pixel(x / scale * scale, y / scale * scale);
            assert_eq!(pixel, module, "a module is one colour");
            let outside = [x, y].iter().any(|&at| at < quiet || at >= drawn - quiet);
            assert!(matches!(pixel.0[0], 0 | 255));
            assert!(!outside || pixel.0[0] == 255, "the quiet zone is white at {x},{y}");
        }
        assert_eq!(picture.get_pixel(quiet, quiet).0[0], 0, "the symbol starts after four modules");
    }
}

#[test]
fn no_picture_is_wider_than_4096() {
    let drawn = Drawn::of(PLAIN.as_bytes()).unwrap();
    assert_eq!(drawn.side() * drawn.scale_for(u32::MAX), 4059);
}

#[test]
fn a_picture_for_the_screen_is_small() {
    let url = png_data_url(&Qr::of(&code(PLAIN)).unwrap().png(280).unwrap());
    let png = STANDARD.decode(url.strip_prefix("data:image/png;base64,").unwrap()).unwrap();
    assert_eq!(read_png(&png).1, PLAIN);
    assert!(png.len() < 4096, "{} bytes", png.len());
}

#[test]
fn the_svg_draws_the_same_modules() {
    let qr = Qr::of(&code(PLAIN)).unwrap();
    let svg = qr.svg();
    assert!(svg.contains("viewBox=\"0 0 41 41\""));
    let path = svg.rsplit_once("d=\"").unwrap().1.strip_suffix("\"/></svg>").unwrap();
    let mut seen = vec![false; 41 * 41];
    for run in path.split_terminator('z') {
        let (corner, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
        let (x, y) = corner.split_once(' ').unwrap();
        let length: usize = rest.split_once("v1h-").unwrap().0.parse().unwrap();
        let start = y.parse::<usize>().unwrap() * 41 + x.parse::<usize>().unwrap();
        seen[start..start + length].fill(true);
    }
    let drawn: Vec<bool> = qr.0.pixels(1).iter().map(|&shade| shade == 0).collect();
    assert!(seen == drawn);
}

#[test]
fn a_drawing_of_another_code_is_withheld() {
    let other = Drawn::of(b"LPA:1$smdp.example.com$64DF7EFC13EBEB1AA90F126A509BBDBE").unwrap();
    assert_eq!(other.proven(PLAIN.as_bytes()).unwrap_err(), QrError::Misread);
    let other_case = Drawn::of(PLAIN.to_lowercase().as_bytes()).unwrap();
    assert_eq!(other_case.proven(PLAIN.as_bytes()).unwrap_err(), QrError::Misread);
}

#[test]
fn a_damaged_drawing_is_withheld() {
    let mut drawn = Drawn::of(PLAIN.as_bytes()).unwrap();
    for y in 9..drawn.width - 9 {
        for x in 9..drawn.width - 9 {
            drawn.modules[y * drawn.width + x] = true;
        }
    }
    assert_eq!(drawn.proven(PLAIN.as_bytes()).unwrap_err(), QrError::Misread);
    let blank = Drawn { modules: vec![false; 33 * 33], width: 33 };
    assert_eq!(blank.proven(PLAIN.as_bytes()).unwrap_err(), QrError::Misread);
}

#[test]
fn what_no_qr_holds_is_refused() {
    assert_eq!(Drawn::of(&[b'x'; 2332]).err(), Some(QrError::TooLong(2332)));
    assert!(Drawn::of(&[b'x'; 2331]).is_ok());
}

#[test]
fn the_longest_code_has_a_qr() {
    let text = format!("LPA:1$smdp.example.com${}", "a".repeat(512 - 23));
    let qr = Qr::of(&code(&text)).unwrap();
    assert_eq!(read_png(&qr.png(400).unwrap()).1, text);
}

#[test]
fn does_not_print_the_code() {
    assert_eq!(format!("{:?}", Qr::of(&code(PLAIN)).unwrap()), "Qr(33 modules)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_code_reads_back(
        prefix in "(LPA:|lpa:)?",
        host in "[a-zA-Z0-9]{1,20}(\\.[a-z0-9]{2,20}){1,3}",
        id in "[A-Za-z0-9-]{0,64}",
        rest in "(\\$\\$1|\\$1\\.3\\.6\\.1|\\$1\\.2\\$1\\$[!-#%-~]{0,120})?",
        min_px in 150_u32..600,
    ) {
        let code = code(&format!("{prefix}1${host}${id}{rest}"));
        let qr = Qr::of(&code);
        prop_assert!(qr.is_ok(), "{:?}", qr);
        let picture = qr.unwrap().png(min_px).unwrap();
        let (_, read, width) = read_png(&picture);
        prop_assert_eq!(read, code.for_qr());
        prop_assert!(width >= min_px);
    }
}
