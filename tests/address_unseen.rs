//! Addresses that were composed before the parser was read or tuned for them, a second set composed after that, and a
//! third one composed before keys and clusters heeded the road: how many spellings of one place meet, and how many
//! parts are read as marked.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use ringkeeper::normalise::address::parts::{NAMES, Part};
use ringkeeper::normalise::address::{self, Address, Level, cluster};

/// A pair of a table: its block, its label, both addresses.
struct Pair {
    block: usize,
    label: char,
    sides: [&'static str; 2],
}

fn pairs(table: &'static str) -> Vec<Pair> {
    let mut out = Vec::new();
    let (mut block, mut first) = (0, "");
    for (label, text) in table.lines().filter(|line| !line.starts_with('#')).filter_map(|l| l.split_once(' '))
    {
        if label == "=" {
            (block, first) = (block + 1, text);
        } else {
            out.push(Pair { block, label: label.chars().next().unwrap(), sides: [first, text] });
        }
    }
    out
}

fn read(text: &str) -> Address {
    address::address(text).unwrap()
}

/// What addresses are named by among each other: their clusters, or their own keys.
type Naming = fn(&[Address]) -> Vec<String>;

/// (met, all) of the pairs by label, each pair judged by itself.
fn met(pairs: &[Pair], naming: Naming) -> BTreeMap<char, (usize, usize)> {
    let mut out: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for pair in pairs {
        let sides = pair.sides.map(read);
        let names = naming(&sides);
        let flat = pair.label != 'f' || sides.iter().all(|side| side.level == Level::Flat);
        let count = out.entry(pair.label).or_default();
        *count = (count.0 + usize::from(names[0] == names[1] && flat), count.1 + 1);
    }
    out
}

/// Pairs of addresses that one cluster holds in an input of all of them, though no label makes them one place.
fn false_merges(pairs: &[Pair]) -> Vec<(String, String)> {
    let blocks: BTreeMap<&str, usize> =
        pairs.iter().flat_map(|pair| pair.sides.map(|side| (side, pair.block))).collect();
    let apart: BTreeSet<[&str; 2]> =
        pairs.iter().filter(|pair| !matches!(pair.label, 'f' | 'x' | 'p')).map(|pair| pair.sides).collect();
    let texts: Vec<&str> = blocks.keys().copied().collect();
    let all: Vec<Address> = texts.iter().map(|text| read(text)).collect();
    let mut clusters: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (at, name) in cluster::clusters(&all).into_iter().enumerate().filter(|&(at, _)| all[at].is_place()) {
        clusters.entry(name).or_default().push(texts[at]);
    }
    let two = clusters.values().flat_map(|of| of.iter().flat_map(|a| of.iter().map(|b| [*a, *b])));
    two.filter(|[a, b]| blocks[a] != blocks[b] || apart.contains(&[*a, *b]))
        .map(|[a, b]| (a.to_owned(), b.to_owned()))
        .collect()
}

/// The least shares of met pairs, in percent.
struct Bars {
    /// Spellings of one flat in one cluster.
    flats: usize,
    /// The same by their keys, before near-identical keys are joined.
    keys: usize,
    /// Spellings of one place that may be wider than a flat, in one cluster.
    places: usize,
}

/// Checks that nothing but spellings of one place meets, and that enough of those do.
#[track_caller]
fn check_pairs(table: &'static str, bars: &Bars) {
    let pairs = pairs(table);
    let (clusters, keys) = (met(&pairs, cluster::clusters), met(&pairs, cluster::keys));
    println!("clusters {clusters:?}\nkeys {keys:?}");
    for (label, (count, _)) in clusters.iter().chain(&keys) {
        assert!(matches!(label, 'f' | 'x' | 'p') || *count == 0, "{label} {count}");
    }
    assert_eq!(false_merges(&pairs), []);
    let places = clusters.get(&'x').copied().unwrap_or_default();
    for ((count, all), bar) in [(clusters[&'f'], bars.flats), (keys[&'f'], bars.keys), (places, bars.places)]
    {
        assert!(count * 100 >= all * bar, "{count} of {all}, not {bar} %");
    }
}

/// Checks (right, read or marked) of every part, in percent of F1.
#[track_caller]
fn check_parts(table: &'static str, bars: &[(Part, usize)]) {
    const LETTERS: [(char, Part); 12] = [
        ('P', Part::Province),
        ('C', Part::City),
        ('D', Part::District),
        ('T', Part::Town),
        ('V', Part::Village),
        ('G', Part::Group),
        ('R', Part::Road),
        ('E', Part::Estate),
        ('B', Part::Building),
        ('U', Part::Unit),
        ('F', Part::Floor),
        ('O', Part::Room),
    ];
    // Right, marked and read.
    let mut counts: BTreeMap<Part, (usize, usize)> = BTreeMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let marked: Vec<(char, &str)> =
            line.split(' ').map(|part| (part.chars().next().unwrap(), &part[1..])).collect();
        let text: String = marked.iter().map(|(_, part)| *part).collect();
        let found = read(&text);
        for (letter, part) in LETTERS {
            let expected = marked.iter().find(|mark| mark.0 == letter).map(|mark| mark.1.to_lowercase());
            let written = found.parts().written(part);
            let right = match &expected {
                Some(expected) if part <= Part::District => found.parts().value(part).starts_with(expected),
                Some(expected) => bare(expected) == bare(written),
                None => false,
            };
            // A division that a narrower one tells is read, and marked nowhere.
            let read = !written.is_empty() && (part > Part::District || expected.is_some());
            let count = counts.entry(part).or_default();
            *count = (
                count.0 + usize::from(right),
                count.1
                    + usize::from(expected.is_some())
                    + usize::from(read || right && part <= Part::District),
            );
        }
    }
    for (part, bar) in bars {
        let name = NAMES[*part as usize].1;
        let (right, all) = counts[part];
        println!("{name} {}", right as f64 * 2.0 / all as f64);
        assert!(right * 200 >= all * bar, "{name}: {right} of {all}");
    }
}

