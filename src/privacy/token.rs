//! Tokens: a value's stable stand-in for machines, keyed, because a plain hash of a phone can be reversed by
//! trying all numbers.

use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Error, Result};
use crate::record::ValueKind;

/// A secret key of at least 32 bytes. Never printed.
#[derive(Clone)]
pub struct Key(Vec<u8>);

impl std::fmt::Debug for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Key(…)")
    }
}

impl Key {
    /// Reads a key file.
    ///
    /// # Errors
    /// The file cannot be read, is open to others than its owner, or holds fewer than 32 bytes.
    pub fn read(path: &Path) -> Result<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        let about = std::fs::metadata(path).map_err(|source| Error::io("read the key file", path, source))?;
        if about.permissions().mode() & 0o077 != 0 {
            return Err(Error::usage(format!(
                "key-file: `{}` can be read by others; run chmod 600 on it",
                path.display()
            )));
        }
        let bytes = std::fs::read(path).map_err(|source| Error::io("read the key file", path, source))?;
        let key = bytes.trim_ascii();
        if key.len() < 32 {
            return Err(Error::usage(format!("key-file: `{}` holds fewer than 32 bytes", path.display())));
        }
        Ok(Self(key.to_vec()))
    }

    /// A key of the system's random numbers, in hexadecimal.
    ///
    /// # Errors
    /// The system gives none.
    pub fn random() -> Result<Self> {
        use std::io::Read as _;
        let source = Path::new("/dev/urandom");
        let mut random = [0u8; 32];
        std::fs::File::open(source)
            .and_then(|mut file| file.read_exact(&mut random))
            .map_err(|error| Error::io("read random numbers from", source, error))?;
        Ok(Self(hexadecimal(&random).into_bytes()))
    }

    /// Makes a key file of the system's random numbers for its owner alone: written beside and renamed, so that a
    /// killed process never leaves half a key.
    ///
    /// # Errors
    /// There is a file of this name already; it cannot be written.
    pub fn make(path: &Path) -> Result<Self> {
        use std::io::Write as _;
        use std::os::unix::fs::OpenOptionsExt as _;
        if path.exists() {
            return Err(Error::usage(format!(
                "key: `{}` is there already and is never overwritten",
                path.display()
            )));
        }
        let failed = |source| Error::io("make the key", path, source);
        let key = Self::random()?;
        let mut staging = path.as_os_str().to_owned();
        staging.push(".part");
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .mode(0o600)
            .open(&staging)
            .map_err(failed)?;
        file.write_all(&key.0).and_then(|()| file.sync_all()).map_err(failed)?;
        std::fs::rename(&staging, path).map_err(failed)?;
        Self::read(path)
    }

    /// Copies the key to another file for its owner alone.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep(&self, path: &Path) -> Result<()> {
        use std::io::Write as _;
        use std::os::unix::fs::OpenOptionsExt as _;
        let failed = |source| Error::io("keep the key", path, source);
        let mut options = std::fs::OpenOptions::new();
        let mut file =
            options.create(true).write(true).truncate(true).mode(0o600).open(path).map_err(failed)?;
        file.write_all(&self.0).and_then(|()| file.sync_all()).map_err(failed)
    }

    /// HMAC-SHA-256 of kind and key (RFC 2104), its first 16 bytes in hexadecimal.
    #[must_use]
    pub fn token(&self, kind: ValueKind, key: &str) -> String {
        // HMAC takes keys of any length, so there is no error to meet.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(format!("{kind:?}\0{key}").as_bytes());
        hexadecimal(&mac.finalize().into_bytes()[..16])
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, [b'k'; 32]).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(Key::read(&path).unwrap_err().exit_code(), 2);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(Key::read(&path).unwrap().token(ValueKind::Phone, "1").len(), 32);
    }

    #[test]
    fn tokens_differ_by_kind_and_by_key() {
        let (one, other) = (Key(vec![1; 32]), Key(vec![2; 32]));
        assert_ne!(one.token(ValueKind::Phone, "1"), one.token(ValueKind::Account, "1"));
        assert_ne!(one.token(ValueKind::Phone, "1"), other.token(ValueKind::Phone, "1"));
    }
}
