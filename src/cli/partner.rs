//! What other insurers confirmed, as a setting of everything that reads input.

use std::path::PathBuf;

use clap::Args;

use crate::error::{Error, Result};
use crate::ingest::sha256;
use crate::privacy::token::Key;
use crate::share::matching::Partners;

/// Most bytes of a partner's file: some 500,000 values.
const LARGEST: u64 = 64 << 20;

/// Where partners' files and the shared key are.
#[derive(Args, Clone, Debug)]
pub(super) struct PartnerSettings {
    /// Confirmed rings of another insurer, as its `share export` wrote them: 'also seen there' becomes evidence
    #[arg(long, value_name = "FILE", help_heading = "Exchange")]
    partner: Vec<PathBuf>,
    /// The key that you and the partners share (mode 600); never the store's key
    #[arg(long, value_name = "FILE", help_heading = "Exchange")]
    partner_key_file: Option<PathBuf>,
}

impl PartnerSettings {
    /// The shared key, where one is given.
    pub(super) fn key(&self) -> Result<Option<Key>> {
        self.partner_key_file.as_deref().map(|path| Key::read_as(path, "partner-key-file")).transpose()
    }

    /// Partners' files, read and checked; `None` without any.
    pub(super) fn ready(&self) -> Result<Option<Partners>> {
        let files = self.files()?;
        if files.is_empty() {
            return Ok(None);
        }
        let key = self.key()?.ok_or_else(|| {
            Error::usage("partner-key-file: without the shared key a partner's file says nothing; name it")
        })?;
        Partners::new(key, &files).map(Some)
    }

    fn files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let read = |path: &PathBuf| {
            let failed = |source| Error::io("read the partner's file", path, source);
            if path.metadata().map_err(failed)?.len() > LARGEST {
                return Err(Error::usage(format!(
                    "partner: `{}` is larger than any file of `share export`",
                    path.display()
                )));
            }
            let bytes = std::fs::read(path).map_err(failed)?;
            Ok((path.display().to_string(), bytes))
        };
        self.partner.iter().map(read).collect()
    }

    /// Digests of the files, so that a run id tells whether partners said something else.
    pub(super) fn digests(&self) -> String {
        let files = self.files().unwrap_or_default();
        files.iter().map(|(_, bytes)| sha256(bytes)).collect::<Vec<_>>().join(" ")
    }
}
