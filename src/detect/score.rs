//! One candidate → its reasons and score. Every part is in bits of log-odds and stands in reasons.csv, so
//! that the score can be recomputed: score = 1 / (1 + 2^-Σ contribution).
//!
//! Rates are compared with their base by Bayes factors. The constants that cannot be learned without labels
//! are documented where they stand.

use super::bayes::bayes_factor;
use super::candidates::{Candidate, Origin};
use super::finding::Reason;
use super::flags::{BaseRates, Flag};
use super::view::View;
use crate::record::{PersonIx, RecordIx, Symbol, ValueIx, ValueKind};

/// Log-odds before any evidence: of the groups that share a value, about one in seven is a ring.
const PRIOR_BITS: f64 = -2.5;
/// Three households are a family's in-laws or a helper and two friends; four unrelated ones rarely are.
const FEW_HOUSEHOLDS: u32 = 3;
/// What a bank account adds that strangers share beside something else, in bits: accounts are rarely lent.
const ACCOUNT_BITS: f64 = 1.0;
/// What few households take off, in bits.
const FEW_BITS: f64 = 3.5;
/// Part of a ring's persons that a flag reaches when it belongs to the ring's habit.
const RING_FLAG_RATE: f64 = 0.35;
/// All flags together count at most this much: they are not independent.
const FLAGS_CAP: f64 = 9.0;
/// And their absence speaks against a ring with at most this much: some rings avoid every flag.
const FLAGS_FLOOR: f64 = -5.0;

/// Codes of the reasons that are no flags.
pub(super) const CODES: [&str; 9] = [
    "shared_values",
    "one_value",
    "burst",
    "many_selling_agents",
    "one_selling_agent",
    "apart_in_time",
    "one_region",
    "many_regions",
    "seen_at_partner",
];

/// Flags of one fact: money above cash value was forced.
const REFUND: [&str; 3] = ["excess_refund", "negotiated_refund", "complaint_then_refund"];
/// Flags that turn a serving agent's phone, typed in as the customers', into collusion (DOMAIN.md).
const COLLUSION: [&str; 3] = ["contact_change", "excess_refund", "commission_cliff"];

/// What scoring needs to know of the whole run.
#[derive(Clone, Copy)]
pub(super) struct Scorer<'a> {
    pub(super) view: View<'a>,
    pub(super) bases: &'a BaseRates,
    pub(super) first_day: i32,
    pub(super) last_day: i32,
    pub(super) burst_days: i32,
    /// Codes of reasons that do not count.
    pub(super) ignored: &'a [String],
    /// Whether reasons get their sentences.
    pub(super) worded: bool,
}

/// A judged candidate.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) candidate: Candidate,
    pub(super) reasons: Vec<Reason>,
    pub(super) bits: f64,
    pub(super) facts: Facts,
}

/// What the kinds are told apart by.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// Unrelated households.
    pub(super) households: u32,
    /// Largest share of persons whose policies one agent sold, 0 to 1; 0 when unknown.
    pub(super) top_seller: f64,
    /// Share of persons with a complaint.
    pub(super) complaining: f64,
    /// Share of persons with a strong flag.
    pub(super) flagged: f64,
    /// Share of persons who got a negotiated, full or excess refund.
    pub(super) forced: f64,
    /// Share of the cases that came within one window.
    pub(super) in_one_burst: f64,
    /// Bits of all red flags.
    pub(super) flag_bits: f64,
    /// Bits of the share of persons with a complaint.
    pub(super) complaint_bits: f64,
    /// Bits of the flags that speak for a ring.
    pub(super) flags_for: f64,
    /// Bits of the flags that turn a typed-in agent's phone into collusion.
    pub(super) collusion_bits: f64,
    /// Share of persons tied by something else than a letter or a network.
    pub(super) contact_tied: f64,
    /// Share of persons tied by one receiver of new business.
    pub(super) receiver_tied: f64,
    /// Share of persons tied by an account.
    pub(super) account_tied: f64,
}

