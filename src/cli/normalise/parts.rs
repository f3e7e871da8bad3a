//! The columns of `normalise` for each type, by the code of the pipeline. One function a type.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::normalise::address::cluster;
use crate::normalise::address::parts::Part;
use crate::normalise::address::{self, Level};
use crate::normalise::letter::{self, Content, Letter};
use crate::normalise::{account, id_no, name, phone};

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

/// The fields of a row, one a column.
pub(super) type Row = Vec<Cow<'static, str>>;

/// What a value shares with others.
#[derive(Clone, Default)]
pub(super) struct Cluster {
    /// The key of all its values.
    key: String,
    /// Of an address: its own key among all values.
    own: String,
    /// Why the address is in its cluster.
    reason: &'static str,
    /// The wording that they have in common.
    shared: Arc<str>,
}

/// Columns of an address: what is compared, the divisions it lies in by their full names, and each part as it
/// was written.
const ADDRESS: [&str; 28] = [
    "key",
    "level",
    "cluster",
    "cluster_reason",
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
    /// Names of the columns behind `input`; the last is the reason.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Address => &ADDRESS,
            Self::Phone => &["key", "class", "place", "extension", "reason"],
            Self::IdNo => &["key", "class", "division", "division_name", "born", "reason"],
            Self::Account => &["key", "class", "reason"],
            Self::Name => &["key", "class", "surname", "reason"],
            Self::Letter => &["key", "class", "characters", "cluster", "shared", "reason"],
        }
    }

    /// Whether a value's row depends on the others.
    pub(super) fn has_clusters(self) -> bool {
        matches!(self, Self::Address | Self::Letter)
    }

    /// Each value's cluster; nothing for kinds without clusters.
    pub(super) fn clusters(self, values: &[Cow<'_, str>]) -> Vec<Cluster> {
        match self {
            Self::Letter => letters(values),
            Self::Address => addresses(values),
            _ => Vec::new(),
        }
    }

    /// The rows of a value: one, or one a phone of the cell.
    pub(super) fn rows(self, value: &str, cluster: &Cluster) -> Vec<Row> {
        let row = match self {
            Self::Phone => return phones(value),
            Self::Address => address_row(value, cluster),
            Self::IdNo => id_row(value),
            Self::Account => account_row(value),
            Self::Name => name_row(value),
            Self::Letter => letter_row(value, cluster),
        };
        vec![row.unwrap_or_else(|| self.empty(EMPTY))]
    }

    /// A row without key that says only why.
    fn empty(self, reason: &'static str) -> Row {
        let mut row = vec![Cow::Borrowed(""); self.columns().len()];
        row.pop();
        row.push(reason.into());
        row
    }
}

