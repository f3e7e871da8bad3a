//! Spellings of addresses → groups of near-identical spellings of one place, each merge with its sentence.
//!
//! A spelling is a key with the road number that stood beside the estate. Spellings of one key are one place
//! unless they name two roads: an estate's name may occur twice in a district. Candidates for a merge share all
//! numbers inside the place and one of three blocks: the ends of district and place, the exact place, the road
//! number. `judge` judges them. A spelling that fits two places which contradict each other joins neither.
//!
//! # Complexity
//! O(n log n): n hashes sorted once, and in each block at most `WINDOW` comparisons for a spelling that is not
//! alone in it.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Address;
use super::judge;
use super::view::{self, Context, View};
pub use judge::Verdict;
pub use view::key_of;

/// Neighbours in a block that a spelling is compared with. Blocks go by district, place and numbers, so that
/// even a million flats leave a handful in each.
const WINDOW: usize = 24;

/// Groups of spellings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clusters {
    /// For each spelling the place of the one that names its group: the smallest.
    pub first: Vec<u32>,
    /// Whether the group of the spelling is named with its road, since the key is written at other roads too.
    pub apart: Vec<bool>,
    /// For each spelling the place of the one that names its key: the first of those that differ in nothing.
    own: Vec<u32>,
    /// Whether the spelling's own key is named with its road.
    own_apart: Vec<bool>,
}

impl Clusters {
    /// The key of a spelling in this input: with the road where the input has the place's name at two roads.
    #[must_use]
    pub fn key<'a>(&self, spellings: &[&'a str], at: usize) -> Cow<'a, str> {
        let spelling = spellings[self.own[at] as usize];
        if self.own_apart[at] { with_road(spelling).into() } else { key_of(spelling).into() }
    }

    /// Why a spelling is in its group; empty where it names the group or has its key.
    #[must_use]
    pub fn reason(&self, spellings: &[&str], at: usize) -> &'static str {
        let (own, first) = (self.own[at] as usize, self.first[at] as usize);
        if own == first {
            return "";
        }
        let verdict = of_two(spellings[at], spellings[first]);
        if verdict.same { verdict.sentence } else { "a third spelling is one place with both" }
    }

    /// The name of a spelling's group: a key.
    #[must_use]
    pub fn name<'a>(&self, spellings: &[&'a str], at: usize) -> Cow<'a, str> {
        let spelling = spellings[self.first[at] as usize];
        if self.apart[at] { with_road(spelling).into() } else { key_of(spelling).into() }
    }
}

/// A key with its town, road and number: 蜀山区|梅园|3栋 at 长江西路230号 → 蜀山区|长江西路|230号|梅园|3栋.
fn with_road(spelling: &str) -> String {
    let mut sections = spelling.split('\t');
    let key = sections.next().unwrap_or_default();
    let [road, number, town] = [(); 3].map(|()| sections.next().unwrap_or_default());
    let Some((region, rest)) = key.split_once('|') else { return key.to_owned() };
    let sections = [region, town, road, number, rest].into_iter().filter(|section| !section.is_empty());
    sections.collect::<Vec<_>>().join("|")
}

/// Compares two addresses by themselves, without what other addresses of an input tell.
#[must_use]
pub fn explain(left: &Address, right: &Address) -> Verdict {
    let no = |sentence| Verdict { same: false, sentence };
    if !left.is_place() || !right.is_place() {
        return no("coarse addresses are never merged");
    }
    of_two(&left.spelling(), &right.spelling())
}

fn of_two(left: &str, right: &str) -> Verdict {
    let (a, b) = (View::new(left), View::new(right));
    if a.key() == b.key() && !a.elsewhere(&b) {
        return Verdict { same: true, sentence: "their keys are equal" };
    }
    let mut context = Context::default();
    context.add(&a);
    context.add(&b);
    judge::judge(&a, &b, &context)
}

/// For each address the name of its cluster; what names no place has its own key.
#[must_use]
pub fn clusters(addresses: &[Address]) -> Vec<String> {
    named(addresses, Clusters::name)
}

/// For each address its key among all of them: with the road where they have the place's name at two roads.
#[must_use]
pub fn keys(addresses: &[Address]) -> Vec<String> {
    named(addresses, Clusters::key)
}

/// How a spelling of an input is named.
type Naming = for<'a> fn(&Clusters, &[&'a str], usize) -> Cow<'a, str>;

fn named(addresses: &[Address], naming: Naming) -> Vec<String> {
    let merges = |address: &&Address| address.is_place();
    let texts: Vec<String> = addresses.iter().filter(merges).map(Address::spelling).collect();
    let spellings: Vec<&str> = texts.iter().map(String::as_str).collect();
    let found = of_spellings(&spellings);
    let mut names = (0..spellings.len()).map(|at| naming(&found, &spellings, at));
    addresses
        .iter()
        .map(|address| {
            let name = if merges(&address) { names.next() } else { None };
            name.map_or_else(|| address.key.clone(), Cow::into_owned)
        })
        .collect()
}

