//! A world as it stood on each of its nights: what had arrived, what was paid, what was still open.
//!
//! The world is made once, with everything that will ever happen in it; a night is a view of it and costs a copy of
//! its rows. So a year needs no year of files: any night can be written by itself, again and the same.

use std::path::Path;

use super::config::Config;
use super::dice::Dice;
use super::world::{Row, World};
use super::{LAST_DAY, chronicle, day, simulate, write};
use crate::error::{Error, Result};
use crate::record::Day;

/// Part of the records that reach the export late, and by how many days at most: letters that a regulator or a
/// branch passes on.
const LATE: f64 = 0.1;
const LATEST: i32 = 4;
/// The stream of the delays, far from those of the blocks of background.
const DELAYS: u64 = u64::MAX;
/// Days after which a complaint is settled, as in a world without nights.
const SETTLED: i32 = 25;

/// A world and its nights.
#[derive(Clone, Debug)]
pub struct Nights {
    /// Everything that happens in it, as known on the last night.
    pub(super) world: World,
    first: Day,
    last: Day,
    window: i32,
}

impl Nights {
    /// Makes the world.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let mut world = simulate(config);
        let mut dice = Dice::new(config.seed, DELAYS);
        for row in world.complaints.iter_mut().chain(&mut world.surrenders) {
            row.late = if dice.chance(LATE) { dice.between(1, LATEST) } else { 0 };
        }
        let last = day(LAST_DAY);
        Self { world, first: Day(last.0 - config.nights + 1), last, window: config.window }
    }

    /// The nights, in order.
    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        (self.first.0..=self.last.0).map(Day)
    }

    /// Whether a record is in the input of a night: it has arrived, and is not older than the window.
    pub(super) fn holds(&self, night: Day, row: &Row) -> bool {
        row.day + row.late <= night.0 && row.day > night.0 - self.window
    }

    /// The tables as the batch of a night reads them.
    #[must_use]
    pub fn input(&self, night: Day) -> World {
        let today = night.to_string();
        let rows = |rows: &[Row], holds: &dyn Fn(&Row) -> bool| -> Vec<Row> {
            rows.iter().filter(|row| holds(row)).cloned().map(|row| as_it_stood(row, night, &today)).collect()
        };
        let happened = |row: &Row| row.day <= night.0;
        World {
            complaints: rows(&self.world.complaints, &|row| self.holds(night, row)),
            surrenders: rows(&self.world.surrenders, &|row| self.holds(night, row)),
            agents: rows(&self.world.agents, &|row| row.get("hired_at") <= today.as_str()),
            policies: rows(&self.world.policies, &happened),
            settlements: rows(&self.world.settlements, &happened),
            own_contacts: self.world.own_contacts.clone(),
            own_addresses: self.world.own_addresses.clone(),
            licensed: self.world.licensed.clone(),
            ..World::default()
        }
    }
}

/// A row without what came later than a night.
fn as_it_stood(mut row: Row, night: Day, today: &str) -> Row {
    if row.get("paid_at") > today {
        row.set("paid_at", "");
        if !row.get("pay_status").is_empty() {
            row.set("pay_status", "待付款");
        }
    }
    if row.get("left_at") > today {
        row.set("left_at", "");
    }
    if !row.get("status").is_empty() {
        row.set("status", if row.day + SETTLED < night.0 { "办结" } else { "处理中" });
    }
    row
}

/// Writes the truth of a world of nights, and a folder of tables for each night, named by its date.
///
/// # Errors
/// A file that cannot be written.
pub fn write_nights(config: &Config, folder: &Path) -> Result<()> {
    let nights = Nights::new(config);
    for night in nights.days() {
        write::tables(&nights.input(night), &folder.join(night.to_string()), night)?;
    }
    chronicle::write(&nights, folder)
}

/// Writes the tables of one night: a long year one night at a time.
///
/// # Errors
/// A day that is none of the nights; a file that cannot be written.
pub fn write_night(config: &Config, night: Day, folder: &Path) -> Result<()> {
    let nights = Nights::new(config);
    if !(nights.first..=nights.last).contains(&night) {
        let (first, last) = (nights.first, nights.last);
        return Err(Error::usage(format!("night: {night} is not between {first} and {last}")));
    }
    write::tables(&nights.input(night), folder, night)
}

/// Writes what is true of all nights.
///
/// # Errors
/// A file that cannot be written.
pub fn write_truth(config: &Config, folder: &Path) -> Result<()> {
    chronicle::write(&Nights::new(config), folder)
}
