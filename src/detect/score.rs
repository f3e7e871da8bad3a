//! One candidate → its reasons and score. Every part is in bits of log-odds and stands in reasons.csv, so
//! that the score can be recomputed: score = 1 / (1 + 2^-Σ contribution).
//!
//! Rates are compared with their base by Bayes factors. The constants that cannot be learned without labels
//! are documented where they stand.

use super::base_rates::BaseRates;
use super::candidates::{Candidate, Origin};
use super::expand::holds_together;
use super::finding::Reason;
use super::kinds::{MOST, ONE_SELLER, REPRESENTED};
use super::priors::Priors;
use super::view::View;
use crate::record::{RecordIx, Symbol, ValueIx, ValueKind};

/// Log-odds before any evidence: of the groups that share a value, about one in six is a ring.
const PRIOR_BITS: f64 = -2.2;
/// Three households are a family's in-laws or a helper and two friends; four unrelated ones rarely are.
const FEW_HOUSEHOLDS: u32 = 3;
/// What a bank account adds that strangers share beside something else, in bits: accounts are rarely lent.
const ACCOUNT_BITS: f64 = 1.0;
/// Most bits that the number of households of one value adds: a desk's phone has many users as well, and no number of
/// them alone lifts a phone or an address above the cut-off.
const STAR_CAP: f64 = 2.0;
/// What a landline adds, in bits: it stands in a shop, a village or a parcel station, and a ring changes its phones.
const LANDLINE_BITS: f64 = -4.0;
/// What few households take off, in bits; less where nothing ties them but a phone or a writing desk. In ninety worlds of
/// fourteen simulators 44 of 47 such trios with odds of four to one against a ring at most, were they scored like others,
/// were rings.
const FEW_BITS: f64 = 3.0;
const FEW_BITS_AFAR: f64 = 1.0;
/// What a phone adds, in bits, that only ever sent letters: a courier's or a post office's. Of five such phones
/// whose users showed little but complaints none was a ring's, in a hundred worlds of eighteen simulators.
const SENDER_BITS: f64 = -2.0;

/// Codes of the reasons that are no flags.
pub(super) const CODES: [&str; 11] = [
    "shared_values",
    "one_value",
    "burst",
    "many_selling_agents",
    "one_selling_agent",
    "apart_in_time",
    "one_region",
    "registered_phones",
    "many_regions",
    "seen_at_partner",
    "one_manner",
];

/// What scoring needs to know of the whole run.
#[derive(Clone, Copy)]
pub(super) struct Scorer<'a> {
    pub(super) view: View<'a>,
    pub(super) bases: &'a BaseRates,
    /// What a shared value of each kind says in this run.
    pub(super) priors: Priors,
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
    /// Whether they are the users of a letter or a network, hardly any of whom share more.
    pub(super) crowd: bool,
    /// Largest share of persons whose policies one agent sold, 0 to 1; 0 when unknown.
    pub(super) top_seller: f64,
    /// That agent.
    pub(super) seller: Symbol,
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
    /// Whether the persons complain because of what ties them (a letter, a representative who complains for them), so
    /// that their complaints are no evidence.
    pub(super) all_complained: bool,
    /// Bits of the share of persons with a complaint.
    pub(super) complaint_bits: f64,
    /// Bits of refunds above what is due.
    pub(super) refund_bits: f64,
    /// Bits of complaints through the regulator.
    pub(super) regulator_bits: f64,
    /// Bits of complaints with a surrender of the same policy.
    pub(super) both_bits: f64,
    /// Bits of surrenders at the commission cliffs.
    pub(super) cliff_bits: f64,
    /// Bits for and against what is done behind the insurer's back: changed contacts, surrenders at the commission cliffs,
    /// complaints once the policy is surrendered.
    pub(super) covert_bits: f64,
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
    /// Share of persons for whom somebody acts who acts for three.
    pub(super) acted_for: f64,
}

impl Facts {
    /// Whether an account is what a group is about: people whom one account pays, or pays for.
    pub(super) fn funded(&self) -> bool {
        self.account_tied >= MOST
    }

    /// Whether one agent sold to nearly all, and no account is what they are about.
    pub(super) fn of_one_seller(&self) -> bool {
        self.top_seller >= ONE_SELLER && !self.funded()
    }

