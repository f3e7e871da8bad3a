//! The metrics for people, at most 80 columns.

use std::fmt::Write as _;

use super::ablation::Effect;
use super::labels::Judgement;
use super::{Evaluation, Scores, Share, Stratum};
use crate::report::terminal::grouped;

/// A share with three decimals, or a dash.
fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// An evaluation against truth.
#[must_use]
pub fn evaluation(of: &Evaluation) -> String {
    let mut out = String::new();
    let records = of.records.map_or_else(|| "an unknown number of".to_owned(), grouped);
    let _ = writeln!(
        out,
        "{records} records, {} of planted rings; {} findings judged\n",
        of.ring_records, of.findings
    );
    let _ = writeln!(out, "{:<28}{:>10}{:>10}{:>10}", "", "precision", "recall", "F1");
    for (name, scores) in [
        ("Records", of.record),
        ("B-cubed", of.b_cubed),
        ("B-cubed, others as singles", of.b_cubed_singletons),
    ] {
        let Scores { precision, recall, f1 } = scores;
        let _ = writeln!(out, "{name:<28}{:>10}{:>10}{:>10}", share(precision), share(recall), share(f1));
    }
    let rings = &of.rings;
    let _ = writeln!(
        out,
        "\nRings found             {} of {} findable ({}), {} planted",
        rings.found,
        rings.findable,
        share(rings.found_share),
        rings.planted
    );
    let mut told = format!("by chance {}", of.false_rings.by_chance);
    for (kind, count) in &of.false_rings.look_alikes {
        let _ = write!(told, ", {kind} {count}");
    }
    let lines = crate::report::terminal::wrap(&format!("{} ({told})", of.false_rings.total), 56);
    let _ = writeln!(out, "False rings             {}", lines.join("\n                        "));
    let rate = of.innocents_per_10000.map_or(String::new(), |rate| format!(", {rate:.2} per 10,000 records"));
    let _ = writeln!(out, "Innocent records        {}{rate}", of.innocents);
    let _ = writeln!(out, "Precision of first 20   {}", share(of.precision_at_20));
    for (title, strata) in [("Persons", &of.by_size), ("Type", &of.by_type), ("Habit", &of.by_habit)] {
        strata_table(title, strata, &mut out);
    }
    calibration(of, &mut out);
    if !of.by_reason.is_empty() {
        let _ = writeln!(out, "\n{:<44}{:>10}{:>12}", "Reason", "findings", "true");
        for row in &of.by_reason {
            let _ = writeln!(out, "{:<44}{:>10}{:>12}", row.code, row.findings, share(row.precision));
        }
    }
    out
}

fn strata_table(title: &str, strata: &[Stratum], out: &mut String) {
    if strata.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n{title:<24}{:>7}{:>9}{:>7}{:>11}{:>8}{:>6}{:>8}",
        "rings", "findable", "found", "precision", "recall", "F1", "B³ F1"
    );
    for row in strata {
        let name: String = row.name.chars().take(24).collect();
        let _ = writeln!(
            out,
            "{name:<24}{:>7}{:>9}{:>7}{:>11}{:>8}{:>6}{:>8}",
            row.planted,
            row.findable,
            row.found,
            share(row.record.precision),
            share(row.record.recall),
            share(row.record.f1),
            share(row.b_cubed.f1)
        );
    }
}

fn calibration(of: &Evaluation, out: &mut String) {
    if of.calibration.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n{:<12}{:>10}{:>10}{:>11}{:>13}{:>10}",
        "q up to", "findings", "claimed", "by chance", "look-alikes", "observed"
    );
    for bin in &of.calibration {
        let _ = writeln!(
            out,
            "{:<12}{:>10}{:>10}{:>11}{:>13}{:>10}",
            bin.q_up_to,
            bin.findings,
            share(bin.claimed),
            bin.by_chance,
            bin.look_alikes,
            share(bin.observed)
        );
    }
    out.push_str("Look-alikes are not covered by q and are left out of the observed share.\n");
}