/// The key where its class may be compared, else nothing.
fn key(key: Cow<'_, str>, compared: bool) -> Cow<'static, str> {
    if compared { key.into_owned().into() } else { "".into() }
}

/// The cluster of each address that reaches a place: near-identical spellings have one.
fn addresses(values: &[Cow<'_, str>]) -> Vec<Cluster> {
    let read: Vec<Option<String>> = values
        .par_iter()
        .map(|value| {
            let address = address::address(value).filter(address::Address::is_place)?;
            Some(address.into_spelling())
        })
        .collect();
    let spellings: Vec<&str> = read.iter().flatten().map(String::as_str).collect();
    let clusters = cluster::of_spellings(&spellings);
    let mut places = (0..spellings.len()).map(|at| Cluster {
        key: clusters.name(&spellings, at).into_owned(),
        own: clusters.key(&spellings, at).into_owned(),
        reason: clusters.reason(&spellings, at),
        ..Cluster::default()
    });
    read.iter().map(|read| read.as_ref().and_then(|_| places.next()).unwrap_or_default()).collect()
}

/// Whether an address of this level is a place of its own. Only flats tie people.
fn compares(level: Level) -> bool {
    level <= Level::Estate
}

fn address_row(value: &str, cluster: &Cluster) -> Option<Row> {
    let address = address::address(value)?;
    let parts = address.parts();
    let division = parts.division().map_or_else(String::new, |code| code.to_string());
    let mut row: Row =
        vec![key(cluster.own.as_str().into(), compares(address.level)), address.level.name().into()];
    row.extend([cluster.key.clone().into(), cluster.reason.into(), division.into()]);
    row.extend([Part::Province, Part::City, Part::District].map(|part| Cow::from(parts.value(part))));
    row.extend(address::parts::NAMES.iter().map(|&(part, _)| Cow::from(parts.written(part).to_owned())));
    row.push(address.reason().to_owned().into());
    Some(row)
}

/// Letters with the passages that their clusters share, one text for all letters of a cluster.
fn letters(values: &[Cow<'_, str>]) -> Vec<Cluster> {
    let letter = |place: usize| Letter::alone(&values[place]);
    let keyed = letter::keyed(values.len(), letter);
    let clusters: FxHashMap<Content, Arc<str>> = letter::shared::of_clusters(&keyed, letter)
        .into_iter()
        .map(|(canonical, passages)| (canonical, passages.join(" … ").into()))
        .collect();
    let cluster = |canonical: Content| Cluster {
        key: canonical.key(),
        shared: clusters.get(&canonical).cloned().unwrap_or_default(),
        ..Cluster::default()
    };
    keyed
        .into_iter()
        .map(|letter| letter.map_or_else(Cluster::default, |letter| cluster(letter.canonical)))
        .collect()
}

fn phones(value: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    phone::each_phone(value, |key, class| {
        let compared = class.has_key();
        let (place, extension) = (phone::place(key, class), phone::extension(key));
        let extension = if compared { extension } else { "" };
        let key = if compared { key } else { "" };
        rows.push(vec![
            key.to_owned().into(),
            class.name().into(),
            place.into(),
            extension.to_owned().into(),
            class.reason().into(),
        ]);
    });
    if rows.is_empty() {
        rows.push(Kind::Phone.empty(if value.trim().is_empty() { EMPTY } else { "no digit in it" }));
    }
    rows
}

fn id_row(value: &str) -> Option<Row> {
    let id = id_no::id_no(value)?;
    let division = id.division().to_owned();
    let name = division.parse().ok().and_then(crate::normalise::divisions::name).unwrap_or_default();
    let (born, reason) = (id.born(), id.reason());
    let key = key(id.key, id.class.has_key());
    Some(vec![key, id.class.name().into(), division.into(), name.into(), born.into(), reason.into()])
}

fn account_row(value: &str) -> Option<Row> {
    let account = account::account(value)?;
    let class = account.class;
    Some(vec![key(account.key, class.has_key()), class.name().into(), class.reason().into()])
}

fn name_row(value: &str) -> Option<Row> {
    let read = name::read(value)?;
    let class = read.class;
    let surname = if class.has_key() { name::surname(&read.key).to_owned() } else { String::new() };
    Some(vec![key(read.key, class.has_key()), class.name().into(), surname.into(), class.reason().into()])
}

fn letter_row(value: &str, cluster: &Cluster) -> Option<Row> {
    if value.trim().is_empty() {
        return None;
    }
    let Some(wording) = letter::wording(value, &[]) else {
        let reason = "a remark: too short for its wording to say who wrote it";
        return Some(vec!["".into(), "remark".into(), "".into(), "".into(), "".into(), reason.into()]);
    };
    let content = Content::of(&wording);
    let own = content.key();
    let reason = if own == cluster.key {
        "the wording without names, numbers, dates, amounts and signs"
    } else {
        "near-duplicate: shares the key of the cluster's smallest content"
    };
    let (length, shared) = (content.length.to_string(), cluster.shared.to_string());
    Some(vec![
        own.into(),
        "letter".into(),
        length.into(),
        cluster.key.clone().into(),
        shared.into(),
        reason.into(),
    ])
}