/// Groups spellings, as [`Address::spelling`] writes them.
#[must_use]
pub fn of_spellings(spellings: &[&str]) -> Clusters {
    let mut order: Vec<(u64, u32)> =
        spellings.par_iter().enumerate().map(|(at, text)| (view::hash(key_of(text)), at as u32)).collect();
    order.par_sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| (spellings[a.1 as usize], a.1).cmp(&(spellings[b.1 as usize], b.1)))
    });
    let mut views: Vec<View<'_>> = Vec::with_capacity(spellings.len());
    let (mut context, mut blocks) = (Context::default(), Vec::with_capacity(spellings.len()));
    let mut first: Vec<u32> = Vec::with_capacity(spellings.len());
    let mut rank = vec![0u32; spellings.len()];
    let key = |at: u32| key_of(spellings[at as usize]);
    for group in order.chunk_by(|a, b| a.0 == b.0 && key(a.1) == key(b.1)) {
        let begin = views.len();
        let own: Vec<View<'_>> = group.iter().map(|&(_, at)| View::new(spellings[at as usize])).collect();
        let several = own.iter().any(|one| own.iter().any(|other| one.elsewhere(other)));
        for (view, &(_, at)) in own.iter().zip(group) {
            let is_known = |known: &View<'_>| !several || known.tells_like(view) && !known.elsewhere(view);
            if let Some(place) = views[begin..].iter().position(is_known) {
                views[begin + place].take_door(view);
                rank[at as usize] = (begin + place) as u32;
            } else {
                rank[at as usize] = views.len() as u32;
                first.push(at);
                let mut view = *view;
                view.apart = several;
                views.push(view);
            }
        }
        // Here the letters of the spellings are near; gone through once more, each would be fetched again.
        for view in &views[begin..] {
            context.add(view);
            blocks.push(blocks_of(view));
        }
    }
    let joined = join(&views, candidates(&views, &blocks, &context));
    let root = |at: u32| joined[rank[at as usize] as usize] as usize;
    Clusters {
        own: rank.iter().map(|&view| first[view as usize]).collect(),
        own_apart: rank.iter().map(|&view| views[view as usize].apart).collect(),
        first: (0..spellings.len() as u32).map(|at| first[root(at)]).collect(),
        apart: (0..spellings.len() as u32).map(|at| views[root(at)].apart).collect(),
    }
}

/// What a view is blocked by, each block a column.
type Blocks = [Option<u64>; 4];

fn blocks_of(view: &View<'_>) -> Blocks {
    [Some(view.end_block()), Some(view.city_block()), Some(view.place_block()), view.door_block()]
}

/// Pairs of views that are judged to be one place.
fn candidates(views: &[View<'_>], blocks: &[Blocks], context: &Context<'_>) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    for column in 0..blocks.first().map_or(0, |blocks| blocks.len()) {
        let order = shared(blocks, column);
        for (at, &(key, left)) in order.iter().enumerate() {
            for &(_, right) in order[at + 1..].iter().take(WINDOW).take_while(|other| other.0 == key) {
                if judge::judge(&views[left as usize], &views[right as usize], context).same {
                    out.push((left.min(right), left.max(right)));
                }
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// (block, view) sorted, for the views that are not alone in their block, and some that are.
fn shared(blocks: &[Blocks], column: usize) -> Vec<(u64, u32)> {
    let hashes = || blocks.iter().map(|blocks| blocks[column]);
    // Two bits for each slot: seen, seen again. Four slots a view leave few that share one by chance.
    let slots = (blocks.len() * 4).next_power_of_two();
    let (mut seen, mut again) = (vec![0u64; slots / 64 + 1], vec![0u64; slots / 64 + 1]);
    let slot = |hash: u64| {
        let slot = (hash >> 20) as usize & (slots - 1);
        (slot / 64, 1u64 << (slot % 64))
    };
    for (word, bit) in hashes().flatten().map(slot) {
        again[word] |= seen[word] & bit;
        seen[word] |= bit;
    }
    let found = hashes().zip(0..).filter_map(|(hash, at)| Some((hash?, at)));
    let mut order: Vec<(u64, u32)> = found
        .filter(|&(hash, _)| {
            let (word, bit) = slot(hash);
            again[word] & bit != 0
        })
        .collect();
    order.par_sort_unstable();
    order
}

/// For each view the one of its group with the smallest spelling: partners that contradict each other are left
/// apart.
fn join(views: &[View<'_>], pairs: Vec<(u32, u32)>) -> Vec<u32> {
    let mut partners: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &(left, right) in &pairs {
        partners.entry(left).or_default().push(right);
        partners.entry(right).or_default().push(left);
    }
    let clash =
        |one: u32, other: u32| judge::contradiction(&views[one as usize], &views[other as usize]).is_some();
    let torn = |at: u32| {
        let of = partners.get(&at).map_or(&[][..], Vec::as_slice);
        of.iter().enumerate().any(|(place, &one)| of[place + 1..].iter().any(|&other| clash(one, other)))
    };
    let mut group: Vec<u32> = (0..views.len() as u32).collect();
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (left, right) in pairs {
        let (a, b) = (group[left as usize], group[right as usize]);
        if a == b || torn(left) || torn(right) {
            continue;
        }
        let of = |root: u32| members.get(&root).cloned().unwrap_or_else(|| vec![root]);
        let (of_a, of_b) = (of(a), of(b));
        // No chain may hold two that contradict each other.
        if of_a.iter().any(|&one| of_b.iter().any(|&other| clash(one, other))) {
            continue;
        }
        let (root, other) = if views[a as usize].text <= views[b as usize].text { (a, b) } else { (b, a) };
        let all: Vec<u32> = of_a.into_iter().chain(of_b).collect();
        for &member in &all {
            group[member as usize] = root;
        }
        members.remove(&other);
        members.insert(root, all);
    }
    group
}
