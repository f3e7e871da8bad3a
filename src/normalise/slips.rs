//! Slips of one digit: a mobile that one person alone gives, read as the shared one beside it. Optional.
//!
//! Beside means one digit other, or two neighbouring digits exchanged. Among millions of numbers some stand beside
//! each other by chance, so the records must agree otherwise: the same person gives the shared number elsewhere,
//! or a record with the slip carries another value of somebody who gives it. What agrees with two shared numbers
//! is read as neither. Facts and the watchlist keep to what was typed.
//!
//! # Complexity
//! Every shared number is filed under its eleven forms with one digit left out, every other is looked up under its
//! own: O(n log n), never all pairs. Deletion neighbourhoods: Mor and Fraenkel (1982), A hash code method for
//! detecting and correcting spelling errors, CACM 25(12).

use super::records::Assembled;
use crate::record::{LinkType, Mention, RecordIx, Symbol, ValueIx, ValueKind};

/// People who must give a number before another may be a slip of it: two may share a slip of their own.
const SHARED_BY: usize = 3;
/// A value of more records than this says nothing about two of them.
const TELLING_RECORDS: u32 = 100;

/// A phone that is read as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Where it was typed.
    pub record: RecordIx,
    /// The part it plays there.
    pub link_type: LinkType,
    /// The number as typed.
    pub typed: ValueIx,
    /// The number it is read as.
    pub read_as: ValueIx,
    /// What speaks for it.
    pub agreement: Agreement,
}

/// What speaks for a slip besides the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The person gives the shared number in another record.
    SamePerson,
    /// A record with the slip carries this value, as a record of the shared number does.
    SharedValue(ValueIx),
}

/// Whoever a record is about, as far as it says so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Giver {
    Id(Symbol),
    Policy(Symbol),
    Unknown(RecordIx),
}

/// Reads slips as the numbers meant: the mentions change, the slips are kept, sorted by record.
pub(super) fn correct(assembled: &mut Assembled) {
    let mobiles = mobiles(assembled);
    let (shared, alone): (Vec<&Mobile>, Vec<&Mobile>) = mobiles
        .iter()
        .filter(|mobile| mobile.givers.len() != 2)
        .partition(|mobile| mobile.givers.len() >= SHARED_BY);
    let neighbourhood = Neighbourhood::new(&shared);
    let mut pairs: Vec<(usize, &Mobile)> = alone
        .into_iter()
        .flat_map(|mobile| neighbourhood.of(mobile.number).into_iter().map(move |near| (near, mobile)))
        .collect();
    pairs.sort_unstable_by_key(|&(near, mobile)| (near, mobile.value));
    let degrees = degrees(assembled);
    let mut found: Vec<(&Mobile, ValueIx, Agreement)> = Vec::new();
    for same in pairs.chunk_by(|left, right| left.0 == right.0) {
        let meant = shared[same[0].0];
        let values = telling(assembled, meant, &degrees);
        for &(_, typed) in same {
            let agreement = agreement(assembled, typed, meant, &values);
            found.extend(agreement.map(|agreement| (typed, meant.value, agreement)));
        }
    }
    found.sort_unstable_by_key(|&(typed, meant, _)| (typed.value, meant));
    let mut slips = Vec::new();
    for same in found.chunk_by(|left, right| left.0.value == right.0.value) {
        if let &[(typed, read_as, agreement)] = same {
            slips.extend(typed.mentions.iter().map(|mention| Slip {
                record: mention.record,
                link_type: mention.link_type,
                typed: typed.value,
                read_as,
                agreement,
            }));
        }
    }
    slips.sort_unstable_by_key(|slip| (slip.record, slip.typed, slip.link_type));
    read(&mut assembled.mentions, &slips);
    assembled.slips = slips;
}

/// A mobile and who gives it.
struct Mobile {
    value: ValueIx,
    number: u64,
    mentions: Vec<Mention>,
    givers: Vec<Giver>,
}

/// The mobiles that are not set aside, by value.
fn mobiles(assembled: &Assembled) -> Vec<Mobile> {
    let values = &assembled.values;
    let mobile = |value: ValueIx| {
        let key = values.key(value);
        let usable =
            values.kind(value) == ValueKind::Phone && assembled.set_aside[value.0 as usize].is_none();
        if usable && key.len() == 11 && key.starts_with('1') { key.parse().ok() } else { None }
    };
    let mut mentions: Vec<Mention> = assembled
        .mentions
        .iter()
        .filter(|mention| values.kind(mention.value) == ValueKind::Phone)
        .copied()
        .collect();
    mentions.sort_unstable_by_key(|mention| (mention.value, mention.record, mention.link_type));
    mentions
        .chunk_by(|left, right| left.value == right.value)
        .filter_map(|same| {
            let value = same[0].value;
            let number: u64 = mobile(value)?;
            let mut givers: Vec<Giver> =
                same.iter().map(|mention| giver(assembled, mention.record)).collect();
            givers.sort_unstable();
            givers.dedup();
            Some(Mobile { value, number, mentions: same.to_vec(), givers })
        })
        .collect()
}

