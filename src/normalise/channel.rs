//! Channels: dirty free text → the contract's names, by an alias table.

use rustc_hash::FxHashMap;

use super::width;
use crate::record::{Channel, Column, TableKind, Tables};

/// Words that give a channel away, in the order they are tried: what names the regulator comes first.
const WORDS: [(&str, Channel); 36] = [
    ("呼转", Channel::Forwarded12378),
    ("转接12378", Channel::Forwarded12378),
    ("12378转", Channel::Forwarded12378),
    ("12378", Channel::Hotline12378),
    ("监管热线", Channel::Hotline12378),
    ("监管局热线", Channel::Hotline12378),
    ("转办", Channel::RegulatorTransfer),
    ("转送", Channel::RegulatorTransfer),
    ("监管转", Channel::RegulatorTransfer),
    ("监管信", Channel::RegulatorLetter),
    ("监管函", Channel::RegulatorLetter),
    ("监管来信", Channel::RegulatorLetter),
    ("监管局信访", Channel::RegulatorLetter),
    ("监管局来信", Channel::RegulatorLetter),
    ("信访", Channel::RegulatorLetter),
    ("400", Channel::CompanyHotline),
    ("955", Channel::CompanyHotline),
    ("客服热线", Channel::CompanyHotline),
    ("公司热线", Channel::CompanyHotline),
    ("客服电话", Channel::CompanyHotline),
    ("保司热线", Channel::CompanyHotline),
    ("柜面", Channel::Counter),
    ("柜台", Channel::Counter),
    ("来访", Channel::Counter),
    ("上门", Channel::Counter),
    ("官网", Channel::Online),
    ("微信", Channel::Online),
    ("公众号", Channel::Online),
    ("在线", Channel::Online),
    ("app", Channel::Online),
    ("邮件", Channel::Online),
    ("来信", Channel::Letter),
    ("信函", Channel::Letter),
    ("媒体", Channel::Media),
    ("微博", Channel::Media),
    ("其他", Channel::Other),
];

/// Channel texts and what they mean: configured ones first, then contract names, then words.
#[derive(Clone, Debug)]
pub struct ChannelAliases(FxHashMap<String, Channel>);

impl ChannelAliases {
    /// An alias table with the configured entries before the built-in ones.
    #[must_use]
    pub fn new(configured: &[(String, Channel)]) -> Self {
        let mut table: FxHashMap<String, Channel> =
            Channel::NAMES.iter().map(|&(channel, name)| (name.to_owned(), channel)).collect();
        table.extend(configured.iter().map(|(text, channel)| (plain(text), *channel)));
        Self(table)
    }

    /// The channel of a text; `None` when no alias covers it.
    #[must_use]
    pub fn resolve(&self, raw: &str) -> Option<Channel> {
        if let Some(&known) = self.0.get(raw) {
            return Some(known);
        }
        let text = plain(raw);
        if text.is_empty() {
            return Some(Channel::None);
        }
        self.0
            .get(&text)
            .copied()
            .or_else(|| WORDS.iter().find(|(word, _)| text.contains(word)).map(|&(_, channel)| channel))
    }
}

/// Channel texts that no alias covers, with their counts, most frequent first.
#[must_use]
pub fn unmapped(tables: &Tables, configured: &[(String, Channel)]) -> Vec<(String, u64)> {
    let aliases = ChannelAliases::new(configured);
    let complaints = tables.table(TableKind::Complaints);
    let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
    for row in 0..complaints.rows() {
        let text = complaints.text(Column::Channel, row);
        if aliases.resolve(text).is_none() {
            *counts.entry(text).or_default() += 1;
        }
    }
    let mut out: Vec<(String, u64)> =
        counts.into_iter().map(|(text, count)| (text.to_owned(), count)).collect();
    out.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    out
}

/// A channel text as it is compared: half width, lower case, without spaces.
fn plain(text: &str) -> String {
    width::fold(text).to_lowercase().split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dirty_texts_find_their_channel_and_unknown_ones_are_said() {
        let aliases = ChannelAliases::new(&[("总裁信箱".into(), Channel::Letter)]);
        for (text, expected) in [
            ("hotline_12378", Some(Channel::Hotline12378)),
            ("监管局热线（12378）", Some(Channel::Hotline12378)),
            ("12378 一键呼转", Some(Channel::Forwarded12378)),
            ("监管转办件", Some(Channel::RegulatorTransfer)),
            ("保司400热线", Some(Channel::CompanyHotline)),
            ("APP", Some(Channel::Online)),
            ("总裁信箱", Some(Channel::Letter)),
            ("", Some(Channel::None)),
            ("渠道七", None),
        ] {
            assert_eq!(aliases.resolve(text), expected, "{text}");
        }
    }
}
