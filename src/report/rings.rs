//! rings.csv, members.csv, links.csv, reasons.csv and actors.csv: everything a score can be recomputed from.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::summary::{is_reported, summarise};
use super::table::{Header, Table};
use super::tokens::Tokens;
use super::{Config, File, Lang, actors};
use crate::detect::finding::Finding;
use crate::detect::short_id;
use crate::error::Result;
use crate::pipeline::Outcome;
use crate::record::{Day, LinkType, RecordIx};

pub(super) const RINGS: [Header; 27] = [
    ("ring_id", "团伙编号"),
    ("kind", "类别"),
    ("ring_type", "手法"),
    ("also_mis_selling", "兼有销售误导"),
    ("score", "评分"),
    ("q_value", "q值"),
    ("rank", "排名"),
    ("persons", "人数"),
    ("households", "家庭数"),
    ("records", "记录数"),
    ("complaints", "投诉数"),
    ("surrenders", "退保数"),
    ("first_date", "最早日期"),
    ("last_date", "最近日期"),
    ("premium_paid", "累计保费"),
    ("cash_value", "现金价值"),
    ("refund_amount", "退费金额"),
    ("excess_refund", "超额退费"),
    ("open_amount", "未付金额"),
    ("paid_amount", "已付金额"),
    ("next_due_at", "最近期限"),
    ("branches", "分公司"),
    ("agents", "业务员工号"),
    ("event", "事件"),
    ("reasons", "理由"),
    ("decision", "决定"),
    ("decision_note", "决定说明"),
];
pub(super) const MEMBERS: [Header; 9] = [
    ("ring_id", "团伙编号"),
    ("kind", "类别"),
    ("record_id", "记录编号"),
    ("record_type", "记录类型"),
    ("person", "人员"),
    ("role", "角色"),
    ("date", "日期"),
    ("strength", "关联强度"),
    ("reasons", "理由"),
];
pub(super) const LINKS: [Header; 8] = [
    ("ring_id", "团伙编号"),
    ("record_id", "记录编号"),
    ("link_type", "关联类型"),
    ("value", "关联值"),
    ("value_token", "关联值代码"),
    ("weight", "权重"),
    ("source_file", "来源文件"),
    ("source_line", "来源行"),
];
const REASONS: [Header; 7] = [
    ("ring_id", "团伙编号"),
    ("code", "代码"),
    ("observed", "观察值"),
    ("expected", "期望值"),
    ("base", "基准"),
    ("contribution", "贡献"),
    ("sentence", "说明"),
];

/// The findings written: likely rings, and look-alikes too when asked for; best first.
pub fn written<'a>(outcome: &'a Outcome, config: &Config) -> impl Iterator<Item = &'a Finding> {
    let all_kinds = config.all_kinds;
    outcome.findings.iter().filter(move |finding| all_kinds || is_reported(finding, outcome))
}

/// The sentence of a reason in a language.
#[must_use]
pub fn sentence(reason: &crate::detect::finding::Reason, lang: Lang) -> &str {
    lang.of(&reason.sentence_en, &reason.sentence_zh)
}

/// A number as short as it can be with four decimals.
#[must_use]
pub fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.to_owned() }
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// Writes the five tables.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn files(outcome: &Outcome, config: &Config) -> Result<Vec<File>> {
    let ranked: Vec<(usize, &Finding)> = (1..).zip(written(outcome, config)).collect();
    tables(&ranked, outcome, config)
}