fn giver(assembled: &Assembled, record: RecordIx) -> Giver {
    let id = assembled.parties.principals[record.0 as usize].id;
    let policy = assembled.parties.policies[record.0 as usize];
    match (id.0, policy.0) {
        (0, 0) => Giver::Unknown(record),
        (0, _) => Giver::Policy(policy),
        _ => Giver::Id(id),
    }
}

/// Records of each value.
fn degrees(assembled: &Assembled) -> Vec<u32> {
    let mut degrees = vec![0; assembled.values.len()];
    for same in
        assembled.mentions.chunk_by(|left, right| (left.record, left.value) == (right.record, right.value))
    {
        degrees[same[0].value.0 as usize] += 1;
    }
    degrees
}

/// Whether two people with this value have more in common than chance gives them.
fn is_telling(assembled: &Assembled, value: ValueIx, degrees: &[u32]) -> bool {
    !matches!(assembled.values.kind(value), ValueKind::Ip | ValueKind::Receiver)
        && assembled.set_aside[value.0 as usize].is_none()
        && degrees[value.0 as usize] <= TELLING_RECORDS
}

/// The telling values in records of a number, the number itself left out; sorted.
fn telling(assembled: &Assembled, mobile: &Mobile, degrees: &[u32]) -> Vec<ValueIx> {
    let mut out: Vec<ValueIx> = mobile
        .mentions
        .iter()
        .flat_map(|mention| of_record(&assembled.mentions, mention.record))
        .map(|mention| mention.value)
        .filter(|&value| value != mobile.value && is_telling(assembled, value, degrees))
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// What speaks for a slip of `meant`, of whose records `values` are the telling ones.
fn agreement(assembled: &Assembled, typed: &Mobile, meant: &Mobile, values: &[ValueIx]) -> Option<Agreement> {
    if meant.givers.binary_search(&typed.givers[0]).is_ok() {
        return Some(Agreement::SamePerson);
    }
    typed
        .mentions
        .iter()
        .flat_map(|mention| of_record(&assembled.mentions, mention.record))
        .map(|mention| mention.value)
        .find(|value| values.binary_search(value).is_ok())
        .map(Agreement::SharedValue)
}

/// The mentions of a record.
fn of_record(mentions: &[Mention], record: RecordIx) -> &[Mention] {
    let start = mentions.partition_point(|mention| mention.record < record);
    let length = mentions[start..].partition_point(|mention| mention.record == record);
    &mentions[start..start + length]
}

/// Puts the numbers meant in the place of the typed ones.
fn read(mentions: &mut Vec<Mention>, slips: &[Slip]) {
    if slips.is_empty() {
        return;
    }
    for mention in mentions.iter_mut() {
        let sought = (mention.record, mention.value, mention.link_type);
        if let Ok(place) =
            slips.binary_search_by_key(&sought, |slip| (slip.record, slip.typed, slip.link_type))
        {
            mention.value = slips[place].read_as;
        }
    }
    mentions.sort_unstable();
    mentions.dedup();
}

/// Digits of a mobile.
const DIGITS: u32 = 11;

/// Shared numbers under each of their forms with one digit left out.
struct Neighbourhood {
    without_digit: Vec<(u64, usize)>,
    whole: Vec<(u64, usize)>,
}

impl Neighbourhood {
    fn new(shared: &[&Mobile]) -> Self {
        let numbered = || shared.iter().enumerate().map(|(place, mobile)| (mobile.number, place));
        let mut without_digit: Vec<(u64, usize)> =
            numbered().flat_map(|(number, place)| forms(number).map(move |form| (form, place))).collect();
        let mut whole: Vec<(u64, usize)> = numbered().collect();
        without_digit.sort_unstable();
        whole.sort_unstable();
        Self { without_digit, whole }
    }

    /// The shared numbers beside a number, each once.
    fn of(&self, number: u64) -> Vec<usize> {
        let mut out: Vec<usize> = forms(number).flat_map(|form| places(&self.without_digit, form)).collect();
        out.extend(exchanges(number).flat_map(|number| places(&self.whole, number)));
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// What stands under a key of a sorted list.
fn places(sorted: &[(u64, usize)], key: u64) -> impl Iterator<Item = usize> {
    let start = sorted.partition_point(|entry| entry.0 < key);
    sorted[start..].iter().take_while(move |entry| entry.0 == key).map(|entry| entry.1)
}

/// The number with each of its digits left out in turn; the place of the gap makes the form unlike all others.
fn forms(number: u64) -> impl Iterator<Item = u64> {
    (0..DIGITS).map(move |place| {
        let unit = 10_u64.pow(place);
        number - number / unit % 10 * unit + u64::from(place) * 10_u64.pow(DIGITS)
    })
}

/// The number with two neighbouring digits exchanged, where that changes it.
fn exchanges(number: u64) -> impl Iterator<Item = u64> {
    (0..DIGITS - 1).filter_map(move |place| {
        let unit = 10_u64.pow(place);
        let (right, left) = (number / unit % 10, number / unit / 10 % 10);
        (left != right).then(|| number - left * 10 * unit - right * unit + right * 10 * unit + left * unit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::principals::{Parties, Party};
    use crate::record::{TextColumn, Values};

    /// Records as (identity number, phone, account); equal texts are equal values.
    fn world(rows: &[(u32, &str, &str)]) -> Assembled {
        let mut texts: Vec<(ValueKind, &str)> = rows
            .iter()
            .flat_map(|&(_, phone, account)| [(ValueKind::Phone, phone), (ValueKind::Account, account)])
            .filter(|(_, text)| !text.is_empty())
            .collect();
        texts.sort_unstable();
        texts.dedup();
        let mut keys = TextColumn::default();
        for (_, text) in &texts {
            assert!(keys.push(text));
        }
        let mut out = Assembled {
            values: Values { kinds: texts.iter().map(|(kind, _)| *kind).collect(), keys },
            set_aside: vec![None; texts.len()],
            ..Assembled::default()
        };
        out.parties = Parties::default();
        for (record, &(id, phone, account)) in rows.iter().enumerate() {
            out.parties.principals.push(Party { id: Symbol(id), ..Party::default() });
            out.parties.policies.push(Symbol::default());
            for (kind, text, link_type) in [
                (ValueKind::Phone, phone, LinkType::ContactPhone),
                (ValueKind::Account, account, LinkType::RefundAccount),
            ] {
                if let Ok(value) = texts.binary_search(&(kind, text)) {
                    let value = ValueIx(value as u32);
                    out.mentions.push(Mention { record: RecordIx(record as u32), value, link_type });
                }
            }
        }
        out.mentions.sort_unstable();
        out
    }

    /// The phone of the last record after slips were read.
    fn last_phone(rows: &[(u32, &str, &str)]) -> String {
        let mut world = world(rows);
        correct(&mut world);
        let last = RecordIx(rows.len() as u32 - 1);
        let phone = of_record(&world.mentions, last)
            .iter()
            .find(|mention| mention.link_type == LinkType::ContactPhone)
            .unwrap();
        world.values.key(phone.value).to_owned()
    }

    const SHARED: [(u32, &str, &str); 3] =
        [(1, "13912345607", "a"), (2, "13912345607", "b"), (3, "13912345607", "c")];

    fn with(more: &[(u32, &'static str, &'static str)]) -> String {
        last_phone(&[&SHARED[..], more].concat())
    }

    #[test]
    fn a_slip_is_read_as_the_shared_number_when_the_person_gives_it_elsewhere() {
        assert_eq!(with(&[(1, "13912345608", "")]), "13912345607");
    }

    #[test]
    fn a_slip_is_read_as_the_shared_number_when_another_value_is_shared_too() {
        assert_eq!(with(&[(9, "13912346507", "b")]), "13912345607");
    }

    #[test]
    fn a_number_beside_a_shared_one_is_no_slip_by_itself() {
        assert_eq!(with(&[(9, "13912345608", "z")]), "13912345608");
    }

    #[test]
    fn two_digits_other_or_a_second_person_make_no_slip() {
        assert_eq!(with(&[(1, "13912345618", "")]), "13912345618");
        assert_eq!(with(&[(8, "13912345608", ""), (1, "13912345608", "")]), "13912345608");
    }

    #[test]
    fn a_number_beside_two_shared_ones_that_agree_is_left_alone() {
        let other = [(1, "13912345609", "a"), (2, "13912345609", "b"), (3, "13912345609", "c")];
        assert_eq!(last_phone(&[&SHARED[..], &other, &[(1, "13912345608", "")]].concat()), "13912345608");
    }

    #[test]
    fn what_was_read_is_kept_with_its_reason() {
        let mut world = world(&[&SHARED[..], &[(1, "13912345608", "")]].concat());
        correct(&mut world);
        assert_eq!(world.slips.len(), 1);
        assert_eq!(world.slips[0].agreement, Agreement::SamePerson);
        assert_eq!(world.values.key(world.slips[0].typed), "13912345608");
    }
}
