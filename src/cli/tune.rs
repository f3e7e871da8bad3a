//! `tune`: what each cut-off would mean, from a store or a finished run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use super::evaluate::read;
use super::output;
use super::place::Place;
use crate::error::{Error, Result};
use crate::evaluate::labels::{self, Decision, Label, Subject};
use crate::evaluate::tune::{self, Row, Suggestion};
use crate::evaluate::{Found, Share, read};
use crate::record::Day;
use crate::report::rings::number;
use crate::report::{Lang, json, table};
use crate::store::Store;
use crate::store::decisions::Scope;
use crate::track::State;
use crate::track::tuning::Tuning;

/// Cut-offs shown unless others are asked for; the run's own stands among them.
const CUT_OFFS: [f64; 11] = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999];

/// Arguments of `tune`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The store that `run --store` writes: its nights and its decisions
    #[arg(long, value_name = "FILE", required_unless_present = "run", conflicts_with = "run")]
    store: Option<PathBuf>,
    /// The store's key, where it does not lie beside it
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Nights looked at, the last ones of the store
    #[arg(long, value_name = "COUNT", default_value_t = 30)]
    nights: usize,
    /// The output folder of a run, instead of a store
    #[arg(long, value_name = "FOLDER")]
    run: Option<PathBuf>,
    /// Decisions about the rings and records of that run
    #[arg(long, value_name = "FILE", requires = "run")]
    labels: Vec<PathBuf>,
    /// Cut-offs to show, 0 to 1
    #[arg(long, value_name = "SCORES", value_delimiter = ',')]
    cut_offs: Vec<f64>,
    /// What one new ring takes a reviewer, in minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 45.0)]
    minutes: f64,
    /// Hours that reviewers have a night: nothing is suggested that takes more
    #[arg(long, value_name = "HOURS")]
    hours: Option<f64>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// Language of the sentences
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
}

/// Form of the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
enum Form {
    /// For people
    #[default]
    Text,
    /// For spreadsheets
    Csv,
    /// For scripts
    Json,
}

/// Prints the table.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let (nights, decided) = match (&arguments.store, &arguments.run) {
        (Some(store), _) => of_store(store, arguments)?,
        (None, Some(folder)) => of_run(folder, &arguments.labels)?,
        (None, None) => return Err(Error::usage("tune: give --store or --run")),
    };
    let Some(last) = nights.last() else {
        return Err(Error::usage("the store holds no night with scores yet; run with --store first"));
    };
    let mut cut_offs = if arguments.cut_offs.is_empty() {
        [&CUT_OFFS[..], &[last.cut_off]].concat()
    } else {
        arguments.cut_offs.clone()
    };
    if cut_offs.iter().any(|cut_off| !(0.0..=1.0).contains(cut_off)) {
        return Err(Error::usage("cut-offs: each lies between 0 and 1"));
    }
    cut_offs.sort_by(f64::total_cmp);
    cut_offs.dedup();
    let rows = tune::rows(&nights, &decided, &cut_offs, arguments.minutes);
    let suggestion = tune::suggest(&rows, arguments.hours);
    output::print(&match arguments.format {
        Form::Text => text(&rows, suggestion.as_ref(), (nights.len(), last.cut_off), arguments.lang),
        Form::Csv => csv(&rows)?,
        Form::Json => json::pretty(&json!({
            "nights": nights.len(), "cut_off": last.cut_off, "minutes": arguments.minutes, "rows": rows,
            "suggestion": suggestion,
        }))?,
    })
}

type Known = (Vec<Tuning>, BTreeMap<String, Decision>);

fn of_store(path: &Path, arguments: &Arguments) -> Result<Known> {
    let store = Place::new(path, arguments.key_file.as_deref()).open()?;
    let nights = store.tunings(arguments.nights)?.into_iter().map(|(_, night)| night).collect();
    let labels: Vec<Label> = decisions(&store)?;
    // Every ring that any night showed, with the records it had last; those of a merged one are the other ring's.
    let known = store.known(Day(i32::MAX))?;
    let found: Vec<Found> = known
        .into_iter()
        .filter(|known| known.state != State::Merged)
        .map(|known| Found {
            id: known.ring.id,
            records: known.ring.records.into_keys().map(|(_, record)| record).collect(),
            ..Found::default()
        })
        .collect();
    Ok((nights, labels::of_rings(&labels, &found)))
}

/// The decisions in force about rings and records.
fn decisions(store: &Store) -> Result<Vec<Label>> {
    let day = store.last_night()?.unwrap_or(Day(0));
    let of_store = |decision: crate::store::decisions::Decision| {
        let subject = match decision.scope {
            Scope::Ring => Subject::Ring(decision.target),
            Scope::Record => Subject::Record(decision.target),
            Scope::Value | Scope::Pair => return None,
        };
        let word = match decision.decision.as_str() {
            "confirmed" => Decision::Confirmed,
            "cleared" => Decision::Cleared,
            _ => Decision::Open,
        };
        Some(Label { subject, decision: word, decided_at: Some(decision.decided_at) })
    };
    let held = store.decisions()?.into_iter().filter(|decision| decision.holds(day));
    Ok(held.filter_map(of_store).collect())
}

