//! The words between the numbers: community, village, roads, and the estate or other place.

use super::estate::{comparable, stands_alone};
use super::numeral;
use super::parts::{Part, Parts, Span};

/// Reads one word into the parts that it can name.
pub(super) fn read(parts: &mut Parts, start: usize, end: usize, number_follows: Follows) {
    let text = std::mem::take(&mut parts.text);
    let mut at = start;
    let numbers_began =
        [Part::Building, Part::Unit, Part::Floor, Part::Room].iter().any(|&part| parts.has(part));
    if !numbers_began {
        let dao = Dao::of(parts.division);
        at = community(&text, at, end, parts);
        at = village(&text, at, end, parts, number_follows);
        while let Some((from, to)) = road(&text[at..end], number_follows, dao) {
            let part = if parts.has(Part::Road) { Part::Subroad } else { Part::Road };
            if parts.has(part) {
                break;
            }
            let front = if ZONES.iter().any(|kind| text[at..at + from].ends_with(kind)) {
                Part::Zone
            } else {
                Part::Estate
            };
            if from > 0 && !parts.has(front) {
                parts.set(front, Span::new(at, at + from));
            }
            parts.set(part, Span::new(at + from, at + to));
            at += to;
            for joint in ["与", "和", "交叉路口", "交叉口", "交汇处", "交界处", "交口", "路口", "口"]
            {
                // 和信花园 is a name: 和 joins two roads only.
                let joins = |behind: &str| road(behind, number_follows, dao).is_some();
                let Some(behind) = text[at..end].strip_prefix(joint) else { continue };
                if joint == "口" || joint.len() > 3 || joins(behind) {
                    at += joint.len();
                }
            }
            at += side_of_road(&text[at..end]);
        }
    }
    if at < end && !numbers_began {
        at += beside(&text[at..end]);
    }
    if at < end {
        let rest = Span::new(at, end);
        if numbers_began {
            if number_follows != Follows::Nothing {
                // Not understood, yet between numbers: it may tell flats apart, so the key keeps it.
                let from = if parts.has(Part::Inner) { parts.span(Part::Inner).start } else { rest.start };
                parts.set(Part::Inner, Span { start: from, end: rest.end });
            } else if !parts.has(Part::Rest) {
                parts.set(Part::Rest, rest);
            }
        } else if !parts.has(Part::Estate) {
            parts.set(Part::Estate, rest);
        } else if stands_alone(comparable(&text[at..end])) {
            // 科技园12号阳光花园: the narrower place is the estate; the wider one is a zone.
            if !parts.has(Part::Zone) {
                parts.move_to(Part::Estate, Part::Zone);
            }
            parts.set(Part::Estate, rest);
        } else if !parts.has(Part::Rest) {
            parts.set(Part::Rest, rest);
        }
    }
    parts.text = text;
}

/// Bytes of words that say on which side of the road a place is: 南侧, 西北角.
fn side_of_road(word: &str) -> usize {
    const KINDS: [&str; 3] = ["侧", "边", "角"];
    let sides = word.chars().take_while(|letter| "东西南北".contains(*letter)).count() * 3;
    let behind = &word[sides..];
    match KINDS.iter().find(|kind| sides > 0 && behind.starts_with(**kind)) {
        Some(kind) if behind.len() > kind.len() => sides + kind.len(),
        _ => 0,
    }
}

/// Bytes of a place that only says what the meant one is beside: 天安酒店旁 in 天安酒店旁东方雅苑.
fn beside(word: &str) -> usize {
    const WORDS: [&str; 8] = ["斜对面", "旁边", "对面", "附近", "隔壁", "旁", "内", "后面"];
    // 河内, 境内 are no such words: the place in front has three letters or more.
    if word.len() < 21 || !word.contains(['旁', '对', '附', '隔', '内', '后']) {
        return 0;
    }
    let found = WORDS.iter().filter_map(|kind| Some((word.find(kind)?, kind.len())));
    found
        .filter(|&(place, length)| place >= 9 && word.len() - place - length >= 9)
        .map(|(place, length)| place + length)
        .max()
        .unwrap_or(0)
}

