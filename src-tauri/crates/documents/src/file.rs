//! Files for a person's own folders: names that every file system takes, created new, never overwriting.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Characters of a name, extension included: a path of Windows has 260 for the folders too.
const LONGEST: usize = 80;
/// Bytes of a name, extension included: file systems take 255, and " (999)" may follow.
const LONGEST_BYTES: usize = 240;
const LONGEST_EXTENSION: usize = 8;
/// Stands in for a name without a letter or digit.
const FALLBACK: &str = "esim";
/// How many files of one name a folder may hold before saving gives up.
const MOST_COPIES: u32 = 999;
/// Names that Windows gives to devices, whatever the extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A file name for any text: letters and digits of every script, `.`, `_` and `-`, composed (NFC), at most
/// 80 characters and 240 bytes, never empty, no dot or hyphen at either end, no name that Windows keeps for a
/// device. Every other stretch of characters becomes one `-`. `extension` has no dot; ASCII letters and
/// digits are kept of it, up to eight.
#[must_use]
pub fn safe_file_name(text: &str, extension: &str) -> String {
    let extension: String =
        extension.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_EXTENSION).collect();
    let ending = if extension.is_empty() { String::new() } else { format!(".{extension}") };
    let mut stem = safe_characters(text);
    if is_device(&stem) {
        stem.insert_str(0, "esim-");
    }
    let stem = shortened(&stem, LONGEST - ending.len(), LONGEST_BYTES - ending.len());
    let stem = stem.trim_matches(['.', '-']);
    format!("{}{ending}", if stem.is_empty() { FALLBACK } else { stem })
}

