//! The columns of `normalise` for each type, by the code of the pipeline. One function a type.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::normalise::{account, address, id_no, letter, name, phone};

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

/// Reason of an empty value.
const EMPTY: &str = "empty";

impl Kind {
    /// Names of the columns behind `input`; the last is the reason.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Address => &["key", "level", "cluster", "reason"],
            Self::Phone => &["key", "class", "place", "extension", "reason"],
            Self::IdNo => &["key", "class", "division", "division_name", "born", "reason"],
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
            Self::Address => values.par_iter().map(|value| flat_key(value).unwrap_or_default()).collect(),
            _ => Vec::new(),
        }
    }

    /// The rows of a value: one, or one a phone of the cell.
    pub(super) fn rows(self, value: &str, cluster: &str) -> Vec<Row> {
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

fn flat_key(value: &str) -> Option<String> {
    address::address(value).filter(|address| address.level == address::Level::Flat).map(|address| address.key)
}

fn address_row(value: &str, cluster: &str) -> Option<Row> {
    let address = address::address(value)?;
    let key = flat_key(value).unwrap_or_default();
    let level = format!("{:?}", address.level).to_lowercase();
    let reason = if key.is_empty() { "no flat: ties nobody" } else { "one flat" };
    Some(vec![key.into(), level.into(), cluster.to_owned().into(), reason.into()])
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

fn letter_row(value: &str, cluster: &str) -> Option<Row> {
    if value.trim().is_empty() {
        return None;
    }
    let Some(wording) = letter::wording(value, &[]) else {
        let reason = "a remark: too short for its wording to say who wrote it";
        return Some(vec!["".into(), "remark".into(), "".into(), "".into(), reason.into()]);
    };
    let content = letter::Content::of(&wording);
    let own = content.key();
    let reason = if own == cluster {
        "the wording without names, numbers, dates, amounts and signs"
    } else {
        "near-duplicate: shares the key of the cluster's smallest content"
    };
    let length = content.length.to_string();
    Some(vec![own.into(), "letter".into(), length.into(), cluster.to_owned().into(), reason.into()])
}
