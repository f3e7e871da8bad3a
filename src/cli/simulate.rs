//! `simulate`: planted worlds.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use super::output;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::values;
use crate::record::Day;
use crate::simulate::{self, Config, Level};

/// Arguments of `simulate`. Those without a default take the level's.
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
    /// Days over which the records spread, ending 2026-10-31 [default: 669]
    #[arg(long, value_name = "DAYS")]
    days: Option<i32>,
    /// Nights, ending 2026-10-31, as which the world is written: a folder a night, named by its date, as the batch
    /// of that night would have read it; rings live through them
    #[arg(long, value_name = "COUNT", conflicts_with_all = ["days", "sample"])]
    nights: Option<i32>,
    /// Days of records that the input of a night holds
    #[arg(long, value_name = "DAYS", default_value_t = 365, requires = "nights")]
    window: i32,
    /// Write the tables of this night only; `truth`, the truth of all nights only
    #[arg(long, value_name = "DATE", requires = "nights")]
    night: Option<Night>,
    /// Branches, the largest first, at most 24 [default: 6 below 50,000 records, else 24]
    #[arg(long, value_name = "COUNT")]
    branches: Option<usize>,
    /// Records for each planted ring; 0 plants none [default: 1000; with --nights 500; null: 0]
    #[arg(long, value_name = "COUNT")]
    records_per_ring: Option<u32>,
    /// Policyholders of the smallest ring [default: 4]
    #[arg(long, value_name = "PERSONS")]
    ring_min: Option<usize>,
    /// Policyholders of the largest ring [default: 400; hard, thin: 150]
    #[arg(long, value_name = "PERSONS")]
    ring_max: Option<usize>,
    /// Exponent of the tail of ring sizes; smaller makes more large rings [default: 1.1; hard, thin: 1.3]
    #[arg(long, value_name = "EXPONENT")]
    ring_tail: Option<f64>,
    /// Share of the rings that share what their habit needs and nothing else, 0 to 1 [default: 0; hard: 0.5; thin, or with
    /// --nights: 1]
    #[arg(long, value_name = "SHARE")]
    thin: Option<f64>,
    /// Habits of rings, which take turns [default: all]
    #[arg(long, value_name = "HABIT,…", value_delimiter = ',')]
    habits: Vec<String>,
    /// Share of the shared phones, flats, letters … that victims show, 0 to 1 [default: 0.95; hard: 0.7; thin: 0.5]
    #[arg(long, value_name = "SHARE")]
    shown: Option<f64>,
    /// Share of the victims who show nothing of their ring, 0 to 1 [default: 0.01; hard, thin: 0.03]
    #[arg(long, value_name = "SHARE")]
    bare: Option<f64>,
    /// How much more often rings raise red flags than others, 0 to 1 [default: 1; hard, thin: 0.5]
    #[arg(long, value_name = "SHARE")]
    flags: Option<f64>,
    /// How many times longer rings take than their habit says [default: 1; hard, thin: 1.8]
    #[arg(long, value_name = "FACTOR")]
    slowness: Option<f64>,
    /// Share of ring records that hide behind popular values, 0 to 1 [default: 0.05; hard, thin: 0.15]
    #[arg(long, value_name = "SHARE")]
    camouflage: Option<f64>,
    /// Chance that a phrase of a copied letter is re-worded, 0 to 1 [default: 0.1; hard, thin: 0.2]
    #[arg(long, value_name = "SHARE")]
    rewording: Option<f64>,
    /// Records for each look-alike of each kind; 0 plants none [default: 50000]
    #[arg(long, value_name = "COUNT")]
    records_per_look_alike: Option<u32>,
    /// Mis-selling scandals, half of them after the seller has left [default: two for each other look-alike]
    #[arg(long, value_name = "COUNT")]
    scandals: Option<u32>,
    /// Employers closing down [default: as any look-alike]
    #[arg(long, value_name = "COUNT")]
    employers: Option<u32>,
    /// Share of optional cells left empty, 0 to 1 [default: 0.02; hard, thin: 0.05]
    #[arg(long, value_name = "SHARE")]
    missing: Option<f64>,
    /// Share of records with a typing slip, 0 to 1 [default: 0.01; hard, thin: 0.03]
    #[arg(long, value_name = "SHARE")]
    slips: Option<f64>,
    /// Columns that the insurer does not have [default: none; hard, thin: `ip,summary,operator_id`]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    without: Option<Vec<String>>,
    /// Make the folder of samples instead: 9,000 records, bad rows, one table in GB18030
    #[arg(long)]
    sample: bool,
    /// Folder to write the tables and their truth to; must be new or empty unless --sample is given
    #[arg(long, short, value_name = "FOLDER")]
    out: PathBuf,
}

