//! Numbers inside an address and what they count: 3栋, 3-2-501, 十二号楼, 东户.

use super::numeral;
use super::parts::{Part, Span};

/// What may stand behind a number, longest first.
const DESIGNATORS: [(&str, Part); 58] = [
    ("号商铺", Part::Room),
    ("号摊位", Part::Room),
    ("号档口", Part::Room),
    ("号厂房", Part::Building),
    ("号车间", Part::Building),
    ("号仓库", Part::Building),
    ("号宿舍", Part::Building),
    ("号门面", Part::Room),
    ("号门市", Part::Room),
    ("自然屯", Part::Group),
    ("号院", Part::Number),
    ("号楼", Part::Building),
    ("号幢", Part::Building),
    ("号栋", Part::Building),
    ("号座", Part::Building),
    ("号室", Part::Room),
    ("号房", Part::Room),
    ("号铺", Part::Room),
    ("号店", Part::Room),
    ("#楼", Part::Building),
    ("号单元", Part::Unit),
    ("单元", Part::Unit),
    ("支弄", Part::Lane),
    ("楼层", Part::Floor),
    ("村民小组", Part::Group),
    ("村民组", Part::Group),
    ("村小组", Part::Group),
    ("小组", Part::Group),
    ("摊位", Part::Room),
    ("连队", Part::Group),
    ("商铺", Part::Room),
    ("房间", Part::Room),
    ("车间", Part::Room),
    ("档口", Part::Room),
    ("栋", Part::Building),
    ("幢", Part::Building),
    ("座", Part::Building),
    ("排", Part::Building),
    ("舍", Part::Building),
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
    ("铺", Part::Room),
    ("组", Part::Group),
    ("队", Part::Group),
    ("社", Part::Group),
    ("委", Part::Group),
    ("连", Part::Group),
    ("号", Part::Number),
    ("院", Part::Number),
    ("元", Part::Unit),
];

/// Behind a number and its designator, these make all of it a name: 3号线, 8号大街, 三门路, 千户村.
const NAMES_ON: [&str; 20] = [
    "路", "街", "大街", "大道", "线", "桥", "公路", "公馆", "地铁", "巷", "胡同", "村", "镇", "乡", "庄",
    "屯", "区", "坡", "渠", "矿",
];

/// Numbers joined by hyphens that one number may have: building, unit, floor, room.
pub(super) const CHAIN: usize = 4;

/// A number, or several joined by hyphens, with what stands behind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// All of it.
    pub(super) whole: Span,
    /// The joined numbers.
    pub(super) chain: [Span; CHAIN],
    pub(super) count: usize,
    /// What the last one counts, as written.
    pub(super) designator: Option<Part>,
    /// Whether the designator was 院, 号院: a compound, not a house.
    pub(super) compound: bool,
}

impl Number {
    pub(super) fn last(&self) -> Span {
        self.chain[self.count - 1]
    }
}

/// Whether a number may begin with the first letter: most letters are left here.
fn may_begin(text: &str) -> bool {
    text.chars().next().is_some_and(|first| {
        let sign = || {
            numeral::numeral(first).is_some()
                || matches!(first, '负' | '地' | '附' | '之' | '特' | '甲' | '乙' | '丙' | '丁' | '戊')
                || matches!(first, '东' | '西' | '南' | '北' | '中' | '左' | '右')
                || matches!(first, '前' | '后' | '客' | '亭' | '阁' | '灶')
        };
        if first.is_ascii() { first.is_ascii_alphanumeric() } else { sign() }
    })
}

