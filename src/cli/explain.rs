//! `explain`: why a ring is one; why a record is, or is not, in a ring.

use std::fmt::Write as _;

use clap::Args;
use serde_json::{Value, json};

use super::output::{self, Progress};
use super::recall::{StoreSettings, recall};
use super::remember::Memory;
use super::role::{masked, missed, roles};
use super::settings::{Format, Settings};
use crate::detect::finding::Finding;
use crate::detect::short_id;
use crate::detect::what_if::WhatIf;
use crate::error::{Error, Result};
use crate::pipeline::Outcome;
use crate::record::{LinkType, RecordIx, ValueIx};
use crate::report::summary::is_reported;
use crate::report::terminal::{self, grouped};
use crate::report::{self, GUARDRAIL_EN, GUARDRAIL_ZH, Lang, json as document, rings, words};

/// Arguments of `explain`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Ring (R-…) or record to explain
    #[arg(value_name = "RING_ID|RECORD_ID")]
    id: String,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    store: StoreSettings,
}

/// Runs the pipeline and explains one id.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let settings = &arguments.settings;
    let config = settings.ready()?;
    settings.use_threads()?;
    let reporting = settings.report(None, 1)?;
    let (outcome, memory) = recall(&arguments.store, &config, Progress::new(settings))?;
    let id = arguments.id.trim();
    let finding = outcome.findings.iter().find(|finding| finding.id == id);
    if let Some(finding) = finding {
        return output::print(&match settings.format {
            Format::Text => {
                let what_if = WhatIf::new(&outcome.assembled, &outcome.linked, &config.detect);
                ring_text(finding, &outcome, &reporting, &what_if)
            }
            Format::Json => document::pretty(&document::ring(finding, &outcome, &reporting))?,
        });
    }
    let records = &outcome.assembled.records;
    let record = (0..records.all.len() as u32).map(RecordIx).find(|&record| records.id(record) == id);
    let Some(record) = record else { return Err(unknown(id, &outcome, memory.as_ref())) };
    output::print(&match settings.format {
        Format::Text => record_text(record, &outcome, &reporting),
        Format::Json => document::pretty(&record_json(record, &outcome, &reporting))?,
    })
}

/// Nothing has this id tonight; the store may know it from another night, a reject may have had it.
fn unknown(id: &str, outcome: &Outcome, memory: Option<&Memory>) -> Error {
    let rejects = outcome.rejects.len();
    let past = memory.and_then(|memory| memory.store().history(id).ok());
    let hint = if let Some(past) = past {
        format!("it was found before and is {} now; see `ringkeeper history {id}`", past.state)
    } else if id.starts_with("R-") {
        "ring ids change when the input does; see rings.csv of the same input".to_owned()
    } else {
        format!("no record used has it; {rejects} rows were rejected, see `ringkeeper check`")
    };
    Error::usage(format!("no ring and no record `{id}`: {hint}"))
}

fn ring_text(finding: &Finding, outcome: &Outcome, config: &report::Config, what_if: &WhatIf<'_>) -> String {
    let lang = config.lang;
    let mut out = head(finding, outcome, lang);
    reasons(finding, lang, &mut out);
    let title =
        lang.of("Shared values (records of the ring that carry each):", "共用信息（含该信息的团伙记录数）：");
    let _ = writeln!(out, "\n{title}");
    for (value, types, count) in shared(finding) {
        let types: Vec<&str> = types.iter().map(|link_type| words::local(link_type.name(), lang)).collect();
        let types = types.join(lang.of(", ", "、"));
        let (shown, without) = (masked(value, outcome, lang), without(what_if.without(finding, value), lang));
        let _ = writeln!(out, "  {count:>5}  {shown}  ({types})\n         {without}");
    }
    let _ = writeln!(out, "\n{}", lang.of("Members:", "成员："));
    let records = &outcome.assembled.records;
    for member in &finding.members {
        let record = records.get(member.record);
        let first = outcome.linked.people.first_record[member.person.0 as usize];
        let _ = writeln!(
            out,
            "  {}  {:<16} {} {}  {} {}",
            record.date,
            records.id(member.record),
            terminal::cell(words::local(record.record_type.name(), lang), 9),
            short_id('P', first, records),
            words::local(member.role.name(), lang),
            words::local(member.strength.name(), lang)
        );
    }
    let _ = write!(out, "\n{GUARDRAIL_EN}\n{GUARDRAIL_ZH}\n");
    out
}

