//! The columns of `normalise` for each type, by the code of the pipeline.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::normalise::letter::{Content, Letter};
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

/// What a value shares with others.
#[derive(Clone, Default)]
pub(super) struct Cluster {
    /// The key of all its values.
    key: String,
    /// The wording that they have in common.
    shared: Arc<str>,
}

/// Reason of an empty value.
const EMPTY: &str = "empty";

impl Kind {
    /// Names of the columns behind `input`.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Address => &["key", "level", "cluster", "reason"],
            Self::Phone => &["key", "class", "place", "extension", "reason"],
            Self::IdNo => &["key", "class", "division", "born", "reason"],
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
            Self::Address => values
                .par_iter()
                .map(|value| Cluster { key: flat_key(value).unwrap_or_default(), ..Cluster::default() })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The rows of a value, each with one field a column.
    pub(super) fn rows(self, value: &str, cluster: &Cluster) -> Vec<Vec<String>> {
        let row = match self {
            Self::Phone => return phones(value),
            Self::Address => address::address(value).map(|address| {
                let key = flat_key(value).unwrap_or_default();
                let level = format!("{:?}", address.level).to_lowercase();
                let reason = if key.is_empty() { "no flat: ties nobody" } else { "one flat" };
                vec![key, level, cluster.key.clone(), reason.to_owned()]
            }),
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

fn flat_key(value: &str) -> Option<String> {
    address::address(value).filter(|address| address.level == address::Level::Flat).map(|address| address.key)
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
    };
    keyed
        .into_iter()
        .map(|letter| letter.map_or_else(Cluster::default, |letter| cluster(letter.canonical)))
        .collect()
}

fn letter_row(value: &str, cluster: &Cluster) -> Option<Vec<String>> {
    if value.trim().is_empty() {
        return None;
    }
    Some(match letter::wording(value, &[]) {
        None => {
            let reason = "a remark: too short for its wording to say who wrote it";
            let nothing = String::new;
            vec![nothing(), "remark".into(), nothing(), nothing(), nothing(), reason.into()]
        }
        Some(wording) => {
            let content = Content::of(&wording);
            let own = content.key();
            let reason = if own == cluster.key {
                "the wording without names, numbers, dates, amounts and signs"
            } else {
                "near-duplicate: shares the key of the cluster's smallest content"
            };
            let length = content.length.to_string();
            vec![own, "letter".into(), length, cluster.key.clone(), cluster.shared.to_string(), reason.into()]
        }
    })
}
