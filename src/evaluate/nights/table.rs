//! The measures of a run of nights for people, at most 80 columns.

use std::fmt::Write as _;

use super::{Delay, Evaluation, EventScore, Money, Part};
use crate::evaluate::Share;
use crate::report::terminal::grouped;

fn ratio(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

fn days(value: Option<i32>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}

fn line(name: &str, share: &Share, out: &mut String) {
    let told = match share.share {
        Some(value) => format!(
            "{value:.4} ({} of {}; 95 % interval {:.3} to {:.3})",
            share.hits, share.of, share.low, share.high
        ),
        None => "– (none)".to_owned(),
    };
    let _ = writeln!(out, "{name:<31}{told}");
}

/// All measures.
#[must_use]
pub fn evaluation(of: &Evaluation) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} nights, {} records\n", of.nights, grouped(of.records));
    line("Precision of the first 20", &of.precision_at_20, &mut out);
    money(&of.money, &mut out);
    delay(&of.delay, &mut out);
    let rate = of.innocents_per_10000.map_or(String::new(), |rate| format!(", {rate:.2} per 10,000 records"));
    let _ = writeln!(out, "{:<31}{}{rate}\n", "Innocent records", of.innocents);
    let identity = &of.identity;
    line("Rings that keep their id", &identity.kept, &mut out);
    line("  found the night before too", &identity.kept_next_night, &mut out);
    line("  with other records", &identity.kept_when_changed, &mut out);
    line("Ids on a wrong ring", &identity.wrong_carry_overs, &mut out);
    let _ = writeln!(
        out,
        "\n{:<16}{:>8}{:>8}{:>8}{:>9}{:>14}{:>11}",
        "Event", "due", "told", "right", "share", "of findings", "without"
    );
    for EventScore { event, due, told, right, of_findings, right_without } in &of.events {
        let _ = writeln!(
            out,
            "{event:<16}{due:>8}{told:>8}{:>8}{:>9}{of_findings:>14}{:>11}",
            right.hits,
            ratio(right.share),
            ratio(right_without.share)
        );
    }
    for (title, parts) in [("Type", &of.by_type), ("Habit", &of.by_habit)] {
        table(title, parts, &mut out);
    }
    out
}

fn money(of: &Money, out: &mut String) {
    let yuan = |value: i64| grouped(value.unsigned_abs());
    let (flagged, all) = (ratio(of.unpaid_share), ratio(of.unpaid_share_of_all));
    let _ = writeln!(
        out,
        "{:<31}{flagged} of the {} yuan flagged",
        "Excess unpaid when flagged",
        yuan(of.flagged)
    );
    let _ = writeln!(out, "{:<31}{all} of all {} yuan", "", yuan(of.excess));
}

fn delay(of: &Delay, out: &mut String) {
    let _ = writeln!(
        out,
        "{:<31}{} days in the median; {} of {} rings alerted",
        "Third person to first alert",
        days(of.median_days),
        of.alerted,
        of.rings
    );
    let (week, month) = (ratio(of.within_7_days), ratio(of.within_30_days));
    let _ = writeln!(out, "{:<31}{week} of all within 7 days, {month} within 30", "");
}

fn table(title: &str, parts: &[Part], out: &mut String) {
    let _ = writeln!(
        out,
        "\n{title:<20}{:>6}{:>8}{:>6}{:>9}{:>11}{:>8}{:>10}",
        "rings", "alerted", "days", "unpaid", "innocents", "kept", "wrong ids"
    );
    for Part { name, money, delay, innocents, kept, wrong_carry_overs } in parts {
        let name: String = name.chars().take(20).collect();
        let _ = writeln!(
            out,
            "{name:<20}{:>6}{:>8}{:>6}{:>9}{innocents:>11}{:>8}{:>10}",
            delay.rings,
            delay.alerted,
            days(delay.median_days),
            ratio(money.unpaid_share),
            ratio(kept.share),
            wrong_carry_overs.hits
        );
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::super::evaluate;
    use super::super::identity::tests::nights;
    use super::super::story::tests::story;
    use super::*;

    #[test]
    fn no_line_is_wider_than_80_columns() {
        let mut story = story(&["a1 A 100 p1", "a2 A 100 p2", "a3 A 100 p3"]);
        for fact in story.facts.values_mut() {
            (fact.habit, fact.ring_type) =
                ("self_filing_coached_customers".into(), "complaint_extortion".into());
            fact.excess = 1_000_000_000;
        }
        let text = evaluation(&evaluate(&story, &nights(&[&["R-1 born:a1 a2 a3"], &["R-1:a1 a2 a3"]])));
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        assert!(text.contains("1.0000 (1 of 1;") && text.contains("\nborn "), "{text}");
    }
}
