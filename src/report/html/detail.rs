//! What a ring's page shows: members, values, links, hub values and reasons as JSON. Values are masked.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use crate::detect::finding::Finding;
use crate::detect::short_id;
use crate::pipeline::Outcome;
use crate::privacy::mask::Show;
use crate::record::{RecordIx, RecordType, Symbol, ValueIx};
use crate::report::{Lang, letters, words};

/// What all rings' pages need: counted once.
pub(super) struct Context<'a> {
    outcome: &'a Outcome,
    hubs: FxHashSet<ValueIx>,
    /// Complaints and surrenders of each branch.
    branch_records: FxHashMap<Symbol, u32>,
    /// Length of the whole period, in weeks.
    weeks: f64,
}

impl<'a> Context<'a> {
    pub(super) fn new(outcome: &'a Outcome) -> Self {
        let all = &outcome.assembled.records.all;
        let mut branch_records = FxHashMap::default();
        for record in all {
            *branch_records.entry(record.branch).or_default() += 1;
        }
        let first = all.iter().map(|record| record.date.0).min().unwrap_or_default();
        let last = all.iter().map(|record| record.date.0).max().unwrap_or_default();
        Self {
            outcome,
            hubs: outcome.linked.hubs.iter().map(|hub| hub.value).collect(),
            branch_records,
            weeks: f64::from(last - first + 1) / 7.0,
        }
    }

    /// A ring with everything its page shows. Money is in fen.
    pub(super) fn ring(&self, finding: &Finding) -> Value {
        let records = &self.outcome.assembled.records;
        let mut values = Places::default();
        let member_of: FxHashMap<RecordIx, usize> =
            finding.members.iter().enumerate().map(|(place, member)| (member.record, place)).collect();
        let members: Vec<Value> = finding
            .members
            .iter()
            .map(|member| {
                let record = records.get(member.record);
                let first = self.outcome.linked.people.first_record[member.person.0 as usize];
                json!([
                    records.id(member.record),
                    i32::from(record.record_type == RecordType::Surrender),
                    short_id('P', first, records),
                    member.role.name(),
                    member.strength.name(),
                    record.date.to_string(),
                    records.branches.text(record.branch),
                    records.products.text(record.product),
                    records.agents.text(record.selling_agent),
                    record.premium_paid.map(|money| money.0),
                    record.cash_value.map(|money| money.0),
                    record.refund.map(|money| money.0),
                    record.excess.map(|money| money.0),
                    record.closed,
                ])
            })
            .collect();
        let links: Vec<Value> = finding
            .links
            .iter()
            .filter_map(|link| {
                let source = records.get(link.record).source;
                let file = records.files.get(source.file as usize).map_or("", String::as_str);
                let weight = rounded(link.weight);
                let member = *member_of.get(&link.record)?;
                Some(json!([member, values.of(link.value), link.link_type.name(), weight, file, source.line]))
            })
            .collect();
        let hubs: Vec<Value> = self
            .hub_mentions(finding)
            .into_iter()
            .filter_map(|(record, value)| Some(json!([*member_of.get(&record)?, values.of(value)])))
            .collect();
        let reasons: Vec<Value> = finding
            .reasons
            .iter()
            .map(|reason| {
                json!([
                    reason.code,
                    rounded(reason.observed),
                    rounded(reason.expected),
                    rounded(reason.base),
                    rounded(reason.contribution),
                    reason.sentence_en,
                    reason.sentence_zh,
                ])
            })
            .collect();
        json!({
            "members": members, "links": links, "hubs": hubs, "reasons": reasons,
            "values": values.list.iter().map(|&value| self.value(value)).collect::<Vec<_>>(),
            "base_per_week": self.base(finding),
            "letters": self.letters(finding),
        })
    }

    /// Kind and masked value, in Chinese too where it differs.
    fn value(&self, value: ValueIx) -> Value {
        let values = &self.outcome.assembled.values;
        let kind = values.kind(value);
        let [english, chinese] =
            [Lang::En, Lang::Zh].map(|lang| words::value(Show::Masked, kind, values.key(value), lang));
        if english == chinese {
            json!([kind.name(), english])
        } else {
            json!([kind.name(), english, chinese])
        }
    }

    /// Records a week in the branches of the finding.
    fn base(&self, finding: &Finding) -> f64 {
        let records = &self.outcome.assembled.records;
        let branches: FxHashSet<Symbol> =
            finding.members.iter().map(|member| records.get(member.record).branch).collect();
        let sum: u32 = branches.iter().filter_map(|branch| self.branch_records.get(branch)).sum();
        rounded(f64::from(sum) / self.weeks)
    }

    /// Letters side by side: `[value in both languages, passages, [member, parts]]` for each cluster.
    fn letters(&self, finding: &Finding) -> Vec<Value> {
        let compared = letters::compared(finding, self.outcome);
        let told = compared.iter().map(|cluster| {
            let letters: Vec<Value> =
                cluster.letters.iter().map(|letter| json!([letter.member, letter.parts])).collect();
            json!({ "value": self.value(cluster.value), "passages": cluster.passages, "letters": letters })
        });
        told.collect()
    }

    /// Values set aside that two or more records of the finding mention.
    fn hub_mentions(&self, finding: &Finding) -> Vec<(RecordIx, ValueIx)> {
        let mentions = &self.outcome.assembled.mentions;
        let mut found = Vec::new();
        for member in &finding.members {
            let start = mentions.partition_point(|mention| mention.record < member.record);
            let own = mentions[start..].iter().take_while(|mention| mention.record == member.record);
            found.extend(own.map(|mention| (member.record, mention.value)));
        }
        found.retain(|(_, value)| self.hubs.contains(value));
        found.dedup();
        let mut times: FxHashMap<ValueIx, u32> = FxHashMap::default();
        for (_, value) in &found {
            *times.entry(*value).or_default() += 1;
        }
        found.retain(|(_, value)| times.get(value).is_some_and(|times| *times > 1));
        found
    }
}

/// A number with four decimals, as in the tables.
fn rounded(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

/// Numbers values in the order in which they are met.
#[derive(Default)]
struct Places {
    list: Vec<ValueIx>,
    place: FxHashMap<ValueIx, usize>,
}

impl Places {
    fn of(&mut self, value: ValueIx) -> usize {
        *self.place.entry(value).or_insert_with(|| {
            self.list.push(value);
            self.list.len() - 1
        })
    }
}
