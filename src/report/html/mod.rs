//! report.html and trends.html: pages that open from disk and ask nothing of any network.
//!
//! The tables and rings are compressed JSON in base64 blocks, so no text of the data can ever be markup; the page
//! inflates a block when it is looked at. A content security policy lets the scripts written here run, by their
//! SHA-256, and forbids everything else, requests included. Seconds and threads are left to manifest.json, so that
//! the same input gives the same page.

mod detail;
mod overview;

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::trends::summary::Summary;
use super::{Config, Lang};
use crate::error::{Error, Result};
use crate::pipeline::Outcome;

/// The chart library, unmodified: Apache `ECharts` 6.0.0; see echarts/README.md.
const ECHARTS: &str = include_str!("echarts/echarts.min.js");
const STYLE: &str = include_str!("assets/style.css");
const PAGE: &str = include_str!("assets/page.html");
/// The page's own script, in the order in which its parts need each other.
const SCRIPT: &str = concat!(
    "\"use strict\";\n",
    include_str!("assets/words.js"),
    include_str!("assets/data.js"),
    include_str!("assets/table.js"),
    include_str!("assets/tonight.js"),
    include_str!("assets/graph.js"),
    include_str!("assets/ring.js"),
    include_str!("assets/rings.js"),
    include_str!("assets/trends.js"),
    include_str!("assets/quality.js"),
    include_str!("assets/main.js"),
);

/// Findings in one block: small enough to inflate between two frames, large enough to compress well.
const BLOCK: usize = 32;

/// The page of a run, masked as the tables are. `settings` are the settings as they took effect, by name.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn file(
    outcome: &Outcome,
    config: &Config,
    trends: &Summary,
    settings: &[(String, String)],
) -> Result<Vec<u8>> {
    let context = detail::Context::new(outcome);
    let details: Vec<String> = outcome
        .findings
        .par_chunks(BLOCK)
        .map(|findings| {
            let rings: Vec<_> = findings.iter().map(|finding| context.ring(finding)).collect();
            block(&rings)
        })
        .collect::<Result<_>>()?;
    let overview = block(&overview::overview(outcome, config, settings, BLOCK))?;
    let named = [("overview".to_owned(), overview), ("trends".to_owned(), block(trends)?)];
    let numbered = details.into_iter().enumerate().map(|(place, block)| (format!("rings-{place}"), block));
    Ok(page(named.into_iter().chain(numbered)))
}

/// The page of the trends alone.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn trends(summary: &Summary, lang: Lang) -> Result<Vec<u8>> {
    let overview = block(&overview::of_trends(&summary.as_of, lang))?;
    Ok(page([("overview".to_owned(), overview), ("trends".to_owned(), block(summary)?)].into_iter()))
}

/// A page around named blocks.
fn page(named: impl Iterator<Item = (String, String)>) -> Vec<u8> {
    let mut blocks = String::new();
    for (name, block) in named {
        blocks.push_str(&format!("<script type=\"application/gzip\" id=\"{name}\">{block}</script>\n"));
    }
    let policy = format!(
        "default-src 'none'; script-src '{}' '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
        digest(ECHARTS),
        digest(SCRIPT),
        digest(STYLE)
    );
    let mut page = PAGE.to_owned();
    let parts = [
        ("{{policy}}", policy.as_str()),
        ("{{style}}", STYLE),
        ("{{blocks}}", &blocks),
        ("{{echarts}}", ECHARTS),
        ("{{script}}", SCRIPT),
    ];
    for (place, part) in parts {
        page = page.replacen(place, part, 1);
    }
    page.into_bytes()
}

/// Compressed JSON in base64.
fn block(value: &impl Serialize) -> Result<String> {
    let failed = |error: &dyn std::fmt::Display| Error::internal(format!("report.html: {error}"));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(5));
    let json = serde_json::to_vec(value).map_err(|error| failed(&error))?;
    gzip.write_all(&json).map_err(|error| failed(&error))?;
    Ok(STANDARD.encode(gzip.finish().map_err(|error| failed(&error))?))
}

/// What a content security policy calls an inline script or style.
fn digest(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use crate::ingest::sha256;

    #[test]
    fn the_chart_library_is_the_published_one() {
        let published = "baa8dfe7e1d9336b98e8986ba7e20ea15e7cdbea1ef42a59d59478632fa45a1d";
        assert_eq!(sha256(super::ECHARTS.as_bytes()), published);
    }

    #[test]
    fn no_script_can_end_its_own_element() {
        for script in [super::ECHARTS, super::SCRIPT] {
            assert!(!script.to_lowercase().contains("</script") && !script.contains("<!--"));
        }
    }
}