/// The number at a place, if one stands there that is no part of a name. `behind_number`: a number ends there.
pub(super) fn at(text: &str, at: usize, behind_number: bool) -> Option<Number> {
    let rest = &text[at..];
    if !may_begin(rest) {
        return None;
    }
    if behind_number && let Some(named) = side(rest, at).or_else(|| named_room(rest, at)) {
        return Some(named);
    }
    let prefix = ["负", "地下", "附", "之", "特", "甲", "乙", "丙", "丁"]
        .iter()
        .find(|word| rest.starts_with(**word))
        .map_or(0, |word| word.len());
    let first = length(&rest[prefix..]);
    if first == 0 {
        return celestial(rest, at);
    }
    let before = text[..at].chars().next_back();
    let latin_before = before.is_some_and(|last| last.is_ascii_lowercase()) && !behind_number;
    let ordinal = before == Some('第');
    if latin_before && !rest.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let mut chain = [Span::default(); CHAIN];
    // 附3, 之三 go on from the number in front.
    let skip = if rest.starts_with('附') || rest.starts_with('之') { prefix } else { 0 };
    chain[0] = Span::new(at + skip, at + prefix + first);
    let (mut count, mut end) = (1, prefix + first);
    while count < CHAIN && skip == 0 {
        let Some(next) = rest[end..].strip_prefix('-') else { break };
        let length = length(next);
        if length == 0 {
            break;
        }
        chain[count] = Span::new(at + end + 1, at + end + 1 + length);
        count += 1;
        end += 1 + length;
    }
    let after = &rest[end..];
    let found = DESIGNATORS.iter().find(|(word, _)| {
        // One byte tells most words apart, at less than a call.
        after.as_bytes().first() == word.as_bytes().first()
            && after.as_bytes().get(..word.len()) == Some(word.as_bytes())
    });
    let (designator, word) = match found {
        // 学府壹号: nobody counts houses so.
        Some((_, Part::Number)) if rest.starts_with(['壹', '贰', '叁']) => return None,
        Some((word, Part::Number)) if is_estate_s(before, rest, end + word.len()) => return None,
        // 第3村民小组 counts; 第五元素, 第3大街 are names.
        Some((word, _)) if ordinal && *word == "元" => return None,
        Some((word, part)) if !names_on(&after[word.len()..], word) => (Some(*part), *word),
        Some(_) if !behind_number => return None,
        _ => (None, ""),
    };
    if ordinal && designator.is_none() {
        return None;
    }
    // Chinese numerals, prefixes and single letters count only in front of what they count.
    let plain = rest[prefix..].starts_with(|letter: char| letter.is_ascii_digit());
    let letter_alone = count == 1 && first == 1 && !plain;
    let goes_on = skip > 0 && behind_number;
    // 18楼f: the letter is the room.
    let flat_letter = letter_alone && behind_number && after.is_empty() && rest.is_ascii();
    if designator.is_none()
        && !goes_on
        && !flat_letter
        && (!plain && count == 1 && (letter_alone || !rest.starts_with(|l: char| l.is_ascii())))
    {
        return None;
    }
    if prefix > 0 && designator.is_none() && skip == 0 {
        return None;
    }
    let bare = designator.is_none() && count == 1 && !flat_letter;
    if bare && latin_before || bare && !after.is_empty() && !(behind_number && first >= 3) && skip == 0 {
        return None;
    }
    let mut whole = end + word.len();
    // 12号甲, 75号乙501: the sign belongs to the number.
    if word == "号" && count == 1 {
        let sign = rest[whole..].chars().next().filter(|sign| "甲乙丙丁".contains(*sign));
        let counted = ["单元", "座", "栋", "幢", "号楼"];
        if let Some(sign) = sign
            && !counted.iter().any(|kind| rest[whole + sign.len_utf8()..].starts_with(kind))
        {
            whole += sign.len_utf8();
            chain[0].end = (at + whole) as u16;
        }
    }
    if rest[whole..].starts_with('-') {
        whole += 1;
    }
    Some(Number {
        whole: Span::new(at, at + whole),
        chain,
        count,
        designator: if skip > 0 && matches!(designator, None | Some(Part::Number)) {
            Some(Part::Number)
        } else {
            designator
        },
        compound: word.ends_with('院'),
    })
}

/// Whether a numeral and its 号 are the name of an estate, whose building follows: 学府一号9幢, but 文一路十号9幢.
fn is_estate_s(before: Option<char>, rest: &str, end: usize) -> bool {
    let numeral = rest.chars().next().is_some_and(|first| numeral::numeral(first).is_some());
    let road = before.is_none_or(|last| "路街道巷弄村段条组".contains(last) || last.is_ascii());
    let building = || {
        let digits = rest[end..].bytes().take_while(u8::is_ascii_digit).count();
        digits > 0
            && ["栋", "幢", "号楼", "座", "-"].iter().any(|kind| rest[end + digits..].starts_with(kind))
    };
    numeral && !road && building()
}