/// log-odds in bits → 0 to 1.
#[must_use]
pub(super) fn squash(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// Of reasons that tell the same thing only the strongest counts: the largest that speaks for a ring, else the
/// largest against it. The others stay with no contribution.
fn strongest_of(codes: &[&str], reasons: &mut [Reason]) {
    let told = |reason: &Reason| codes.contains(&reason.code);
    let of_all = reasons.iter().filter(|reason| told(reason)).map(|reason| reason.contribution);
    let (least, most) =
        of_all.fold((0.0, 0.0), |(least, most): (f64, f64), bits| (least.min(bits), most.max(bits)));
    let kept = if most > 0.0 { most } else { least };
    let mut open = true;
    for reason in reasons.iter_mut().filter(|reason| told(reason)) {
        let keeps = open && (reason.contribution - kept).abs() < f64::EPSILON;
        open &= !keeps;
        if !keeps {
            reason.contribution = 0.0;
        }
    }
}

impl Scorer<'_> {
    /// Judges a candidate.
    pub(super) fn judge(&self, candidate: Candidate) -> Judged {
        let mut facts =
            Facts { households: candidate.households(&self.view).len() as u32, ..Facts::default() };
        let mut reasons = vec![Reason {
            code: "starting_point",
            observed: 0.0,
            expected: 0.0,
            base: squash(PRIOR_BITS),
            contribution: PRIOR_BITS,
            sentence_en: "Most groups that share a value are harmless.".into(),
            sentence_zh: "多数共用信息的群组并无异常。".into(),
        }];
        reasons.push(self.structure(&candidate, &facts));
        reasons.extend(self.few_households(facts.households));
        self.flags(&candidate, &mut facts, &mut reasons);
        reasons.extend(self.burst(&candidate, &mut facts));
        facts.account_tied = self.tied(&candidate, |kind| kind == ValueKind::Account);
        facts.receiver_tied = self.tied(&candidate, |kind| kind == ValueKind::Receiver);
        facts.contact_tied = self.tied(&candidate, |kind| !matches!(kind, ValueKind::Letter | ValueKind::Ip));
        reasons.extend(self.selling_agents(&candidate, &mut facts));
        reasons.extend(self.apart_in_time(&candidate));
        reasons.extend(self.one_region(&candidate));
        reasons.extend(self.seen_elsewhere(&candidate));
        reasons.retain(|reason| !self.ignores(reason.code));
        reasons.sort_by(|left, right| {
            right.contribution.total_cmp(&left.contribution).then_with(|| left.code.cmp(right.code))
        });
        let bits = reasons.iter().map(|reason| reason.contribution).sum();
        Judged { candidate, reasons, bits, facts }
    }

    fn few_households(&self, households: u32) -> Option<Reason> {
        (households <= FEW_HOUSEHOLDS).then(|| Reason {
            code: "few_households",
            observed: f64::from(households),
            expected: f64::from(FEW_HOUSEHOLDS + 1),
            base: 0.0,
            contribution: -FEW_BITS,
            sentence_en: self
                .say(|| format!("Only {households} households: in-laws and helpers explain so few easily.")),
            sentence_zh: self.say(|| format!("仅{households}个家庭，亲友代办即可解释。")),
        })
    }

    /// A sentence, unless nobody will read it: the permuted networks of a run judge a hundred thousand candidates.
    pub(super) fn say(&self, sentence: impl FnOnce() -> String) -> String {
        if self.worded { sentence() } else { String::new() }
    }

    fn ignores(&self, code: &str) -> bool {
        self.ignored.iter().any(|ignored| ignored == code)
    }

    /// How surprising the sharing itself is.
    fn structure(&self, candidate: &Candidate, facts: &Facts) -> Reason {
        let households = f64::from(facts.households);
        if candidate.origin == Origin::Group {
            let kinds = self.independent_kinds(candidate);
            // Three customers of one helper carry the helper's phone, flat and name: kinds count in full only
            // from six households on.
            let spread = ((households - 2.0) / 4.0).clamp(0.0, 1.0);
            let lent = if candidate.values.iter().any(|&value| self.view.kind(value) == ValueKind::Account) {
                ACCOUNT_BITS
            } else {
                0.0
            };
            let contribution =
                (households.log2() + 1.5 * spread * (kinds as f64 - 1.0) + lent).clamp(0.0, 6.0);
            return Reason {
                code: "shared_values",
                observed: households,
                expected: 1.0,
                base: 0.0,
                contribution,
                sentence_en: self.say(|| format!(
                    "{} unrelated households are tied by {} shared values of {kinds} independent kinds, more than chance allows.",
                    facts.households,
                    candidate.values.len()
                )),
                sentence_zh: self.say(|| format!(
                    "{}个无亲属关系的家庭由{}个共用信息（{kinds}类相互独立）相连，超出偶然。",
                    facts.households,
                    candidate.values.len()
                )),
            };
        }
        let kind = self.view.kind(candidate.values[0]);
        // A letter travels on the internet, a network is shared by strangers; an account or a device is rarely lent.
        let (name_en, name_zh, of_kind) = match kind {
            ValueKind::Phone => ("phone", "电话", 0.0),
            ValueKind::Address => ("address", "地址", -0.5),
            ValueKind::Account => ("account", "账户", 2.5),
            ValueKind::Actor => ("proxy or complainant", "代理人或代投诉人", 0.5),
            ValueKind::Device => ("device", "设备", 1.0),
            ValueKind::Ip => ("network", "网络地址", -2.0),
            ValueKind::Email => ("e-mail", "邮箱", 0.0),
            ValueKind::Courier => ("courier slip", "快递单", 0.0),
            ValueKind::Letter => ("letter wording", "信件措辞", -0.5),
            ValueKind::Receiver => ("receiving agent", "新单承接业务员", 0.0),
        };
        Reason {
            code: "one_value",
            observed: households,
            expected: 1.0,
            base: 0.0,
            contribution: if matches!(kind, ValueKind::Letter | ValueKind::Ip | ValueKind::Receiver) {
                // The more people use a letter or a network, the more public it is, and a good agent gets much new
                // business: size says nothing.
                of_kind
            } else {
                ((households / 2.0).log2() + of_kind).clamp(-2.0, 4.0)
            },
            sentence_en: self
                .say(|| format!("{} unrelated households share one {name_en}.", facts.households)),
            sentence_zh: self.say(|| format!("{}个无亲属关系的家庭共用同一{name_zh}。", facts.households)),
        }
    }

    /// Kinds of value that do not merely repeat each other: two values carried by the same people are one.
    fn independent_kinds(&self, candidate: &Candidate) -> usize {
        let mut values: Vec<ValueIx> = candidate.values.clone();
        values.sort_by_key(|value| std::cmp::Reverse(self.view.network.incidence.households.degree(value.0)));
        values.truncate(64);
        let mut kinds: Vec<ValueKind> = Vec::new();
        let mut kept: Vec<ValueIx> = Vec::new();
        for value in values {
            let mine = self.view.network.incidence.households.of(value.0);
            let twin = kept.iter().any(|other| {
                let theirs = self.view.network.incidence.households.of(other.0);
                let common = mine.iter().filter(|household| theirs.binary_search(household).is_ok()).count();
                common * 10 >= (mine.len() + theirs.len() - common) * 9
            });
            if !twin {
                kept.push(value);
                let kind = self.view.kind(value);
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        kinds.len()
    }

    /// Red flags of the persons against the branch and quarter.
    fn flags(&self, candidate: &Candidate, facts: &mut Facts, reasons: &mut Vec<Reason>) {
        let records = &self.view.assembled.records;
        let persons = candidate.persons.len().max(1) as f64;
        let mut strong: Vec<PersonIx> = Vec::new();
        let mut forced: Vec<PersonIx> = Vec::new();
        let mut found = Vec::new();
        for flag in Flag::ALL.into_iter().filter(|flag| !self.ignores(flag.wording().0)) {
            let of_records = candidate
                .records
                .iter()
                .filter_map(|&record| Some((self.view.people.person(record), flag.of(records.get(record))?)));
            let mut known: Vec<(PersonIx, bool)> = of_records.collect();
            known.sort_unstable();
            let mut asked = 0.0;
            let mut hits = 0.0;
            for person in known.chunk_by(|left, right| left.0 == right.0) {
                asked += 1.0;
                if person.iter().any(|(_, flagged)| *flagged) {
                    hits += 1.0;
                    if flag == Flag::Complained {
                        facts.complaining += 1.0 / persons;
                    }
                    if flag.is_strong() {
                        strong.push(person[0].0);
                    }
                    if matches!(flag, Flag::ExcessRefund | Flag::Negotiated) {
                        forced.push(person[0].0);
                    }
                }
            }
            // Who shares a phone with strangers gives a phone that is not registered, and all give the same
            // operator's; who shares a letter has complained: no evidence of its own.
            let mut kinds = candidate.values.iter().map(|&value| self.view.kind(value));
            let implied = match flag {
                Flag::ContactDiffers | Flag::VirtualNumber => kinds.any(|kind| kind == ValueKind::Phone),
                Flag::Complained => kinds.all(|kind| matches!(kind, ValueKind::Letter | ValueKind::Courier)),
                _ => false,
            };
            if asked == 0.0 || implied {
                continue;
            }
            let of_record = self.bases.without(flag, &candidate.records, records).clamp(0.001, 0.999);
            // A person with several records has as many chances to show a flag.
            let base = 1.0 - (1.0 - of_record).powf(known.len() as f64 / asked);
            // A few flagged people in a large group are surprising, and still not what the group is about.
            let typical = (hits / (persons * RING_FLAG_RATE)).min(1.0);
            let contribution = match bayes_factor(hits, asked, base, flag.habitual()).min(flag.cap()) {
                for_it if for_it > 0.0 => for_it * typical,
                against => against,
            };
            if flag == Flag::Complained {
                facts.complaint_bits = contribution;
            }
            if contribution.abs() > 0.05 {
                let (code, english, chinese) = flag.wording();
                let of_base = base * 100.0;
                found.push(Reason {
                    code,
                    observed: hits,
                    expected: base * asked,
                    base,
                    contribution,
                    sentence_en: self.say(|| {
                        format!("{hits} of {asked} persons {english}; {of_base:.1} % is usual here.")
                    }),
                    sentence_zh: self
                        .say(|| format!("{asked}人中{hits}人{chinese}，本地通常为{of_base:.1}%。")),
                });
            }
        }
        strongest_of(&REFUND, &mut found);
        facts.collusion_bits = found
            .iter()
            .filter(|reason| COLLUSION.contains(&reason.code))
            .map(|reason| reason.contribution)
            .sum();
        facts.flags_for = found.iter().map(|reason| reason.contribution.max(0.0)).sum();
        let total: f64 = found.iter().map(|reason| reason.contribution).sum();
        let bounded = total.clamp(FLAGS_FLOOR, FLAGS_CAP);
        for reason in found.iter_mut().filter(|_| total != 0.0) {
            reason.contribution *= bounded / total;
        }
        facts.flag_bits = bounded;
        for list in [&mut strong, &mut forced] {
            list.sort_unstable();
            list.dedup();
        }
        facts.flagged = strong.len() as f64 / persons;
        facts.forced = forced.len() as f64 / persons;
        reasons.extend(found);
    }

    /// Many selling agents speak for a ring, one speaks for mis-selling.
    fn selling_agents(&self, candidate: &Candidate, facts: &mut Facts) -> Option<Reason> {
        let mut sellers: Vec<(Symbol, PersonIx)> = candidate
            .records
            .iter()
            .map(|&record| {
                (self.view.assembled.records.get(record).selling_agent, self.view.people.person(record))
            })
            .filter(|(agent, _)| agent.0 > 0)
            .collect();
        sellers.sort_unstable();
        sellers.dedup();
        let mut persons: Vec<PersonIx> = sellers.iter().map(|&(_, person)| person).collect();
        persons.sort_unstable();
        persons.dedup();
        if persons.len() < 3 {
            return None;
        }
        let agents = sellers.chunk_by(|left, right| left.0 == right.0).count();
        let largest = sellers.chunk_by(|left, right| left.0 == right.0).map(<[_]>::len).max().unwrap_or(0);
        facts.top_seller = largest as f64 / persons.len() as f64;
        // Who is paid for, or paid out, through one account is not one agent's many customers with complaints
        // of their own: a funder works with few agents (DOMAIN.md, commission fraud).
        let contribution = match facts.top_seller {
            _ if facts.account_tied >= super::kinds::MOST => 0.0,
            share if share >= 0.8 => -4.0,
            share if share > 0.6 => -1.5,
            share if share > 0.4 => 0.0,
            // A crowd of strangers has many sellers too: it speaks against mis-selling, hardly for a ring.
            _ => 0.5,
        };
        let share = facts.top_seller * 100.0;
        Some(Reason {
            code: if contribution < 0.0 { "one_selling_agent" } else { "many_selling_agents" },
            observed: agents as f64,
            expected: persons.len() as f64,
            base: facts.top_seller,
            contribution,
            sentence_en: self.say(|| {
                format!(
                    "{agents} selling agents stand behind {} persons; the largest sold to {share:.0} %.",
                    persons.len()
                )
            }),
            sentence_zh: self
                .say(|| format!("{}人由{agents}名业务员销售，最多者占{share:.0}%。", persons.len())),
        })
    }

    /// Share of persons tied by values of some kinds that three households share.
    fn tied(&self, candidate: &Candidate, kinds: impl Fn(ValueKind) -> bool) -> f64 {
        let mut tied: Vec<u32> = candidate
            .values
            .iter()
            .filter(|value| {
                kinds(self.view.kind(**value)) && self.view.network.incidence.households.degree(value.0) >= 3
            })
            .flat_map(|value| self.view.network.incidence.persons.of(value.0))
            .copied()
            .collect();
        tied.sort_unstable();
        tied.dedup();
        let inside =
            candidate.persons.iter().filter(|(person, _)| tied.binary_search(&person.0).is_ok()).count();
        inside as f64 / candidate.persons.len().max(1) as f64
    }

    /// Records of a candidate by number, for the kinds.
    pub(super) fn records<'b>(
        &'b self,
        candidate: &'b Candidate,
    ) -> impl Iterator<Item = &'b crate::record::Record> {
        candidate.records.iter().map(|&record: &RecordIx| self.view.assembled.records.get(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_evidence_is_a_score_of_one_half() {
        assert!((squash(0.0) - 0.5).abs() < 1e-12);
    }
}
