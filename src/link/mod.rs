//! Keys → persons, households, cases, and groups of values that hold together beyond chance. Reads no files.
//!
//! The unit is the household, not the record and not the person: a family that shares everything counts once.

pub mod people;

pub mod lists;

mod together;

pub mod incidence;
pub mod usable;

mod popular;

pub mod strata;

pub mod pairs;

pub mod groups;

pub(crate) mod permute;

use crate::detect::finding::Hub;
use crate::normalise::records::Assembled;
use crate::record::{Mention, ValueIx, ValueKind};
use incidence::Incidence;
use pairs::Pair;
use people::People;
use strata::Strata;

/// Settings of linking.
#[derive(Clone, Debug)]
pub struct Config {
    /// A value with more households than this is set aside.
    pub degree_limit: u32,
    /// Most people a household can have.
    pub household_limit: u32,
    /// Branches with fewer households than this share one base rate.
    pub stratum_households: u32,
    /// Share of validated pairs that may be chance, 0 to 1.
    pub false_discovery_rate: f64,
    /// Kinds of value that tie nobody in this run.
    pub ignored: Vec<ValueKind>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            degree_limit: 500,
            household_limit: 6,
            stratum_households: 2000,
            false_discovery_rate: 0.05,
            ignored: Vec::new(),
        }
    }
}

/// What linking gives.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Persons, households, cases.
    pub people: People,
    /// Mentions that tie nobody, because two values were cleared together; sorted.
    pub excused: Vec<Mention>,
    /// Values that may tie people.
    pub usable: Vec<bool>,
    /// Values set aside.
    pub hubs: Vec<Hub>,
    /// Local base rates.
    pub strata: Strata,
    /// What people share, and what of it holds together.
    pub network: Network,
}

/// Who carries what, and which values hold together beyond chance: as observed, or under a permutation.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Who carries what.
    pub incidence: Incidence,
    /// Validated pairs.
    pub pairs: Vec<Pair>,
    /// Groups of values joined by validated pairs.
    pub groups: Vec<Vec<ValueIx>>,
}

impl Linked {
    /// Why a value is set aside, if it is.
    #[must_use]
    pub fn hub(&self, value: ValueIx) -> Option<&Hub> {
        self.hubs.binary_search_by_key(&value, |hub| hub.value).ok().map(|place| &self.hubs[place])
    }
}

/// More values than this in one group mean that rings were glued together: the group is split.
const LARGEST_GROUP: usize = 2000;

/// Links all records.
#[must_use]
pub fn link(assembled: &Assembled, config: &Config) -> Linked {
    let people = people::resolve(assembled, config.household_limit as usize);
    let excused = together::excused(assembled, &people);
    let incidence = if excused.is_empty() {
        Incidence::new(assembled.values.len(), &assembled.mentions, &people)
    } else {
        let tying = |mention: &&Mention| excused.binary_search(mention).is_err();
        let tying: Vec<Mention> = assembled.mentions.iter().filter(tying).copied().collect();
        Incidence::new(assembled.values.len(), &tying, &people)
    };
    let (mut usable, mut hubs) = usable::usable(assembled, &incidence, config);
    popular::set_aside(assembled, &incidence, &people, config, (&mut usable, &mut hubs));
    let kinds = &assembled.values.kinds;
    let strata =
        Strata::new(&assembled.records, &people, kinds, &usable, &incidence, config.stratum_households);
    let network = held_together(incidence, kinds, &usable, &strata, config);
    Linked { people, excused, usable, hubs, strata, network }
}

/// The network of the same people and values when `mentions` say who carries what; sorted by record.
#[must_use]
pub(crate) fn network(
    assembled: &Assembled,
    linked: &Linked,
    usable: &[bool],
    mentions: &[Mention],
    config: &Config,
) -> Network {
    let incidence = Incidence::sparse(mentions, &linked.people);
    held_together(incidence, &assembled.values.kinds, usable, &linked.strata, config)
}

fn held_together(
    incidence: Incidence,
    kinds: &[ValueKind],
    usable: &[bool],
    strata: &Strata,
    config: &Config,
) -> Network {
    let pairs = pairs::validated(kinds, usable, &incidence, strata, config);
    let is_everywhere =
        |value: ValueIx| strata.is_everywhere(kinds[value.0 as usize], incidence.households.of(value.0));
    let tying = groups::tying(&pairs, is_everywhere);
    let groups = groups::groups(&tying, LARGEST_GROUP);
    Network { incidence, pairs, groups }
}
