//! `simulate`: planted worlds.

use std::path::PathBuf;

use clap::Args;

use super::output;
use crate::error::{Error, Result};
use crate::simulate::{self, Config, Level};

/// Arguments of `simulate`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Complaints and surrenders together
    #[arg(long, value_name = "COUNT", default_value_t = 100_000)]
    records: u32,
    /// Seed of all chance: the same seed makes the same world
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How hard the rings are to see
    #[arg(long, value_enum, default_value_t)]
    level: Level,
    /// Make the folder of samples instead: 9,000 records, bad rows, one table in GB18030
    #[arg(long)]
    sample: bool,
    /// Folder to write the tables and their truth to; must be new or empty unless --sample is given
    #[arg(long, short, value_name = "FOLDER")]
    out: PathBuf,
}

/// Writes a world.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    if arguments.sample {
        simulate::write_sample(&arguments.out)?;
        return output::print(&format!("samples written to {}\n", arguments.out.display()));
    }
    if !(1_000..=20_000_000).contains(&arguments.records) {
        return Err(Error::usage(format!(
            "records: `{}` is not between 1,000 and 20,000,000",
            arguments.records
        )));
    }
    let used = std::fs::read_dir(&arguments.out).is_ok_and(|mut entries| entries.next().is_some());
    if used {
        return Err(Error::usage(format!(
            "out: `{}` is not empty; name a new folder",
            arguments.out.display()
        )));
    }
    let config = Config { records: arguments.records, seed: arguments.seed, level: arguments.level };
    simulate::write_world(&config, &arguments.out)?;
    output::print(&format!("world written to {}\n", arguments.out.display()))
}