/// The five tables of some findings, each with its rank.
pub(super) fn tables(
    findings: &[(usize, &Finding)],
    outcome: &Outcome,
    config: &Config,
) -> Result<Vec<File>> {
    let mut rings = Table::new(config.lang, &RINGS)?;
    let mut members = Table::new(config.lang, &MEMBERS)?;
    let mut links = Table::new(config.lang, &LINKS)?;
    let mut reasons = Table::new(config.lang, &REASONS)?;
    let mut actors = Table::new(config.lang, &actors::COLUMNS)?;
    let mut tokens = Tokens::new(config);
    for &(rank, finding) in findings {
        rings.row(ring(finding, rank, outcome, config.lang).into_iter().map(Cow::Owned))?;
        member_rows(finding, outcome, &mut members)?;
        link_rows(finding, outcome, &mut tokens, &mut links)?;
        for reason in &finding.reasons {
            let cells = [
                finding.id.clone(),
                reason.code.to_owned(),
                number(reason.observed),
                number(reason.expected),
                number(reason.base),
                number(reason.contribution),
                sentence(reason, config.lang).to_owned(),
            ];
            reasons.row(cells.into_iter().map(Cow::Owned))?;
        }
    }
    // After all links, so that a value of links.csv has the same ordinal in the graph files, which hold links alone.
    for &(_, finding) in findings {
        actors::rows(finding, outcome, &mut tokens, &mut actors)?;
    }
    Ok(vec![
        ("rings.csv", rings.finish()?),
        ("members.csv", members.finish()?),
        ("links.csv", links.finish()?),
        ("reasons.csv", reasons.finish()?),
        ("actors.csv", actors.finish()?),
    ])
}

fn ring(finding: &Finding, rank: usize, outcome: &Outcome, lang: Lang) -> Vec<String> {
    let remembered = &outcome.remembered;
    let (decision, note_en, note_zh) = remembered.decisions.get(&finding.id).cloned().unwrap_or_default();
    let summary = summarise(finding, outcome);
    let speaking =
        finding.reasons.iter().filter(|reason| reason.contribution > 0.0).map(|reason| reason.code);
    vec![
        finding.id.clone(),
        finding.kind.name().into(),
        finding.ring_type.name().into(),
        if finding.also_mis_selling { "yes" } else { "no" }.into(),
        number(finding.score),
        finding.q_value.map_or_else(String::new, number),
        rank.to_string(),
        summary.persons.to_string(),
        finding.households.to_string(),
        finding.members.len().to_string(),
        summary.complaints.to_string(),
        summary.surrenders.to_string(),
        day(summary.dates.map(|(first, _)| first)),
        day(summary.dates.map(|(_, last)| last)),
        summary.premium_paid.to_string(),
        summary.cash_value.to_string(),
        summary.refund.to_string(),
        summary.excess.to_string(),
        summary.open.to_string(),
        summary.paid.to_string(),
        day(summary.next_due),
        summary.branches.join(" "),
        summary.agents.join(" "),
        // What changed since the last night is known only with a store.
        remembered.events.get(&finding.id).cloned().unwrap_or_default(),
        speaking.collect::<Vec<_>>().join(" "),
        decision,
        lang.of(&note_en, &note_zh).to_owned(),
    ]
}

fn member_rows(finding: &Finding, outcome: &Outcome, table: &mut Table) -> Result<()> {
    let records = &outcome.assembled.records;
    let mut ties: FxHashMap<RecordIx, Vec<LinkType>> = FxHashMap::default();
    for link in &finding.links {
        ties.entry(link.record).or_default().push(link.link_type);
    }
    for member in &finding.members {
        let record = records.get(member.record);
        let mut of_record = ties.get(&member.record).cloned().unwrap_or_default();
        of_record.sort_unstable();
        of_record.dedup();
        let why = match of_record.len() {
            0 => "same_person".to_owned(),
            _ => of_record.iter().map(|link| link.name()).collect::<Vec<_>>().join(" "),
        };
        let first = outcome.linked.people.first_record[member.person.0 as usize];
        let cells = [
            finding.id.clone(),
            finding.kind.name().into(),
            records.id(member.record).into(),
            record.record_type.name().into(),
            short_id('P', first, records),
            member.role.name().into(),
            record.date.to_string(),
            member.strength.name().into(),
            why,
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    Ok(())
}

fn link_rows(finding: &Finding, outcome: &Outcome, tokens: &mut Tokens<'_>, table: &mut Table) -> Result<()> {
    let records = &outcome.assembled.records;
    for link in &finding.links {
        let source = records.get(link.record).source;
        let cells = [
            finding.id.clone(),
            records.id(link.record).into(),
            link.link_type.name().into(),
            tokens.shown(link.value, outcome),
            tokens.of(link.value, outcome),
            number(link.weight),
            records.files.get(source.file as usize).cloned().unwrap_or_default(),
            source.line.to_string(),
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    Ok(())
}
