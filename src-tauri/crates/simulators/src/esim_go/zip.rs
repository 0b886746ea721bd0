//! A ZIP archive whose files are stored as they are (APPNOTE 6.3.10), enough for a few pictures.

/// The archive of these files, by name.
pub(crate) fn stored(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let offset = archive.len();
        let head = head(name, content);
        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend(name.as_bytes());
        archive.extend(content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(four(offset));
        directory.extend(name.as_bytes());
    }
    let (count, start, length) = (two(files.len()), four(archive.len()), four(directory.len()));
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\x00\x00\x00\x00");
    archive.extend([count, count].concat());
    archive.extend(length);
    archive.extend(start);
    archive.extend(two(0));
    archive
}

/// What the local header and the directory say alike: version 2.0, stored, the first day of 1980.
fn head(name: &str, content: &[u8]) -> Vec<u8> {
    let mut head = vec![0x14, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    head.extend(crc32(content).to_le_bytes());
    head.extend(four(content.len()));
    head.extend(four(content.len()));
    head.extend(two(name.len()));
    head.extend(two(0));
    head
}

fn two(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()
}

fn four(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32 with the reflected polynomial of IEEE 802.3.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| {
                if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_that_everybody_computes() {
        // The check value that catalogues of CRC algorithms give.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn the_end_says_where_the_directory_stands() {
        let archive = stored(&[("a.txt".into(), b"one".to_vec()), ("b.txt".into(), b"second".to_vec())]);
        let end = &archive[archive.len() - 22..];
        assert_eq!((&end[..4], end[10]), (&b"PK\x05\x06"[..], 2));
        let start = usize::from(end[16]) + usize::from(end[17]) * 256;
        assert_eq!(&archive[start..start + 4], b"PK\x01\x02");
        assert_eq!(&archive[..4], b"PK\x03\x04");
    }
}
