//! Findings → files a person or a script reads, published at once. The only stage that writes.

pub mod table;

pub mod summary;

mod section;

pub(crate) mod words;

mod number;

mod letters;

mod tokens;

pub mod rings;

mod actors;

pub mod mis_selling;

pub mod alerts;

pub mod lists;

#[cfg(feature = "polars")]
pub mod trends;

pub mod graph;

pub mod case;

#[cfg(feature = "polars")]
pub mod workbook;

pub mod manifest;

pub mod metrics;

pub mod publish;

#[cfg(feature = "polars")]
pub mod html;

pub mod terminal;

pub mod json;

/// What stands on everything a person reads (DATA.md).
pub const GUARDRAIL_EN: &str =
    "Leads for verification only; no ground to delay or refuse a complaint or a payment that is due.";
/// The same in Chinese.
pub const GUARDRAIL_ZH: &str = "线索仅供核查，不得据此拖延、拒绝受理投诉或依法应付的退保金。";

/// Language of headers and sentences.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese, with a byte order mark for Excel.
    Zh,
}

impl Lang {
    /// The text of this language.
    #[must_use]
    pub fn of<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        if self == Self::Zh { chinese } else { english }
    }
}

/// Settings of the reports.
#[derive(Clone, Debug)]
pub struct Config {
    /// Language of headers and sentences.
    pub lang: Lang,
    /// Whether look-alikes are written beside likely rings.
    pub all_kinds: bool,
    /// A record is new when it is at most this many days before the as-of date.
    pub new_days: u32,
    /// Key of the value tokens; without one they are ordinals.
    pub key: Option<crate::privacy::token::Key>,
    /// Whether personal values are masked: raw in a case file with a reason, else never.
    pub show: crate::privacy::mask::Show,
}

/// A file of the output folder: its name and content.
pub type File = (&'static str, Vec<u8>);

/// All tables of the output folder, without the manifest.
///
/// # Errors
/// None in practice: everything is written to memory.
#[cfg(feature = "polars")]
pub fn tables(
    outcome: &crate::pipeline::Outcome,
    config: &Config,
    trends: &trends::Trends,
) -> crate::error::Result<Vec<File>> {
    let mut files = rings::files(outcome, config)?;
    files.push(mis_selling::file(outcome, config)?);
    files.push(("alerts.csv", alerts::file(outcome, config)?));
    files.extend(lists::files(outcome, config)?);
    files.extend(graph::files(outcome, config)?);
    files.extend(trends::tables::files(&trends.facts, config.lang)?);
    files.push(workbook::file(outcome, config, &files, &trends.summary)?);
    Ok(files)
}