/// What a finding would be without a value: its households and score.
fn without(left: Option<(u32, f64)>, lang: Lang) -> String {
    match left.map(|(households, score)| (households, rings::number(score))) {
        Some((households, score)) => lang
            .of(
                &format!("without it: {households} households, score {score}"),
                &format!("若无此项：{households}个家庭，评分{score}"),
            )
            .to_owned(),
        None => lang.of("without it: no finding", "若无此项：不成线索").to_owned(),
    }
}

/// Id, kind, score and whether it is reported.
fn head(finding: &Finding, outcome: &Outcome, lang: Lang) -> String {
    let cut_off = rings::number(outcome.cut_off);
    let (kind, way) = (words::local(finding.kind.name(), lang), words::local(finding.ring_type.name(), lang));
    let verdict = if is_reported(finding, outcome) {
        lang.of("reported as a likely ring", "列为疑似团伙").to_owned()
    } else if finding.kind.is_ring() {
        lang.of(&format!("below the cut-off {cut_off}"), &format!("低于阈值{cut_off}")).to_owned()
    } else {
        lang.of(&format!("not a ring: named {kind}"), &format!("不是团伙，归为“{kind}”")).to_owned()
    };
    let q = finding.q_value.map_or_else(String::new, |q| format!(", q {}", rings::number(q)));
    let (id, score) = (&finding.id, rings::number(finding.score));
    let (households, records) = (finding.households, finding.members.len());
    let head = match lang {
        Lang::En => format!(
            "{id}  {kind} ({way}), score {score}{q}: {verdict}\n{households} households, {records} records\n"
        ),
        Lang::Zh => {
            format!("{id}  {kind}（{way}），评分{score}{q}：{verdict}\n{households}个家庭，{records}条记录\n")
        }
    };
    head + &remembered(finding, outcome, lang)
}

/// What the store remembers of a finding: nothing without one.
fn remembered(finding: &Finding, outcome: &Outcome, lang: Lang) -> String {
    let remembered = &outcome.remembered;
    let mut out = String::new();
    if let Some(event) = remembered.events.get(&finding.id) {
        let event = match (event.as_str(), lang) {
            ("", _) => lang.of("nothing changed since the last night", "与上一批次相同").to_owned(),
            (events, Lang::En) => events.to_owned(),
            (events, Lang::Zh) => words::all(events, lang),
        };
        let _ = writeln!(out, "{}{event}", lang.of("event: ", "变动："));
    }
    if let Some((decision, english, chinese)) = remembered.decisions.get(&finding.id) {
        let (decision, note) = (words::local(decision, lang), lang.of(english, chinese).trim());
        let _ = writeln!(out, "{}{decision} ({note})", lang.of("decision: ", "结论："));
    }
    out
}

fn reasons(finding: &Finding, lang: Lang, out: &mut String) {
    let title = lang.of(
        "Reasons (bits of log-odds; score = 1 / (1 + 2^-sum)):",
        "理由（对数几率，单位比特；评分 = 1 / (1 + 2^-合计)）：",
    );
    let _ = writeln!(out, "\n{title}");
    let mut sum = 0.0;
    for reason in &finding.reasons {
        sum += reason.contribution;
        for (number, line) in terminal::wrap(rings::sentence(reason, lang), 68).into_iter().enumerate() {
            match number {
                0 => {
                    let _ = writeln!(out, "  {:>+7.2}  {line}", reason.contribution);
                }
                _ => {
                    let _ = writeln!(out, "           {line}");
                }
            }
        }
    }
    let _ = writeln!(out, "  {sum:>+7.2}  {}", lang.of("sum", "合计"));
}

/// Values of a finding with their link types and records, most carried first.
fn shared(finding: &Finding) -> Vec<(ValueIx, Vec<LinkType>, usize)> {
    let mut links: Vec<(ValueIx, LinkType, RecordIx)> =
        finding.links.iter().map(|link| (link.value, link.link_type, link.record)).collect();
    links.sort_unstable();
    let mut out: Vec<(ValueIx, Vec<LinkType>, usize)> = links
        .chunk_by(|left, right| left.0 == right.0)
        .map(|same| {
            let mut types: Vec<LinkType> = same.iter().map(|link| link.1).collect();
            types.dedup();
            let mut records: Vec<RecordIx> = same.iter().map(|link| link.2).collect();
            records.sort_unstable();
            records.dedup();
            (same[0].0, types, records.len())
        })
        .collect();
    out.sort_by_key(|&(value, _, count)| (std::cmp::Reverse(count), value));
    out
}

