//! Planted worlds: seeded, synthetic complaints and surrenders whose truth is known.
//!
//! Everything is made from a seed and word lists: no person, phone or account is real. The simulator imports
//! nothing from normalise, link or detect; what is true comes from what was planted, never from a detector.
//! Ring and look-alike records start as ordinary ones, drawn like the background, so that what is theirs alone
//! is only what they share.

mod dice;

mod config;

mod people;

mod phrases;

mod letters;

mod world;

mod market;

mod clients;

mod slips;

mod shared;

mod habits;

mod rings;

mod lives;

mod lookalikes;

mod relatives;

mod offices;

mod scandals;

mod background;

mod tables;

mod truth;

mod nights;

mod chronicle;

mod sample;

mod spoil;

mod write;

#[cfg(test)]
mod tests;

use std::path::Path;

use crate::error::Result;
use crate::record::Day;

pub use config::{Config, Level};
pub use habits::{Habit, habit, names as habit_names};
pub use lookalikes::kinds as look_alike_kinds;
pub use nights::{Nights, write_night, write_nights, write_truth};
pub use world::{Group, Passage, Row, Turn, World};

/// The day a world ends, and its as-of date.
const LAST_DAY: (i16, i8, i8) = (2026, 10, 31);

fn day((year, month, day): (i16, i8, i8)) -> Day {
    Day::from_ymd(year, month, day).unwrap_or(Day(0))
}

/// Makes a world: look-alikes and rings first, then ordinary records up to the number asked for.
#[must_use]
pub fn simulate(config: &Config) -> World {
    let mut maker = clients::Maker::new(config);
    lookalikes::plant(&mut maker);
    if config.nights > 0 {
        lives::plant(&mut maker);
    } else {
        rings::plant(&mut maker);
    }
    background::fill(&mut maker);
    tables::finish(maker)
}

/// Makes a world and writes its tables as UTF-8 CSV with the truth beside them.
///
/// # Errors
/// A file that cannot be written.
pub fn write_world(config: &Config, folder: &Path) -> Result<()> {
    write::world(&simulate(config), folder)
}

/// Writes the folder `data_samples/`: one table in GB18030 with Chinese headers, some bad rows, the
/// configuration, the expected rings and the truth.
///
/// # Errors
/// A file that cannot be written.
pub fn write_sample(folder: &Path) -> Result<()> {
    sample::write(folder)
}
