//! Where the store is, for the subcommands that read no input; dates of the command line.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::error::{Error, Result};
use crate::ingest::values;
use crate::privacy::{mask, token::Key};
use crate::record::Day;
use crate::store::Store;

/// Where the store is.
#[derive(Args, Clone, Debug)]
pub(super) struct Place {
    /// The store that `run --store` writes
    #[arg(long, value_name = "FILE")]
    pub(super) store: PathBuf,
    /// The store's key, where it does not lie beside it
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Seconds to wait for a run that uses the store
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    store_wait: u64,
}

impl Place {
    /// A store and its key.
    pub(super) fn new(store: &Path, key_file: Option<&Path>) -> Self {
        Self { store: store.to_owned(), key_file: key_file.map(Path::to_owned), store_wait: 0 }
    }

    pub(super) fn open(&self) -> Result<Store> {
        must_exist(&self.store)?;
        let key = self.key_file.as_deref().map(Key::read).transpose()?;
        Store::open(&self.store, key, Duration::from_secs(self.store_wait))
    }
}

/// Refuses a store that is not there: a mistyped name must not answer for one that is empty.
pub(super) fn must_exist(store: &Path) -> Result<()> {
    if store.is_file() {
        return Ok(());
    }
    Err(Error::usage(format!("store: `{}` does not exist; `run --store` makes it", store.display())))
}

/// A date of the command line.
pub(super) fn day(name: &str, text: &str) -> Result<Day> {
    values::day(text).ok_or_else(|| Error::usage(format!("{name}: `{}` is no date", mask::free_text(text))))
}