fn record_text(record: RecordIx, outcome: &Outcome, config: &report::Config) -> String {
    let lang = config.lang;
    let mut out = stands(record, outcome, lang);
    let _ = writeln!(out, "\n{}", lang.of("Values:", "各项信息："));
    for role in roles(record, outcome) {
        let [records, persons, households] =
            [role.records, role.persons, role.households].map(|count| grouped(u64::from(count)));
        let _ = writeln!(
            out,
            "  {} {}  {}\n      {}",
            terminal::cell(words::local(role.link_type.name(), lang), 20),
            masked(role.value, outcome, lang),
            lang.of(
                &format!("({records} records, {persons} persons, {households} households)"),
                &format!("（{records}条记录，{persons}人，{households}个家庭）")
            ),
            role.says(outcome, lang)
        );
    }
    if let Some(finding) = outcome.finding_of(record) {
        let _ = write!(out, "\n{}{}", lang.of("In ", "属于"), head(finding, outcome, lang));
        reasons(finding, lang, &mut out);
        if !is_reported(finding, outcome) {
            let bits = finding.bits();
            let needed = (outcome.cut_off / (1.0 - outcome.cut_off)).log2();
            let _ = match lang {
                Lang::En => {
                    writeln!(out, "  It has {bits:+.2} bits where the cut-off asks for {needed:+.2}.")
                }
                Lang::Zh => writeln!(out, "  合计{bits:+.2}比特，阈值要求{needed:+.2}比特。"),
            };
        }
    } else {
        let missed = missed(record, outcome, lang);
        let _ = match lang {
            Lang::En => writeln!(out, "\nIn no ring and no look-alike: {missed}."),
            Lang::Zh => writeln!(out, "\n不属于任何团伙或相似情形：{missed}。"),
        };
    }
    let _ = write!(out, "\n{GUARDRAIL_EN}\n{GUARDRAIL_ZH}\n");
    out
}

/// Where a record stands, whose it is, and how many the person and the household are.
fn stands(record: RecordIx, outcome: &Outcome, lang: Lang) -> String {
    let (records, people) = (&outcome.assembled.records, &outcome.linked.people);
    let facts = records.get(record);
    let person = people.person(record);
    let (id, date, line) = (records.id(record), facts.date, facts.source.line);
    let kind = words::local(facts.record_type.name(), lang);
    let file = records.files.get(facts.source.file as usize).map_or("", String::as_str);
    let first = short_id('P', people.first_record[person.0 as usize], records);
    let of_person = people.records.of(person.0).len();
    let household = people.household(person);
    let of_household = people.household_of.iter().filter(|&&other| other == household).count();
    lang.of(
        &format!(
            "{id} ({kind}), {date}, {file} line {line}\nperson {first} with {of_person} records; household \
             {of_household} persons\n"
        ),
        &format!(
            "{id}（{kind}），{date}，{file}第{line}行\n人员{first}，{of_person}条记录；所在家庭{of_household}人\n"
        ),
    )
    .to_owned()
}

fn record_json(record: RecordIx, outcome: &Outcome, config: &report::Config) -> Value {
    let records = &outcome.assembled.records;
    let facts = records.get(record);
    let values: Vec<Value> = roles(record, outcome)
        .into_iter()
        .map(|role| {
            json!({
                "link_type": role.link_type.name(), "value": masked(role.value, outcome, Lang::En),
                "records": role.records, "persons": role.persons, "households": role.households,
                "says": role.says(outcome, config.lang),
            })
        })
        .collect();
    let finding = outcome.finding_of(record);
    json!({
        "record_id": records.id(record),
        "record_type": facts.record_type.name(),
        "date": facts.date.to_string(),
        "source_file": records.files.get(facts.source.file as usize),
        "source_line": facts.source.line,
        "values": values,
        "reported": finding.is_some_and(|finding| is_reported(finding, outcome)),
        "finding": finding.map(|finding| document::ring(finding, outcome, config)),
        "missed": finding.is_none().then(|| missed(record, outcome, config.lang)),
        "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
    })
}
