//! The parts of an address: what was written, and the value it is compared by.

use super::numeral;
use crate::normalise::divisions;

/// A part, from the widest to the narrowest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// 浙江省.
    Province,
    /// 杭州市.
    City,
    /// 西湖区, 昆山市, 桐庐县.
    District,
    /// A development zone: 经济技术开发区.
    Zone,
    /// 三墩镇, 望京街道.
    Town,
    /// 和平社区.
    Community,
    /// 李家村, with a hamlet inside it where one is named.
    Village,
    /// 3组.
    Group,
    /// 文一路.
    Road,
    /// 12号.
    Number,
    /// A second road: the crossing one, or one off the first.
    Subroad,
    /// 88弄.
    Lane,
    /// An estate, a company, a school, a shop.
    Estate,
    /// 3栋.
    Building,
    /// 2单元.
    Unit,
    /// 5层.
    Floor,
    /// 501室.
    Room,
    /// What stands between numbers of the place and is none of the above: 北塔, a shop's name.
    Inner,
    /// What stands behind the last number: a shop inside, a name, a note.
    Rest,
}

/// All parts in their order, with the names that tables use.
pub const NAMES: [(Part, &str); 19] = [
    (Part::Province, "province"),
    (Part::City, "city"),
    (Part::District, "district"),
    (Part::Zone, "zone"),
    (Part::Town, "town"),
    (Part::Community, "community"),
    (Part::Village, "village"),
    (Part::Group, "group"),
    (Part::Road, "road"),
    (Part::Number, "number"),
    (Part::Subroad, "subroad"),
    (Part::Lane, "lane"),
    (Part::Estate, "estate"),
    (Part::Building, "building"),
    (Part::Unit, "unit"),
    (Part::Floor, "floor"),
    (Part::Room, "room"),
    (Part::Inner, "inner"),
    (Part::Rest, "rest"),
];

/// A stretch of the folded text, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Span {
    pub(super) start: u16,
    pub(super) end: u16,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u16, end: end as u16 }
    }

    pub(super) fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// The parts of one address: stretches of its folded text, and the divisions they mean.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Parts {
    pub(super) text: String,
    written: [Span; NAMES.len()],
    /// Of a number: the digits without the word that says what they count.
    bare: [Span; NAMES.len()],
    /// The narrowest known division: 330106 tells its city and province.
    pub(super) division: Option<u32>,
}

impl Parts {
    pub(super) fn new(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// The part as it was written, folded: `三号楼`, `杭州`. Empty where it was not written.
    #[must_use]
    pub fn written(&self, part: Part) -> &str {
        self.slice(self.written[part as usize])
    }

    /// The part as it is compared: `3`, `杭州市`. Divisions are filled in where a narrower one tells them.
    #[must_use]
    pub fn value(&self, part: Part) -> String {
        let mut out = String::new();
        self.push_value(&mut out, part);
        out
    }

    /// The six-digit code of the narrowest known division.
    #[must_use]
    pub fn division(&self) -> Option<u32> {
        self.division
    }

    /// Whether the part was written.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        !self.written[part as usize].is_empty()
    }

    pub(super) fn span(&self, part: Part) -> Span {
        self.written[part as usize]
    }

    pub(super) fn set(&mut self, part: Part, written: Span) {
        self.written[part as usize] = written;
        self.bare[part as usize] = written;
    }

    pub(super) fn set_number(&mut self, part: Part, written: Span, bare: Span) {
        let at = part as usize;
        if self.written[at].is_empty() {
            (self.written[at], self.bare[at]) = (written, bare);
        } else if part == Part::Building && self.written[at].end < written.start && !self.has(Part::Number) {
            // 幸福里12号天虹商场3座: the number in front was the house's.
            self.move_to(Part::Building, Part::Number);
            (self.written[at], self.bare[at]) = (written, bare);
        } else {
            // 3栋a座, 12号附3号: a second number of one kind goes on from the first.
            self.written[at].end = self.written[at].end.max(written.end);
            self.bare[at].end = self.bare[at].end.max(bare.end);
        }
    }

    /// Moves a number to another part, which must be empty.
    pub(super) fn move_to(&mut self, from: Part, to: Part) {
        self.written[to as usize] = std::mem::take(&mut self.written[from as usize]);
        self.bare[to as usize] = std::mem::take(&mut self.bare[from as usize]);
    }

    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.get(usize::from(span.start)..usize::from(span.end)).unwrap_or("")
    }

    /// A part's letters in a text that was taken out for the time of reading.
    pub(super) fn slice_of<'a>(&self, text: &'a str, part: Part) -> &'a str {
        let span = self.span(part);
        text.get(usize::from(span.start)..usize::from(span.end)).unwrap_or("")
    }

    /// The digits of a number as written.
    pub(super) fn bare(&self, part: Part) -> &str {
        self.slice(self.bare[part as usize])
    }

    pub(super) fn push_value(&self, out: &mut String, part: Part) {
        let code = self.division.unwrap_or(0);
        let known = match part {
            Part::Province => divisions::name(code / 10_000 * 10_000),
            Part::City if divisions::is_municipal(code) => divisions::name(code / 10_000 * 10_000),
            // 仙桃市 stands right below its province: it is its own city.
            Part::City if !code.is_multiple_of(10_000) => {
                divisions::name(code / 100 * 100).or_else(|| divisions::name(code))
            }
            Part::District if !code.is_multiple_of(100) => divisions::name(code),
            _ => None,
        };
        if let Some(name) = known {
            out.push_str(name);
            return;
        }
        match part {
            Part::Room => numeral::push_room(out, self.bare(part)),
            Part::Number | Part::Lane | Part::Building | Part::Unit | Part::Floor | Part::Group => {
                numeral::push_value(out, self.bare(part));
            }
            _ => out.push_str(self.written(part)),
        }
    }
}