/// What stands behind a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Follows {
    Nothing,
    Number,
    /// 3组: the word before is a village.
    Group,
}

/// 和平社区, 胜利居委会 at the front, when more follows in the word or as a number of a group.
fn community(text: &str, at: usize, end: usize, parts: &mut Parts) -> usize {
    if !text[at..end].contains(['社', '居']) {
        return at;
    }
    for kind in ["社区居委会", "社区", "居委会", "居民委员会"] {
        if let Some(place) = text[at..end].find(kind).filter(|&place| (3..=21).contains(&place)) {
            let stop = at + place + kind.len();
            let clean =
                !text[at..at + place].contains(['路', '街', '巷']) && (stop < end || parts.has(Part::Town));
            if clean {
                parts.set(Part::Community, Span::new(at, stop));
                return stop;
            }
        }
    }
    at
}

/// 李家村 at the front, with a hamlet behind it.
fn village(text: &str, start: usize, end: usize, parts: &mut Parts, follows: Follows) -> usize {
    let town = &text[usize::from(parts.span(Part::Town).start)..usize::from(parts.span(Part::Town).end)];
    let rural = town.ends_with(['镇', '乡', '木']);
    let mut at = start;
    while let Some(stop) = village_end(&text[at..end], rural || at > start, follows) {
        at += stop;
    }
    if at > start {
        let from = if parts.has(Part::Village) { parts.span(Part::Village).start.into() } else { start };
        parts.set(Part::Village, Span::new(from, at));
    }
    at
}

fn village_end(word: &str, rural: bool, follows: Follows) -> Option<usize> {
    let letters = word.char_indices().take(9);
    for (place, letter) in letters {
        if !matches!(
            letter,
            '村' | '屯' | '庄' | '寨' | '营' | '堡' | '沟' | '坪' | '湾' | '坝' | '组' | '嘎'
        ) {
            continue;
        }
        let after = place + letter.len_utf8();
        let mut rest = &word[after..];
        let stem = &word[..place];
        if letter == '嘎' {
            // 嘎查 is the village of Inner Mongolia.
            match rest.strip_prefix('查') {
                Some(behind) if place >= 3 => return Some(word.len() - behind.len()),
                _ => continue,
            }
        }
        if letter == '村' {
            if place == 0
                || stem.ends_with('新')
                || stem.ends_with(|last: char| last.is_ascii_digit()) && !rural
                || stem.ends_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']) && !rural
            {
                return None;
            }
            // 国宁村小区 is an estate.
            if ["小区", "社区", "花园", "公寓", "大厦", "安置", "回迁"]
                .iter()
                .any(|kind| rest.starts_with(kind))
            {
                return None;
            }
            // 共康公寓一村: a part of an estate.
            if ["公寓", "小区", "花园"].iter().any(|kind| stem.contains(kind)) {
                return None;
            }
            // 中关村大街, 村东路: the road has the village's name.
            let near: String = rest.chars().take(4).collect();
            let road =
                ["路", "街", "大道", "巷"].iter().any(|end| near.find(end).is_some_and(|place| place <= 6));
            if road && !rural || ["镇", "乡", "街道"].iter().any(|kind| rest.starts_with(kind)) {
                return None;
            }
            if road && near.find(['路', '街', '巷']).is_some_and(|place| place <= 3) {
                return None;
            }
            for office in ["民委员会", "委会", "委"] {
                if let Some(shorter) = rest.strip_prefix(office) {
                    rest = shorter;
                    break;
                }
            }
            return Some(word.len() - rest.len());
        }
        // Other endings are villages only where the country says so.
        if place >= 3 && rest.is_empty() && (follows == Follows::Group || rural && letter != '湾') {
            return Some(after);
        }
    }
    if follows == Follows::Group
        && !word.is_empty()
        && word.chars().count() <= 6
        && !word.contains(['路', '街'])
    {
        return Some(word.len());
    }
    None
}

