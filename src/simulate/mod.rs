//! Planted worlds: seeded, synthetic complaints and surrenders whose truth is known.
//!
//! Everything is made from a seed and word lists: no person, phone or account is real. The simulator imports
//! nothing from normalise, link or detect; what is true comes from what was planted, never from a detector.

mod dice;

mod people;

mod letters;

mod clients;

mod rings;

mod lookalikes;

mod world;

mod spoil;

mod write;

use std::path::Path;

use crate::error::Result;
use crate::record::Day;

pub use world::{Group, Row, World};

/// How hard the rings are to see.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Level {
    /// Most victims of a ring show what it shares.
    #[default]
    Plain,
    /// Half of them do, rings are smaller and slower.
    Hard,
    /// No ring at all: look-alikes only.
    Null,
}

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Complaints and surrenders together.
    pub records: u32,
    /// Seed of all chance.
    pub seed: u64,
    /// How hard the rings are to see.
    pub level: Level,
}

/// The small world of `data_samples/`: 9,000 records, eight rings of eight habits, every look-alike.
pub const SAMPLE: Config = Config { records: 9_000, seed: 20_261_031, level: Level::Plain };

/// First day of a record.
const FIRST_DAY: (i16, i8, i8) = (2025, 1, 1);
/// The day a world ends, and its as-of date.
const LAST_DAY: (i16, i8, i8) = (2026, 10, 31);

fn day((year, month, day): (i16, i8, i8)) -> Day {
    Day::from_ymd(year, month, day).unwrap_or(Day(0))
}

/// Makes a world: look-alikes and rings first, then ordinary records up to the number asked for.
#[must_use]
pub fn simulate(config: &Config) -> World {
    let mut maker = clients::Maker::new(config);
    lookalikes::plant(&mut maker, config);
    if config.level != Level::Null {
        rings::plant(&mut maker, config);
    }
    maker.fill(config.records as usize);
    maker.finish()
}

/// Makes a world and writes its tables as UTF-8 CSV with the truth beside them.
///
/// # Errors
/// A file that cannot be written.
pub fn write_world(config: &Config, folder: &Path) -> Result<()> {
    write::world(&simulate(config), folder)
}

/// Writes the folder `data_samples/`: one table in GB18030 with Chinese headers, some bad rows, the
/// configuration, the expected rings and a data dictionary.
///
/// # Errors
/// A file that cannot be written.
pub fn write_sample(folder: &Path) -> Result<()> {
    write::sample(&simulate(&SAMPLE), folder)
}
