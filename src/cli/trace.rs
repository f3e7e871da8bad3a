//! `trace`: what hangs on a value, hubs and values below every threshold included.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;
use serde_json::{Value, json};

use super::output::{self, Progress};
use super::recall::{StoreSettings, recall};
use super::role::masked;
use super::settings::{Format, Settings};
use crate::detect::{mentions_of, short_id};
use crate::error::{Error, Result};
use crate::normalise::{address, id_no, watch};
use crate::pipeline::Outcome;
use crate::privacy::mask;
use crate::record::{RecordIx, ValueIx, ValueKind};
use crate::report::json::pretty;
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH, Lang, terminal, words};

/// Records and values printed a hop.
const SHOWN: usize = 50;

/// Arguments of `trace`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    value: Sought,
    /// How far to go: 1 is the records of the value, 2 also those of the values found there
    #[arg(long, value_name = "COUNT", default_value_t = 2)]
    hops: u32,
    /// Only records at most this many days before the as-of date
    #[arg(long, value_name = "DAYS")]
    days: Option<u32>,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    store: StoreSettings,
}

/// The value to start from.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
struct Sought {
    /// Phone
    #[arg(long, value_name = "VALUE")]
    phone: Option<String>,
    /// Bank account
    #[arg(long, value_name = "VALUE")]
    account: Option<String>,
    /// Identity number, of a policyholder or of somebody who acts for one
    #[arg(long, value_name = "VALUE")]
    id_no: Option<String>,
    /// Policy number
    #[arg(long, value_name = "VALUE")]
    policy: Option<String>,
    /// Address down to the flat
    #[arg(long, value_name = "VALUE")]
    address: Option<String>,
}

/// One hop: the records reached with what led there, and the values they carry.
struct Hop {
    records: BTreeMap<RecordIx, String>,
    values: Vec<ValueIx>,
}

/// Runs the pipeline as far as links and walks from the value.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let settings = &arguments.settings;
    let mut config = settings.ready()?;
    if !(1..=4).contains(&arguments.hops) {
        return Err(Error::usage(format!("hops: `{}` is not between 1 and 4", arguments.hops)));
    }
    // Every shared value counts here, however small.
    config.detect.min_households = 2;
    settings.use_threads()?;
    let (outcome, _) = recall(&arguments.store, &config, Progress::new(settings))?;
    // Scripts read JSON.
    let lang = match settings.format {
        Format::Text => settings.lang,
        Format::Json => Lang::En,
    };
    let (shown, start) = start(&arguments.value, &outcome, lang)?;
    let hops = walk(start, arguments, &outcome, lang);
    output::print(&match settings.format {
        Format::Text => text(&shown, &hops, &outcome, lang),
        Format::Json => document(&shown, &hops, &outcome)?,
    })
}

