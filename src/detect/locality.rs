//! Whether the users of one letter live where a ring works, or wherever the internet goes.

use super::bayes::bayes_factor;
use super::candidates::{Candidate, Origin};
use super::finding::Reason;
use super::most_frequent;
use super::score::Scorer;
use crate::record::{PersonIx, Symbol, ValueKind};

/// Part of the rings that recruit in one region: they meet their customers (DOMAIN.md, "How they work").
const LOCAL_RINGS: f64 = 0.85;
/// Share of a local ring's people in its branch at least: of a letter that everybody copies, the largest branch has many
/// users too.
const AT_HOME: f64 = 0.4;
/// Most bits that one region adds: the wording of one clerk or one scandal is local too.
const CAP: f64 = 2.5;

impl Scorer<'_> {
    /// Users of one letter in one branch, beyond the branch's share of all complaints. The first of them says which
    /// branch and counts no more.
    pub(super) fn one_region(&self, candidate: &Candidate) -> Option<Reason> {
        let kind = self.view.kind(*candidate.values.first()?);
        if candidate.origin != Origin::Star || kind != ValueKind::Letter {
            return None;
        }
        let mut homes: Vec<(PersonIx, Symbol)> = candidate
            .records
            .iter()
            .map(|&record| (self.view.people.person(record), self.view.assembled.records.get(record).branch))
            .filter(|(_, branch)| branch.0 > 0)
            .collect();
        homes.sort_unstable();
        homes.dedup_by_key(|(person, _)| *person);
        let known = homes.len();
        let (branch, local) = most_frequent(homes.into_iter().map(|(_, branch)| branch))?;
        if known < 3 {
            return None;
        }
        let base = self.bases.share_of_complaints(branch, local, known).clamp(0.001, 0.999);
        let contribution = if (local as f64) < AT_HOME * known as f64 {
            (1.0 - LOCAL_RINGS).log2()
        } else {
            bayes_factor(local as f64 - 1.0, known as f64 - 1.0, base, LOCAL_RINGS).min(CAP)
        };
        let share = base * 100.0;
        Some(Reason {
            code: if contribution > 0.0 { "one_region" } else { "many_regions" },
            observed: local as f64,
            expected: 1.0 + (known as f64 - 1.0) * base,
            base,
            contribution,
            sentence_en: self.say(|| {
                format!("{local} of {known} users of the letter are of one branch, which has {share:.0} % of all complaints.")
            }),
            sentence_zh: self.say(|| format!("使用该措辞的{known}人中{local}人属同一分公司，该分公司占全部投诉{share:.0}%。")),
        })
    }
}
