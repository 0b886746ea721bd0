//! Files for a person's own folders: names of safe characters, created new, never overwriting.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Characters of a name, extension included.
const LONGEST: usize = 80;
const LONGEST_EXTENSION: usize = 8;
/// Stands in for a name that has no safe character, such as one in Arabic or Japanese script.
const FALLBACK: &str = "esim";
/// How many files of one name a folder may hold before saving gives up.
const MOST_COPIES: u32 = 999;
/// Names that Windows gives to devices, whatever the extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A file name for any text: ASCII letters, digits, `.`, `_` and `-`, at most 80 characters, never empty,
/// no dot or hyphen at either end, no name that Windows keeps for a device. Every other stretch of
/// characters becomes one `-`. `extension` has no dot; the same characters are kept of it, up to eight.
#[must_use]
pub fn safe_file_name(text: &str, extension: &str) -> String {
    let extension: String =
        extension.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_EXTENSION).collect();
    let ending = if extension.is_empty() { String::new() } else { format!(".{extension}") };
    let mut stem = safe_characters(text);
    if is_device(&stem) {
        stem.insert_str(0, "esim-");
    }
    stem.truncate(LONGEST - ending.len());
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
    for character in text.chars() {
        let kept = character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-');
        let next = if kept { character } else { '-' };
        if !(matches!(next, '.' | '-') && safe.ends_with(['.', '-'])) {
            safe.push(next);
        }
    }
    safe.trim_matches(['.', '-']).to_owned()
}

/// Windows looks at what stands before the first dot alone.
fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device: &&str| {
        name.strip_prefix(*device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
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
            ("José", "Jos.png"),
            ("محمد العلي", "esim.png"),
            ("田中 BK-1", "BK-1.png"),
            ("", "esim.png"),
            ("...", "esim.png"),
            ("-rf", "rf.png"),
            ("CON", "esim-CON.png"),
            ("nul.backup", "esim-nul.backup.png"),
            ("Com1", "esim-Com1.png"),
            ("Conrad", "Conrad.png"),
            ("com12", "com12.png"),
        ] {
            assert_eq!(safe_file_name(text, "png"), name, "{text}");
        }
        assert_eq!(safe_file_name("kit", "../svg"), "kit.svg");
        assert_eq!(safe_file_name("kit", ""), "kit");
        assert_eq!(safe_file_name(&"x".repeat(200), "png").len(), 80);
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
        fn any_text_gives_a_safe_name(text in ".{0,120}", extension in ".{0,12}") {
            let name = safe_file_name(&text, &extension);
            prop_assert!((1..=80).contains(&name.len()), "{name}");
            prop_assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b)), "{name}");
            prop_assert!(!name.starts_with(['.', '-']) && !name.ends_with(['.', '-']), "{name}");
            prop_assert!(!is_device(&name), "{name}");
        }
    }
}