/// Findings against decisions.
#[must_use]
pub fn judgement(of: &Judgement) -> String {
    let line = |share: &Share| match share.share {
        Some(value) => format!(
            "{value:.3} ({} of {}; 95 % interval {:.3} to {:.3})",
            share.hits, share.of, share.low, share.high
        ),
        None => "– (none decided)".to_owned(),
    };
    format!(
        "{} findings, {} not decided\n\
         Precision, findings     {}\n\
         Precision, records      {}\n\
         Confirmed, not found    {} records\n\
         Wilson intervals (1927). Decisions are no random sample: the true doubt is larger.\n",
        of.findings,
        of.undecided,
        line(&of.precision),
        line(&of.record_precision),
        of.missed_records
    )
}

/// The full run, and what changes without each link type and flag.
#[must_use]
pub fn effects(of: &[Effect]) -> String {
    let Some((full, others)) = of.split_first() else { return String::new() };
    let mut out = format!(
        "{:<34}{:>10}{:>10}{:>7}{:>7}{:>11}\n",
        "Without", "record F1", "B³ F1", "found", "false", "innocents"
    );
    let _ = writeln!(
        out,
        "{:<34}{:>10}{:>10}{:>7}{:>7}{:>11}",
        full.without,
        share(full.record_f1),
        share(full.b_cubed_f1),
        full.rings_found,
        full.false_rings,
        full.innocents
    );
    let change = |now: Option<f64>, before: Option<f64>| match (now, before) {
        (Some(now), Some(before)) => format!("{:+.3}", now - before),
        _ => "–".to_owned(),
    };
    let count = |now: u64, before: u64| format!("{:+}", now.cast_signed() - before.cast_signed());
    for effect in others {
        let _ = writeln!(
            out,
            "{:<34}{:>10}{:>10}{:>7}{:>7}{:>11}",
            effect.without,
            change(effect.record_f1, full.record_f1),
            change(effect.b_cubed_f1, full.b_cubed_f1),
            count(effect.rings_found, full.rings_found),
            count(effect.false_rings, full.false_rings),
            count(effect.innocents, full.innocents)
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::super::sides::tests::finds;
    use super::super::{Planted, evaluate};
    use super::*;

    #[test]
    fn no_line_is_wider_than_80_columns() {
        let planted = |record: &str, ring: &str, look_alike: &str| Planted {
            record: record.into(),
            ring: ring.into(),
            ring_type: if ring.is_empty() { "" } else { "complaint_extortion" }.into(),
            habit: if ring.is_empty() { "" } else { "self_filing_coached_customers" }.into(),
            look_alike: look_alike.into(),
            person: record.into(),
            values: None,
        };
        let kinds = ["village", "employer_group", "clerk_boilerplate", "internet_letter", "adult_children"];
        let mut truth = vec![planted("a", "ring-1", "")];
        truth.extend(kinds.iter().map(|kind| planted(kind, "", kind)));
        let mut found = finds(&[&["a"], &kinds[..1], &kinds[1..2], &kinds[2..3], &kinds[3..4], &kinds[4..]]);
        found[1].q_value = Some(0.04);
        found[1].reasons = vec!["complaint_or_strong_flag".into()];
        let text = evaluation(&evaluate(&truth, &found, Some(1_000_000)));
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        assert!(text.contains("clerk_boilerplate 1") && text.contains("1,000,000 records"), "{text}");
        let effect = Effect {
            without: "flag complaint_after_surrender".into(),
            record_f1: Some(0.5),
            b_cubed_f1: None,
            rings_found: 1,
            false_rings: 2,
            innocents: 3,
        };
        let text =
            effects(&[Effect { without: "nothing".into(), record_f1: Some(0.9), ..effect.clone() }, effect]);
        assert!(text.contains("-0.400") && text.lines().all(|line| line.width() <= 80), "{text}");
    }
}
