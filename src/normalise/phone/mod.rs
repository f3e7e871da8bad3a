//! Phone numbers: mobiles, landlines with area code and extension, service numbers, foreign ones; several in one
//! cell.
//!
//! A number is read in a buffer on the stack: a million cells make no allocation.

mod class;
pub mod plan;
mod prefix;

use super::{placeholder, width};
use class::{class_of_mobile, classify};
use prefix::{is_foreign, strip_prefixes};

/// What a number is, and so what it may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PhoneClass {
    /// A mobile number.
    Mobile,
    /// A mobile number of a virtual operator (162, 165, 167, 170, 171): an attribute, never a reason by itself.
    VirtualMobile,
    /// A number of a data card, a thing or a satellite phone.
    DataMobile,
    /// Eleven digits like a mobile, of a segment that the plan does not know: a slip, an invention, or newer than
    /// the plan. Two people who give the same one still share it.
    Unallotted,
    /// A landline with its area code.
    Landline,
    /// A number of another country or region, Hong Kong, Macao and Taiwan included.
    Foreign,
    /// A number of a company or an authority: 400, 800, 95xxx, 12378, 110.
    Service,
    /// A known dummy or a word for "no number".
    Placeholder,
    /// Partly hidden (138****1234): never links; [`agrees`] says which numbers it may be.
    Masked,
    /// Anything else, also a landline without area code, which means another line in every city.
    Invalid,
}

impl PhoneClass {
    /// The word written to outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::VirtualMobile => "virtual_mobile",
            Self::DataMobile => "data_mobile",
            Self::Unallotted => "unallotted",
            Self::Landline => "landline",
            Self::Foreign => "foreign",
            Self::Service => "service",
            Self::Placeholder => "placeholder",
            Self::Masked => "masked",
            Self::Invalid => "invalid",
        }
    }

    /// Whether its key may be compared with others.
    #[must_use]
    pub fn has_key(self) -> bool {
        !matches!(self, Self::Placeholder | Self::Masked | Self::Invalid)
    }

    /// Whether somebody may be reached on it: the line of a person or a household, no company's and no dummy.
    #[must_use]
    pub fn is_personal(self) -> bool {
        self.is_mobile() || matches!(self, Self::Landline | Self::Foreign)
    }

    /// Whether it has the form of a mainland mobile, whatever its segment is for.
    #[must_use]
    pub fn is_mobile(self) -> bool {
        matches!(self, Self::Mobile | Self::VirtualMobile | Self::DataMobile | Self::Unallotted)
    }

    /// Why a number has this class, in one sentence.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Mobile => "eleven digits of an allotted mobile segment",
            Self::VirtualMobile => "a segment of virtual operators",
            Self::DataMobile => "a segment of data cards, things or satellite phones",
            Self::Unallotted => "eleven digits like a mobile, but the numbering plan knows no such segment",
            Self::Landline => "a known area code and seven or eight digits",
            Self::Foreign => "a country code other than 86",
            Self::Service => "a number of a company or an authority",
            Self::Placeholder => "repeated, sequential or known dummy digits, or a word for none",
            Self::Masked => "partly hidden: weak evidence, never a link",
            Self::Invalid => "no number of the Chinese plan; a landline needs its area code",
        }
    }
}

/// A number in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phone {
    /// 11 digits of a mobile; area code and number of a landline, `-` and the extension behind it.
    pub key: String,
    /// What it is.
    pub class: PhoneClass,
}

/// The operator of a mobile or the cities of a landline; empty for others.
#[must_use]
pub fn place(key: &str, class: PhoneClass) -> &'static str {
    let digits = key.as_bytes();
    match class {
        PhoneClass::Landline => plan::area(digits).map_or("", |(_, cities)| cities),
        class if class.is_mobile() => plan::segment(digits).map_or("", |(_, operator)| operator),
        _ => "",
    }
}

/// The extension of a landline's key; empty without one.
#[must_use]
pub fn extension(key: &str) -> &str {
    key.split_once('-').map_or("", |(_, extension)| extension)
}

