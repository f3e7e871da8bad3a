//! The summary a person reads at 80 columns after a run.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

pub use super::number::grouped;
use super::summary::summarise;
use super::{Config, GUARDRAIL_EN, GUARDRAIL_ZH, Lang, alerts, lists, rings, words};
use crate::detect::finding::Finding;
use crate::ingest::RowCounts;
use crate::pipeline::Outcome;
use crate::privacy::mask::{self, Show};
use crate::record::{Money, TableKind};

/// Columns of a terminal line.
pub const COLUMNS: usize = 80;
/// Rings, alerts, hubs and rejects shown; the files hold all of them.
const SHOWN: usize = 10;

/// Whether headings are bold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Letters only.
    Plain,
    /// Bold headings by ANSI escapes.
    Coloured,
}

/// The summary. `out` is where the files are, if they were written.
#[must_use]
pub fn summary(outcome: &Outcome, config: &Config, style: Style, out: Option<&str>) -> String {
    let mut page = Page { text: String::new(), style };
    header(&mut page, outcome, config);
    found(&mut page, outcome, config);
    stoppable(&mut page, outcome, config);
    set_aside(&mut page, outcome, config);
    rejected(&mut page, outcome, config);
    doubts(&mut page, outcome, config);
    timings(&mut page, outcome, config);
    if let Some(out) = out {
        page.line(&format!("{} {out}/", config.lang.of("Written to", "输出目录")));
    }
    page.blank();
    page.wrapped("", GUARDRAIL_EN);
    page.wrapped("", GUARDRAIL_ZH);
    page.text
}

/// Text being written line by line.
struct Page {
    text: String,
    style: Style,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.blank();
        match self.style {
            Style::Plain => self.line(text),
            Style::Coloured => self.line(&format!("\u{1b}[1m{text}\u{1b}[0m")),
        }
    }

    fn wrapped(&mut self, indent: &str, text: &str) {
        for line in wrap(text, COLUMNS - indent.width()) {
            self.line(&format!("{indent}{line}"));
        }
    }
}

/// Text cut into lines of at most `width` columns, at spaces, or between Chinese characters.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    let mut last_space = None;
    for letter in text.chars() {
        let columns = letter.width().unwrap_or(0);
        if used + columns > width {
            let rest =
                last_space.filter(|_| columns < 2).map_or(String::new(), |place| line.split_off(place));
            lines.push(std::mem::replace(&mut line, rest.trim_start().to_owned()));
            used = line.width();
            last_space = None;
        }
        if letter == ' ' {
            last_space = Some(line.len());
        }
        line.push(letter);
        used += columns;
    }
    lines.push(line);
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// Text padded, or cut with an ellipsis, to a number of columns.
#[must_use]
pub fn cell(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    let long = text.width() > columns;
    for letter in text.chars() {
        let wide = letter.width().unwrap_or(0);
        if long && used + wide >= columns {
            out.push('…');
            used += 1;
            break;
        }
        out.push(letter);
        used += wide;
    }
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    out
}

/// Whole yuan in groups of three.
fn yuan(money: Money) -> String {
    let sign = if money.0 < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(money.0.unsigned_abs() / 100))
}

fn header(page: &mut Page, outcome: &Outcome, config: &Config) {
    let lang = config.lang;
    let rows = RowCounts::of(&outcome.files);
    page.line(&format!(
        "ringkeeper {}   {} {}",
        env!("CARGO_PKG_VERSION"),
        lang.of("as of", "截至"),
        outcome.as_of
    ));
    page.line(&format!(
        "{} {} = {} {} + {} {} + {} {}",
        grouped(rows.rows),
        lang.of("rows in", "行输入"),
        grouped(rows.used()),
        lang.of("used", "使用"),
        grouped(rows.rejected),
        lang.of("rejected", "拒收"),
        grouped(rows.duplicates),
        lang.of("identical copies", "重复")
    ));
    let people = &outcome.linked.people;
    page.line(&format!(
        "{} {}, {} {}, {} {}, {} {}",
        grouped(outcome.assembled.records.all.len() as u64),
        lang.of("records", "条记录"),
        grouped(people.len() as u64),
        lang.of("persons", "人"),
        grouped(u64::from(people.households)),
        lang.of("households", "个家庭"),
        grouped(u64::from(people.cases)),
        lang.of("cases", "起")
    ));
    for file in &outcome.files {
        let unknown: Vec<&str> = file
            .columns
            .iter()
            .filter(|(_, column)| column.is_none())
            .map(|(header, _)| header.as_str())
            .collect();
        if !unknown.is_empty() {
            page.wrapped(
                "  ",
                &format!(
                    "{}: {} {}",
                    file.path,
                    lang.of("columns not used:", "未使用的列："),
                    unknown.join(", ")
                ),
            );
        }
        if !file.encoding_doubt.is_empty() {
            page.wrapped("  ", &format!("{}: {}", file.path, file.encoding_doubt));
        }
    }
    let unmapped = &outcome.assembled.unmapped_channels;
    if !unmapped.is_empty() {
        let mut text = lang.of("channels without an alias:", "未映射的渠道：").to_owned();
        for (channel, count) in unmapped.iter().take(5) {
            let _ = write!(text, " {} ({count})", mask::free_text(channel));
        }
        if unmapped.len() > 5 {
            let _ = write!(text, " … {}", unmapped.len());
        }
        page.wrapped("  ", &text);
    }
}