    /// Whether the group is about the representation of its people.
    pub(super) fn represented(&self) -> bool {
        self.acted_for >= REPRESENTED
    }
}

/// Bits that one shared value adds by its kind before the run says more: a letter travels on the internet, a network is
/// shared by strangers; an account or a device is rarely lent.
fn of_kind(kind: ValueKind) -> f64 {
    match kind {
        ValueKind::Account => 2.5,
        ValueKind::Device => 1.0,
        ValueKind::Actor => 0.5,
        ValueKind::Address | ValueKind::Letter => -0.5,
        ValueKind::Ip => -2.0,
        _ => 0.0,
    }
}

/// Log-odds, in bits, that a value of some kind shared by strangers is a ring's, before the run says more.
pub(super) fn believed(kind: ValueKind) -> f64 {
    PRIOR_BITS + of_kind(kind)
}

/// What ties the households of a group.
struct Ties {
    /// Kinds of value that do not merely repeat each other.
    kinds: usize,
    /// Households that carry two of the values.
    twice: u32,
    /// Households that carry two of the values that do not merely repeat each other.
    apart: u32,
    /// Households that carry two of those kinds.
    of_two_kinds: u32,
}

/// Kinds of what one helper has for all whom he helps.
fn is_personal(kind: ValueKind) -> bool {
    matches!(kind, ValueKind::Phone | ValueKind::Actor | ValueKind::Device | ValueKind::Email)
}