/// All numbers of a cell.
#[must_use]
pub fn phones(raw: &str) -> Vec<Phone> {
    let mut out = Vec::new();
    each_phone(raw, |key, class| out.push(Phone { key: key.to_owned(), class }));
    out
}

/// Whether two numbers may be one, hidden digits included: same length, and equal where both show a digit.
#[must_use]
pub fn agrees(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left.bytes().zip(right.bytes()).all(|(one, other)| one == other || one == b'*' || other == b'*')
}

/// Calls `found` with every number of a cell, without storing them.
pub fn each_phone(raw: &str, mut found: impl FnMut(&str, PhoneClass)) {
    if raw.len() == 11
        && raw.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(class) = class_of_mobile(raw)
    {
        return found(raw, class);
    }
    let folded = width::fold(raw);
    let text = folded.trim();
    if text.is_empty() {
        return;
    }
    if placeholder::is_word(text) {
        return found(text, PhoneClass::Placeholder);
    }
    let parts = text.split(['/', ';', '、', ',', '。', '|', '\n', '\r', '\t', '或', '和', '及', '，', '；']);
    for part in parts.map(str::trim).filter(|part| has_digit(part)) {
        let mut number = Digits::default();
        let class = read(part, &mut number);
        if class != PhoneClass::Invalid {
            found(number.text(), class);
        } else if let Some(pair) = two_mobiles(number.text()) {
            for (key, class) in pair {
                found(key, class);
            }
        } else if part.split_whitespace().nth(1).is_some() {
            // Spaces separate numbers unless the whole part reads as one.
            for word in part.split_whitespace().filter(|word| has_digit(word)) {
                let mut number = Digits::default();
                let class = read(word, &mut number);
                found(number.text(), class);
            }
        } else {
            found(number.text(), class);
        }
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Digits, `*` and `-` of one number. What goes beyond is cut: no number is that long.
struct Digits {
    bytes: [u8; 40],
    length: usize,
}

impl Default for Digits {
    fn default() -> Self {
        Self { bytes: [0; 40], length: 0 }
    }
}

impl Digits {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }

    fn push_digits(&mut self, text: &str) {
        text.bytes().filter(u8::is_ascii_digit).for_each(|digit| self.push(digit));
    }

    fn drop_first(&mut self, count: usize) {
        self.bytes.copy_within(count..self.length, 0);
        self.length -= count;
    }

    fn put_zero_first(&mut self) {
        self.push(b'0');
        self.bytes[..self.length].rotate_right(1);
    }

    fn text(&self) -> &str {
        // Only ASCII is ever pushed.
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// Reads a part as one number.
fn read(part: &str, out: &mut Digits) -> PhoneClass {
    if part.contains('*') || part.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(b"xx")) {
        for byte in part.bytes() {
            match byte {
                b'0'..=b'9' => out.push(byte),
                b'*' | b'x' | b'X' => out.push(b'*'),
                _ => {}
            }
        }
        return PhoneClass::Masked;
    }
    let (number, extension) = split_extension(part);
    out.push_digits(number);
    if is_foreign(number, out.text()) {
        if !out.text().starts_with("00") {
            out.put_zero_first();
            out.put_zero_first();
        }
        return PhoneClass::Foreign;
    }
    strip_prefixes(number, out);
    let class = class_of_mobile(out.text()).unwrap_or_else(|| classify(out.text()));
    if class == PhoneClass::Landline && has_digit(extension) {
        out.push(b'-');
        out.push_digits(extension);
    }
    class
}

/// Number and extension: 010-88886666转8012, 010-88886666-8012, 010-88886666 ext 8012.
fn split_extension(part: &str) -> (&str, &str) {
    let at = part
        .find('转')
        .or_else(|| part.find("分机"))
        .or_else(|| part.as_bytes().windows(3).position(|three| three.eq_ignore_ascii_case(b"ext")));
    let at = at.or_else(|| {
        let number = part.trim_start_matches(['(', '+', ' ']);
        let digits_before = |place: usize| part[..place].bytes().filter(u8::is_ascii_digit).count();
        let behind =
            part.match_indices(['-', '#']).map(|(place, _)| place).find(|&place| digits_before(place) >= 10);
        behind.filter(|_| number.starts_with('0') && !number.starts_with("00"))
    });
    at.map_or((part, ""), |place| part.split_at(place))
}

/// Two mobiles written without anything between them.
fn two_mobiles(digits: &str) -> Option<[(&str, PhoneClass); 2]> {
    let (one, two) = digits.split_at_checked(11).filter(|(_, two)| two.len() == 11)?;
    Some([(one, class_of_mobile(one)?), (two, class_of_mobile(two)?)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use PhoneClass::{
        DataMobile, Foreign, Invalid, Landline, Masked, Mobile, Placeholder, Service, Unallotted,
        VirtualMobile,
    };

    fn check(raw: &str, expected: &[(&str, PhoneClass)]) {
        let found: Vec<(String, PhoneClass)> =
            phones(raw).into_iter().map(|phone| (phone.key, phone.class)).collect();
        let found: Vec<(&str, PhoneClass)> =
            found.iter().map(|(key, class)| (key.as_str(), *class)).collect();
        assert_eq!(found, expected, "{raw}");
    }

    #[test]
    fn spellings_of_one_mobile_share_a_key() {
        for raw in [
            "13912345607",
            "139 1234 5607",
            "139-1234-5607",
            "+86 13912345607",
            "0086-13912345607",
            "8613912345607",
            "１３９１２３４５６０７",
            "手机13912345607",
            " 13912345607 ",
            "+86 (139) 1234-5607",
            "17951 13912345607",
            "013912345607",
        ] {
            check(raw, &[("13912345607", Mobile)]);
        }
    }

    #[test]
    fn landlines_keep_area_code_and_extension() {
        check("010-88886657", &[("01088886657", Landline)]);
        check("(0755)8888 6657", &[("075588886657", Landline)]);
        check("+86 10 88886657", &[("01088886657", Landline)]);
        check("010-88886657-8012", &[("01088886657-8012", Landline)]);
        check("010-88886657转8012", &[("01088886657-8012", Landline)]);
        check("755-88886657", &[("075588886657", Landline)]);
        check("01088886657-8012", &[("01088886657-8012", Landline)]);
        check("88886657", &[("88886657", Invalid)]);
        check("0000-88886657", &[("000088886657", Invalid)]);
    }

    #[test]
    fn data_cards_new_segments_and_other_countries_are_told_apart() {
        check("14812345607", &[("14812345607", DataMobile)]);
        check("1064812345607", &[("1064812345607", DataMobile)]);
        check("15412345607", &[("15412345607", Unallotted)]);
        check("+852 9123 4567", &[("0085291234567", Foreign)]);
        check("0085291234567", &[("0085291234567", Foreign)]);
    }

    #[test]
    fn a_masked_number_agrees_with_those_it_may_be() {
        assert!(agrees("138****1234", "13856781234") && agrees("13856781234", "138****1234"));
        assert!(!agrees("138****1234", "13856781235") && !agrees("138***1234", "13856781234"));
    }

    #[test]
    fn a_cell_may_hold_several_numbers() {
        let both = [("13912345607", Mobile), ("17012345608", VirtualMobile)];
        for raw in [
            "13912345607/17012345608",
            "13912345607、17012345608",
            "13912345607 17012345608",
            "13912345607，17012345608",
            "1391234560717012345608",
            "139 1234 5607 170 1234 5608",
        ] {
            check(raw, &both);
        }
    }

    #[test]
    fn service_numbers_dummies_and_masks_are_told_apart() {
        check("95519", &[("95519", Service)]);
        check("400-800-8008", &[("4008008008", Service)]);
        check("12378", &[("12378", Service)]);
        check("13800138000", &[("13800138000", Placeholder)]);
        check("13888888888", &[("13888888888", Placeholder)]);
        check("00000000000", &[("00000000000", Placeholder)]);
        check("无", &[("无", Placeholder)]);
        check("138****1234", &[("138****1234", Masked)]);
        check("", &[]);
        check("请联系本人", &[]);
    }
}
