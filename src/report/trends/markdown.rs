//! trends.md: the summary as text that goes into a mail, a wiki or a slide.

use super::summary::Summary;
use super::told;
use crate::report::section::{Grid, Section};
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH, Lang};

/// Writes one period of the summary, by its place among them (`CommonMark` with the tables of GFM).
#[must_use]
pub fn file(summary: &Summary, place: usize, lang: Lang) -> Vec<u8> {
    let told = &summary.periods[place];
    let mut out = format!("# {} {}\n\n", lang.of("Proxy-surrender trends", "代理退保趋势"), told.period);
    out.push_str(&format!("> {GUARDRAIL_EN}\n> {GUARDRAIL_ZH}\n\n"));
    out.push_str(&format!("{} {}\n", lang.of("As of", "截至"), summary.as_of));
    for section in told::sections(summary, place, lang) {
        add(&mut out, &section);
    }
    out.into_bytes()
}

fn add(out: &mut String, section: &Section) {
    out.push_str(&format!("\n## {}\n", escaped(&section.title)));
    for sentence in &section.sentences {
        out.push_str(&format!("\n{}\n", escaped(sentence)));
    }
    if let Some(Grid { head, rows }) = &section.table {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        out.push('\n');
        out.push_str(&line(head));
        // Names to the left, numbers to the right.
        out.push_str(&format!("| --- |{}\n", " ---: |".repeat(head.len().saturating_sub(1))));
        for row in rows {
            out.push_str(&line(row));
        }
    }
}

/// Text that is never markup: what `CommonMark`, or HTML in it, would read as a sign is escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_markup() {
        assert_eq!(escaped("a|b<i>[x](y)"), "a\\|b&lt;i&gt;\\[x\\](y)");
    }
}