fn found(page: &mut Page, outcome: &Outcome, config: &Config) {
    let lang = config.lang;
    let written: Vec<&Finding> = rings::written(outcome, config).collect();
    let title = if config.all_kinds {
        lang.of("FINDINGS", "发现")
    } else {
        lang.of("LIKELY RINGS", "疑似团伙")
    };
    page.heading(&format!("{title}: {}", written.len()));
    expected_false(page, outcome, lang);
    if written.is_empty() {
        page.line(lang.of("  none above the cut-off", "  无超过阈值者"));
        return;
    }
    page.line(&format!(
        "{:>4} {} {} {:>5} {:>7} {:>15} {:>15}",
        "#",
        cell(lang.of("ring", "编号"), 12),
        cell(lang.of("kind", "类别"), 15),
        lang.of("score", "评分").trim(),
        cell(lang.of("persons", "人数"), 7).trim_end(),
        lang.of("open yuan", "未付"),
        lang.of("lost yuan", "超额")
    ));
    for (place, finding) in written.iter().enumerate().take(SHOWN) {
        let totals = summarise(finding, outcome);
        page.line(&format!(
            "{:>4} {} {} {:>5.2} {:>7} {:>15} {:>15}",
            place + 1,
            cell(&finding.id, 12),
            cell(words::local(finding.kind.name(), lang), 15),
            // Never "1.00": there is no certainty.
            finding.score.min(0.99),
            totals.persons,
            yuan(totals.open),
            yuan(totals.excess)
        ));
        if let Some(reason) = finding.reasons.first() {
            page.wrapped("     ", rings::sentence(reason, lang));
        }
    }
    if written.len() > SHOWN {
        page.line(&format!(
            "     … {} {}",
            written.len() - SHOWN,
            lang.of("more in rings.csv", "更多见rings.csv")
        ));
    }
}

/// How many of the rings are likely to be none: what permutations say, and what they cannot say.
fn expected_false(page: &mut Page, outcome: &Outcome, lang: Lang) {
    let chance = match outcome.control.by_chance() {
        Some(rings) => match lang {
            Lang::En => format!("{rings:.2} rings ({} permutations)", outcome.control.permutations),
            Lang::Zh => format!("{rings:.2}个（{}次置换）", outcome.control.permutations),
        },
        None => lang.of("not estimated (permutations = 0)", "未估计（permutations = 0）").to_owned(),
    };
    page.line(&format!("  {} {chance}", lang.of("expected by chance:", "预计偶然误报：")));
    page.wrapped(
        "  ",
        lang.of(
            "look-alikes: not covered by permutations, measured on planted worlds and decisions",
            "相似情形：置换检验不涵盖，以模拟数据和人工结论衡量",
        ),
    );
}

fn stoppable(page: &mut Page, outcome: &Outcome, config: &Config) {
    let lang = config.lang;
    let all = alerts::alerts(outcome, config);
    let open: Vec<_> = all.iter().filter(|alert| alert.stoppable()).collect();
    let title = lang.of("CAN STILL BE STOPPED", "仍可拦截");
    let amount = yuan(alerts::stoppable_amount(&all, outcome));
    page.heading(&match lang {
        Lang::En => format!("{title}: {} of {} alerts, {amount} yuan", open.len(), all.len()),
        Lang::Zh => format!("{title}: {}/{}条预警，{amount}元", open.len(), all.len()),
    });
    for alert in open.iter().take(SHOWN) {
        let due =
            alert.due_at.map_or_else(|| lang.of("no limit", "无期限").to_owned(), |day| day.to_string());
        let ring = alert.ring_id();
        page.line(&format!(
            "  {} {} {:>12}  {} {}",
            cell(outcome.assembled.records.id(alert.record), 16),
            cell(&due, 10),
            yuan(alert.open),
            cell(ring, 12),
            cell(words::local(alert.matched.name(), lang), 12)
        ));
    }
    if open.len() > SHOWN {
        page.line(&format!(
            "  … {} {}",
            open.len() - SHOWN,
            lang.of("more in alerts.csv", "更多见alerts.csv")
        ));
    }
}

