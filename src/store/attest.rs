//! Decisions held against the audit trail → the first one that it does not bear out, and why.
//!
//! Every decision is written with its audit row in one transaction and none is ever removed, so the two lists run side
//! by side. The row names what was decided about what; a digest of the rest is part of it.

use std::collections::BTreeSet;

use super::audit::Row;
use super::decisions::Decision;

/// The number of the first decision that is not as the trail says, and what is wrong with it; `None` when all are.
#[must_use]
pub fn unlike(decisions: &[Decision], rows: &[Row]) -> Option<(i64, &'static str)> {
    let renewed = rows.iter().rposition(|row| row.action == "key-renewed").unwrap_or(0);
    let undone: BTreeSet<&str> =
        rows.iter().filter(|row| row.action == "undo").map(|row| row.detail.as_str()).collect();
    let mut written =
        rows.iter().enumerate().filter(|(_, row)| matches!(row.action.as_str(), "decide" | "import"));
    for (decision, number) in decisions.iter().zip(1..) {
        let Some((place, row)) = written.next() else {
            return Some((decision.number, "the trail does not know it"));
        };
        if decision.number != number || row.who != decision.author || !told(row, decision, place < renewed) {
            return Some((number, "it is not what the trail says"));
        }
        if decision.undone != undone.contains(format!("decision {number}").as_str()) {
            return Some((number, "it was taken back or revived without the trail"));
        }
    }
    written.next().map(|_| (decisions.len() as i64 + 1, "it is missing"))
}

/// Whether a row tells of a decision. Since a renewal of the key a value has another token than the row says.
fn told(row: &Row, decision: &Decision, renewed: bool) -> bool {
    let (plain, digest) = (decision.told(), decision.digest());
    let full = format!("{plain} {digest}");
    let alike = |text: &str| {
        if renewed && !decision.kind.is_empty() {
            without_target(text) == without_target(&row.detail)
        } else {
            text == row.detail
        }
    };
    // Older versions wrote no digest.
    alike(&full) || alike(&plain)
}

/// Scope and decision of a row's detail.
fn without_target(detail: &str) -> (Option<&str>, Option<&str>) {
    (detail.split(' ').next(), detail.split_once(": ").map(|(_, decision)| decision))
}
