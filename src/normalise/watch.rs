//! The watchlist → records that touch one of its values while it is valid.

use rustc_hash::FxHashMap;

use super::records::Assembled;
use super::{account, address, courier, device, email, id_no, ip, phone, principals};
use crate::record::{Column, Day, RecordIx, Symbol, TableKind, Tables, ValueIx, ValueKind};

/// An entry of the watchlist: its type and its last day.
type Entry = (String, Option<Day>);

/// Records that touch a watched value, with its type; sorted, each once.
pub(super) fn watched(tables: &Tables, assembled: &Assembled) -> Vec<(RecordIx, String)> {
    let watchlist = tables.table(TableKind::Watchlist);
    let mut out = Vec::new();
    if watchlist.rows() == 0 {
        return out;
    }
    let mut by_key: FxHashMap<ValueKind, FxHashMap<String, Vec<Entry>>> = FxHashMap::default();
    let mut by_id: FxHashMap<Symbol, Vec<Entry>> = FxHashMap::default();
    let mut by_policy: FxHashMap<Symbol, Vec<Entry>> = FxHashMap::default();
    for row in 0..watchlist.rows() {
        let text = watchlist.text(Column::Value, row);
        let entry: Entry =
            (watchlist.text(Column::ValueType, row).to_lowercase(), watchlist.day(Column::ValidUntil, row));
        for (kind, key) in sought(&entry.0, text).into_iter().map(|sought| assembled.canonical(sought)) {
            by_key.entry(kind).or_default().entry(key).or_default().push(entry.clone());
        }
        if let Some(id) = id_no::usable(text).and_then(|id| assembled.parties.ids.find(&id)) {
            by_id.entry(id).or_default().push(entry.clone());
        }
        if matches!(entry.0.as_str(), "policy" | "policy_no")
            && let Some(policy) = principals::first_policy(text)
            && let Some(policy) = assembled.records.policies.find(&policy)
        {
            by_policy.entry(policy).or_default().push(entry);
        }
    }
    let mut touch = |record: RecordIx, entries: &[Entry]| {
        let day = assembled.records.get(record).date;
        let valid = entries.iter().filter(|(_, until)| until.is_none_or(|until| day <= until));
        out.extend(valid.map(|(value_type, _)| (record, value_type.clone())));
    };
    let values = &assembled.values;
    let mut by_value: FxHashMap<ValueIx, Vec<Entry>> = FxHashMap::default();
    for value in (0..values.len() as u32).map(ValueIx) {
        let entries = by_key.get(&values.kind(value)).and_then(|keys| keys.get(values.key(value)));
        by_value.extend(entries.map(|entries| (value, entries.clone())));
    }
    if !by_value.is_empty() {
        for mention in &assembled.mentions {
            if let Some(entries) = by_value.get(&mention.value) {
                touch(mention.record, entries);
            }
        }
    }
    for (record, (party, facts)) in
        assembled.parties.principals.iter().zip(&assembled.records.all).enumerate()
    {
        let entries = by_id.get(&party.id).into_iter().chain(by_policy.get(&facts.policy));
        for entries in entries {
            touch(RecordIx(record as u32), entries);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// A value that is looked up among those of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sought {
    /// Its kind.
    pub kind: ValueKind,
    /// Its own key.
    pub key: String,
    /// What clusters compare, where that is more than the key.
    pub spelling: Option<String>,
}

/// What a value of some type is looked up by.
#[must_use]
pub fn sought(value_type: &str, text: &str) -> Vec<Sought> {
    let one = |kind: ValueKind, key: Option<String>| {
        key.map(|key| Sought { kind, key, spelling: None }).into_iter().collect()
    };
    match value_type {
        "phone" => phone::phones(text)
            .into_iter()
            .map(|phone| Sought { kind: ValueKind::Phone, key: phone.key, spelling: None })
            .collect(),
        "account" => one(ValueKind::Account, account::account(text).map(|account| account.key.into_owned())),
        "address" => address::address(text)
            .map(|address| {
                let spelling = Some(address.spelling());
                Sought { kind: ValueKind::Address, key: address.key, spelling }
            })
            .into_iter()
            .collect(),
        "id_no" | "proxy" => one(ValueKind::Actor, id_no::usable(text).map(std::borrow::Cow::into_owned)),
        "device" | "device_id" => one(ValueKind::Device, device::device(text)),
        "email" => one(ValueKind::Email, email::email(text)),
        "ip" => one(ValueKind::Ip, ip::ip(text)),
        "courier_slip" | "courier_no" => one(ValueKind::Courier, courier::courier(text)),
        _ => Vec::new(),
    }
}