/// What is sought, masked, and the values and records it stands for.
fn start(sought: &Sought, outcome: &Outcome, lang: Lang) -> Result<(String, Hop)> {
    let assembled = &outcome.assembled;
    let named = |code: &str, masked: &str| format!("{} {masked}", words::local(code, lang));
    let mut hop = Hop { records: BTreeMap::new(), values: Vec::new() };
    let of_type = |value_type: &str, text: &str| -> Vec<ValueIx> {
        watch::sought(value_type, text)
            .into_iter()
            .map(|sought| assembled.canonical(sought))
            .filter_map(|(kind, key)| assembled.values.find(kind, &key))
            .collect()
    };
    let shown = if let Some(text) = &sought.phone {
        let keys = watch::sought("phone", text);
        if keys.is_empty() {
            return Err(Error::usage(format!("phone: `{}` holds no phone number", mask::free_text(text))));
        }
        hop.values = of_type("phone", text);
        let masked: Vec<String> = keys.iter().map(|sought| mask::value(sought.kind, &sought.key)).collect();
        named("phone", &masked.join(", "))
    } else if let Some(text) = &sought.account {
        hop.values = of_type("account", text);
        named("account", &mask::value(ValueKind::Account, text))
    } else if let Some(text) = &sought.address {
        let level = address::address(text).map(|address| address.level);
        if level != Some(address::Level::Flat) {
            return Err(Error::usage(
                "address: it reaches no flat, and coarser addresses tie nobody; give building and room",
            ));
        }
        hop.values = of_type("address", text);
        let masked =
            watch::sought("address", text).first().map(|sought| mask::value(sought.kind, &sought.key));
        named("address", &masked.unwrap_or_default())
    } else if let Some(text) = &sought.id_no {
        hop.values = of_type("id_no", text);
        let key = id_no::id_no(text).map(|id| id.key).unwrap_or_default().into_owned();
        if let Some(id) = assembled.parties.ids.find(&key) {
            let principals = assembled.parties.principals.iter().enumerate();
            let own =
                principals.filter(|(_, party)| party.id == id).map(|(record, _)| RecordIx(record as u32));
            hop.records
                .extend(own.map(|record| (record, lang.of("its policyholder", "投保人本人").to_owned())));
        }
        format!("{} {}", lang.of("identity number", "证件号码"), mask::id_no(&key))
    } else {
        let text = sought.policy.as_deref().unwrap_or_default();
        let policy = assembled.records.policies.find(&text.trim().to_uppercase());
        let records =
            assembled.records.all.iter().enumerate().filter(|(_, record)| policy == Some(record.policy));
        let why = lang.of("its policy", "保单相同");
        hop.records.extend(records.map(|(record, _)| (RecordIx(record as u32), why.to_owned())));
        format!("{} {}", lang.of("policy", "保单"), text.trim())
    };
    Ok((shown, hop))
}

/// Goes from values to records and from their persons' records to further values.
fn walk(start: Hop, arguments: &Arguments, outcome: &Outcome, lang: Lang) -> Vec<Hop> {
    let assembled = &outcome.assembled;
    let oldest = arguments.days.map(|days| outcome.as_of.0.saturating_sub(days.cast_signed()));
    let recent =
        |record: RecordIx| oldest.is_none_or(|oldest| assembled.records.get(record).date.0 >= oldest);
    let mut seen_values: Vec<bool> = vec![false; assembled.values.len()];
    let mut seen_records: Vec<bool> = vec![false; assembled.records.all.len()];
    let mut from = start.values;
    let mut reached = start.records;
    let mut hops = Vec::new();
    for hop in 0..arguments.hops {
        for &value in &from {
            seen_values[value.0 as usize] = true;
            // Hubs are shown, and nobody is followed through them.
            if hop > 0 && outcome.linked.hub(value).is_some() {
                continue;
            }
            let why = masked(value, outcome, lang);
            for record in outcome.linked.network.incidence.records_of(value) {
                reached.entry(record).or_insert_with(|| why.clone());
            }
            // Cleared together with another value they tie nobody, and still hang on it.
            let excused = outcome.linked.excused.iter().filter(|mention| hop == 0 && mention.value == value);
            let cleared = lang.of(", cleared together", "，已一并排除");
            for mention in excused {
                reached.entry(mention.record).or_insert_with(|| format!("{why}{cleared}"));
            }
        }
        reached.retain(|&record, _| {
            recent(record) && !std::mem::replace(&mut seen_records[record.0 as usize], true)
        });
        let mut values: Vec<ValueIx> = reached
            .keys()
            .flat_map(|&record| mentions_of(&assembled.mentions, record))
            .map(|mention| mention.value)
            .filter(|value| !seen_values[value.0 as usize])
            .collect();
        values.sort_unstable();
        values.dedup();
        from.clone_from(&values);
        let done = reached.is_empty();
        hops.push(Hop { records: std::mem::take(&mut reached), values });
        if done {
            break;
        }
    }
    hops
}

