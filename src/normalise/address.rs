//! Chinese addresses → place and numbers, the level they reach, and a key of one flat.
//!
//! A first reading, without a list of divisions: it takes 栋/幢/座/号楼/# for one, full-width and Chinese
//! numerals for digits, `3-2-501` for building, unit and room, leaves out province, street office and
//! notes in brackets, and the road where an estate is named. Only a flat has a key that may tie people.

use std::borrow::Cow;

use super::{placeholder, width};

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

/// An address in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// Places, then numbers by part: `朝阳区|阳光花园|3栋|2单元|501`.
    pub key: String,
    /// How far down it goes.
    pub level: Level,
}

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part {
    Lane,
    Number,
    Group,
    Building,
    Unit,
    Floor,
    Room,
}

/// What may stand behind a number, longest first.
const DESIGNATORS: [(&str, Part); 27] = [
    ("号院", Part::Number),
    ("号楼", Part::Building),
    ("号幢", Part::Building),
    ("号栋", Part::Building),
    ("号室", Part::Room),
    ("号房", Part::Room),
    ("#楼", Part::Building),
    ("单元", Part::Unit),
    ("支弄", Part::Lane),
    ("楼层", Part::Floor),
    ("栋", Part::Building),
    ("幢", Part::Building),
    ("座", Part::Building),
    ("#", Part::Building),
    ("门", Part::Unit),
    ("梯", Part::Unit),
    ("弄", Part::Lane),
    ("层", Part::Floor),
    ("楼", Part::Floor),
    ("f", Part::Floor),
    ("室", Part::Room),
    ("房", Part::Room),
    ("户", Part::Room),
    ("组", Part::Group),
    ("队", Part::Group),
    ("社", Part::Group),
    ("号", Part::Number),
];

/// Endings of places that stand alone: with one of these the road before it says nothing more.
const ESTATES: [&str; 24] = [
    "小区", "花园", "家园", "公寓", "新村", "花苑", "新苑", "嘉园", "名苑", "华庭", "雅苑", "佳苑", "苑",
    "府", "城", "湾", "庭", "邸", "园", "郡", "里", "居", "大厦", "广场",
];

/// Reads an address; `None` when the cell is empty.
#[must_use]
pub fn address(raw: &str) -> Option<Address> {
    let text = plain(raw);
    if text.is_empty() {
        return None;
    }
    if placeholder::is_word(&text) || placeholder::is_repeated(&text) {
        return Some(Address { key: text, level: Level::Placeholder });
    }
    let (place, numbers) = read(&numerals(&text));
    let place = places(&place, &numbers);
    let level = level(&place, &numbers);
    let mut key = place.join("|");
    for (part, number) in keyed(&numbers, &place) {
        key.push('|');
        key.push_str(&number);
        key.push_str(match part {
            Part::Lane => "弄",
            Part::Number => "号",
            Part::Group => "组",
            Part::Building => "栋",
            Part::Unit => "单元",
            Part::Floor => "层",
            Part::Room => "",
        });
    }
    Some(Address { key, level })
}