impl Arguments {
    /// The level's configuration with what was given put in.
    fn config(&self) -> Result<Config> {
        let mut config = Config::of(self.level, self.records, self.seed);
        let mut problems = Vec::new();
        if let Some(nights) = self.nights {
            config = config.with_nights(nights, self.window);
            if nights < 1 {
                problems.push(format!("nights: `{nights}` is not between 1 and 1500"));
            }
        }
        set(&mut config.days, self.days);
        set(&mut config.branches, self.branches);
        set(&mut config.records_per_ring, self.records_per_ring);
        set(&mut config.ring_min, self.ring_min);
        set(&mut config.ring_max, self.ring_max);
        set(&mut config.ring_tail, self.ring_tail);
        set(&mut config.thin, self.thin);
        set(&mut config.shown, self.shown);
        set(&mut config.bare, self.bare);
        set(&mut config.flags, self.flags);
        set(&mut config.slowness, self.slowness);
        set(&mut config.camouflage, self.camouflage);
        set(&mut config.rewording, self.rewording);
        set(&mut config.records_per_look_alike, self.records_per_look_alike);
        set(&mut config.missing, self.missing);
        set(&mut config.slips, self.slips);
        set(&mut config.without, self.without.clone());
        config.scandals = self.scandals;
        config.employers = self.employers;
        if !self.habits.is_empty() {
            config.habits.clear();
        }
        for name in &self.habits {
            match simulate::habit(name) {
                Some(habit) => config.habits.push(habit),
                None => problems
                    .push(format!("habits: `{name}` is not one of {}", simulate::habit_names().join(", "))),
            }
        }
        problems.extend(config.problems());
        if problems.is_empty() { Ok(config) } else { Err(ErrorKind::Usage(problems).into()) }
    }
}

/// Which of the nights to write.
#[derive(Clone, Copy, Debug)]
enum Night {
    /// The tables of one.
    Of(Day),
    /// What is true of all.
    Truth,
}

impl FromStr for Night {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "truth" => Ok(Self::Truth),
            _ => values::day(text).map(Self::Of).ok_or_else(|| format!("`{text}` is no date")),
        }
    }
}

fn set<T>(field: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *field = value;
    }
}

/// Writes a world.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    if arguments.sample {
        simulate::write_sample(&arguments.out)?;
        return output::print(&format!("samples written to {}\n", arguments.out.display()));
    }
    let config = arguments.config()?;
    let used = std::fs::read_dir(&arguments.out).is_ok_and(|mut entries| entries.next().is_some());
    if used {
        return Err(Error::usage(format!(
            "out: `{}` is not empty; name a new folder",
            arguments.out.display()
        )));
    }
    match (arguments.nights, arguments.night) {
        (None, _) => simulate::write_world(&config, &arguments.out)?,
        (Some(_), None) => simulate::write_nights(&config, &arguments.out)?,
        (Some(_), Some(Night::Truth)) => simulate::write_truth(&config, &arguments.out)?,
        (Some(_), Some(Night::Of(night))) => simulate::write_night(&config, night, &arguments.out)?,
    }
    output::print(&format!("world written to {}\n", arguments.out.display()))
}
