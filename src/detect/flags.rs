//! Red flags of records, and what those of a candidate's people say against the branch and quarter.

use super::bayes::bayes_factor;
use super::candidates::Candidate;
use super::finding::Reason;
use super::kinds::shared_payer;
use super::score::{Facts, Scorer};
use crate::record::{PersonIx, Record, RecordType, SurrenderType, ValueKind};

/// Part of a ring's persons that a flag reaches when it belongs to the ring's habit.
const RING_FLAG_RATE: f64 = 0.35;
/// Most bits of surrenders at the commission cliffs where no account is shared.
const WITHOUT_ACCOUNT: f64 = 1.0;
/// All flags together count at most this much: they are not independent.
const FLAGS_CAP: f64 = 9.0;
/// And their absence speaks against a ring with at most this much: some rings avoid every flag.
const FLAGS_FLOOR: f64 = -5.0;

/// Flags of one fact: money above cash value was forced.
const REFUND: [&str; 3] = ["excess_refund", "negotiated_refund", "complaint_then_refund"];
/// Flags of one fact seen from either side: an employer's people all surrender, a lawyer's clients all complain, and
/// only a ring's do both.
const BOTH: [&str; 2] = ["complaint_and_surrender", "surrender_and_complaint"];
/// Flags that turn a serving agent's phone, typed in as the customers', into collusion (DOMAIN.md).
const COLLUSION: [&str; 3] = ["contact_change", "excess_refund", "commission_cliff"];

/// Flags of what is done behind the insurer's back, which who represents others openly does not advise.
const COVERT: [&str; 3] = ["contact_change", "commission_cliff", "complaint_after_surrender"];

/// Most bits that complaints add where one phone or e-mail is all that people share and they neither surrender nor are
/// refunded more than others: offices that mediate are called to complain.
const ONLY_COMPLAIN: f64 = 1.5;
/// Bits of the other flags below which those complaints add nothing. In a hundred worlds of eighteen simulators 7 such groups
/// were rings and 10 were not.
const NOTHING_ELSE: f64 = 0.5;

/// What a record can show. Only records for which a flag can be known count in its base.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Flag {
    Complained,
    /// Of those who complained.
    Surrendered,
    /// Of those who surrendered.
    ComplainedToo,
    ExcessRefund,
    Negotiated,
    RegulatorFirst,
    ContactChange,
    CommissionCliff,
    ComplaintAfterSurrender,
    ComplaintThenRefund,
    ContactDiffers,
    ExAgentContact,
    VirtualNumber,
}

/// Number of flags.
pub(super) const FLAGS: usize = 13;