/// A building or unit counted with 甲, 乙, 丙, 丁: 甲单元.
fn celestial(rest: &str, at: usize) -> Option<Number> {
    const KINDS: [(&str, Part); 5] = [
        ("单元", Part::Unit),
        ("号楼", Part::Building),
        ("座", Part::Building),
        ("栋", Part::Building),
        ("幢", Part::Building),
    ];
    rest.chars().next().filter(|sign| "甲乙丙丁戊".contains(*sign))?;
    let (word, part) = KINDS.iter().find(|(word, _)| rest[3..].starts_with(word))?;
    let mut chain = [Span::default(); CHAIN];
    chain[0] = Span::new(at, at + 3);
    let whole = Span::new(at, at + 3 + word.len());
    Some(Number { whole, chain, count: 1, designator: Some(*part), compound: false })
}

fn length(text: &str) -> usize {
    match numeral::latin_length(text) {
        0 => numeral::chinese_length(text),
        length => {
            // 12甲号: the sign belongs to the number.
            let sign = text[length..].chars().next().filter(|sign| matches!(sign, '甲' | '乙' | '丙' | '丁'));
            length + sign.map_or(0, char::len_utf8)
        }
    }
}

fn names_on(rest: &str, word: &str) -> bool {
    match word {
        // 3栋 in front of a road is still a building; 三门路 and 5号路 are names.
        "号" | "门" | "楼" | "层" | "户" | "房" | "社" | "队" | "组" | "院" | "座" | "排" | "铺" | "元" =>
        {
            NAMES_ON.iter().any(|name| rest.starts_with(name))
                // 三层楼, 3号楼 is taken before; 五号工坊 stays a number.
                || (word == "社" && rest.starts_with('区'))
                || (word == "组" && rest.starts_with('团'))
                || (word == "元" && rest.starts_with('里'))
        }
        "f" => rest.starts_with(|next: char| next.is_ascii_alphabetic()),
        // 3委会, 5连锁店.
        "委" => rest.starts_with(['会', '员']),
        "连" => rest.starts_with(['锁', '云', '江', '城', '山']),
        _ => false,
    }
}

/// Rooms of old houses that have names: 后客堂, 亭子间, and the basement.
const NAMED_ROOMS: [&str; 9] =
    ["前客堂", "后客堂", "客堂", "亭子间", "前楼", "后楼", "阁楼", "灶间", "地下室"];

fn named_room(rest: &str, at: usize) -> Option<Number> {
    let name = NAMED_ROOMS.iter().find(|name| rest.starts_with(**name))?;
    let whole = Span::new(at, at + name.len());
    let mut chain = [Span::default(); CHAIN];
    chain[0] = whole;
    Some(Number { whole, chain, count: 1, designator: Some(Part::Room), compound: false })
}

/// What a side may count.
const SIDED: [(&str, Part); 8] = [
    ("单元", Part::Unit),
    ("边户", Part::Room),
    ("侧户", Part::Room),
    ("首", Part::Room),
    ("户", Part::Room),
    ("门", Part::Room),
    ("室", Part::Room),
    ("手", Part::Room),
];

/// A flat or staircase named by its side: 东户, 西单元, 左边户.
fn side(rest: &str, at: usize) -> Option<Number> {
    let named = rest.chars().take(2).take_while(|letter| "东西南北中左右".contains(*letter)).count() * 3;
    if named == 0 {
        return None;
    }
    let (word, part) = SIDED.iter().find(|(word, _)| rest[named..].starts_with(word))?;
    let mut chain = [Span::default(); CHAIN];
    chain[0] = Span::new(at, at + named);
    Some(Number {
        whole: Span::new(at, at + named + word.len()),
        chain,
        count: 1,
        designator: Some(*part),
        compound: false,
    })
}
