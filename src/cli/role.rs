//! What a value of a record does: whom it ties, or why it ties nobody.

use crate::detect::finding::Hub;
use crate::detect::mentions_of;
use crate::normalise::slips::{Agreement, Slip};
use crate::pipeline::Outcome;
use crate::privacy::mask::Show;
use crate::record::{LinkType, Mention, RecordIx, ValueIx};
use crate::report::{Lang, words};

/// Why a value ties its people, or does not.
#[derive(Clone, Copy)]
enum Tie<'a> {
    SetAside(&'a Hub),
    Alone,
    InPairs(usize),
    NoSecond,
    TiesNobody,
}

/// What one value of a record does.
pub(super) struct Role<'a> {
    pub(super) link_type: LinkType,
    pub(super) value: ValueIx,
    pub(super) records: u32,
    pub(super) persons: u32,
    pub(super) households: u32,
    tie: Tie<'a>,
    /// The phone that was typed instead.
    slip: Option<&'a Slip>,
}

/// A value, masked.
pub(super) fn masked(value: ValueIx, outcome: &Outcome, lang: Lang) -> String {
    let values = &outcome.assembled.values;
    words::value(Show::Masked, values.kind(value), values.key(value), lang)
}

/// The roles of all values of a record.
pub(super) fn roles(record: RecordIx, outcome: &Outcome) -> Vec<Role<'_>> {
    let (assembled, linked) = (&outcome.assembled, &outcome.linked);
    let incidence = &linked.network.incidence;
    let role = |mention: &Mention| {
        let value = mention.value;
        let households = incidence.households.degree(value.0);
        let pairs =
            linked.network.pairs.iter().filter(|pair| pair.left == value || pair.right == value).count();
        let tie = match linked.hub(value) {
            Some(hub) => Tie::SetAside(hub),
            None if households < 2 => Tie::Alone,
            None if pairs > 0 => Tie::InPairs(pairs),
            None if linked.usable[value.0 as usize] => Tie::NoSecond,
            None => Tie::TiesNobody,
        };
        let is_typed = |slip: &&Slip| {
            (slip.record, slip.link_type, slip.read_as) == (mention.record, mention.link_type, value)
        };
        Role {
            link_type: mention.link_type,
            value,
            records: incidence.records.degree(value.0),
            persons: incidence.persons.degree(value.0),
            households,
            tie,
            slip: assembled.slips.iter().find(is_typed),
        }
    };
    mentions_of(&assembled.mentions, record).iter().map(role).collect()
}

impl Role<'_> {
    /// Whether the value was set aside.
    pub(super) fn is_hub(&self) -> bool {
        matches!(self.tie, Tie::SetAside(_))
    }

    /// One sentence on what the value does.
    pub(super) fn says(&self, outcome: &Outcome, lang: Lang) -> String {
        let says = match self.tie {
            Tie::SetAside(hub) => lang
                .of(&format!("set aside: {}", hub.why), &format!("已剔除：{}", hub.treatment.why_zh()))
                .to_owned(),
            Tie::Alone => lang.of("nobody else shares it", "无他人共用").to_owned(),
            Tie::InPairs(pairs) => lang
                .of(
                    &format!(
                        "ties: stands in {pairs} pairs of values that more households share than chance \
                         allows"
                    ),
                    &format!("有关联作用：与其他信息组成{pairs}对，每对由超出偶然的多个家庭同时使用"),
                )
                .to_owned(),
            Tie::NoSecond => lang
                .of(
                    "shared, but no second value goes with it beyond chance",
                    "有人共用，但没有第二项信息与其一同出现至超出偶然",
                )
                .to_owned(),
            Tie::TiesNobody => lang
                .of(
                    "shared, but such values tie nobody (one book, or too few sellers)",
                    "有人共用，但此类信息不作关联（同一业务员的客户，或业务员过少）",
                )
                .to_owned(),
        };
        match self.slip {
            Some(slip) => format!("{says}{}{}", lang.of("; ", "；"), typed(slip, outcome, lang)),
            None => says,
        }
    }
}

/// That a phone was typed otherwise, and why it is read so.
fn typed(slip: &Slip, outcome: &Outcome, lang: Lang) -> String {
    let typed = masked(slip.typed, outcome, lang);
    match slip.agreement {
        Agreement::SamePerson => lang
            .of(
                &format!(
                    "typed as {typed}, a slip beside it: the same person gives it elsewhere (phone-slips)"
                ),
                &format!("原填{typed}，仅差一处，视为笔误：同一人在别处填的是此号（phone-slips）"),
            )
            .to_owned(),
        Agreement::SharedValue(value) => {
            let shared = masked(value, outcome, lang);
            let kind = words::local(outcome.assembled.values.kind(value).name(), lang);
            lang.of(
                &format!(
                    "typed as {typed}, a slip beside it: somebody who gives it shares {kind} {shared} too \
                     (phone-slips)"
                ),
                &format!("原填{typed}，仅差一处，视为笔误：填此号者另与其共用{kind}{shared}（phone-slips）"),
            )
            .to_owned()
        }
    }
}

/// What is missing, in words, when a record is in no finding.
pub(super) fn missed(record: RecordIx, outcome: &Outcome, lang: Lang) -> String {
    let tying = roles(record, outcome).into_iter().filter(|role| !role.is_hub());
    match tying.map(|role| role.households).max() {
        None => lang
            .of("its records carry no value that could tie people", "其记录中没有可作关联的信息")
            .to_owned(),
        Some(0 | 1) => lang
            .of("no value of it is shared with another household", "没有任何信息与其他家庭共用")
            .to_owned(),
        Some(households) => lang
            .of(
                &format!(
                    "its most shared value reaches {households} households; a finding needs min-households, \
                     and a value or pair of values that holds them together"
                ),
                &format!(
                    "其共用最广的信息涉及{households}个家庭；成为线索须达到min-households，\
                     并由一项或一对信息把他们连在一起"
                ),
            )
            .to_owned(),
    }
}