fn set_aside(page: &mut Page, outcome: &Outcome, config: &Config) {
    let lang = config.lang;
    let values = &outcome.assembled.values;
    let hubs = lists::widest_hubs(outcome);
    page.heading(&format!("{}: {}", lang.of("VALUES SET ASIDE", "剔除的共用值"), hubs.len()));
    for hub in hubs.iter().take(SHOWN / 2) {
        let kind = values.kind(hub.value);
        page.line(&format!(
            "  {} {} {:>7} {}  {}",
            cell(words::local(kind.name(), lang), 8),
            cell(&words::value(Show::Masked, kind, values.key(hub.value), lang), 24),
            hub.persons,
            lang.of("persons", "人"),
            words::local(hub.treatment.name(), lang)
        ));
    }
    if hubs.len() > SHOWN / 2 {
        page.line(&format!(
            "  … {} {}",
            hubs.len() - SHOWN / 2,
            lang.of("more in hubs.csv", "更多见hubs.csv")
        ));
    }
}

fn rejected(page: &mut Page, outcome: &Outcome, config: &Config) {
    let lang = config.lang;
    if outcome.rejects.is_empty() {
        return;
    }
    page.heading(&format!("{}: {}", lang.of("REJECTED ROWS", "拒收的行"), outcome.rejects.len()));
    let mut reasons: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for reject in &outcome.rejects {
        // The part before a bracket or a semicolon names the class, the rest the single row.
        let class = reject.reason.split([';', '(']).next().unwrap_or_default().trim();
        *reasons.entry(class).or_default() += 1;
    }
    let mut reasons: Vec<(&str, u64)> = reasons.into_iter().collect();
    reasons.sort_by_key(|&(reason, count)| (std::cmp::Reverse(count), reason));
    for (reason, count) in reasons.iter().take(SHOWN / 2) {
        page.line(&format!("  {} {}", cell(&format!("{count:>5}"), 5), cell(reason, COLUMNS - 8)));
    }
    page.line(&format!(
        "  {}",
        lang.of("each with file, line and column in rejects.csv", "逐行见rejects.csv")
    ));
}

/// What an operator would want to know before trusting the run: a day that is too early, decisions not understood.
fn doubts(page: &mut Page, outcome: &Outcome, config: &Config) {
    let lang = config.lang;
    let later = outcome.assembled.records.all.iter().filter(|record| record.date > outcome.as_of).count();
    let of_labels =
        |file: u32| outcome.files.get(file as usize).is_some_and(|file| file.table == TableKind::Labels);
    let unclear = outcome.warnings.iter().filter(|warning| of_labels(warning.file)).count();
    let lines = [
        (later, "records lie after the as-of day and are used", "条记录晚于截止日，仍被使用"),
        (unclear, "doubts about rows of the labels; see warnings.csv", "处标签存疑，见warnings.csv"),
    ];
    for (count, english, chinese) in lines.into_iter().filter(|(count, ..)| *count > 0) {
        page.line(&format!("{} {}", grouped(count as u64), lang.of(english, chinese)));
    }
}

fn timings(page: &mut Page, outcome: &Outcome, config: &Config) {
    let stages: Vec<String> =
        outcome.timings.iter().map(|(stage, time)| format!("{stage} {:.2}", time.as_secs_f64())).collect();
    page.blank();
    page.line(&format!("{}: {}", config.lang.of("Seconds", "用时（秒）"), stages.join(", ")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_never_pass_their_width_and_lose_nothing() {
        for text in [
            "many selling agents, one contact; one selling agent, many contacts",
            "线索仅供核查，不得据此拖延受理",
        ] {
            let lines = wrap(text, 20);
            assert!(lines.iter().all(|line| line.width() <= 20), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn cells_have_their_width_whatever_the_letters() {
        for text in ["R-1", "张三丰的地址在朝阳区", "abcdefghijklmnop"] {
            assert_eq!(cell(text, 8).width(), 8, "{text}");
        }
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
