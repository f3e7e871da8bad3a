//! Tonight as the store sees it, with nothing written: what `explain`, `trace` and `case` answer from.

use std::path::PathBuf;

use clap::Args;

use super::decided::Decided;
use super::place::must_exist;
use super::remember::Memory;
use crate::error::Result;
use crate::ingest::Ingested;
use crate::normalise::records::Assembled;
use crate::pipeline::{self, Observer, Outcome};
use crate::privacy::token::Key;
use crate::record::Day;

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

impl StoreSettings {
    /// The store, which must exist where one is named.
    pub(super) fn open(&self) -> Result<Option<Memory>> {
        let Some(path) = &self.store else { return Ok(None) };
        must_exist(path)?;
        let key = self.key_file.as_deref().map(Key::read).transpose()?;
        Memory::open(path, key, self.store_wait).map(Some)
    }
}

/// Runs the pipeline and gives rings the ids, events and decisions of the store, as the last night did or the next
/// one would. Without a store the findings keep their own ids.
///
/// # Errors
/// Whatever the pipeline meets; a store that does not exist or cannot be used.
pub(super) fn recall(
    place: &StoreSettings,
    config: &pipeline::Config,
    observer: impl Observer,
) -> Result<(Outcome, Option<Memory>)> {
    let memory = place.open()?;
    if let Some(memory) = &memory {
        memory.check_renewed()?;
    }
    let mut decided = Decided::new(memory.as_ref())?;
    let last = memory.as_ref().map(|memory| memory.store().last_night()).transpose()?.flatten();
    let mut observer = Recalling { decided: &mut decided, last, observer, config };
    let mut outcome = pipeline::run(config, &mut observer)?;
    if config.as_of.is_none() {
        outcome.as_of = outcome.as_of.max(last.unwrap_or(outcome.as_of));
    }
    match &memory {
        Some(memory) => drop(memory.track(&mut outcome, &decided)?),
        None => decided.tell_alone(&mut outcome)?,
    }
    Ok((outcome, memory))
}

/// Somebody who watches, with people's decisions between normalising and linking.
struct Recalling<'a, O> {
    decided: &'a mut Decided,
    last: Option<Day>,
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
        let as_of = self.config.as_of.or(self.last.max(assembled.latest())).unwrap_or(Day(0));
        self.decided.learn(&assembled.labels);
        self.decided.apply(assembled, as_of);
        Ok(())
    }
}
