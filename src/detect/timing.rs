//! What the days of a candidate's cases say: a burst speaks for a ring, a number whose users never meet in time
//! against one.

use super::candidates::{Candidate, Origin};
use super::finding::Reason;
use super::score::{Facts, Scorer};
use crate::link::pairs::ln_poisson_tail;
use crate::record::{PersonIx, ValueKind};

/// A number is sold again at the earliest 90 days after it was given back (rule of the Chinese operators);
/// with some weeks of use before and after.
const RECYCLED_DAYS: i32 = 120;

impl Scorer<'_> {
    /// Most cases in one window, against an even spread over the run's days, corrected for where it starts.
    pub(super) fn burst(&self, candidate: &Candidate, facts: &mut Facts) -> Option<Reason> {
        let mut first: Vec<(u32, i32)> = candidate
            .records
            .iter()
            .map(|&record| {
                (self.view.people.case_of[record.0 as usize], self.view.assembled.records.get(record).date.0)
            })
            .collect();
        first.sort_unstable();
        first.dedup_by_key(|(case, _)| *case);
        let mut days: Vec<i32> = first.into_iter().map(|(_, day)| day).collect();
        days.sort_unstable();
        let span = f64::from((self.last_day - self.first_day + 1).max(self.burst_days * 2));
        let most = (0..days.len())
            .map(|start| days[start..].iter().take_while(|&&day| day < days[start] + self.burst_days).count())
            .max()?;
        facts.in_one_burst = most as f64 / days.len() as f64;
        let expected = days.len() as f64 * f64::from(self.burst_days) / span;
        let windows = (days.len() as f64).max(1.0);
        let bits = -ln_poisson_tail(most as u32, expected) / std::f64::consts::LN_2 - windows.log2();
        // What relatives or colleagues do together they do in one week: a few cases in a burst say little.
        let contribution = (bits / 3.0).min((most as f64 / 2.5).log2()).clamp(0.0, 3.0);
        (most >= 3 && contribution > 0.05).then(|| Reason {
            code: "burst",
            observed: most as f64,
            expected,
            base: f64::from(self.burst_days) / span,
            contribution,
            sentence_en: self
                .say(|| format!("{most} of {} cases came within {} days.", days.len(), self.burst_days)),
            sentence_zh: self
                .say(|| format!("{}起中有{most}起发生在{}天之内。", days.len(), self.burst_days)),
        })
    }

    /// One phone whose users never meet in time: a number given back and sold again (DOMAIN.md, recycled
    /// phone number).
    pub(super) fn apart_in_time(&self, candidate: &Candidate) -> Option<Reason> {
        let kind = self.view.kind(*candidate.values.first()?);
        if candidate.origin != Origin::Star || kind != ValueKind::Phone {
            return None;
        }
        let mut days: Vec<(PersonIx, i32)> = candidate
            .records
            .iter()
            .map(|&record| (self.view.people.person(record), self.view.assembled.records.get(record).date.0))
            .collect();
        days.sort_unstable();
        let mut uses: Vec<(i32, i32)> = days
            .chunk_by(|left, right| left.0 == right.0)
            .map(|person| (person[0].1, person[person.len() - 1].1))
            .collect();
        uses.sort_unstable();
        let shortest = uses.windows(2).map(|pair| pair[1].0 - pair[0].1).min()?;
        (shortest >= RECYCLED_DAYS).then(|| Reason {
            code: "apart_in_time",
            observed: f64::from(shortest),
            expected: f64::from(RECYCLED_DAYS),
            base: 0.0,
            contribution: -5.0,
            sentence_en: self.say(|| format!(
                "At least {shortest} days lie between any two users of the number: it may have been sold again."
            )),
            sentence_zh: self.say(|| format!("该号码任意两名使用者相隔至少{shortest}天，可能是二次放号。")),
        })
    }
}
