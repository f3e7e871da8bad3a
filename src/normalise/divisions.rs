//! Administrative divisions of China: codes and names of provinces, cities and counties, current and retired,
//! and the towns below them.
//!
//! The tables are embedded; their sources, licences, dates and gaps stand in `divisions/README.md`. They are
//! indexed once, in a few milliseconds, when first asked for.

mod names;
mod successors;

use std::sync::LazyLock;

use names::{stem, usual};
use rustc_hash::FxHashMap;
use successors::Successors;

const DIVISIONS: &str = include_str!("divisions/divisions.tsv");
const TOWNS: &str = include_str!("divisions/towns.tsv");
const SUCCESSORS: &str = include_str!("divisions/successors.tsv");

/// A code that residence permits of Taiwan's residents start with (Measures of 2018); GB/T 2260 has it not.
const TAIWAN_PERMITS: u32 = 830_000;

/// How a name was written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Form {
    /// 西湖区, in force.
    Full,
    /// 江干区, gone or renamed.
    Retired,
    /// 西湖, without its kind.
    Short,
}

/// A division that a name can mean.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Named {
    /// How the name was written.
    pub form: Form,
    /// The division in force: a retired one's successor where there is exactly one.
    pub code: u32,
}

/// The rung of a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rung {
    /// 330000.
    Province,
    /// 330100.
    City,
    /// 330106.
    County,
}

/// The rung of a six-digit code.
#[must_use]
pub fn rung(code: u32) -> Rung {
    match (code % 10_000, code % 100) {
        (0, _) => Rung::Province,
        (_, 0) => Rung::City,
        _ => Rung::County,
    }
}

/// Whether a six-digit code is or was a division (province, city, county) since 1980; gaps in
/// `divisions/README.md`.
#[must_use]
pub fn is_known_code(code: u32) -> bool {
    code == TAIWAN_PERMITS || INDEX.codes.contains_key(&code)
}

/// The name of a code, the latest it had. `None` for unknown codes and those that only group others.
#[must_use]
pub fn name(code: u32) -> Option<&'static str> {
    INDEX.codes.get(&code).copied().filter(|name| *name != GROUPING)
}

/// Whether a code is one of the four municipalities or lies in it.
#[must_use]
pub fn is_municipal(code: u32) -> bool {
    matches!(code / 10_000, 11 | 12 | 31 | 50)
}

/// The names at the front of a text, the longest first: (bytes, what it can mean).
pub fn at_front(text: &str) -> impl Iterator<Item = (usize, &'static [Named])> {
    let index = &*INDEX;
    lengths(&index.name_lengths, text).filter_map(move |length| {
        let (name, range) = index.names.get_key_value(&text[..length])?;
        Some((name.len(), &index.named[range.0 as usize..range.1 as usize]))
    })
}

/// The longest town at the front of a text: (bytes, codes of the counties that have one of that name).
#[must_use]
pub fn town_at_front(text: &str) -> Option<(usize, &'static [u32])> {
    let index = &*INDEX;
    lengths(&index.town_lengths, text).find_map(|length| {
        let range = index.towns.get(&text[..length])?;
        Some((length, &index.town_counties[range.0 as usize..range.1 as usize]))
    })
}

/// The town that a text starts with when its kind is left out: 鱼洞 for 鱼洞街道 in 巴南区. Its bytes.
#[must_use]
pub fn bare_town_at_front(text: &str, county: u32) -> Option<usize> {
    let index = &*INDEX;
    lengths(&index.bare_town_lengths, text).find(|&length| {
        let counties = index.bare_towns.get(&text[..length]);
        counties.is_some_and(|range| {
            index.bare_town_counties[range.0 as usize..range.1 as usize].contains(&county)
        })
    })
}

/// Whether a town of some county has this name without its kind.
#[must_use]
pub fn is_bare_town(name: &str) -> bool {
    INDEX.bare_towns.contains_key(name)
}

/// A town without its kind: 鱼洞街道 → 鱼洞, 常营地区 → 常营.
#[must_use]
pub fn bare_town(name: &str) -> &str {
    const KINDS: [&str; 9] =
        ["街道办事处", "地区办事处", "街道办", "办事处", "街道", "地区", "苏木", "镇", "乡"];
    KINDS.iter().find_map(|kind| name.strip_suffix(kind)).filter(|bare| bare.len() >= 6).unwrap_or(name)
}

/// A row that groups others and names no place: 市辖区, 省直辖县级行政区划.
const GROUPING: &str = "-";

/// Where a name's meanings stand in the table of meanings.
type Range = (u32, u32);

