//! Chinese addresses → parts, the level they reach, and a key of one place.
//!
//! `plain` folds the cell, `region` reads divisions at its front with the national table, `number` and
//! `numbers` tell what each number counts, `place` reads the words between, `key` says how far down the
//! address goes and writes what two spellings of one place share. `cluster` then ties spellings of one flat
//! whose keys differ. Only a flat may tie people.

mod plain;

pub mod parts;
mod region;
mod town;

mod estate;
mod number;
mod numbers;
mod numeral;
mod place;

mod key;

pub mod cluster;
mod judge;
mod likeness;
mod view;

use super::placeholder;
pub use estate::is_institution;
use parts::{Part, Parts};

/// How far down an address goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// One flat, or one house of a village.
    Flat,
    /// A house number or a building, without a flat.
    Building,
    /// An estate, a school, a company without a number.
    Estate,
    /// A village or group.
    Village,
    /// A district, a town or a road.
    Coarse,
    /// A dummy.
    Placeholder,
}

impl Level {
    /// The level's name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Flat => "flat",
            Self::Building => "building",
            Self::Estate => "estate",
            Self::Village => "village",
            Self::Coarse => "coarse",
            Self::Placeholder => "placeholder",
        }
    }
}

/// An address in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// Region, place, then numbers by part: `杭州市西湖区|阳光花园|3栋|2单元|501室`. The level says how far
    /// down it goes; only a flat's key may tie people. The road is left out beside an estate, as half of the
    /// writers do; where an input has two estates of one name, [`cluster::keys`] puts it back.
    pub key: String,
    /// How far down it goes.
    pub level: Level,
    parts: Parts,
}

impl Address {
    /// What was written, part by part.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The key, and behind tabs what the key leaves out beside an estate, the road, its number and the town: what
    /// clusters read.
    #[must_use]
    pub fn spelling(&self) -> String {
        let mut out = self.key.clone();
        self.push_door(&mut out);
        out
    }

    /// The same without a copy of the key.
    #[must_use]
    pub fn into_spelling(mut self) -> String {
        let mut out = std::mem::take(&mut self.key);
        self.push_door(&mut out);
        out
    }

    fn push_door(&self, out: &mut String) {
        let written = |part| self.parts.has(part);
        let town = key::town(&self.parts);
        if !written(Part::Estate) || !written(Part::Road) && town.is_empty() {
            return;
        }
        out.push('\t');
        key::push_name(out, self.parts.written(Part::Road));
        out.push('\t');
        if written(Part::Road) {
            let numbers = [(Part::Lane, '弄'), (Part::Number, '号')];
            if let Some((part, unit)) = numbers.into_iter().find(|&(part, _)| written(part)) {
                self.parts.push_value(out, part);
                out.push(unit);
            }
        }
        if !town.is_empty() {
            out.push('\t');
            out.push_str(town);
        }
    }

    /// Whether it names one place at all, so that spellings of it may be compared: flats tie people, wider places
    /// down to a village are only shown to be one.
    #[must_use]
    pub fn is_place(&self) -> bool {
        self.level <= Level::Estate
            || self.level == Level::Village
                && self.parts.has(Part::Village)
                && self.parts.division.is_some_and(|code| !code.is_multiple_of(100))
    }

    /// Why it has the level it has.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        key::reason(&self.parts, self.level)
    }
}

/// Reads an address; `None` when the cell is empty.
#[must_use]
pub fn address(raw: &str) -> Option<Address> {
    let text = plain::plain(raw);
    if text.is_empty() {
        return None;
    }
    if placeholder::is_word(&text) || placeholder::is_repeated(&text) {
        return Some(Address { key: text, level: Level::Placeholder, parts: Parts::default() });
    }
    let mut parts = Parts::new(text);
    let start = region::read(&mut parts);
    read(&mut parts, start);
    let level = key::level(&parts);
    let key = key::key(&parts, level);
    Some(Address { key, level, parts })
}

/// Reads words and numbers in turn from where the region ends.
fn read(parts: &mut Parts, start: usize) {
    let end = parts.text.len();
    let (mut word, mut at) = (start, start);
    let mut behind_number = false;
    while at < end {
        let found = number::at(&parts.text, at, behind_number && at == word);
        let Some(number) = found else {
            at += parts.text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        // 凤联村第3组: 第 belongs to the number.
        let before = &parts.text[word..at];
        let stop = word + before.strip_suffix('第').unwrap_or(before).len();
        if word < stop {
            let follows = match number.designator {
                Some(Part::Group) => place::Follows::Group,
                _ => place::Follows::Number,
            };
            place::read(parts, word, stop, follows);
        }
        numbers::assign(parts, &number);
        behind_number = true;
        (word, at) = (number.whole.end.into(), number.whole.end.into());
    }
    if word < end {
        place::read(parts, word, end, place::Follows::Nothing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(raw: &str) -> (String, Level) {
        address(raw).map(|address| (address.key, address.level)).unwrap()
    }

    #[test]
    fn spellings_of_one_flat_share_a_key() {
        let expected = ("北京市海淀区|阳光花园|3栋|2单元|501室".to_owned(), Level::Flat);
        for raw in [
            "北京市海淀区阳光花园3栋2单元501室",
            "北京市海淀区阳光花园3幢2单元501",
            "海淀区阳光花园3号楼2单元501号",
            "北京市海淀区阳光花园３＃２单元５０１室",
            "北京市海淀区阳光花园三号楼二单元501室",
            "北京市海淀区阳光花园3-2-501",
            "北京市海淀区学院路街道阳光花园3栋2单元5层501室",
            "北京市海淀区幸福路12号阳光花园3栋2单元501室（东门进）",
        ] {
            assert_eq!(key(raw), expected, "{raw}");
        }
    }

    #[test]
    fn another_building_unit_or_room_is_another_flat() {
        let flats = ["3栋2单元501", "3栋2单元502", "3栋1单元501", "13栋2单元501", "3栋12单元501", "3栋501"];
        let keys: std::collections::BTreeSet<String> =
            flats.iter().map(|flat| key(&format!("朝阳区阳光花园{flat}")).0).collect();
        assert_eq!(keys.len(), flats.len());
        assert_ne!(key("朝阳区阳光花园3栋501室"), key("海淀区阳光花园3栋501室"));
    }

    #[test]
    fn lanes_roads_and_houses_are_read() {
        for (raw, expected) in [
            ("上海市浦东新区张杨路88弄5号301室", "上海市浦东新区|张杨路|88弄|5栋|301室"),
            ("浙江省杭州市西湖区文一路12号3栋501", "杭州市西湖区|文1路|12号|3栋|501室"),
            ("文登市大水泊镇北村12号", "威海市文登区|大水泊|北村|12号"),
        ] {
            assert_eq!(key(raw), (expected.to_owned(), Level::Flat));
        }
    }

    #[test]
    fn coarse_addresses_never_reach_a_flat() {
        for (raw, level) in [
            ("某某县石桥镇李家村三组", Level::Village),
            ("石桥镇李家村", Level::Village),
            ("深圳市宝安区工业一路88号", Level::Building),
            ("浙江省杭州市西湖区", Level::Coarse),
            ("朝阳区幸福路", Level::Coarse),
            ("朝阳区阳光花园", Level::Estate),
            ("朝阳区阳光花园3栋", Level::Building),
            ("无", Level::Placeholder),
        ] {
            assert_eq!(key(raw).1, level, "{raw} {:?}", key(raw));
        }
        assert_eq!(address(" "), None);
    }
}
