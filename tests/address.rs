//! Addresses against hand-made tables, and properties over generated spellings.

#![allow(clippy::unwrap_used)]

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use ringkeeper::normalise::address::{self, Address, Level, cluster, parts};

/// Rows of a tab-separated table in tests/tables, without the header.
fn table(text: &'static str) -> Vec<Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect()).collect()
}

fn read(raw: &str) -> Address {
    address::address(raw).unwrap()
}

/// What two addresses alone are taken for: one flat, one wider place, or two.
fn met(left: &Address, right: &Address) -> Met {
    let together = cluster::clusters(&[left.clone(), right.clone()]);
    match (together[0] == together[1], left.level, right.level) {
        (false, ..) => Met::No,
        (true, Level::Flat, Level::Flat) => Met::Flat,
        _ => Met::Place,
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Met {
    No,
    Place,
    Flat,
}

#[test]
fn spellings_of_one_place_meet_and_others_never_do() {
    // (right, all) by stage and label.
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    let (mut merged, mut missed) = (Vec::new(), Vec::new());
    for row in table(include_str!("tables/address_pairs.tsv")) {
        let (stage, label, left, right) = (row[0], row[1], read(row[2]), read(row[3]));
        let found = met(&left, &right);
        assert_eq!(found, met(&right, &left), "{}", row[2]);
        let expected = match label {
            "same_flat" => Met::Flat,
            "same_place" => Met::Place,
            _ => Met::No,
        };
        let count = counts.entry((stage, label)).or_default();
        *count = (count.0 + usize::from(found == expected), count.1 + 1);
        let sentence = cluster::explain(&left, &right).sentence;
        let said = format!("{label} {} {} [{} {}] {sentence}", row[2], row[3], left.key, right.key);
        match (found == expected, expected) {
            (true, _) => {}
            (false, Met::No) => merged.push(said),
            (false, _) => missed.push(said),
        }
    }
    println!("{counts:#?}\n{}\n\n{}", merged.join("\n"), missed.join("\n"));
    assert!(merged.is_empty(), "{}", merged.join("\n"));
    let all = |label: &str| {
        let of = counts.iter().filter(|((_, other), _)| *other == label);
        of.fold((0, 0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1))
    };
    let (met, rows) = all("same_flat");
    assert!(met * 100 >= rows * 95, "{met} of {rows}");
}

#[test]
fn all_addresses_of_the_table_together_meet_no_neighbour() {
    let rows = table(include_str!("tables/address_pairs.tsv"));
    let all: Vec<Address> = rows.iter().flat_map(|row| [read(row[2]), read(row[3])]).collect();
    let together = cluster::clusters(&all);
    for (at, row) in rows.iter().enumerate() {
        let tied = together[2 * at] == together[2 * at + 1];
        assert!(!tied || matches!(row[1], "same_flat" | "same_place"), "{} {}", row[2], row[3]);
    }
    // The order of the input changes nothing: the same keys come together.
    let canonical = |all: &[Address]| -> BTreeMap<String, String> {
        all.iter().map(Address::spelling).zip(cluster::clusters(all)).collect()
    };
    let reversed: Vec<Address> = all.iter().rev().cloned().collect();
    assert_eq!(canonical(&all), canonical(&reversed));
}

#[test]
fn parts_are_read_as_the_table_says() {
    let mut wrong = Vec::new();
    for row in table(include_str!("tables/address_parts.tsv")) {
        let read = read(row[1]);
        for (name, expected) in row[2].split(';').filter_map(|part| part.split_once('=')) {
            let (part, _) = parts::NAMES.iter().find(|(_, known)| *known == name).unwrap();
            let value = read.parts().value(*part);
            if value != expected {
                wrong.push(format!("{}: {name} is `{value}`, not `{expected}`", row[1]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_fits_two_flats_that_contradict_each_other_joins_neither() {
    let all =
        ["北京市朝阳区和睦花园3-2-501", "长春市朝阳区和睦花园3-2-501", "朝阳区和睦花园3-2-501"].map(read);
    let distinct = |names: Vec<String>| names.into_iter().collect::<BTreeSet<_>>().len();
    assert_eq!(distinct(cluster::clusters(&all)), 3);
    assert_eq!(distinct(cluster::clusters(&all[1..])), 1);
}

#[test]
fn an_estate_s_name_at_two_roads_is_two_estates() {
    let at = |road: &str| read(&format!("合肥市蜀山区{road}梅园小区12栋403"));
    let all = [at("长江中路230号"), at("长江西路230号"), at("")];
    let names = cluster::clusters(&all);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 3, "{names:?}");
    let without = cluster::clusters(&all[1..]);
    assert_eq!(without[0], without[1]);
    assert!(!cluster::explain(&all[0], &all[1]).same);
}

#[test]
fn the_input_tells_which_estate_stands_at_a_door() {
    let all =
        ["桐庐县富春路12号云栖苑3栋2单元501", "桐庐县富春路12号3栋2单元501", "桐庐县富春路13号3栋2单元501"]
            .map(read);
    let names = cluster::clusters(&all);
    assert_eq!(names[0], names[1]);
    assert_ne!(names[2], names[1]);
}

/// One flat, and a spelling of it.
fn spelling() -> impl Strategy<Value = (String, String)> {
    let regions = [
        ("浙江省", "杭州市", "西湖区"),
        ("河南省", "郑州市", "金水区"),
        ("内蒙古自治区", "包头市", "昆都仑区"),
    ];
    let places = (0..3usize, 0..3usize, 1..40u32, 1..9u32, 1..30u32, 1..9u32);
    let forms = (0..3usize, any::<bool>(), 0..6usize, any::<bool>(), any::<bool>(), any::<bool>());
    (places, forms).prop_map(
        move |((region, estate, building, unit, floor, door), (upper, road, form, wide, spaced, note))| {
            let (province, city, district) = regions[region];
            let estate = ["阳光花园", "和馨苑", "云栖小区"][estate];
            let room = floor * 100 + door;
            let canonical =
                format!("{province}{city}{district}幸福路12号{estate}{building}栋{unit}单元{room}室");
            let upper = [
                format!("{province}{city}"),
                city.to_owned(),
                format!("{}{}", &province[..6.max(province.find("省").unwrap_or(9))], city),
            ][upper]
                .clone();
            let road = if road { "幸福路12号" } else { "" };
            let numbers = match form {
                0 => format!("{building}幢{unit}单元{room}"),
                1 => format!("{building}号楼{unit}单元{room}室"),
                2 => format!("{building}#{unit}单元{floor}层{room}"),
                3 => format!("{building}-{unit}-{room}"),
                4 => format!("{}栋{}单元{room}室", chinese(building), chinese(unit)),
                _ => format!("{building}栋{unit}单元{floor}楼{room}号"),
            };
            let mut text = format!("{upper}{district}{road}{estate}{numbers}");
            if wide {
                text = text
                    .chars()
                    .map(|letter| {
                        if letter.is_ascii_digit() {
                            char::from_u32(letter as u32 + 0xfee0).unwrap()
                        } else {
                            letter
                        }
                    })
                    .collect();
            }
            if spaced {
                text = text.replace(district, &format!(" {district} "));
            }
            if note {
                text.push_str("（到了打电话）");
            }
            (canonical, text)
        },
    )
}

/// A number below 100 in Chinese.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number as usize / 10, number as usize % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        tens => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

proptest! {
    #[test]
    fn every_spelling_of_a_flat_has_its_key((canonical, spelt) in spelling()) {
        prop_assert_eq!(read(&canonical).key, read(&spelt).key, "{} {}", canonical, spelt);
    }

    #[test]
    fn normalising_a_key_again_changes_nothing((canonical, _) in spelling()) {
        let once = read(&canonical);
        prop_assert_eq!(&read(&once.key.replace('|', "")).key, &once.key);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,60}") {
        bodies::address(&text);
    }

    #[test]
    fn any_text_of_address_words_is_read_without_harm(words in proptest::collection::vec(
        proptest::sample::select(vec!["浙江", "杭州市", "西湖区", "路", "村", "号", "3", "十", "-", "栋", "a", "#", "东", "户", "附", "院", "(", "室", "镇", "大道"]), 0..14)
    ) {
        bodies::address(&words.concat());
    }
}
