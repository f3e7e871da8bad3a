//! Whether a told event is true of the findings alone, by their records on the nights before.

use std::collections::BTreeSet;

use super::events::Told;
use super::{Finding, Night, Story};

/// Whether the finding really was born, parted, met another or came back, whatever its ring did.
pub(super) fn is_of_findings(story: &Story, nights: &[Night], told: &Told<'_>) -> bool {
    let (finding, earlier) = (told.finding, &nights[..told.night]);
    let Some(last) = earlier.last() else { return told.kind == "born" };
    let tonight = &nights[told.night].findings;
    match told.kind {
        // A part of a known ring that nobody had found before.
        "born" => {
            let is_own = |record: &&String| story.facts.contains_key(*record);
            let seen: BTreeSet<&String> =
                earlier.iter().flat_map(|night| &night.findings).flat_map(|before| &before.records).collect();
            most(finding.records.iter().filter(is_own), |record| !seen.contains(record))
        }
        // It stood in another finding, which stands still.
        "split" => last.findings.iter().any(|before| {
            before.id != finding.id
                && tonight.iter().any(|other| other.id == before.id)
                && most(finding.records.iter(), |record| holds(before, record))
        }),
        // Another finding stands no more, and most of it is in this one.
        "merged" => last.findings.iter().any(|before| {
            before.id != finding.id
                && !tonight.iter().any(|other| other.id == before.id)
                && most(before.records.iter(), |record| holds(finding, record))
        }),
        // It was not found the night before, or was found as another.
        "revived" => !last.findings.iter().any(|before| before.id == finding.id),
        _ => false,
    }
}

fn holds(finding: &Finding, record: &String) -> bool {
    finding.records.binary_search(record).is_ok()
}

/// Whether at least half of some records are such.
fn most<'a>(records: impl Iterator<Item = &'a String>, such: impl Fn(&String) -> bool) -> bool {
    let (mut some, mut all) = (0, 0);
    for record in records {
        all += 1;
        some += usize::from(such(record));
    }
    some * 2 >= all
}
