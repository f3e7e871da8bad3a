//! What a world is made of: every parameter, with its default at each level.

use super::habits::{ALL, Habit};

/// Records for each ring in a world of nights.
const RECORDS_PER_LIFE: u32 = 500;

/// How hard the rings are to see.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Level {
    /// Most victims of a ring show what it shares, which is several things: an analyst finds it.
    #[default]
    Plain,
    /// Fewer of them do, and half of the rings share what their habit needs and nothing else; rings are smaller and slower, flags
    /// weaker, camouflage, slips and gaps more frequent.
    Hard,
    /// All rings are thin and half of the victims show what is shared: many rings leave less than anybody could find.
    Thin,
    /// No ring at all: look-alikes only.
    Null,
}

/// What to make. [`Config::of`] gives a level's defaults; every field can be set afterwards.
#[derive(Clone, Debug)]
pub struct Config {
    /// Complaints and surrenders together.
    pub records: u32,
    /// Seed of all chance.
    pub seed: u64,
    /// Days over which the records spread, ending with the as-of date.
    pub days: i32,
    /// Nights for which the world can be seen as it stood, ending with the as-of date; 0 for the last one only.
    pub nights: i32,
    /// Days of records that a night's input holds, when there are nights.
    pub window: i32,
    /// Branches, the largest first; at most 24.
    pub branches: usize,
    /// Records for each ring; 0 plants none.
    pub records_per_ring: u32,
    /// Policyholders of the smallest ring.
    pub ring_min: usize,
    /// Policyholders of the largest ring.
    pub ring_max: usize,
    /// Exponent of the tail of ring sizes; 1.1 gives a median of 7 and a mean of 16 between 4 and 400.
    pub ring_tail: f64,
    /// Share of the rings that share nothing but what their habit needs, 0 to 1; the others use phones, accounts and a proxy
    /// as well.
    pub thin: f64,
    /// Habits that rings take turns in.
    pub habits: Vec<&'static Habit>,
    /// Share of the shared things that victims show, 0 to 1.
    pub shown: f64,
    /// Share of the victims who show nothing of their ring, 0 to 1.
    pub bare: f64,
    /// How much more often a ring's records carry red flags than anybody's, 0 (equally) to 1.
    pub flags: f64,
    /// How many times longer rings take than their habit says.
    pub slowness: f64,
    /// Share of the ring records that hide behind popular values.
    pub camouflage: f64,
    /// Chance that a phrase is re-worded when a letter is copied.
    pub rewording: f64,
    /// Records for each look-alike of each kind; 0 plants none.
    pub records_per_look_alike: u32,
    /// Mis-selling scandals; as many as any look-alike when absent.
    pub scandals: Option<u32>,
    /// Employers closing down; as many as any look-alike when absent.
    pub employers: Option<u32>,
    /// Share of the optional cells that are empty.
    pub missing: f64,
    /// Share of the records with a typing slip.
    pub slips: f64,
    /// Columns that the insurer does not have.
    pub without: Vec<String>,
}

impl Config {
    /// The defaults of a level.
    #[must_use]
    pub fn of(level: Level, records: u32, seed: u64) -> Self {
        let plain = Self {
            records,
            seed,
            days: 669,
            nights: 0,
            window: 365,
            branches: if records < 50_000 { 6 } else { 24 },
            records_per_ring: 1_000,
            ring_min: 4,
            ring_max: 400,
            ring_tail: 1.1,
            thin: 0.0,
            habits: ALL.iter().collect(),
            shown: 0.95,
            bare: 0.01,
            flags: 1.0,
            slowness: 1.0,
            camouflage: 0.05,
            rewording: 0.1,
            records_per_look_alike: 50_000,
            scandals: None,
            employers: None,
            missing: 0.02,
            slips: 0.01,
            without: Vec::new(),
        };
        let hard = |thin: f64, shown: f64| Self {
            ring_max: 150,
            ring_tail: 1.3,
            thin,
            shown,
            bare: 0.03,
            flags: 0.5,
            slowness: 1.8,
            camouflage: 0.15,
            rewording: 0.2,
            missing: 0.05,
            slips: 0.03,
            without: ["ip", "summary", "operator_id"].map(str::to_owned).to_vec(),
            ..plain.clone()
        };
        match level {
            Level::Hard => hard(0.5, 0.7),
            Level::Thin => hard(1.0, 0.5),
            Level::Plain => plain,
            Level::Null => Self { records_per_ring: 0, habits: Vec::new(), ..plain },
        }
    }

    /// The same world seen from so many nights, each with a window of days behind it; rings live through them.
    #[must_use]
    pub fn with_nights(self, nights: i32, window: i32) -> Self {
        // Enough rings for each course of life, in a world small enough to be read every night.
        let records_per_ring = self.records_per_ring.min(RECORDS_PER_LIFE);
        // What a ring changes in its life is what its habit needs.
        Self { thin: 1.0, nights, window, days: window + nights - 1, records_per_ring, ..self }
    }

    /// What is wrong with the parameters, one sentence each.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut range = |name: &str, value: f64, low: f64, high: f64| {
            if !(low..=high).contains(&value) {
                problems.push(format!("{name}: `{value}` is not between {low} and {high}"));
            }
        };
        range("records", f64::from(self.records), 1_000.0, 20_000_000.0);
        range("days", f64::from(self.days), 90.0, 3_650.0);
        range("nights", f64::from(self.nights), 0.0, 1_500.0);
        range("window", f64::from(self.window), 30.0, 1_500.0);
        range("branches", self.branches as f64, 1.0, 24.0);
        range("ring-min", self.ring_min as f64, 4.0, 400.0);
        range("ring-max", self.ring_max as f64, self.ring_min as f64, 10_000.0);
        range("ring-tail", self.ring_tail, 0.1, 10.0);
        range("slowness", self.slowness, 0.1, 20.0);
        for (name, share) in [
            ("thin", self.thin),
            ("shown", self.shown),
            ("bare", self.bare),
            ("flags", self.flags),
            ("camouflage", self.camouflage),
            ("rewording", self.rewording),
            ("missing", self.missing),
            ("slips", self.slips),
        ] {
            range(name, share, 0.0, 1.0);
        }
        problems
    }

    /// Rings that the world gets: at least one when there are any.
    pub(super) fn rings(&self) -> usize {
        match self.records_per_ring {
            0 => 0,
            _ if self.habits.is_empty() => 0,
            step => ((self.records / step) as usize).max(1),
        }
    }

    /// Look-alikes of each kind: at least one when there are any.
    pub(super) fn look_alikes(&self) -> u32 {
        match self.records_per_look_alike {
            0 => 0,
            step => (self.records / step).max(1),
        }
    }
}
