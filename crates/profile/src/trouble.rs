//! What the system says of a file, in words for people: which file, what is wrong, and what to do. No number of the system's.

use std::io;
use std::path::Path;

/// What follows the path.
const SAID: [(io::ErrorKind, &str); 8] = [
    (io::ErrorKind::NotFound, "is not there. Check the path."),
    (io::ErrorKind::PermissionDenied, "is not yours to read or write. Check whose it is, and its rights."),
    (io::ErrorKind::AlreadyExists, "is there already, and is left as it is. Choose another name."),
    (io::ErrorKind::IsADirectory, "is a folder. Name a file."),
    (io::ErrorKind::NotADirectory, "leads through a file. Check the path."),
    (io::ErrorKind::ReadOnlyFilesystem, "lies on a disk that can only be read. Choose another place."),
    (io::ErrorKind::StorageFull, "cannot be written: the disk is full. Make room, then try again."),
    (io::ErrorKind::InvalidData, "is not text. Check that it is the file that you mean."),
];

/// One or two sentences, each with its stop.
pub fn file_trouble(path: &Path, error: &io::Error) -> String {
    let path = path.display();
    match SAID.iter().find(|(kind, _)| *kind == error.kind()) {
        Some((_, said)) => format!("{path} {said}"),
        None => format!("{path}: {}. Check the path and its rights.", unnumbered(&error.to_string())),
    }
}

/// The same words without the system's numbers in them: `Permission denied (os error 13)`.
pub fn unnumbered(words: &str) -> String {
    let mut parts = words.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match part[digits..].strip_prefix(')') {
            Some(rest) if digits > 0 => said + rest,
            Some(_) | None => said + " (os error " + part,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_with_what_is_wrong_and_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, [0xFF]).unwrap();
        for (path, said) in [
            (dir.path().join("missing"), "is not there. Check the path."),
            (dir.path().to_owned(), "is a folder. Name a file."),
            (file.join("below"), "leads through a file. Check the path."),
            (file, "is not text. Check that it is the file that you mean."),
        ] {
            let error = std::fs::read_to_string(&path).unwrap_err();
            assert_eq!(file_trouble(&path, &error), format!("{} {said}", path.display()));
        }
        let odd = io::Error::from_raw_os_error(40);
        let told = file_trouble(Path::new("/a"), &odd);
        assert!(told.starts_with("/a: ") && told.ends_with(". Check the path and its rights."), "{told}");
        assert!(!told.contains("os error"), "{told}");
    }

    #[test]
    fn only_a_number_of_the_system_is_left_out() {
        let said = "/a: Permission denied (os error 13). Then (os error ) and (os error 2";
        assert_eq!(unnumbered(said), "/a: Permission denied. Then (os error ) and (os error 2");
    }
}
