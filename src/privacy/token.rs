//! Tokens: a value's stable stand-in for machines, keyed, because a plain hash of a phone can be reversed by
//! trying all numbers.

use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Error, Result};
use crate::record::ValueKind;

/// What every token under a shared key begins with.
const SHARED: &str = "ringkeeper share 1";

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
        Self::read_as(path, "key-file")
    }

    /// As [`Self::read`], for the setting that names the file.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_as(path: &Path, setting: &str) -> Result<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        let about = std::fs::metadata(path).map_err(|source| Error::io("read the key file", path, source))?;
        if about.permissions().mode() & 0o077 != 0 {
            return Err(Error::usage(format!(
                "{setting}: `{}` can be read by others; run chmod 600 on it",
                path.display()
            )));
        }
        let bytes = std::fs::read(path).map_err(|source| Error::io("read the key file", path, source))?;
        let key = bytes.trim_ascii();
        if key.len() < 32 {
            return Err(Error::usage(format!("{setting}: `{}` holds fewer than 32 bytes", path.display())));
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
        self.mac(&[&format!("{kind:?}"), key])
    }

    /// The token of a value under a key that insurers share. Its label keeps it apart from every other use of HMAC
    /// here, so that a token of a store is never one of a partner's, whatever the keys.
    #[must_use]
    pub fn shared(&self, kind: ValueKind, key: &str) -> String {
        self.mac(&[SHARED, kind.name(), key])
    }

    /// What tells one shared key from another without giving it away.
    #[must_use]
    pub fn shared_check(&self) -> String {
        self.mac(&[SHARED, "key check"])
    }

    /// Whether both are one secret.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// HMAC of some parts with a zero byte between them, its first 16 bytes in hexadecimal.
    fn mac(&self, parts: &[&str]) -> String {
        // HMAC takes keys of any length, so there is no error to meet.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                mac.update(&[0]);
            }
            mac.update(part.as_bytes());
        }
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
        assert_ne!(one.token(ValueKind::Phone, "1"), one.shared(ValueKind::Phone, "1"));
    }

    #[test]
    fn a_token_is_the_same_in_every_version() {
        // HMAC-SHA-256 with 32 bytes 0x01 of "Phone" 00 "1", and of "ringkeeper share 1" 00 "phone" 00 "1".
        let key = Key(vec![1; 32]);
        assert_eq!(key.token(ValueKind::Phone, "1"), "bab11c4e5dfff6a2f7bf1fc95c89f321");
        assert_eq!(key.shared(ValueKind::Phone, "1"), "23a250cd6e3dee16faeb1d3814bbf7ea");
    }
}
