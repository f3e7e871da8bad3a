//! The labels table → what people decided, each about a ring, a record, a value, or two of them together. A row that
//! says nothing clear is given back with its place.
//!
//! Whoever reads labels (a run, an import) reads them here, so that one row means the same everywhere.

use super::id_no::{IdClass, id_no};
use super::watch::{Sought, sought};
use super::{account, address, phone};
use crate::ingest::{Reject, values::shape};
use crate::record::{Column, Day, Money, TableKind, Tables, ValueKind};

/// Decisions of the data contract.
pub const DECISIONS: [&str; 4] = ["confirmed", "cleared", "unsure", "ignore"];
/// Statuses of the data contract.
pub const STATUSES: [&str; 8] =
    ["待核", "核查中", "误报", "转销售合规", "已报案", "已立案", "不予立案", "判决"];

/// A value that somebody decided about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    /// Read from its text.
    Read(Sought),
    /// A kind and a token, as a store exports them.
    Token(String, String),
}

/// What a decision is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum About {
    /// A ring, by its id.
    Ring(String),
    /// A record, by its id.
    Record(String),
    /// Two records, which count as one household's.
    Records(String, String),
    /// The values of a cell, each for itself.
    Values(Vec<Named>),
    /// Two values, which tie nobody who carries both.
    Both(Named, Named),
}

/// A row of the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// What it is about.
    pub about: About,
    /// One of [`DECISIONS`].
    pub decision: String,
    /// Who decided.
    pub author: String,
    /// When.
    pub decided_at: Day,
    /// Why, as it was written.
    pub reason: String,
    /// Last day on which it holds.
    pub expires_at: Option<Day>,
    /// One of [`STATUSES`], or empty.
    pub status: String,
    /// What it saved.
    pub prevented_loss: Option<Money>,
}

/// What is wrong with a row: its column and the words.
type Problem = (Column, String);

/// All labels in the order of their rows, and the rows that say nothing clear.
#[must_use]
pub fn labels(tables: &Tables) -> (Vec<Label>, Vec<Reject>) {
    let table = tables.table(TableKind::Labels);
    let (mut out, mut unread) = (Vec::new(), Vec::new());
    for row in 0..table.rows() {
        match label(tables, row) {
            Ok(label) => out.push(label),
            Err((column, reason)) => {
                let source = table.sources[row];
                unread.push(Reject {
                    file: source.file,
                    line: u64::from(source.line),
                    column: column.name().to_owned(),
                    shape: shape(table.text(column, row)),
                    reason,
                });
            }
        }
    }
    (out, unread)
}

fn label(tables: &Tables, row: usize) -> Result<Label, Problem> {
    let table = tables.table(TableKind::Labels);
    let text = |column| table.text(column, row).trim();
    let one_of = |column, words: &[&str]| {
        let wrong = || (column, format!("not one of {}", words.join(", ")));
        words.contains(&text(column)).then(|| text(column).to_owned()).ok_or_else(wrong)
    };
    let decided_at = table.day(Column::DecidedAt, row);
    Ok(Label {
        about: about(&text)?,
        decision: one_of(Column::Decision, &DECISIONS)?,
        author: text(Column::Author).to_owned(),
        decided_at: decided_at.ok_or((Column::DecidedAt, "a decision needs the day it was made".into()))?,
        reason: text(Column::Reason).to_owned(),
        expires_at: table.day(Column::ExpiresAt, row),
        status: if text(Column::Status).is_empty() {
            String::new()
        } else {
            one_of(Column::Status, &STATUSES)?
        },
        prevented_loss: table.money(Column::PreventedLoss, row),
    })
}