/// Writes a new file into `folder` and returns where. A name that is taken gets " (2)", " (3)" and so on
/// before its extension. On Unix the file is readable by its owner alone.
///
/// # Errors
/// `InvalidInput` when `name` is not a bare file name, `AlreadyExists` when 999 are taken, and whatever the
/// file system says; a file that could not be written whole is removed again.
pub fn save_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    if Path::new(name).file_name() != Some(name.as_ref()) || name.contains(['/', '\\']) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a file name, not a path, is needed"));
    }
    for copy in 1..=MOST_COPIES {
        let path = folder.join(numbered(name, copy));
        match create_private(&path) {
            Ok(file) => return write_whole(file, &path, bytes).map(|()| path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn safe_characters(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !is_joiner(*character)) {
        // An accent or vowel sign belongs to the letter before it, and to nothing else.
        let kept = character.is_alphanumeric()
            || matches!(character, '.' | '_' | '-')
            || (is_combining_mark(character) && !safe.is_empty() && !safe.ends_with(['.', '_', '-']));
        let next = if kept { character } else { '-' };
        if !(matches!(next, '.' | '-') && safe.ends_with(['.', '-'])) {
            safe.push(next);
        }
    }
    safe.trim_matches(['.', '-']).nfc().collect()
}

/// They shape the letters around them and are not seen; two names that differ by one alone look the same.
const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// The start of a name within both limits, without half a letter at its end.
fn shortened(name: &str, characters: usize, bytes: usize) -> &str {
    let ends = name.char_indices().map(|(at, character)| at + character.len_utf8());
    let end = ends.take(characters).take_while(|end| *end <= bytes).last().unwrap_or_default();
    let (start, rest) = name.split_at(end);
    if !rest.starts_with(is_combining_mark) {
        return start;
    }
    let mut whole = start.trim_end_matches(is_combining_mark).chars();
    whole.next_back();
    whole.as_str()
}

/// Windows looks at what stands before the first dot alone.
fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device: &&str| {
        let rest = name.strip_prefix(*device).unwrap_or_default();
        rest.chars().count() == 1 && rest.starts_with(['¹', '²', '³'])
            || matches!(rest.as_bytes(), [b'0'..=b'9'])
    };
    DEVICES.contains(&name.as_str()) || NUMBERED_DEVICES.iter().any(numbered)
}

fn numbered(name: &str, copy: u32) -> String {
    match (copy, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, extension))) if !stem.is_empty() => format!("{stem} ({copy}).{extension}"),
        (_, _) => format!("{name} ({copy})"),
    }
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write_whole(mut file: File, path: &Path, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes).and_then(|()| file.sync_all()).inspect_err(|_| {
        // Half a picture helps nobody; that it may stay behind is the smaller fault, so the first one is told.
        let _ = std::fs::remove_file(path);
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_keep_what_is_safe() {
        for (text, name) in [
            ("Tanaka Yuki BK-20418", "Tanaka-Yuki-BK-20418.png"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j.png"),
            ("../../etc/passwd", "etc-passwd.png"),
            ("eSIM Müller 2345", "eSIM-Müller-2345.png"),
            ("Jose\u{301}", "José.png"),
            ("محمد العلي", "محمد-العلي.png"),
            ("田中 BK-1", "田中-BK-1.png"),
            ("हिन्दी", "हिन्दी.png"),
            ("Nguyễn Thị Lan", "Nguyễn-Thị-Lan.png"),
            ("علی\u{200c}رضا", "علیرضا.png"),
            ("Ana \u{202e}gnp.exe", "Ana-gnp.exe.png"),
            ("Ana ❤\u{fe0f} Silva\u{7}\u{85}", "Ana-Silva.png"),
            ("<>:\"/\\|?* . ", "esim.png"),
            ("\u{301}", "esim.png"),
            ("", "esim.png"),
            ("...", "esim.png"),
            ("-rf", "rf.png"),
            ("CON", "esim-CON.png"),
            ("nul.backup", "esim-nul.backup.png"),
            ("Com1", "esim-Com1.png"),
            ("lpt²", "esim-lpt².png"),
            ("Conrad", "Conrad.png"),
            ("com12", "com12.png"),
        ] {
            assert_eq!(safe_file_name(text, "png"), name, "{text}");
        }
        assert_eq!(safe_file_name("kit", "../svg"), "kit.svg");
        assert_eq!(safe_file_name("kit", ""), "kit");
    }

    #[test]
    fn a_long_name_ends_at_a_whole_letter() {
        assert_eq!(safe_file_name(&"x".repeat(200), "png").len(), 80);
        assert_eq!(safe_file_name(&"田".repeat(200), "png"), format!("{}.png", "田".repeat(76)));
        assert_eq!(safe_file_name(&"𠮷".repeat(200), "png"), format!("{}.png", "𠮷".repeat(59)));
        let last = format!("{}हि", "x".repeat(75));
        assert_eq!(safe_file_name(&last, "png"), format!("{}.png", "x".repeat(75)));
        assert_eq!(safe_file_name(&last, "p"), format!("{last}.p"));
    }

    #[test]
    fn a_taken_name_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = save_new(folder.path(), "kit.png", b"one").unwrap();
        let second = save_new(folder.path(), "kit.png", b"two").unwrap();
        let third = save_new(folder.path(), "kit.png", b"three").unwrap();
        assert_eq!(
            [&first, &second, &third].map(|path| path.file_name().unwrap().to_str().unwrap()),
            ["kit.png", "kit (2).png", "kit (3).png"]
        );
        assert_eq!(
            [first, second, third].map(|path| std::fs::read(path).unwrap()),
            [b"one".to_vec(), b"two".to_vec(), b"three".to_vec()]
        );
    }

    #[test]
    fn a_path_is_not_a_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["", ".", "..", "../kit.png", "/kit.png", "a/b.png", "a\\b.png", "kit.png/"] {
            let error = save_new(folder.path(), name, b"x").unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{name}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_missing_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let error = save_new(&folder.path().join("gone"), "kit.png", b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_its_owners_alone_and_a_planted_link_is_not_followed() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        std::os::unix::fs::symlink(&target, folder.path().join("kit.png")).unwrap();
        let path = save_new(folder.path(), "kit.png", b"x").unwrap();
        assert_eq!(path, folder.path().join("kit (2).png"));
        assert!(!target.exists());
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_safe_name(text in "(?s).{0,120}", extension in ".{0,12}") {
            let name = safe_file_name(&text, &extension);
            prop_assert!((1..=80).contains(&name.chars().count()) && name.len() <= 240, "{name}");
            prop_assert!(!name.contains(|c: char| c.is_control() || c.is_whitespace()), "{name}");
            prop_assert!(!name.contains(['<', '>', ':', '"', '/', '\\', '|', '?', '*']), "{name}");
            prop_assert!(!name.starts_with(['.', '-']) && !name.ends_with(['.', '-']), "{name}");
            prop_assert!(!is_device(&name), "{name}");
            prop_assert_eq!(name.nfc().collect::<String>(), name);
        }
    }
}