/// The tables, indexed.
struct Index {
    codes: FxHashMap<u32, &'static str>,
    names: FxHashMap<&'static str, Range>,
    named: Vec<Named>,
    towns: FxHashMap<&'static str, Range>,
    town_counties: Vec<u32>,
    bare_towns: FxHashMap<&'static str, Range>,
    bare_town_counties: Vec<u32>,
    bare_town_lengths: FxHashMap<[char; 2], u32>,
    /// First two characters → bit set of the lengths, in characters, of the names that start so.
    name_lengths: FxHashMap<[char; 2], u32>,
    town_lengths: FxHashMap<[char; 2], u32>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

/// The byte lengths of the names that can stand at the front of a text, the longest first.
fn lengths(by_start: &FxHashMap<[char; 2], u32>, text: &str) -> impl Iterator<Item = usize> {
    let mut letters = text.chars();
    let start = [letters.next().unwrap_or(' '), letters.next().unwrap_or(' ')];
    let mut lengths = by_start.get(&start).copied().unwrap_or(0);
    // Every letter of a Chinese name has three bytes; a text that differs does not hold the name.
    std::iter::from_fn(move || {
        let longest = 31u32.checked_sub(lengths.leading_zeros())?;
        lengths &= !(1 << longest);
        Some(longest as usize * 3)
    })
    .filter(|&length| text.is_char_boundary(length))
}

impl Index {
    fn new() -> Self {
        let rows: Vec<(u32, &str, bool)> = DIVISIONS
            .lines()
            .filter_map(|line| {
                let mut cells = line.split('\t');
                let (code, name) = (cells.next()?.parse().ok()?, cells.next()?);
                Some((code, name, cells.nth(1)?.is_empty()))
            })
            .collect();
        let mut codes = FxHashMap::default();
        for &(code, name, current) in &rows {
            // Rows of a code are sorted by name: the current one wins.
            if current || !codes.contains_key(&code) {
                codes.insert(code, name);
            }
        }
        let mut meanings: Vec<(&str, Named)> = Vec::with_capacity(rows.len() * 2);
        let after = Successors::new(&rows);
        for &(code, name, current) in rows.iter().filter(|row| row.1 != GROUPING) {
            let stem = stem(name);
            if current {
                meanings.push((name, Named { form: Form::Full, code }));
                if stem.len() >= 6 && stem != name {
                    meanings.push((stem, Named { form: Form::Short, code }));
                }
                meanings.extend(usual(name, stem).map(|usual| (usual, Named { form: Form::Full, code })));
            } else if !["郊区", "城区", "市区", "矿区", "新区", "镇区"].contains(&name) {
                // 郊区 and 城区 were in many cities; they say nothing today.
                meanings.push((name, Named { form: Form::Retired, code: after.of(code, name) }));
            }
        }
        let (names, senses) = grouped(meanings);
        let towns = TOWNS.lines().filter_map(|line| {
            let (code, names) = line.split_once('\t')?;
            let code: u32 = code.parse().ok()?;
            Some(names.split(',').map(move |name| (name, code)))
        });
        let towns: Vec<(&str, u32)> = towns.flatten().collect();
        let bare = towns.iter().map(|&(name, code)| (bare_town(name), code));
        let (bare_towns, bare_town_counties) = grouped(bare.filter(|(bare, _)| bare.len() <= 12).collect());
        let (towns, town_counties) = grouped(towns);
        Self {
            name_lengths: starts(&names),
            town_lengths: starts(&towns),
            bare_town_lengths: starts(&bare_towns),
            bare_towns,
            bare_town_counties,
            codes,
            names,
            named: senses,
            towns,
            town_counties,
        }
    }
}

/// Sorts meanings by name and gives each name its range of them.
fn grouped<T: Ord + Copy>(mut pairs: Vec<(&'static str, T)>) -> (FxHashMap<&'static str, Range>, Vec<T>) {
    pairs.sort_unstable();
    pairs.dedup();
    let mut ranges: FxHashMap<&str, Range> = FxHashMap::default();
    ranges.reserve(pairs.len());
    for (place, (name, _)) in pairs.iter().enumerate() {
        let place = place as u32;
        ranges.entry(name).or_insert((place, place)).1 = place + 1;
    }
    (ranges, pairs.into_iter().map(|(_, meaning)| meaning).collect())
}

fn starts(names: &FxHashMap<&'static str, Range>) -> FxHashMap<[char; 2], u32> {
    let mut out: FxHashMap<[char; 2], u32> = FxHashMap::default();
    for name in names.keys() {
        let mut letters = name.chars();
        if let (Some(first), Some(second)) = (letters.next(), letters.next()) {
            *out.entry([first, second]).or_default() |= 1 << name.chars().count().min(31);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(text: &str) -> Vec<(&str, Vec<u32>)> {
        at_front(text)
            .map(|(length, named)| (&text[..length], named.iter().map(|named| named.code).collect()))
            .collect()
    }

    #[test]
    fn codes_of_today_and_of_the_past_are_known() {
        for code in [110_000, 330_100, 330_106, 110_103, 310_108, 810_000, 830_000] {
            assert!(is_known_code(code), "{code}");
        }
        for code in [0, 999_999, 330_199, 123_456] {
            assert!(!is_known_code(code), "{code}");
        }
        assert_eq!(name(330_113), Some("临平区"));
        assert_eq!(name(110_100), None);
    }

    #[test]
    fn names_are_found_with_their_kind_and_without() {
        assert_eq!(
            meanings("西湖区文一路"),
            [("西湖区", vec![330_106, 360_103]), ("西湖", vec![330_106, 360_103])]
        );
        assert_eq!(meanings("内蒙古包头"), [("内蒙古", vec![150_000])]);
        assert_eq!(meanings("恩施土家族苗族自治州")[0].1, [422_800]);
        assert!(meanings("阳光花园").is_empty() && meanings("a").is_empty() && meanings("").is_empty());
    }

    #[test]
    fn what_is_gone_means_its_successor() {
        for (old, new) in [
            ("闸北区", 310_106),
            ("崇文区", 110_101),
            ("江干区", 330_102),
            ("萧山市", 330_109),
            ("襄樊市", 420_600),
        ] {
            assert_eq!(meanings(old)[0].1, [new], "{old}");
        }
    }

    #[test]
    fn towns_know_their_counties() {
        let (length, counties) = town_at_front("大水泊镇北村").unwrap();
        assert_eq!((length, counties), ("大水泊镇".len(), &[371_003][..]));
        assert_eq!(town_at_front("幸福路"), None);
    }

    #[test]
    fn the_tables_have_as_many_rows_as_their_notes_say() {
        assert_eq!(DIVISIONS.lines().count(), 7448);
        assert_eq!(TOWNS.lines().flat_map(|line| line.split(',')).count(), 39_020);
        assert_eq!(SUCCESSORS.lines().count(), 50);
    }
}
