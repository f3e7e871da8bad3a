//! Addresses that were composed before the parser was read or tuned for them, and a second set composed after
//! that: how many spellings of one place meet, and how many parts are read as marked.

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

/// (met, all) of the pairs by label, each pair judged by itself.
fn met(pairs: &[Pair]) -> BTreeMap<char, (usize, usize)> {
    let mut out: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for pair in pairs {
        let sides = pair.sides.map(read);
        let names = cluster::clusters(&sides);
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

/// Checks the shares of met pairs, in percent: spellings of one flat, and of one place that may be wider.
#[track_caller]
fn check_pairs(table: &'static str, flats: usize, places: usize) {
    let pairs = pairs(table);
    let met = met(&pairs);
    println!("{met:?}");
    for (label, (count, _)) in &met {
        assert!(matches!(label, 'f' | 'x' | 'p') || *count == 0, "{label} {count}");
    }
    assert_eq!(false_merges(&pairs), []);
    for (label, bar) in [('f', flats), ('x', places)] {
        let (count, all) = met[&label];
        assert!(count * 100 >= all * bar, "{label}: {count} of {all}");
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
    check_pairs(include_str!("tables/address_unseen.txt"), 90, 86);
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
    check_pairs(include_str!("tables/address_unseen_second.txt"), 95, 80);
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
