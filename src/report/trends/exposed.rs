//! Complaints beside what stood at risk: premium, policies and insured people of the company, branches and channels.
//!
//! A month without a denominator lends nothing to a rate, and neither does a branch without one.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::{Measure, Sums};
use super::period::Month;
use super::sum_up::Months;
use crate::ingest::exposure::Exposure;

/// Puts complaints beside what stood at risk, each where it is stated.
pub(super) fn expose(sums: &mut Sums, exposure: &Exposure, complaints: i64) {
    let Exposure { premium, policies, insured, .. } = exposure;
    if premium.0 > 0 {
        sums[Measure::ExposedPremium] += premium.0;
        sums[Measure::PremiumComplaints] += complaints;
    }
    if *policies > 0 {
        sums[Measure::ExposedPolicies] += policies;
        sums[Measure::PolicyComplaints] += complaints;
        sums[Measure::PolicyMonths] = 1;
    }
    if *insured > 0 {
        sums[Measure::ExposedInsured] += insured;
        sums[Measure::InsuredComplaints] += complaints;
        sums[Measure::InsuredMonths] = 1;
    }
}

/// What stood at risk in the company: its own row of the month, else its branches' rows with their complaints.
pub(super) fn expose_company(whole: &mut Months, branches: &BTreeMap<String, Months>, exposure: &[Exposure]) {
    let own: BTreeSet<i32> =
        exposure.iter().filter(|row| row.branch.is_empty()).map(|row| row.month).collect();
    for row in exposure {
        let month = Month(row.month);
        let sums = whole.entry(month).or_default();
        let complaints = if row.branch.is_empty() {
            sums[Measure::Complaints]
        } else if own.contains(&row.month) {
            continue;
        } else {
            let of_branch = branches.get(&row.branch).and_then(|months| months.get(&month));
            of_branch.map_or(0, |sums| sums[Measure::Complaints])
        };
        expose(sums, row, complaints);
    }
}

/// A channel's complaints stand against what the whole company had at risk.
pub(super) fn expose_channel(channel: &mut Months, whole: &Months) {
    for (month, company) in whole {
        // Months without a complaint through the channel count as well.
        let sums = channel.entry(*month).or_default();
        let complaints = sums[Measure::Complaints];
        let exposure = Exposure {
            premium: crate::record::Money(company[Measure::ExposedPremium]),
            policies: company[Measure::ExposedPolicies],
            insured: company[Measure::ExposedInsured],
            ..Exposure::default()
        };
        expose(sums, &exposure, complaints);
    }
}
