//! alerts.csv: new and still open records held against tonight's rings, the rings of the store, decisions and the
//! watchlist; first what can still be stopped.

use std::borrow::Cow;
use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::summary::{is_reported, open_amount};
use super::table::{Header, Table};
use super::{Config, Lang};
use crate::detect::finding::{Finding, Kind};
use crate::error::Result;
use crate::pipeline::Outcome;
use crate::record::{Day, Money, Record, RecordIx, RecordType};
use crate::track::Touch;

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
    /// It belongs to a ring that was known before tonight, or touches one.
    KnownRing,
    /// It belongs to a likely ring found tonight.
    NewRing,
    /// It touches a value of the watchlist, or was confirmed, or carries a value that was.
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
    /// Kinds of what a person confirmed about it.
    pub confirmed: Vec<&'a str>,
    /// The known ring it touches without being found in it.
    pub touch: Option<&'a Touch>,
}

impl Alert<'_> {
    /// Whether something can still be stopped.
    #[must_use]
    pub fn stoppable(&self) -> bool {
        !self.paid && self.open.0 > 0
    }

    /// The ring it is held against; empty when only a watched value speaks.
    #[must_use]
    pub fn ring_id(&self) -> &str {
        match (self.matched, self.finding, self.touch) {
            // A near miss with a value of a known ring is that ring's.
            (Match::KnownRing, Some(finding), Some(touch)) if finding.kind == Kind::Unclear => &touch.ring_id,
            (_, Some(finding), _) => &finding.id,
            (_, None, Some(touch)) => &touch.ring_id,
            (_, None, None) => "",
        }
    }

    /// Why it is listed, as codes: what was watched, confirmed or known, then the finding's reasons.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let mut out: Vec<String> =
            self.watched.iter().map(|value_type| format!("watchlist_{value_type}")).collect();
        out.extend(self.confirmed.iter().map(|kind| format!("confirmed_{kind}")));
        if let Some(touch) = self.touch.filter(|touch| touch.ring_id == self.ring_id()) {
            out.extend(touch.confirmed.then(|| "confirmed_ring".to_owned()));
            out.extend(touch.by.iter().map(|kind| format!("known_{kind}")));
        } else if self.touch.is_some_and(|touch| touch.confirmed) {
            // It stands in another ring than the confirmed one.
            out.push("touches_confirmed_ring".to_owned());
        }
        if let Some(finding) = self.finding {
            let speaking = finding.reasons.iter().filter(|reason| reason.contribution > 0.0);
            out.extend(speaking.map(|reason| reason.code.to_owned()));
        }
        out
    }
}

/// Whether a record can give an alert: it is new, or something of it is still open.
#[must_use]
pub fn is_listed(record: &Record, as_of: Day, new_days: u32) -> bool {
    let is_new = record.date <= as_of && record.date.0 > as_of.0.saturating_sub(new_days.cast_signed());
    is_new || !record.closed
}

/// All alerts: what can still be stopped first, near misses after the rest of it; then by time limit and amount.
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
    let (records, remembered) = (&outcome.assembled.records, &outcome.remembered);
    let mut out: Vec<Alert<'_>> = (0..records.all.len() as u32)
        .map(RecordIx)
        .filter(|&record| is_listed(records.get(record), outcome.as_of, config.new_days))
        .filter(|&record| !remembered.cleared_records.contains(records.id(record)))
        .filter_map(|record| {
            let facts = records.get(record);
            let found = of_record.get(&record).copied();
            let confirmed = remembered.confirmed.get(&record).into_iter().flatten();
            let mut alert = Alert {
                record,
                matched: Match::NearMiss,
                finding: found.map(|(_, finding)| finding),
                open: open_amount(facts),
                due_at: facts.due_at,
                paid: facts.paid_at.is_some_and(|paid| paid <= outcome.as_of),
                watched: watched.get(&record).cloned().unwrap_or_default(),
                confirmed: confirmed.map(String::as_str).collect(),
                // What is found in a ring needs no second word for it.
                touch: remembered
                    .touched
                    .get(&record)
                    .filter(|touch| found.is_none_or(|(_, finding)| finding.id != touch.ring_id)),
            };
            alert.matched = match found {
                Some((matched @ (Match::KnownRing | Match::NewRing), _)) => matched,
                _ if alert.touch.is_some() => Match::KnownRing,
                _ if !alert.watched.is_empty() || !alert.confirmed.is_empty() => Match::WatchValue,
                Some((matched, _)) => matched,
                None => return None,
            };
            Some(alert)
        })
        .collect();
    out.sort_by_key(|alert| {
        let due = alert.due_at.unwrap_or(Day(i32::MAX));
        let near_miss = alert.matched == Match::NearMiss;
        (!alert.stoppable(), near_miss, due, Reverse(alert.open), alert.matched, alert.record)
    });
    out
}

/// What the alerts can still stop, each refund once: a complaint's claim counts only where its policy has no surrender.
#[must_use]
pub fn stoppable_amount(alerts: &[Alert<'_>], outcome: &Outcome) -> Money {
    let records = &outcome.assembled.records;
    let mut surrendered = vec![false; records.policies.len() + 1];
    for record in records.all.iter().filter(|record| record.record_type == RecordType::Surrender) {
        surrendered[record.policy.0 as usize] = true;
    }
    surrendered[0] = false;
    let counts = |alert: &&Alert<'_>| {
        let record = records.get(alert.record);
        alert.stoppable()
            && (record.record_type == RecordType::Surrender || !surrendered[record.policy.0 as usize])
    };
    Money(alerts.iter().filter(counts).map(|alert| alert.open.0).sum())
}

/// What a person should do next.
#[must_use]
pub fn next_step(alert: &Alert<'_>, outcome: &Outcome, lang: Lang) -> &'static str {
    let complaint = outcome.assembled.records.get(alert.record).record_type == RecordType::Complaint;
    if let (Match::KnownRing, Some(touch)) = (alert.matched, alert.touch)
        && alert.ring_id() == touch.ring_id
        && !alert.paid
    {
        return lang.of(
            "read the known ring with `history`, verify with the policyholder on the registered phone; handle in time",
            "用history查看已知团伙，按保单登记手机向投保人核实；按期办理",
        );
    }
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
        let cells = [
            outcome.assembled.records.id(alert.record).to_owned(),
            alert.matched.name().into(),
            alert.ring_id().to_owned(),
            alert.open.to_string(),
            alert.due_at.map_or_else(String::new, |day| day.to_string()),
            if alert.paid { "yes" } else { "no" }.into(),
            next_step(&alert, outcome, config.lang).to_owned(),
            alert.reasons().join(" "),
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    table.finish()
}