/// Half width, lower case, without spaces, punctuation and notes in brackets.
fn plain(raw: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::with_capacity(raw.len());
    for letter in width::fold(raw).chars() {
        match letter {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '—' | '–' | '－' | '_' | '~' => out.push('-'),
            '\u{4e00}'..='\u{9fff}' | '-' | '#' | '〇' => out.push(letter),
            letter if letter.is_ascii_alphanumeric() => out.push(letter.to_ascii_lowercase()),
            letter if letter.is_alphanumeric() => out.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// Chinese numerals in front of a designator as digits; others (五一路, 三里屯) belong to names.
fn numerals(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|letter| numeral(letter).is_some()) {
        return Cow::Borrowed(text);
    }
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut place = 0;
    while place < letters.len() {
        let length = letters[place..].iter().take_while(|letter| numeral(**letter).is_some()).count();
        if length == 0 {
            out.push(letters[place]);
            place += 1;
            continue;
        }
        let rest: String = letters[place + length..].iter().take(2).collect();
        let counted = DESIGNATORS.iter().any(|(word, _)| rest.starts_with(word));
        match value(&letters[place..place + length]).filter(|_| counted) {
            Some(number) => out.push_str(&number),
            None => out.extend(&letters[place..place + length]),
        }
        place += length;
    }
    Cow::Owned(out)
}

fn numeral(letter: char) -> Option<u32> {
    Some(match letter {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 11,
        _ => return None,
    })
}

/// The digits of a Chinese number: 十二 → 12, 三百零一 → 301, 五〇一 → 501.
fn value(letters: &[char]) -> Option<String> {
    let numbers: Vec<u32> = letters.iter().filter_map(|&letter| numeral(letter)).collect();
    if numbers.iter().all(|&number| number < 10) {
        return Some(numbers.iter().map(u32::to_string).collect());
    }
    let (mut total, mut digit) = (0, None);
    for number in numbers {
        match number {
            10 => total += digit.take().unwrap_or(1) * 10,
            11 => total += digit.take()? * 100,
            number => digit = Some(number),
        }
    }
    Some((total + digit.unwrap_or(0)).to_string())
}

/// A letter or digits with at most one letter beside: 3, 12a, a, b2.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let alphabetic = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let start = usize::from(alphabetic(0));
    let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    match (start, digits) {
        (0, 0) => 0,
        // Longer Latin words are names (soho, cbd).
        (1, 0) if alphabetic(1) => 0,
        (0, digits) if alphabetic(digits) && !alphabetic(digits + 1) && bytes[digits] != b'f' => digits + 1,
        (start, digits) => start + digits,
    }
}

/// Splits the text into the words of the place and the numbers with what they count.
fn read(text: &str) -> (Vec<String>, Vec<(Part, String)>) {
    let mut places = vec![String::new()];
    let mut numbers: Vec<(Part, String)> = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let previous_latin =
            text[..text.len() - rest.len()].ends_with(|last: char| last.is_ascii_lowercase());
        let length = if previous_latin { 0 } else { number_length(rest) };
        if length == 0 {
            if !matches!(letter, '-' | '#')
                && let Some(place) = places.last_mut()
            {
                place.push(letter);
            }
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let (chain, after) = hyphenated(rest, length);
        let (part, after) = match DESIGNATORS.iter().find(|(word, _)| after.starts_with(word)) {
            Some((word, part)) => (Some(*part), &after[word.len()..]),
            None => (None, after),
        };
        let bare = part.is_none() && !after.is_empty();
        if bare && chain.len() == 1 {
            // A number inside a name: 798艺术区, 5g产业园.
            if let Some(place) = places.last_mut() {
                place.push_str(chain[0]);
            }
            rest = after;
            continue;
        }
        assign(&chain, part, &mut numbers);
        if places.last().is_some_and(|place| !place.is_empty()) {
            places.push(String::new());
        }
        rest = after;
    }
    places.retain(|place| !place.is_empty());
    (places, numbers)
}

/// Numbers joined by hyphens: 3-2-501.
fn hyphenated(text: &str, first: usize) -> (Vec<&str>, &str) {
    let mut chain = vec![&text[..first]];
    let mut rest = &text[first..];
    while let Some(next) = rest.strip_prefix('-') {
        let length = number_length(next);
        if length == 0 {
            break;
        }
        chain.push(&next[..length]);
        rest = &next[length..];
    }
    (chain, rest)
}

/// Gives each number of a chain its part. `part` is what stands behind the last one.
fn assign(chain: &[&str], part: Option<Part>, numbers: &mut Vec<(Part, String)>) {
    let has = |numbers: &[(Part, String)], part: Part| numbers.iter().any(|(known, _)| *known == part);
    let inside = has(numbers, Part::Building) || has(numbers, Part::Unit);
    let last = match part {
        // 88弄5号: the building of a lane; 3栋501号: the room of a building.
        Some(Part::Number) if inside || chain.len() > 1 => Part::Room,
        Some(Part::Number) if has(numbers, Part::Lane) => Part::Building,
        Some(part) => part,
        None => Part::Room,
    };
    let before: &[Part] = match (last, chain.len()) {
        (_, 1) => &[],
        (Part::Room, 2) if has(numbers, Part::Building) => &[Part::Unit],
        (Part::Room | Part::Unit, 2) => &[Part::Building],
        (Part::Room, 3) => &[Part::Building, Part::Unit],
        (Part::Room, 4) => &[Part::Building, Part::Unit, Part::Floor],
        // 12-3号: one number of a road.
        _ => {
            numbers.push((last, chain.join("-")));
            return;
        }
    };
    for (part, number) in before.iter().copied().chain([last]).zip(chain) {
        let zeros = number.trim_start_matches('0');
        numbers.push((part, if zeros.is_empty() { "0" } else { zeros }.to_owned()));
    }
}

/// The words that name the place: region without province and street office, road, estate.
fn places(words: &[String], numbers: &[(Part, String)]) -> Vec<String> {
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let (region, name) = if at == 0 { region(word) } else { (None, word.as_str()) };
        out.extend(region.map(str::to_owned));
        if !name.is_empty() {
            out.push(name.to_owned());
        }
    }
    // 幸福路12号阳光花园3栋: the estate is enough.
    let estate = out.iter().rposition(|word| ESTATES.iter().any(|end| word.ends_with(end)));
    let road = |word: &String| ["路", "街", "道", "巷", "胡同"].iter().any(|end| word.ends_with(end));
    if let (Some(estate), true) = (estate, numbers.iter().any(|(part, _)| *part > Part::Group))
        && estate > 0
        && road(&out[estate - 1])
    {
        out.remove(estate - 1);
    }
    out
}