/// Kinds of zones that stand in front of a road: 珠江新城华夏路, 西湖科技园西园八路.
const ZONES: [&str; 9] = ["园区", "新城", "科技园", "工业园", "产业园", "科技城", "开发区", "工业区", "cbd"];

/// What 道 at the end of a name means where no number follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Dao {
    /// A street, in Tianjin and Tangshan, whose cross streets are called so: 雅士道居华里.
    Street,
    /// Part of any word.
    Word,
}

impl Dao {
    fn of(division: Option<u32>) -> Self {
        let code = division.unwrap_or(0);
        if code / 10_000 == 12 || code / 100 == 1302 { Self::Street } else { Self::Word }
    }
}

/// The first road in a word: where it starts and ends.
fn road(word: &str, follows: Follows, dao: Dao) -> Option<(usize, usize)> {
    for (place, letter) in word.char_indices().take(24) {
        if place == 0 {
            continue;
        }
        let stem = &word[..place];
        let mut end = place + letter.len_utf8();
        let rest = &word[end..];
        let ends_here = rest.is_empty();
        let is_road = match letter {
            '路' => {
                !["桥", "灯", "局", "由"].iter().any(|next| rest.starts_with(next))
                    && !stem.ends_with(['铁', '公', '道'])
                    || stem.ends_with('公') && place > 3
            }
            '街' => !["道", "坊", "区", "心", "办"].iter().any(|next| rest.starts_with(next)),
            '道' => {
                stem.ends_with(['大', '国', '省', '县']) && place > 3
                    || dao == Dao::Street && !ends_here && place >= 6
                    || (ends_here && follows == Follows::Number || rest.starts_with(['交', '与', '和', '口']))
                        && place >= 6
                        && !stem.ends_with(['街', '隧', '通', '管', '频', '味'])
            }
            // 东兴大街2巷: a digit is one byte.
            '巷' => place >= 3 || stem.bytes().all(|byte| byte.is_ascii_digit()),
            '胡' => {
                rest.starts_with('同') && {
                    end += 3;
                    true
                }
            }
            '线' => ends_here && follows == Follows::Number && place >= 6,
            _ => false,
        };
        if !is_road {
            continue;
        }
        for part in ["辅路", "东段", "西段", "南段", "北段", "中段", "东端", "西端", "南端", "北端"]
        {
            if word[end..].starts_with(part) {
                end += part.len();
            }
        }
        // 红星路三段, 花园路1段.
        let number = numeral::chinese_length(&word[end..])
            .max(word[end..].bytes().take_while(u8::is_ascii_digit).count());
        if number > 0 && word[end + number..].starts_with('段') {
            end += number + '段'.len_utf8();
        }
        // 桂洲大道中58号: the side belongs to the road.
        if follows == Follows::Number && ["东", "西", "南", "北", "中"].contains(&&word[end..]) {
            end = word.len();
        }
        // 阳光花园幸福路, 珠江新城华夏路: the estate or zone was written in front.
        let from = ["小区", "花园", "大厦", "广场", "公寓", "新村"]
            .iter()
            .chain(&ZONES)
            .filter(|_| stem.len() >= 9)
            // 花园岗街: nothing that 花园 could be the end of.
            .filter_map(|kind| {
                let place = stem.find(kind).filter(|&place| place >= 6 || ZONES.contains(kind))?;
                // 甸柳新村一路 is a road of it.
                Some(place + kind.len()).filter(|from| *kind != "新村" || stem.len() >= from + 6)
            })
            .filter(|&from| {
                stem.len() >= from + 3 && !["东", "西", "南", "北", "中", "大"].contains(&&stem[from..])
            })
            .max()
            .unwrap_or(0);
        return Some((from, end));
    }
    None
}
