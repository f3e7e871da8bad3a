//! The columns of `normalise` for each type, by the code of the pipeline.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::normalise::address::cluster;
use crate::normalise::address::parts::Part;
use crate::normalise::address::{self, Level};
use crate::normalise::{account, id_no, letter, name, phone};

/// What the values are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(super) enum Kind {
    /// Addresses (地址)
    Address,
    /// Phone numbers (电话), several in one cell allowed
    Phone,
    /// Identity numbers (证件号码)
    #[value(name = "id_no")]
    IdNo,
    /// Bank accounts (账号)
    Account,
    /// Names of people (姓名)
    Name,
    /// Letters in the complainant's own words (投诉内容)
    Letter,
}

/// Columns of an address: what is compared, the divisions it lies in by their full names, and each part as it
/// was written.
const ADDRESS: [&str; 27] = [
    "key",
    "level",
    "cluster",
    "division",
    "in_province",
    "in_city",
    "in_district",
    "province",
    "city",
    "district",
    "zone",
    "town",
    "community",
    "village",
    "group",
    "road",
    "number",
    "subroad",
    "lane",
    "estate",
    "building",
    "unit",
    "floor",
    "room",
    "inner",
    "rest",
    "reason",
];

/// Reason of an empty value.
const EMPTY: &str = "empty";

impl Kind {
    /// Names of the columns behind `input`.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Address => &ADDRESS,
            Self::Phone => &["key", "class", "place", "extension", "reason"],
            Self::IdNo => &["key", "class", "division", "born", "reason"],
            Self::Account => &["key", "class", "reason"],
            Self::Name => &["key", "class", "surname", "reason"],
            Self::Letter => &["key", "class", "characters", "cluster", "reason"],
        }
    }

    /// Whether a value's row depends on the others.
    pub(super) fn has_clusters(self) -> bool {
        matches!(self, Self::Address | Self::Letter)
    }

    /// The key of each value's cluster; nothing for kinds without clusters.
    pub(super) fn clusters(self, values: &[Cow<'_, str>]) -> Vec<String> {
        match self {
            Self::Letter => letter::keyed(values.len(), |place| letter::wording(&values[place], &[]))
                .into_iter()
                .map(|letter| letter.map_or_else(String::new, |letter| letter.canonical.key()))
                .collect(),
            Self::Address => address_clusters(values),
            _ => Vec::new(),
        }
    }

    /// The rows of a value, each with one field a column.
    pub(super) fn rows(self, value: &str, cluster: &str) -> Vec<Vec<String>> {
        let row = match self {
            Self::Phone => return phones(value),
            Self::Address => address_row(value, cluster),
            Self::IdNo => id_no::id_no(value).map(|id| {
                let (division, born, reason) = (id.division().to_owned(), id.born(), id.reason().to_owned());
                vec![key(id.key, id.class.has_key()), id.class.name().to_owned(), division, born, reason]
            }),
            Self::Account => account::account(value).map(|account| {
                let class = account.class;
                vec![key(account.key, class.has_key()), class.name().to_owned(), class.reason().to_owned()]
            }),
            Self::Name => name::read(value).map(|read| {
                let class = read.class;
                let surname =
                    if class.has_key() { name::surname(&read.key).to_owned() } else { String::new() };
                let reason = class.reason().to_owned();
                vec![key(read.key, class.has_key()), class.name().to_owned(), surname, reason]
            }),
            Self::Letter => letter_row(value, cluster),
        };
        vec![row.unwrap_or_else(|| self.empty(EMPTY))]
    }

    /// A row without key that says only why.
    fn empty(self, reason: &str) -> Vec<String> {
        let mut row = vec![String::new(); self.columns().len()];
        if let Some(last) = row.last_mut() {
            reason.clone_into(last);
        }
        row
    }
}

/// The key where its class may be compared, else nothing.
fn key(key: String, compared: bool) -> String {
    if compared { key } else { String::new() }
}

/// The cluster of each address that reaches a place: near-identical spellings have one.
fn address_clusters(values: &[Cow<'_, str>]) -> Vec<String> {
    let read: Vec<Option<String>> = values
        .par_iter()
        .map(|value| {
            let address = address::address(value).filter(|address| compares(address.level))?;
            Some(address.into_spelling())
        })
        .collect();
    let spellings: Vec<&str> = read.iter().flatten().map(String::as_str).collect();
    let clusters = cluster::of_spellings(&spellings);
    let mut place = 0..spellings.len();
    let mut name = |_: &String| place.next().map(|at| clusters.name(&spellings, at).into_owned());
    read.iter().map(|read| read.as_ref().and_then(&mut name).unwrap_or_default()).collect()
}

/// Whether an address of this level is a place of its own. Only flats tie people.
fn compares(level: Level) -> bool {
    level <= Level::Estate
}

fn address_row(value: &str, cluster: &str) -> Option<Vec<String>> {
    let address = address::address(value)?;
    let parts = address.parts();
    let division = parts.division().map_or_else(String::new, |code| code.to_string());
    let mut row = vec![key(address.key.clone(), compares(address.level)), address.level.name().to_owned()];
    row.extend([cluster.to_owned(), division]);
    row.extend([Part::Province, Part::City, Part::District].map(|part| parts.value(part)));
    row.extend(address::parts::NAMES.iter().map(|&(part, _)| parts.written(part).to_owned()));
    row.push(address.reason().to_owned());
    Some(row)
}

fn phones(value: &str) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = phone::phones(value)
        .into_iter()
        .map(|phone| {
            let (place, extension) = (phone.place().to_owned(), phone.extension().to_owned());
            let class = phone.class;
            let key = key(phone.key, class.has_key());
            vec![key, class.name().to_owned(), place, extension, class.reason().to_owned()]
        })
        .collect();
    let reason = if value.trim().is_empty() { EMPTY } else { "no digit in it" };
    if rows.is_empty() { vec![Kind::Phone.empty(reason)] } else { rows }
}

fn letter_row(value: &str, cluster: &str) -> Option<Vec<String>> {
    if value.trim().is_empty() {
        return None;
    }
    Some(match letter::wording(value, &[]) {
        None => {
            let reason = "a remark: too short for its wording to say who wrote it";
            vec![String::new(), "remark".into(), String::new(), String::new(), reason.into()]
        }
        Some(wording) => {
            let content = letter::Content::of(&wording);
            let own = content.key();
            let reason = if own == cluster {
                "the wording without names, numbers, dates, amounts and signs"
            } else {
                "near-duplicate: shares the key of the cluster's smallest content"
            };
            let length = content.length.to_string();
            vec![own, "letter".into(), length, cluster.to_owned(), reason.into()]
        }
    })
}
