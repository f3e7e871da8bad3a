//! What another insurer confirmed, as evidence: a tying value that stands in one of its confirmed rings.

use std::collections::BTreeSet;

use super::candidates::Candidate;
use super::finding::Reason;
use super::score::Scorer;
use crate::record::ValueKind;

/// What a first such value says, in bits. Rings sell their service to customers of many insurers, and of a ring's
/// values an insurer confirms a part: a likelihood ratio of 8 stands for one in ten rings being met so, against one in
/// eighty groups of innocents, because a helper, a firm or a mistake of the partner's is met just as well.
const FIRST_BITS: f64 = 3.0;
/// What another kind of value adds: two kinds are rarely both the same mistake.
const KIND_BITS: f64 = 1.0;
/// And together at most. With the prior of -2.5 a partner's word alone never makes a ring of three households.
const MOST_BITS: f64 = 4.0;

impl Scorer<'_> {
    /// Values of a candidate that a partner's confirmed rings hold; none without partners.
    pub(super) fn seen_elsewhere(&self, candidate: &Candidate) -> Option<Reason> {
        let elsewhere = &self.view.assembled.elsewhere;
        if elsewhere.is_empty() {
            return None;
        }
        let seen: Vec<_> = candidate
            .values
            .iter()
            .filter_map(|value| Some((self.view.kind(*value), elsewhere.get(value)?)))
            .collect();
        let kinds: BTreeSet<ValueKind> = seen.iter().map(|(kind, _)| *kind).collect();
        if kinds.is_empty() {
            return None;
        }
        let further = (kinds.len() - 1) as f64;
        let base = elsewhere.len() as f64 / self.view.usable.len().max(1) as f64;
        let partners: BTreeSet<&str> =
            seen.iter().flat_map(|(_, rings)| rings.iter()).map(|ring| ring.partner.as_str()).collect();
        let last = seen.iter().flat_map(|(_, rings)| rings.iter()).map(|ring| ring.last_month.as_str()).max();
        let (of, hits, last) = (candidate.values.len(), seen.len(), last.unwrap_or_default());
        let names: Vec<&str> = partners.into_iter().collect();
        Some(Reason {
            code: "seen_at_partner",
            observed: hits as f64,
            expected: base * of as f64,
            base,
            contribution: (FIRST_BITS + further * KIND_BITS).min(MOST_BITS),
            sentence_en: self.say(|| {
                format!(
                    "{hits} of {of} shared values stand in rings that {} confirmed, last seen there in {last}.",
                    names.join(", ")
                )
            }),
            sentence_zh: self.say(|| {
                format!("{of}个共用信息中{hits}个见于{}已确认的团伙，最近见于{last}。", names.join("、"))
            }),
        })
    }
}