fn about<'a>(text: &impl Fn(Column) -> &'a str) -> Result<About, Problem> {
    let (ring, record, value) = (text(Column::RingId), text(Column::RecordId), text(Column::Value));
    let (other_record, other_value) = (text(Column::OtherRecordId), text(Column::OtherValue));
    let named = [ring, record, value].iter().filter(|text| !text.is_empty()).count();
    if named != 1 {
        let words = "a decision is about one of ring_id, record_id and value";
        return Err((Column::RingId, words.into()));
    }
    for (one, other, column, words) in [
        (record, other_record, Column::OtherRecordId, "it needs a record_id beside it"),
        (value, other_value, Column::OtherValue, "it needs a value beside it"),
    ] {
        if one.is_empty() && !other.is_empty() {
            return Err((column, words.into()));
        }
    }
    for column in [Column::RingId, Column::RecordId, Column::OtherRecordId] {
        if !is_id(text(column)) {
            return Err((column, "no id: it has spaces or is, or holds, a person's data".into()));
        }
    }
    if !ring.is_empty() {
        return Ok(About::Ring(ring.to_owned()));
    }
    if !record.is_empty() {
        let record = record.to_owned();
        return Ok(match other_record {
            "" => About::Record(record),
            other => About::Records(record, other.to_owned()),
        });
    }
    let one = |column| match <[Named; 1]>::try_from(read(text(column))) {
        Ok([one]) => Ok(one),
        Err(_) => Err((column, "a pair takes one value on each side".to_owned())),
    };
    if !other_value.is_empty() {
        return Ok(About::Both(one(Column::Value)?, one(Column::OtherValue)?));
    }
    match read(value) {
        none if none.is_empty() => Err((
            Column::Value,
            "no phone, account, identity number, e-mail or address, nor a token of a store".into(),
        )),
        values => Ok(About::Values(values)),
    }
}

/// Whether a text can be a ring's or a record's id. Ids are kept as they are, so nothing that could be a person's name,
/// phone, identity number or e-mail passes for one.
#[must_use]
pub fn is_id(text: &str) -> bool {
    // An e-mail address has an @, and no id of a system does.
    let written = |letter: char| letter.is_ascii_graphic() && letter != '@';
    let mobile =
        |run: &str| run.len() == 11 && phone::phones(run).iter().any(|phone| phone.class.is_mobile());
    let resident =
        |run: &str| run.len() == 18 && id_no(run).is_some_and(|number| number.class == IdClass::Resident);
    text.chars().all(written)
        && !text.split(|letter: char| !letter.is_ascii_digit()).any(mobile)
        && !text.split(|letter: char| !letter.is_ascii_alphanumeric()).any(resident)
}

