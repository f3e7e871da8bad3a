//! alerts.csv: new and still open records that touch a ring, first what can still be stopped.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::summary::{is_reported, open_amount};
use super::table::{Header, Table};
use super::{Config, Lang};
use crate::detect::finding::{Finding, Kind};
use crate::error::Result;
use crate::pipeline::Outcome;
use crate::record::{Day, Money, RecordIx, RecordType};

pub(super) const ALERTS: [Header; 8] = [
    ("record_id", "记录编号"),
    ("match", "命中"),
    ("ring_id", "团伙编号"),
    ("open_amount", "未付金额"),
    ("due_at", "期限"),
    ("paid", "已付"),
    ("next_step", "下一步"),
    ("reasons", "理由"),
];

/// A finding below the cut-off is a near miss down to this part of it.
const NEAR_MISS: f64 = 0.2;

/// Why a record is listed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Match {
    /// It belongs to a ring that was known before tonight.
    KnownRing,
    /// It belongs to a likely ring found tonight.
    NewRing,
    /// It touches a value of the watchlist.
    WatchValue,
    /// It belongs to a group just below the cut-off.
    NearMiss,
}

impl Match {
    /// The contract's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::KnownRing => "known_ring",
            Self::NewRing => "new_ring",
            Self::WatchValue => "watch_value",
            Self::NearMiss => "near_miss",
        }
    }
}

/// One alert.
#[derive(Clone, Debug)]
pub struct Alert<'a> {
    /// The record.
    pub record: RecordIx,
    /// Why it is listed.
    pub matched: Match,
    /// Its finding, unless only the watchlist speaks.
    pub finding: Option<&'a Finding>,
    /// What can still be stopped.
    pub open: Money,
    /// Time limit.
    pub due_at: Option<Day>,
    /// Whether money has left.
    pub paid: bool,
    /// Types of the watched values it touches.
    pub watched: Vec<&'a str>,
}

impl Alert<'_> {
    /// Whether something can still be stopped.
    #[must_use]
    pub fn stoppable(&self) -> bool {
        !self.paid && self.open.0 > 0
    }
}

/// All alerts: stoppable ones first by time limit, then by amount and record.
#[must_use]
pub fn alerts<'a>(outcome: &'a Outcome, config: &Config) -> Vec<Alert<'a>> {
    let mut of_record: FxHashMap<RecordIx, (Match, &Finding)> = FxHashMap::default();
    for finding in &outcome.findings {
        let matched = if outcome.remembered.quiet.contains(&finding.id) {
            continue;
        } else if outcome.remembered.known.contains(&finding.id) {
            Match::KnownRing
        } else if is_reported(finding, outcome) {
            Match::NewRing
        } else if finding.kind == Kind::Unclear && finding.score >= NEAR_MISS * outcome.cut_off {
            Match::NearMiss
        } else {
            continue;
        };
        of_record.extend(finding.members.iter().map(|member| (member.record, (matched, finding))));
    }
    let mut watched: FxHashMap<RecordIx, Vec<&str>> = FxHashMap::default();
    for (record, value_type) in &outcome.assembled.watched {
        watched.entry(*record).or_default().push(value_type);
    }
    let records = &outcome.assembled.records;
    let mut out: Vec<Alert<'_>> = (0..records.all.len() as u32)
        .map(RecordIx)
        .filter_map(|record| {
            let facts = records.get(record);
            if outcome.remembered.cleared_records.contains(records.id(record)) {
                return None;
            }
            let found = of_record.get(&record).copied();
            let touches = watched.get(&record).cloned().unwrap_or_default();
            let matched = match found {
                Some((matched @ (Match::KnownRing | Match::NewRing), _)) => matched,
                _ if !touches.is_empty() => Match::WatchValue,
                Some((matched, _)) => matched,
                None => return None,
            };
            let is_new = facts.date <= outcome.as_of
                && facts.date.0 > outcome.as_of.0.saturating_sub(config.new_days.cast_signed());
            (is_new || !facts.closed).then(|| Alert {
                record,
                matched,
                finding: found.map(|(_, finding)| finding),
                open: open_amount(facts),
                due_at: facts.due_at,
                paid: facts.paid_at.is_some_and(|paid| paid <= outcome.as_of),
                watched: touches,
            })
        })
        .collect();
    out.sort_by_key(|alert| {
        let due = alert.due_at.unwrap_or(Day(i32::MAX));
        (!alert.stoppable(), alert.matched, due, std::cmp::Reverse(alert.open), alert.record)
    });
    out
}

/// What a person should do next.
#[must_use]
pub fn next_step(alert: &Alert<'_>, outcome: &Outcome, lang: Lang) -> &'static str {
    let complaint = outcome.assembled.records.get(alert.record).record_type == RecordType::Complaint;
    match (alert.matched, alert.paid, complaint) {
        (Match::NearMiss, ..) => lang.of(
            "look at the shared values with `explain`; handle the request as usual",
            "用explain查看共用信息；按正常流程办理",
        ),
        (_, true, _) => lang.of(
            "paid: keep the documents and add the record to the case",
            "已付款：保全材料，并入案件",
        ),
        (_, false, true) => lang.of(
            "call the policyholder on the registered phone, not the number given; answer within the time limit",
            "按保单登记手机回访投保人（勿用来件电话）；按期答复",
        ),
        (_, false, false) => lang.of(
            "verify identity, payee account and wish with the policyholder before paying; pay what is due in time",
            "付款前向投保人本人核实身份、收款账户和意愿；应付款按期支付",
        ),
    }
}

/// Writes alerts.csv.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn file(outcome: &Outcome, config: &Config) -> Result<Vec<u8>> {
    let mut table = Table::new(config.lang, &ALERTS)?;
    for alert in alerts(outcome, config) {
        let mut reasons: Vec<String> =
            alert.watched.iter().map(|value_type| format!("watchlist_{value_type}")).collect();
        if let Some(finding) = alert.finding {
            let speaking = finding.reasons.iter().filter(|reason| reason.contribution > 0.0);
            reasons.extend(speaking.map(|reason| reason.code.to_owned()));
        }
        let cells = [
            outcome.assembled.records.id(alert.record).to_owned(),
            alert.matched.name().into(),
            alert.finding.map_or_else(String::new, |finding| finding.id.clone()),
            alert.open.to_string(),
            alert.due_at.map_or_else(String::new, |day| day.to_string()),
            if alert.paid { "yes" } else { "no" }.into(),
            next_step(&alert, outcome, config.lang).to_owned(),
            reasons.join(" "),
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    table.finish()
}