/// How a flag is worded: code, English, Chinese.
type Wording = (&'static str, &'static str, &'static str);

impl Flag {
    pub(super) const ALL: [Self; FLAGS] = [
        Self::Complained,
        Self::Surrendered,
        Self::ComplainedToo,
        Self::ExcessRefund,
        Self::Negotiated,
        Self::RegulatorFirst,
        Self::ContactChange,
        Self::CommissionCliff,
        Self::ComplaintAfterSurrender,
        Self::ComplaintThenRefund,
        Self::ContactDiffers,
        Self::ExAgentContact,
        Self::VirtualNumber,
    ];

    /// Stable code and the words for "persons …".
    pub(super) fn wording(self) -> Wording {
        match self {
            Self::Complained => ("complaint", "complained", "有投诉"),
            Self::Surrendered => {
                ("complaint_and_surrender", "who complained surrendered the policy too", "投诉人同时退保")
            }
            Self::ComplainedToo => {
                ("surrender_and_complaint", "who surrendered complained too", "退保人同时投诉")
            }
            Self::ExcessRefund => (
                "excess_refund",
                "got at least 30 % of their premium above cash value",
                "退费超现价达保费30%以上",
            ),
            Self::Negotiated => {
                ("negotiated_refund", "surrendered by negotiation or in full", "协议或全额退保")
            }
            Self::RegulatorFirst => ("regulator_first", "went through the regulator", "经监管渠道投诉"),
            Self::ContactChange => {
                ("contact_change", "changed contact details within 30 days before", "前30日内变更联系方式")
            }
            Self::CommissionCliff => {
                ("commission_cliff", "surrendered at 12 to 14 or 24 to 26 months", "在第12–14或24–26个月退保")
            }
            Self::ComplaintAfterSurrender => {
                ("complaint_after_surrender", "complained on a policy already surrendered", "保单退保后投诉")
            }
            Self::ComplaintThenRefund => (
                "complaint_then_refund",
                "complained and then got more than cash value",
                "先投诉后获超现价退费",
            ),
            Self::ContactDiffers => (
                "contact_not_registered",
                "gave a phone other than the registered one",
                "联系电话与登记手机不符",
            ),
            Self::ExAgentContact => (
                "ex_agent_contact",
                "gave the phone of a departed agent who did not sell the policy",
                "联系电话属已离司的非原销售业务员",
            ),
            Self::VirtualNumber => {
                ("virtual_number", "gave a virtual operator's number", "使用虚拟运营商号段")
            }
        }
    }

    /// Part of the rings whose habit shows in this flag. What every complaint extortion ends in (a forced
    /// refund) is common; a departed agent's phone or a virtual number is one habit among many (DOMAIN.md,
    /// "How they work").
    pub(super) fn habitual(self) -> f64 {
        match self {
            Self::Complained | Self::Surrendered | Self::ComplainedToo => 0.8,
            Self::ExcessRefund | Self::Negotiated | Self::ComplaintThenRefund => 0.6,
            Self::RegulatorFirst | Self::ContactDiffers => 0.5,
            Self::ContactChange | Self::CommissionCliff => 0.35,
            Self::ComplaintAfterSurrender | Self::VirtualNumber => 0.2,
            Self::ExAgentContact => 0.1,
        }
    }

    /// Most bits this flag can add: attributes that are weak alone stay small (DOMAIN.md, red flags).
    pub(super) fn cap(self) -> f64 {
        match self {
            Self::ExcessRefund
            | Self::ContactChange
            | Self::ComplaintThenRefund
            | Self::Surrendered
            | Self::ComplainedToo => 4.0,
            Self::CommissionCliff | Self::Negotiated | Self::Complained => 3.0,
            Self::RegulatorFirst | Self::ContactDiffers => 2.5,
            Self::ComplaintAfterSurrender | Self::VirtualNumber => 1.5,
            // All who give one phone give the same agent's; many who left had typed theirs in.
            Self::ExAgentContact => 1.0,
        }
    }

    /// Whether the record shows it; `None` when the record cannot say.
    pub(super) fn of(self, record: &Record) -> Option<bool> {
        let complaint = record.record_type == RecordType::Complaint;
        match self {
            // A surrender after a complaint is the same person's same affair.
            Self::Complained => (complaint || !record.complained_and_surrendered).then_some(complaint),
            Self::Surrendered => complaint.then_some(record.complained_and_surrendered),
            Self::ComplainedToo => (!complaint).then_some(record.complained_and_surrendered),
            Self::ExcessRefund => {
                let (excess, premium) = (record.excess?.0, record.premium_paid?.0);
                Some(excess > 0 && excess * 10 >= premium * 3)
            }
            Self::Negotiated => (!complaint && record.surrender_type != SurrenderType::Unknown)
                .then_some(record.surrender_type.is_forced()),
            Self::RegulatorFirst => complaint.then(|| record.channel.is_regulator()),
            Self::ContactChange => {
                Some(record.contact_changed_at.is_some_and(|day| (0..=30).contains(&(record.date.0 - day.0))))
                    .filter(|_| !complaint)
            }
            Self::CommissionCliff => record.at_commission_cliff(),
            Self::ComplaintAfterSurrender => {
                (complaint && record.complained_and_surrendered).then_some(record.after_surrender)
            }
            Self::ComplaintThenRefund => {
                (complaint && record.complained_and_surrendered).then_some(record.refund_followed)
            }
            Self::ContactDiffers => record.contact_differs,
            Self::ExAgentContact => Some(record.ex_agent_contact),
            Self::VirtualNumber => Some(record.virtual_number),
        }
    }

    /// Whether it belongs to complaints that force a refund, and to no other business of a ring.
    pub(super) fn is_extortion(self) -> bool {
        matches!(
            self,
            Self::Complained
                | Self::Surrendered
                | Self::ComplainedToo
                | Self::ExcessRefund
                | Self::Negotiated
                | Self::RegulatorFirst
                | Self::ComplaintThenRefund
                | Self::ContactDiffers
        )
    }

    /// Whether it alone makes a record look like more than an ordinary request.
    pub(super) fn is_strong(self) -> bool {
        matches!(
            self,
            Self::ExcessRefund
                | Self::CommissionCliff
                | Self::ContactChange
                | Self::ComplaintAfterSurrender
                | Self::ComplaintThenRefund
        )
    }
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

/// Of reasons that must all hold only the weakest counts, where several are known. The others stay with no contribution.
fn weakest_of(codes: &[&str], reasons: &mut [Reason]) {
    let told = |reason: &Reason| codes.contains(&reason.code);
    let least = reasons
        .iter()
        .filter(|reason| told(reason))
        .map(|reason| reason.contribution)
        .fold(f64::INFINITY, f64::min);
    let mut open = true;
    for reason in reasons.iter_mut().filter(|reason| told(reason)) {
        let keeps = open && (reason.contribution - least).abs() < f64::EPSILON;
        open &= !keeps;
        if !keeps {
            reason.contribution = 0.0;
        }
    }
}

/// Contributions of some reasons, in bits.
fn bits_of(codes: &[&str], reasons: &[Reason]) -> f64 {
    let of_codes = reasons.iter().filter(|reason| codes.contains(&reason.code));
    of_codes.map(|reason| reason.contribution).sum()
}

/// Lets complaints say at most [`ONLY_COMPLAIN`] where people neither surrender nor are refunded more than others, and
/// nothing where they show nothing else.
fn limit_complaints(reasons: &mut [Reason], facts: &mut Facts) {
    if bits_of(&REFUND, reasons) > 0.0 || bits_of(&BOTH, reasons) > 0.0 {
        return;
    }
    let complained = Flag::Complained.wording().0;
    let others = reasons.iter().filter(|reason| reason.code != complained);
    let others: f64 = others.map(|reason| reason.contribution.max(0.0)).sum();
    let most = if others < NOTHING_ELSE { 0.0 } else { ONLY_COMPLAIN };
    facts.complaint_bits = facts.complaint_bits.min(most);
    for reason in reasons.iter_mut().filter(|reason| reason.code == complained) {
        reason.contribution = reason.contribution.min(most);
    }
}

impl Scorer<'_> {
    /// Whether one phone or e-mail is all that people share.
    fn is_reached_by_one(&self, candidate: &Candidate) -> bool {
        let [value] = candidate.values.as_slice() else { return false };
        matches!(self.view.kind(*value), ValueKind::Phone | ValueKind::Email)
    }

    /// Red flags of the persons against the branch and quarter.
    pub(super) fn flags(&self, candidate: &Candidate, facts: &mut Facts, reasons: &mut Vec<Reason>) {
        let records = &self.view.assembled.records;
        let persons = candidate.persons.len().max(1) as f64;
        let otherwise = facts.funded() && shared_payer(&candidate.values, &self.view);
        let one_seller = facts.of_one_seller();
        let has_account = candidate.is_tied_by(ValueKind::Account, &self.view);
        let mut strong: Vec<PersonIx> = Vec::new();
        let mut forced: Vec<PersonIx> = Vec::new();
        let mut found = Vec::new();
        for flag in
            Flag::ALL.into_iter().filter(|&flag| !self.ignores(flag.wording().0) && self.bases.is_seen(flag))
        {
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
            let implied = self.is_implied(flag, candidate, facts, (hits, asked));
            facts.all_complained |= implied && flag == Flag::Complained;
            if asked == 0.0 || implied {
                continue;
            }
            let of_record = self.bases.without(flag, &candidate.records, records).clamp(0.001, 0.999);
            let of_record = if one_seller {
                self.bases.of_seller(flag, facts.seller, &candidate.records, records, of_record)
            } else {
                of_record
            };
            // A person with several records has as many chances to show a flag.
            let base = 1.0 - (1.0 - of_record).powf(known.len() as f64 / asked);
            // A few flagged people in a large group are surprising, and still not what the group is about.
            let typical = (hits / (persons * RING_FLAG_RATE)).min(1.0);
            // Commissions are earned where somebody's account pays, or is paid.
            let cap =
                if flag == Flag::CommissionCliff && !has_account { WITHOUT_ACCOUNT } else { flag.cap() };
            let contribution = match bayes_factor(hits, asked, base, flag.habitual()).min(cap) {
                // Who has somebody act for him mostly does so to complain.
                for_it if for_it > 0.0 && flag == Flag::Complained && facts.represented() => 0.0,
                for_it if for_it > 0.0 => for_it * typical,
                // Who earns by commission has no need of complaints and refunds.
                _ if otherwise && flag.is_extortion() => 0.0,
                against => against,
            };
            match flag {
                Flag::Complained => facts.complaint_bits = contribution,
                Flag::CommissionCliff => facts.cliff_bits = contribution,
                Flag::RegulatorFirst => facts.regulator_bits = contribution,
                _ => {}
            }
            if contribution.abs() > 0.05 || BOTH.contains(&flag.wording().0) {
                found.push(self.reason(flag, (hits, asked), base, contribution, one_seller));
            }
        }
        strongest_of(&REFUND, &mut found);
        weakest_of(&BOTH, &mut found);
        if self.is_reached_by_one(candidate) {
            limit_complaints(&mut found, facts);
        }
        let bits_of = |codes: &[&str]| bits_of(codes, &found);
        facts.both_bits = bits_of(&BOTH).max(0.0);
        facts.refund_bits = bits_of(&REFUND);
        facts.covert_bits = bits_of(&COVERT);
        facts.collusion_bits = bits_of(&COLLUSION);
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

    /// The reason of a flag that some of the persons who could show it do show.
    fn reason(
        &self,
        flag: Flag,
        (hits, asked): (f64, f64),
        base: f64,
        contribution: f64,
        one_seller: bool,
    ) -> Reason {
        let (code, english, chinese) = flag.wording();
        let of_base = base * 100.0;
        let (where_en, where_zh) = match flag {
            _ if one_seller => ("among the agent's customers", "该业务员的客户"),
            Flag::ExcessRefund | Flag::Negotiated => ("here after as many complaints", "本地同等投诉情况下"),
            Flag::ComplaintAfterSurrender | Flag::ComplaintThenRefund => {
                ("here of those who complained and surrendered", "本地投诉且退保者中")
            }
            _ => ("here", "本地"),
        };
        Reason {
            code,
            observed: hits,
            expected: base * asked,
            base,
            contribution,
            sentence_en: self
                .say(|| format!("{hits} of {asked} persons {english}; {of_base:.1} % is usual {where_en}.")),
            sentence_zh: self
                .say(|| format!("{asked}人中{hits}人{chinese}，{where_zh}通常为{of_base:.1}%。")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(of_complaints: Option<f64>, of_surrenders: Option<f64>) -> f64 {
        let reason = |code: &'static str, contribution: f64| Reason {
            code,
            observed: 1.0,
            expected: 0.0,
            base: 0.0,
            contribution,
            sentence_en: String::new(),
            sentence_zh: String::new(),
        };
        let mut reasons: Vec<Reason> = of_complaints.map(|bits| reason(BOTH[0], bits)).into_iter().collect();
        reasons.extend(of_surrenders.map(|bits| reason(BOTH[1], bits)));
        weakest_of(&BOTH, &mut reasons);
        reasons.iter().map(|reason| reason.contribution).sum()
    }

    #[test]
    fn of_complaints_with_surrenders_and_surrenders_with_complaints_the_weaker_counts() {
        // An employer's people all surrender; a lawyer's clients all complain.
        assert!((counted(Some(4.0), Some(-0.5)) + 0.5).abs() < 1e-12);
        assert!((counted(Some(0.3), Some(4.0)) - 0.3).abs() < 1e-12);
        assert!((counted(None, Some(2.0)) - 2.0).abs() < 1e-12);
    }
}