/// Whether a kind and a token are as a store exports them.
fn is_token(kind: &str, token: &str) -> bool {
    ValueKind::ALL.iter().any(|known| known.name() == kind)
        && token.len() == 32
        && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The values that a text names; none when it names nothing that ties people.
#[must_use]
pub fn read(text: &str) -> Vec<Named> {
    if let Some((kind, token)) = text.strip_prefix("token:").and_then(|rest| rest.split_once(':')) {
        let named = || Named::Token(kind.to_owned(), token.to_owned());
        return is_token(kind, token).then(named).into_iter().collect();
    }
    // An identity number also reads as an account: the narrowest reading first.
    ["phone", "id_no", "email", "account", "address"]
        .into_iter()
        .filter(|value_type| match *value_type {
            "phone" => {
                is_written_as_phones(text) && phone::phones(text).iter().all(|phone| phone.class.has_key())
            }
            // Any id of another system reads as a document of no known kind.
            "id_no" => id_no(text).is_some_and(|number| number.class != IdClass::Other),
            "account" => is_written_as_account(text),
            // Coarser addresses tie nobody, and an id of letters and digits can read as a house with a flat.
            "address" if text.is_ascii() => false,
            "address" => address::address(text).is_some_and(|address| address.level == address::Level::Flat),
            _ => true,
        })
        .map(|value_type| sought(value_type, text))
        .find(|values| !values.is_empty())
        .unwrap_or_default()
        .into_iter()
        .map(Named::Read)
        .collect()
}

// A column of a table is read leniently, because it says what it holds; here the text alone must say it.

/// No phone is that long.
const LONGER_THAN_A_PHONE: usize = 14;

/// One phone or several with separators: numbers without words, and not one number too long for a phone.
fn is_written_as_phones(text: &str) -> bool {
    let runs = || text.split(|letter: char| !letter.is_ascii_digit()).map(str::len);
    let (digits, longest) = (runs().sum::<usize>(), runs().max().unwrap_or(0));
    let one_number = longest == digits || longest <= 6;
    let written = |letter: char| letter.is_ascii_digit() || " +-()/;,、；，".contains(letter);
    text.chars().all(written) && !(digits >= LONGER_THAN_A_PHONE && one_number)
}

/// Digits that can be an account, without words.
fn is_written_as_account(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_digit() || " -".contains(letter))
        && account::account(text).is_some_and(|account| account.class.has_key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;

    fn check(csv: &str) -> (Vec<Label>, Vec<Reject>) {
        let ingested = ingest::read_bytes(TableKind::Labels, "labels.csv", csv.as_bytes().to_vec()).unwrap();
        labels(&ingested.tables)
    }

    #[test]
    fn a_cell_of_two_phones_is_two_values_and_two_cells_are_a_pair() {
        let (read, unread) = check(
            "value,other_value,decision,decided_at\n\
             13912345601 / 13912345602,,ignore,2026-03-01\n\
             13912345601,13912345602,cleared,2026-03-01\n",
        );
        assert_eq!(unread, []);
        let values = |label: &Label| match &label.about {
            About::Values(values) => values.len(),
            About::Both(..) => 20,
            _ => 0,
        };
        let mut found: Vec<usize> = read.iter().map(values).collect();
        found.sort_unstable();
        assert_eq!(found, [2, 20]);
    }

    #[test]
    fn an_account_is_no_phone_and_two_phones_are_no_account() {
        let kinds = |text: &str| -> Vec<&str> {
            read(text)
                .iter()
                .map(|named| match named {
                    Named::Read(sought) => sought.kind.name(),
                    Named::Token(..) => "token",
                })
                .collect()
        };
        assert_eq!(kinds("6222000000007932896"), ["account"]);
        assert_eq!(kinds("6222 0000 0000 7932 896"), ["account"]);
        assert_eq!(kinds("13912345601 13912345602"), ["phone", "phone"]);
        assert_eq!(kinds("139 1234 5601"), ["phone"]);
        assert_eq!(kinds("57"), [""; 0]);
        assert_eq!(kinds("330106197001013332"), ["proxy"]);
        assert_eq!(kinds("浙江省杭州市西湖区文三路1号2幢3单元401室"), ["address"]);
        assert_eq!(kinds("unknown"), [""; 0]);
        assert_eq!(kinds("C20260002983"), [""; 0]);
        assert_eq!(kinds("token:phone:0123456789abcdef0123456789abcdef"), ["token"]);
        assert_eq!(kinds("token:phone:13912345601"), [""; 0]);
        assert_eq!(kinds("token:song:0123456789abcdef0123456789abcdef"), [""; 0]);
    }

    #[test]
    fn an_id_is_never_a_persons_data() {
        for id in ["", "R-C20260002983", "C20260002983", "1002983", "202600029831", "a_b.c/1"] {
            assert!(is_id(id), "{id}");
        }
        for data in
            ["王小明", "wang xiaoming", "13912345601", "C-13912345601", "330106197001013332", "a@b.cn"]
        {
            assert!(!is_id(data), "{data}");
        }
    }

    #[test]
    fn the_other_one_of_a_pair_needs_the_first_and_an_id_is_no_persons_data() {
        let (read, unread) = check(
            "ring_id,record_id,other_record_id,value,other_value,decision,decided_at\n\
             R-1,,C2,,,cleared,2026-03-01\n\
             R-1,,,,13912345601,cleared,2026-03-01\n\
             ,C1,,,13912345601,cleared,2026-03-01\n\
             ,13912345601,,,,cleared,2026-03-01\n\
             ,C1,330106197001013332,,,cleared,2026-03-01\n\
             王小明,,,,,cleared,2026-03-01\n",
        );
        assert_eq!(read, []);
        let mut places: Vec<(u64, &str)> =
            unread.iter().map(|reject| (reject.line, reject.column.as_str())).collect();
        places.sort_unstable();
        let expected =
            ["other_record_id", "other_value", "other_value", "record_id", "other_record_id", "ring_id"];
        assert_eq!(places, (2..).zip(expected).collect::<Vec<(u64, &str)>>());
    }

    #[test]
    fn a_row_that_says_nothing_clear_comes_back_with_line_and_column() {
        let (read, unread) = check(
            "ring_id,record_id,value,decision,decided_at,status\n\
             R-1,,,guilty,2026-03-01,\n\
             R-1,C1,,cleared,2026-03-01,\n\
             ,,?,cleared,2026-03-01,\n\
             R-1,,,cleared,,\n\
             R-1,,,cleared,2026-03-01,done\n\
             R-1,,,cleared,2026-03-01,误报\n",
        );
        assert_eq!(read.len(), 1, "{read:?}");
        let mut places: Vec<(u64, &str)> =
            unread.iter().map(|reject| (reject.line, reject.column.as_str())).collect();
        places.sort_unstable();
        assert_eq!(places, [(2, "decision"), (3, "ring_id"), (4, "value"), (5, "decided_at"), (6, "status")]);
    }
}
