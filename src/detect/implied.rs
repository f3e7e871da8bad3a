//! Flags that are no evidence of their own, because what ties a group implies them.

use super::candidates::Candidate;
use super::flags::Flag;
use super::kinds::MOST;
use super::score::{Facts, Scorer};
use crate::record::{LinkType, Record, RecordType, ValueKind};

impl Scorer<'_> {
    /// Whether what ties a candidate, or how it is made up, implies a flag, so that it is no evidence of its own: `hits` of
    /// the `asked` persons show it.
    pub(super) fn is_implied(
        &self,
        flag: Flag,
        candidate: &Candidate,
        facts: &Facts,
        (hits, asked): (f64, f64),
    ) -> bool {
        match flag {
            // Who shares a phone with strangers, or has it answered by a representative, gives a phone that is not
            // registered, and all give the same operator's.
            Flag::ContactDiffers | Flag::VirtualNumber => {
                facts.represented() || candidate.is_tied_by(ValueKind::Phone, &self.view)
            }
            // Who shares a letter, a sender or a representative has complained.
            Flag::Complained => {
                facts.acted_for >= MOST && hits >= MOST * asked
                    || facts.crowd && candidate.is_tied_by(ValueKind::Letter, &self.view)
                    || self.tied_by_complaints(candidate)
            }
            // Who posts a letter posts it to the regulator.
            Flag::RegulatorFirst => {
                let is_posted = |part| matches!(part, LinkType::SenderPhone | LinkType::CourierSlip);
                share(self.tying_parts(candidate).map(|(_, mut parts)| parts.any(is_posted))) >= MOST
            }
            // Who of an agent's customers complained says little of who gets a refund: refunds themselves are
            // held against those of his others who complained.
            Flag::Surrendered | Flag::ComplainedToo | Flag::ComplaintThenRefund => facts.of_one_seller(),
            _ => false,
        }
    }

    /// Whether people are tied by what stands in complaints: in all of them, or in nearly all where people come to have
    /// letters written, of whom one surrenders there too.
    fn tied_by_complaints(&self, candidate: &Candidate) -> bool {
        let is_complaint = |record: &Record| record.record_type == RecordType::Complaint;
        let complaints = share(self.tying_parts(candidate).map(|(record, _)| is_complaint(record)));
        complaints >= 1.0 || complaints >= MOST && self.view.at_desk(&candidate.values)
    }

    /// Parts that values of a candidate play in each of its records that they tie, sorted by record.
    fn tying_parts<'b>(
        &'b self,
        candidate: &'b Candidate,
    ) -> impl Iterator<Item = (&'b Record, impl Iterator<Item = LinkType> + 'b)> + 'b {
        candidate.records.iter().filter_map(move |&number| {
            let here = super::mentions_of(self.view.mentions, number).iter();
            let ties = here.filter(|mention| candidate.values.binary_search(&mention.value).is_ok());
            let mut parts = ties.map(|mention| mention.link_type).peekable();
            parts.peek()?;
            Some((self.view.assembled.records.get(number), parts))
        })
    }
}

/// Share of some answers that are yes, 0 to 1; 0 where there are none.
fn share(answers: impl Iterator<Item = bool>) -> f64 {
    let (yes, all) = answers.fold((0u32, 0u32), |(yes, all), answer| (yes + u32::from(answer), all + 1));
    f64::from(yes) / f64::from(all.max(1))
}
