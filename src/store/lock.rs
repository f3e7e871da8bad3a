//! One process at a time: an advisory lock on a file beside the store, which the system gives back when the process
//! ends, however it ends.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use crate::error::{Error, Result};

/// How often a waiting process looks again.
const PAUSE: Duration = Duration::from_millis(50);

/// Held until dropped.
#[derive(Debug)]
pub(super) struct Lock(#[allow(dead_code, reason = "closing the file gives the lock back")] File);

impl Lock {
    /// Takes the lock of a store, waiting that long.
    ///
    /// # Errors
    /// Another process still holds it; the lock file cannot be made.
    pub(super) fn take(store: &Path, wait: Duration) -> Result<Self> {
        let path = super::beside(store, "lock");
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .map_err(|source| Error::io("open the store's lock", &path, source))?;
        let start = Instant::now();
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Self(file)),
                Err(Errno::WOULDBLOCK) if start.elapsed() < wait => std::thread::sleep(PAUSE),
                Err(Errno::WOULDBLOCK) => {
                    return Err(Error::input(
                        store.display().to_string(),
                        None,
                        "another run is using this store; wait for it to end, or let this one wait with --store-wait SECONDS",
                    ));
                }
                Err(Errno::INTR) => {}
                Err(error) => return Err(Error::io("lock the store", &path, error.into())),
            }
        }
    }
}