/// The keyed numbers: the road's number goes with the road, the floor where the room already says it.
fn keyed(numbers: &[(Part, String)], place: &[String]) -> Vec<(Part, String)> {
    let ends_in_estate = place.last().is_some_and(|word| ESTATES.iter().any(|end| word.ends_with(end)));
    let has = |part: Part| numbers.iter().any(|(known, _)| *known == part);
    let long_room = numbers.iter().any(|(part, number)| *part == Part::Room && number.len() >= 3);
    let mut out: Vec<(Part, String)> = numbers
        .iter()
        .filter(|(part, _)| match part {
            Part::Number => !(ends_in_estate && has(Part::Building) && has(Part::Room)),
            Part::Floor => !long_room,
            _ => true,
        })
        .cloned()
        .collect();
    out.sort_by_key(|(part, _)| *part);
    out
}

/// Bytes of a region at the front of an address: province, city and district of up to nine characters each.
const REGION: usize = 54;

/// District or city, and the name behind it: 浙江省杭州市西湖区文一路 → 西湖区, 文一路.
fn region(word: &str) -> (Option<&str>, &str) {
    let mut rest = word;
    let mut region = None;
    let mut start = 0;
    for (place, letter) in word.char_indices().take_while(|(place, _)| *place < REGION) {
        let end = place + letter.len_utf8();
        let name = &word[start..end];
        // Names have two to nine characters with their ending.
        if !(6..=27).contains(&name.len()) {
            continue;
        }
        match letter {
            '省' => {}
            '市' | '县' | '旗' | '盟' | '州' if letter != '州' || name.ends_with("自治州") => {
                region = Some(name);
            }
            '区' if name.ends_with("自治区") || name.ends_with("行政区") => {}
            // 小区, 社区 and the like are no districts.
            '区' if !["小", "社", "园", "校", "厂", "院", "库", "景"]
                .iter()
                .any(|kind| name[..name.len() - 3].ends_with(kind)) =>
            {
                region = Some(name);
            }
            _ => continue,
        }
        start = end;
        rest = &word[end..];
    }
    if let Some(place) = rest.find('街').filter(|&place| rest[place..].starts_with("街道") && place > 0) {
        let after = &rest[place + "街道".len()..];
        let after = after.strip_prefix("办事处").unwrap_or(after);
        rest = if after.is_empty() { rest } else { after };
    }
    if let Some((_, after)) =
        rest.split_once("社区").filter(|(before, after)| !before.is_empty() && !after.is_empty())
    {
        rest = after;
    }
    (region, rest)
}

fn level(place: &[String], numbers: &[(Part, String)]) -> Level {
    let has = |part: Part| numbers.iter().any(|(known, _)| *known == part);
    let ends =
        |words: &[&str]| place.last().is_some_and(|name| words.iter().any(|word| name.ends_with(word)));
    let village =
        place.iter().any(|word| word.ends_with('村') || word.ends_with('屯') || word.ends_with('寨'));
    if place.is_empty() {
        Level::Coarse
    } else if has(Part::Room) || (village && has(Part::Number)) {
        Level::Flat
    } else if numbers.iter().any(|(part, _)| !matches!(part, Part::Group)) {
        Level::Building
    } else if village || has(Part::Group) {
        Level::Village
    } else if ends(&["省", "市", "区", "县", "镇", "乡", "路", "街", "道", "旗"])
        && !ends(&["小区", "社区", "园区", "校区"])
    {
        Level::Coarse
    } else {
        Level::Estate
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
        let expected = ("朝阳区|阳光花园|3栋|2单元|501".to_owned(), Level::Flat);
        for raw in [
            "北京市朝阳区阳光花园3栋2单元501室",
            "北京市朝阳区阳光花园3幢2单元501",
            "朝阳区阳光花园3号楼2单元501号",
            "北京市朝阳区阳光花园３＃２单元５０１室",
            "北京市朝阳区阳光花园三号楼二单元501室",
            "北京市朝阳区阳光花园3-2-501",
            "北京市朝阳区望京街道阳光花园3栋2单元5层501室",
            "北京市朝阳区幸福路12号阳光花园3栋2单元501室（东门进）",
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
        assert_eq!(
            key("上海市浦东新区张杨路88弄5号301室"),
            ("浦东新区|张杨路|88弄|5栋|301".into(), Level::Flat)
        );
        assert_eq!(
            key("浙江省杭州市西湖区文一路12号3栋501"),
            ("西湖区|文一路|12号|3栋|501".into(), Level::Flat)
        );
        assert_eq!(key("文登市大水泊镇北村12号").1, Level::Flat);
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
