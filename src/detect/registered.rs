//! Whether the phones that people share are those registered on their policies.

use super::candidates::Candidate;
use super::finding::Reason;
use super::flags::Flag;
use super::score::Scorer;
use crate::record::{LinkType, RecordIx, ValueKind};

/// What it takes off, in bits, that every shared phone is registered on the policies it is given for. A ring's phone differs
/// from the registered one, or was registered just before. In a hundred worlds of eighteen simulators 52 of 9,500 rings
/// found and 27 of 158 false ones were so.
const REGISTERED_BITS: f64 = 3.0;

/// Part of the households that give such phones at least: a couple's phone says nothing of a large group.
const LEAST: f64 = 0.5;

/// Bits of changed contacts from which on a registered phone says nothing.
const CHANGED: f64 = 0.5;

impl Scorer<'_> {
    /// That what at least half of a candidate's households and two of them give as their phone, in common, is registered on
    /// the policies of whoever gives it. `flags` are the red flags found.
    pub(super) fn registered_phones(
        &self,
        candidate: &Candidate,
        households: u32,
        flags: &[Reason],
    ) -> Option<Reason> {
        let changed = Flag::ContactChange.wording().0;
        if flags.iter().any(|flag| flag.code == changed && flag.contribution > CHANGED) {
            return None;
        }
        let view = &self.view;
        let households_of = |records: &[RecordIx]| {
            view.households(records.iter().map(|&record| view.people.person(record))).len()
        };
        let mut registered: Vec<RecordIx> = Vec::new();
        for &value in candidate.values.iter().filter(|&&value| view.kind(value) == ValueKind::Phone) {
            let given = view.records_with(value, |part| part == LinkType::ContactPhone);
            let given: Vec<RecordIx> =
                given.filter(|record| candidate.records.binary_search(record).is_ok()).collect();
            if households_of(&given) < 2 {
                continue;
            }
            for record in given {
                match view.assembled.records.get(record).contact_differs {
                    Some(true) => return None,
                    Some(false) => registered.push(record),
                    None => {}
                }
            }
        }
        let least = (LEAST * f64::from(households)).max(2.0);
        let times = registered.len();
        (households_of(&registered) as f64 >= least).then(|| Reason {
            code: "registered_phones",
            observed: times as f64,
            expected: times as f64,
            base: 0.0,
            contribution: -REGISTERED_BITS,
            sentence_en: self.say(|| {
                format!("The phones that they share are those registered on the policies, {times} of {times} times, and contacts were changed no more than usual.")
            }),
            sentence_zh: self.say(|| {
                format!("共用的联系电话{times}次均与保单登记手机一致，联系方式变更亦不多于常见。")
            }),
        })
    }
}