/// A number without what it counts.
fn bare(part: &str) -> &str {
    const UNITS: [&str; 11] = ["号楼", "号", "栋", "幢", "座", "单元", "门", "室", "房", "层", "楼"];
    UNITS.iter().find_map(|unit| part.strip_suffix(unit)).unwrap_or(part)
}

#[test]
fn spellings_of_one_place_meet_in_the_first_set() {
    check_pairs(include_str!("tables/address_unseen.txt"), &Bars { flats: 95, keys: 84, places: 86 });
}

#[test]
fn marked_parts_are_read() {
    let bars = [
        (Part::Province, 99),
        (Part::City, 98),
        (Part::District, 95),
        (Part::Building, 90),
        (Part::Unit, 90),
        (Part::Room, 90),
    ];
    check_parts(include_str!("tables/address_tags.txt"), &bars);
}

#[test]
fn spellings_of_one_place_meet_in_the_second_set() {
    check_pairs(include_str!("tables/address_unseen_second.txt"), &Bars { flats: 95, keys: 87, places: 80 });
}

#[test]
fn marked_parts_of_the_second_set_are_read() {
    check_parts(
        include_str!("tables/address_tags_second.txt"),
        &[
            (Part::Province, 99),
            (Part::City, 98),
            (Part::District, 95),
            (Part::Building, 90),
            (Part::Unit, 90),
            (Part::Room, 90),
        ],
    );
}

#[test]
fn spellings_of_one_place_meet_in_the_third_set() {
    check_pairs(include_str!("tables/address_unseen_third.txt"), &Bars { flats: 96, keys: 83, places: 66 });
}

#[test]
fn spellings_of_one_place_meet_in_the_fourth_set() {
    check_pairs(include_str!("tables/address_unseen_fourth.txt"), &Bars { flats: 88, keys: 78, places: 0 });
}
