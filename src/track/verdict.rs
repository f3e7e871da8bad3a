//! A person's decision about a ring, held against what the ring is tonight. Reads no files.

use std::collections::BTreeSet;

use super::{Known, Ring};

/// A cleared ring comes back with so many persons who were not in it: one may be a relative of the others.
pub const NEW_PERSONS: usize = 2;
/// A cleared ring comes back with so many shared values that were not known.
pub const NEW_VALUES: usize = 2;

/// What is new in a ring since it was cleared, in both languages; `None` when it is not enough to look again.
/// One shared value of a new kind (an account beside the phones) is always enough.
#[must_use]
pub fn new_evidence(now: &Ring, then: Option<&Known>) -> Option<(String, String)> {
    let then = then.map(|known| &known.ring)?;
    let known: BTreeSet<&String> = then.records.values().collect();
    let persons: BTreeSet<&String> = now
        .records
        .iter()
        .filter(|(record, person)| !then.records.contains_key(*record) && !known.contains(person))
        .map(|(_, person)| person)
        .collect();
    let values = now.values.difference(&then.values).count();
    let kinds = |ring: &Ring| ring.values.iter().map(|value| value.0.clone()).collect::<BTreeSet<_>>();
    let kinds: Vec<String> = kinds(now).difference(&kinds(then)).cloned().collect();
    let enough = persons.len() >= NEW_PERSONS || values >= NEW_VALUES || !kinds.is_empty();
    enough.then(|| {
        let (persons, kinds) = (persons.len(), kinds.join(" "));
        let new_kinds = if kinds.is_empty() { String::new() } else { format!(", new kinds: {kinds}") };
        let new_kinds_zh =
            if kinds.is_empty() { String::new() } else { format!("，新关联类型：{kinds}") };
        (
            format!("back: {persons} new persons, {values} new shared values{new_kinds}"),
            format!("重新提示：新增{persons}人、{values}项共用信息{new_kinds_zh}"),
        )
    })
}
