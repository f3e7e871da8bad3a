//! `history`: the life of a ring, night by night.

use clap::Args;

use super::output;
use super::place::Place;
use super::settings::Format;
use crate::error::Result;
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH, Lang, json, words};
use crate::store::history::History;

/// Arguments of `history`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The ring, as rings.csv names it
    ring_id: String,
    #[command(flatten)]
    place: Place,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Language of the sentences
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
}

/// Prints the life of a ring.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let history = arguments.place.open()?.history(&arguments.ring_id)?;
    output::print(&match arguments.format {
        Format::Json => json::pretty(&serde_json::json!(history))?,
        Format::Text => life(&history, arguments.lang),
    })
}

fn life(history: &History, lang: Lang) -> String {
    let History { ring_id, born, persons, records, .. } = history;
    let (state, kind) = (words::local(&history.state, lang), words::local(&history.kind, lang));
    let mut out = lang
        .of(
            &format!(
                "{ring_id}  {kind}, {state}, first found {born}: {records} records of {persons} persons\n"
            ),
            &format!("{ring_id}  {kind}，{state}，首次发现于{born}：{persons}人，{records}条记录\n"),
        )
        .to_owned();
    for event in &history.events {
        let other = if event.other.is_empty() { String::new() } else { format!(" ({})", event.other) };
        let sentence = lang.of(&event.sentence_en, &event.sentence_zh);
        let word = words::local(&event.event, lang);
        out.push_str(&format!("  {}  {word}{other}: {sentence}\n", event.as_of));
    }
    out.push_str(lang.of(GUARDRAIL_EN, GUARDRAIL_ZH));
    out.push('\n');
    out
}