/// log-odds in bits → 0 to 1.
#[must_use]
pub(super) fn squash(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

impl Scorer<'_> {
    /// Judges a candidate.
    pub(super) fn judge(&self, candidate: Candidate) -> Judged {
        let mut facts = Facts {
            households: candidate.households(&self.view).len() as u32,
            crowd: candidate.values.iter().any(|&value| self.view.kind(value).is_ambient())
                && !holds_together(&candidate, &self.view),
            ..Facts::default()
        };
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
        reasons.extend(self.few_households(&candidate, facts.households));
        let of = |kind: ValueKind| move |value| self.view.kind(value) == kind;
        facts.account_tied = self.tied(&candidate, of(ValueKind::Account));
        let acting = |value| match self.view.kind(value) {
            ValueKind::Actor => true,
            ValueKind::Phone => self.view.is_acting_phone(value),
            _ => false,
        };
        facts.acted_for = self.tied(&candidate, acting);
        // An office's address ties its clients too, whoever is named as their representative.
        if facts.acted_for < MOST {
            let clients = self.view.clients_of_one(candidate.records.iter().copied());
            facts.acted_for = facts.acted_for.max(clients as f64 / candidate.persons.len().max(1) as f64);
        }
        facts.receiver_tied = self.tied(&candidate, of(ValueKind::Receiver));
        reasons.extend(self.selling_agents(&candidate, &mut facts));
        self.flags(&candidate, &mut facts, &mut reasons);
        reasons.extend(self.registered_phones(&candidate, facts.households, &reasons));
        reasons.extend(self.burst(&candidate, &mut facts));
        facts.contact_tied = self.tied(&candidate, |value| !self.view.kind(value).is_ambient());
        reasons.extend(self.apart_in_time(&candidate));
        reasons.extend(self.one_region(&candidate));
        reasons.extend(self.seen_elsewhere(&candidate));
        reasons.extend(self.siblings(&candidate));
        reasons.retain(|reason| !self.ignores(reason.code));
        reasons.sort_by(|left, right| {
            right.contribution.total_cmp(&left.contribution).then_with(|| left.code.cmp(right.code))
        });
        let bits = reasons.iter().map(|reason| reason.contribution).sum();
        Judged { candidate, reasons, bits, facts }
    }

    fn few_households(&self, candidate: &Candidate, households: u32) -> Option<Reason> {
        (households <= FEW_HOUSEHOLDS).then(|| Reason {
            code: "few_households",
            observed: f64::from(households),
            expected: f64::from(FEW_HOUSEHOLDS + 1),
            base: 0.0,
            contribution: if self.at_arms_length(candidate) { -FEW_BITS_AFAR } else { -FEW_BITS },
            sentence_en: self
                .say(|| format!("Only {households} households: in-laws and helpers explain so few easily.")),
            sentence_zh: self.say(|| format!("仅{households}个家庭，亲友代办即可解释。")),
        })
    }

    /// Whether a phone that nobody acts with, or a writing desk, is all that ties people, letters aside: in-laws live or bank
    /// together as well, and a helper is named.
    fn at_arms_length(&self, candidate: &Candidate) -> bool {
        let own: Vec<ValueIx> =
            candidate.values.iter().copied().filter(|&value| !self.view.kind(value).is_ambient()).collect();
        let is_contact =
            |&value: &ValueIx| self.view.kind(value) == ValueKind::Phone && !self.view.is_acting_phone(value);
        !own.is_empty() && (own.iter().all(is_contact) || self.view.at_desk(&own))
    }

    /// A sentence, unless nobody will read it: the permuted networks of a run judge a hundred thousand candidates.
    pub(super) fn say(&self, sentence: impl FnOnce() -> String) -> String {
        if self.worded { sentence() } else { String::new() }
    }

    pub(super) fn ignores(&self, code: &str) -> bool {
        self.ignored.iter().any(|ignored| ignored == code)
    }

    /// How surprising the sharing itself is.
    fn structure(&self, candidate: &Candidate, facts: &Facts) -> Reason {
        if candidate.origin == Origin::Group && !facts.crowd {
            let Ties { kinds, twice, apart, of_two_kinds } = self.ties(candidate);
            let bits = |households: u32| f64::from(households.max(1)).log2();
            // A counter's device with a couple's account is no group of all who came there. And three customers of one
            // helper carry the helper's phone, flat and name: kinds count in full only from six households on that carry
            // two.
            let spread = ((f64::from(of_two_kinds) - 2.0) / 4.0).clamp(0.0, 1.0);
            // Values that repeat each other say no more than one does, however many carry them.
            let several = bits(apart).max(bits(twice).min(STAR_CAP));
            let lent = if candidate.is_tied_by(ValueKind::Account, &self.view) { ACCOUNT_BITS } else { 0.0 };
            let contribution = (several + 1.5 * spread * (kinds as f64 - 1.0) + lent).clamp(0.0, 6.0);
            return Reason {
                code: "shared_values",
                observed: f64::from(twice),
                expected: 1.0,
                base: 0.0,
                contribution,
                sentence_en: self.say(|| {
                    let (count, values) = (facts.households, candidate.values.len());
                    let of_kinds = if kinds == 1 { "one kind".to_owned() } else { format!("{kinds} independent kinds") };
                    let repeated = match apart {
                        _ if apart == twice => String::new(),
                        0 => "; they merely repeat each other".to_owned(),
                        _ => format!("; {apart} of them two that do not merely repeat each other"),
                    };
                    format!("{twice} of {count} unrelated households carry two or more of {values} shared values of {of_kinds}, more than chance allows{repeated}.")
                }),
                sentence_zh: self.say(|| {
                    let (count, values) = (facts.households, candidate.values.len());
                    let repeated = match apart {
                        _ if apart == twice => String::new(),
                        0 => "（所涉信息彼此重复）".to_owned(),
                        _ => format!("（其中{apart}个所涉信息并非彼此重复）"),
                    };
                    format!("{count}个无亲属关系的家庭由{values}个共用信息（{kinds}类相互独立）相连，其中{twice}个涉及两项以上{repeated}，超出偶然。")
                }),
            };
        }
        let widest = candidate
            .values
            .iter()
            .max_by_key(|&&value| (self.view.households_of(value).len(), std::cmp::Reverse(value)));
        let households = f64::from(facts.households);
        let kind = widest.map_or(ValueKind::Letter, |&value| self.view.kind(value));
        let landline = widest.is_some_and(|&value| self.view.is_landline(value));
        let sends = widest.is_some_and(|&value| self.view.only_sends(value));
        let (name_en, name_zh) = match kind {
            ValueKind::Phone if landline => ("landline", "固定电话"),
            ValueKind::Phone if sends => ("sender's phone", "寄件电话"),
            ValueKind::Phone => ("phone", "电话"),
            ValueKind::Address => ("address", "地址"),
            ValueKind::Account => ("account", "账户"),
            ValueKind::Actor => ("proxy or complainant", "代理人或代投诉人"),
            ValueKind::Device => ("device", "设备"),
            ValueKind::Ip => ("network", "网络地址"),
            ValueKind::Email => ("e-mail", "邮箱"),
            ValueKind::Courier => ("courier slip", "快递单"),
            ValueKind::Letter => ("letter wording", "信件措辞"),
            ValueKind::Receiver => ("receiving agent", "新单承接业务员"),
        };
        let learned = if landline { LANDLINE_BITS } else { self.priors.of(kind) }
            + if sends { SENDER_BITS } else { 0.0 };
        let of_kind = of_kind(kind) + learned;
        let of_rings = squash(PRIOR_BITS + of_kind);
        let percent = of_rings * 100.0;
        Reason {
            code: "one_value",
            observed: households,
            expected: 1.0,
            base: of_rings,
            contribution: if kind.is_public() {
                // The more people use a letter or a network, the more public it is, and a good agent gets much new
                // business: size says nothing.
                of_kind
            } else {
                ((households / 2.0).log2().min(STAR_CAP) + of_kind)
                    .clamp(-2.0 + learned.min(0.0), 4.0)
            },
            sentence_en: self.say(|| {
                let count = facts.households;
                format!("{count} unrelated households share one {name_en}; of those shared here about {percent:.0} % are a ring's.")
            }),
            sentence_zh: self.say(|| {
                let count = facts.households;
                format!("{count}个无亲属关系的家庭共用同一{name_zh}；本次共用的{name_zh}中约{percent:.0}%属疑似团伙。")
            }),
        }
    }

    /// What ties a group. Of the kinds of value those count that do not merely repeat each other: two values carried by the
    /// same people are one, and so are a helper's phone, name and device, and what only clients of one representative
    /// carry; a landline is a place.
    fn ties(&self, candidate: &Candidate) -> Ties {
        let households = candidate.households(&self.view);
        let carriers = |values: &[ValueIx]| {
            let mut carriers: Vec<(u32, ValueKind)> = Vec::new();
            for &value in values {
                let here = self.view.households_of(value).iter().copied();
                let inside = here.filter(|household| households.binary_search(household).is_ok());
                carriers.extend(inside.map(|household| (household, self.view.kind(value))));
            }
            carriers.sort_unstable();
            carriers
        };
        let several = |carriers: &[(u32, ValueKind)]| {
            carriers.chunk_by(|left, right| left.0 == right.0).filter(|same| same.len() >= 2).count() as u32
        };
        let twice = several(&carriers(&candidate.values));
        if self.view.at_desk(&candidate.values) {
            // The computer, phone and e-mail of one desk are one thing.
            return Ties { kinds: 1, twice, apart: 0, of_two_kinds: 0 };
        }
        let mut values: Vec<ValueIx> = candidate.values.clone();
        values.sort_by_key(|value| std::cmp::Reverse(self.view.network.incidence.households.degree(value.0)));
        values.truncate(64);
        let mut kept: Vec<ValueIx> = Vec::new();
        for value in values {
            let mine = self.view.network.incidence.households.of(value.0);
            let twin = kept.iter().any(|&other| {
                let theirs = self.view.network.incidence.households.of(other.0);
                let common = mine.iter().filter(|household| theirs.binary_search(household).is_ok()).count();
                let of_helper = is_personal(self.view.kind(value)) && is_personal(self.view.kind(other))
                    || self.view.kind(other) == ValueKind::Actor
                        && !matches!(self.view.kind(value), ValueKind::Account | ValueKind::Receiver);
                // Of an office's own address some clients do not name the representative.
                if of_helper {
                    common * 4 >= mine.len() * 3
                } else {
                    common * 10 >= (mine.len() + theirs.len() - common) * 9
                }
            });
            if !twin {
                kept.push(value);
            }
        }
        kept.retain(|&value| !self.view.is_landline(value));
        let mut independent = carriers(&kept);
        let apart = several(&independent);
        independent.dedup();
        let mut kinds: Vec<ValueKind> = independent.iter().map(|&(_, kind)| kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        Ties { kinds: kinds.len(), twice, apart, of_two_kinds: several(&independent) }
    }

    /// Share of persons tied by some values that three households share.
    fn tied(&self, candidate: &Candidate, counts: impl Fn(ValueIx) -> bool) -> f64 {
        let mut tied: Vec<u32> = candidate
            .values
            .iter()
            .filter(|value| self.view.network.incidence.households.degree(value.0) >= 3 && counts(**value))
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