fn of_run(folder: &Path, labels: &[PathBuf]) -> Result<Known> {
    let path = folder.join("manifest.json");
    let bytes = std::fs::read(&path).map_err(|source| Error::io("read", &path, source))?;
    let unusable = |message: String| Error::input(path.display().to_string(), None, message);
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|error| unusable(error.to_string()))?;
    let night: Tuning = serde_json::from_value(manifest["tuning"].take()).map_err(|error| {
        unusable(format!("it holds no scores to tune by; run again with this program ({error})"))
    })?;
    let mut decided = Vec::new();
    for path in labels {
        decided.extend(read(path, read::labels)?);
    }
    let found = read(&folder.join("members.csv"), read::members)?;
    Ok((vec![night], labels::of_rings(&decided, &found)))
}

fn text(
    rows: &[Row],
    suggestion: Option<&Suggestion>,
    (nights, cut_off): (usize, f64),
    lang: Lang,
) -> String {
    let mut out = String::new();
    let of = |share: &Share| match share.share {
        Some(value) => format!("{value:.2} ({}/{})", share.hits, share.of),
        None => "–".to_owned(),
    };
    let _ = writeln!(
        out,
        "{}",
        lang.of(
            &format!("{nights} nights; the last was run with cut-off {cut_off}\n"),
            &format!("{nights}个批次；最近一次阈值为{cut_off}\n")
        )
    );
    let headers = lang.of(
        "cut-off rings new persons chance recall precision hours",
        "阈值 团伙 新增 人数 偶然 召回率 准确率 工时",
    );
    line(headers.split(' ').map(str::to_owned), &mut out);
    for row in rows {
        let cells = [
            number(row.cut_off),
            format!("{:.1}", row.rings),
            format!("{:.1}", row.new_rings),
            format!("{:.1}", row.persons),
            row.expected_false.map_or("?".into(), |chance| format!("{chance:.2}")),
            of(&row.recall),
            of(&row.precision),
            format!("{:.1}", row.hours),
        ];
        line(cells, &mut out);
    }
    let told = match suggestion {
        Some(Suggestion { cut_off, reason_en, reason_zh }) => lang
            .of(
                &format!("Suggested: {}, because {reason_en}.", number(*cut_off)),
                &format!("建议阈值{}：{reason_zh}。", number(*cut_off)),
            )
            .to_owned(),
        None => lang
            .of(
                "No suggestion: too little is known of chance (run with permutations), or no cut-off fits the hours.",
                "暂无建议：缺少偶然误报数据（请启用置换检验），或没有阈值符合工时。",
            )
            .to_owned(),
    };
    let notes = lang.of(
        "All figures are a night's. Chance is what permuted networks show; look-alikes come on top. Below the cut-off \
         of the run rings are an upper bound. Decisions are few and not drawn at random.",
        "均为每批次数值。偶然误报来自置换检验，不含相似情形；低于运行阈值的团伙数为上限；人工结论数量少且非随机抽取。",
    );
    for paragraph in [&told, notes] {
        out.push('\n');
        for line in crate::report::terminal::wrap(paragraph, 78) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// Columns of a line of the table.
const WIDTHS: [usize; 8] = [8, 8, 8, 9, 9, 14, 14, 8];

/// Adds a line whose cells end under each other, Chinese characters being two columns wide.
fn line(cells: impl IntoIterator<Item = String>, out: &mut String) {
    for (cell, width) in cells.into_iter().zip(WIDTHS) {
        out.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width())));
        out.push_str(&cell);
    }
    out.push('\n');
}

fn csv(rows: &[Row]) -> Result<String> {
    let headers = [
        "cut_off",
        "rings",
        "new_rings",
        "persons",
        "expected_false",
        "confirmed_shown",
        "confirmed",
        "recall",
        "decided_shown",
        "precision",
        "precision_low",
        "precision_high",
        "hours",
    ]
    .map(|name| (name, name));
    let mut table = table::Table::new(Lang::En, &headers)?;
    let share = |share: &Share| share.share.map_or_else(String::new, number);
    for row in rows {
        let cells = [
            number(row.cut_off),
            number(row.rings),
            number(row.new_rings),
            number(row.persons),
            row.expected_false.map_or_else(String::new, number),
            row.recall.hits.to_string(),
            row.recall.of.to_string(),
            share(&row.recall),
            row.precision.of.to_string(),
            share(&row.precision),
            number(row.precision.low),
            number(row.precision.high),
            number(row.hours),
        ];
        table.row(cells.map(Into::into))?;
    }
    Ok(String::from_utf8_lossy(&table.finish()?).into_owned())
}
