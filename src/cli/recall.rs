//! Tonight as the store sees it, with nothing written: what `explain`, `trace` and `case` answer from.

use std::path::PathBuf;

use clap::Args;

use super::remember::Memory;
use crate::error::{Error, Result};
use crate::ingest::Ingested;
use crate::normalise::records::Assembled;
use crate::pipeline::{self, Observer, Outcome};
use crate::privacy::token::Key;

/// Where the store is, for the subcommands that also read input.
#[derive(Args, Clone, Debug)]
pub(super) struct StoreSettings {
    /// File with a secret of at least 32 bytes (mode 600): value tokens become keyed and stable
    #[arg(long, value_name = "FILE", help_heading = "Store")]
    pub(super) key_file: Option<PathBuf>,
    /// The memory from night to night (one file; `run` makes it): rings keep their ids, decisions hold
    #[arg(long, value_name = "FILE", help_heading = "Store")]
    pub(super) store: Option<PathBuf>,
    /// Seconds to wait for another run that uses the store
    #[arg(long, value_name = "SECONDS", default_value_t = 0, help_heading = "Store")]
    pub(super) store_wait: u64,
}

/// Runs the pipeline and gives rings the ids, events and decisions of the store, as the last night did or the next
/// one would. Without a store the findings keep their own ids.
///
/// # Errors
/// Whatever the pipeline meets; a store that does not exist or cannot be used.
pub(super) fn recall(
    place: &StoreSettings,
    config: &pipeline::Config,
    mut observer: impl Observer,
) -> Result<(Outcome, Option<Memory>)> {
    let memory = match &place.store {
        None => None,
        Some(path) if !path.is_file() => {
            return Err(Error::usage(format!(
                "store: `{}` does not exist; `run --store` makes it",
                path.display()
            )));
        }
        Some(path) => {
            let key = place.key_file.as_deref().map(Key::read).transpose()?;
            Some(Memory::open(path, key, place.store_wait)?)
        }
    };
    let Some(mut memory) = memory else {
        return Ok((pipeline::run(config, &mut observer)?, None));
    };
    memory.check_renewed()?;
    let last = memory.store().last_night()?;
    let mut observer = Recalling { memory: &mut memory, observer, config };
    let mut outcome = pipeline::run(config, &mut observer)?;
    if config.as_of.is_none() {
        outcome.as_of = outcome.as_of.max(last.unwrap_or(outcome.as_of));
    }
    memory.track(&mut outcome)?;
    Ok((outcome, Some(memory)))
}

/// Somebody who watches, with the store's decisions between normalising and linking.
struct Recalling<'a, O> {
    memory: &'a mut Memory,
    observer: O,
    config: &'a pipeline::Config,
}

impl<O: Observer> Observer for Recalling<'_, O> {
    fn stage(&mut self, name: &'static str) -> Result<()> {
        self.observer.stage(name)
    }

    fn ingested(&mut self, ingested: &Ingested) -> Result<()> {
        self.observer.ingested(ingested)
    }

    fn assembled(&mut self, assembled: &mut Assembled) -> Result<()> {
        let last = self.memory.store().last_night()?;
        let as_of = self.config.as_of.or(last.max(assembled.latest()));
        self.memory.set_aside(assembled, as_of);
        Ok(())
    }
}