/// One line about a value.
fn value_line(value: ValueIx, outcome: &Outcome, lang: Lang) -> (String, u32, u32, &'static str) {
    let (values, linked) = (&outcome.assembled.values, &outcome.linked);
    let kind = words::local(values.kind(value).name(), lang);
    let line = format!("{kind} {}", masked(value, outcome, lang));
    let says = match linked.hub(value) {
        Some(hub) => words::local(hub.treatment.name(), lang),
        None if linked.usable[value.0 as usize] => lang.of("shared", "共用"),
        None => lang.of("own", "个人"),
    };
    (
        line,
        linked.network.incidence.records.degree(value.0),
        linked.network.incidence.persons.degree(value.0),
        says,
    )
}

fn ring_of(record: RecordIx, outcome: &Outcome) -> Option<&str> {
    outcome.finding_of(record).map(|finding| finding.id.as_str())
}

fn text(shown: &str, hops: &[Hop], outcome: &Outcome, lang: Lang) -> String {
    let records = &outcome.assembled.records;
    let mut out = format!("{shown}\n");
    for (number, hop) in hops.iter().enumerate() {
        let (number, reached) = (number + 1, hop.records.len());
        let _ = writeln!(
            out,
            "\n{}",
            lang.of(&format!("Hop {number}: {reached} records"), &format!("第{number}层：{reached}条记录"))
        );
        for (&record, why) in hop.records.iter().take(SHOWN) {
            let facts = records.get(record);
            let person = outcome.linked.people.first_record[outcome.linked.people.person(record).0 as usize];
            let _ = writeln!(
                out,
                "  {}  {:<16} {} {}  {}{why}{}",
                facts.date,
                records.id(record),
                terminal::cell(words::local(facts.record_type.name(), lang), 9),
                short_id('P', person, records),
                lang.of("by ", "经由"),
                ring_of(record, outcome).map_or(String::new(), |ring| format!("  [{ring}]"))
            );
        }
        if reached > SHOWN {
            let more = reached - SHOWN;
            let _ = writeln!(
                out,
                "  {}",
                lang.of(
                    &format!("… {more} more (all of them with --format json)"),
                    &format!("……另有{more}条（--format json列出全部）")
                )
            );
        }
        // Values that only these records carry lead nowhere.
        let lines = hop.values.iter().map(|&value| value_line(value, outcome, lang));
        let mut leading: Vec<_> = lines.filter(|line| line.2 > 1).collect();
        leading.sort_by(|left, right| right.2.cmp(&left.2).then_with(|| left.0.cmp(&right.0)));
        let (further, shared) = (hop.values.len(), leading.len());
        let _ = writeln!(
            out,
            "  {}",
            lang.of(
                &format!("They carry {further} further values, {shared} of them shared:"),
                &format!("另含{further}项信息，其中{shared}项有人共用：")
            )
        );
        for (masked, carried, persons, says) in leading.iter().take(SHOWN) {
            let _ = writeln!(
                out,
                "    {}",
                lang.of(
                    &format!("{masked}: {carried} records, {persons} persons ({says})"),
                    &format!("{masked}：{carried}条记录，{persons}人（{says}）")
                )
            );
        }
    }
    let _ = write!(out, "\n{GUARDRAIL_EN}\n{GUARDRAIL_ZH}\n");
    out
}

fn document(shown: &str, hops: &[Hop], outcome: &Outcome) -> Result<String> {
    let records = &outcome.assembled.records;
    let hops: Vec<Value> = hops
        .iter()
        .map(|hop| {
            let of_record = |(&record, why): (&RecordIx, &String)| {
                let facts = records.get(record);
                json!({
                    "record_id": records.id(record), "record_type": facts.record_type.name(),
                    "date": facts.date.to_string(), "by": why, "ring_id": ring_of(record, outcome),
                })
            };
            let values: Vec<Value> = hop
                .values
                .iter()
                .map(|&value| {
                    let (masked, carried, persons, says) = value_line(value, outcome, Lang::En);
                    json!({"value": masked, "records": carried, "persons": persons, "treatment": says})
                })
                .collect();
            json!({"records": hop.records.iter().map(of_record).collect::<Vec<_>>(), "values": values})
        })
        .collect();
    pretty(&json!({"sought": shown, "hops": hops, "notice": [GUARDRAIL_EN, GUARDRAIL_ZH]}))
}
