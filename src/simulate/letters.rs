//! What complainants write: letters of 100 to 500 characters drawn from one grammar, copied with other wordings.
//!
//! A letter is a list of phrases and one choice for each of their alternatives. A copy keeps both, but for what
//! its writer changes; words of one's own are a letter that nobody copies. So no phrase tells a ring from others:
//! only that the same phrases come together again does.

use super::clients::Client;
use super::dice::Dice;
use super::phrases::{FEELINGS, FORMAL, FORMAL_ENDS, FORMAL_OPENINGS, OPENINGS, PLAIN, SUMMARIES, WISHES};

/// A letter that can be copied.
#[derive(Clone, Debug, Default)]
pub(super) struct Letter {
    phrases: Vec<&'static str>,
    /// Phrases that open and close it and keep their places.
    ends: usize,
    /// Which wording each alternative takes, phrase by phrase.
    choices: Vec<u8>,
}

impl Letter {
    /// A letter in the words of templates and lawyers.
    pub(super) fn formal(dice: &mut Dice) -> Self {
        let middle = 5 + dice.below(7);
        let mut phrases = vec![dice.pick(&FORMAL_OPENINGS)];
        some(dice, &FORMAL, middle, &mut phrases);
        let ends = 1 + dice.below(3);
        some(dice, &FORMAL_ENDS, ends, &mut phrases);
        Self::of(dice, phrases, ends)
    }

    /// A letter in everyday words.
    pub(super) fn plain(dice: &mut Dice) -> Self {
        let mut phrases = vec![dice.pick(&OPENINGS)];
        let mut stories = Vec::new();
        let middle = 4 + dice.below(7);
        some(dice, &PLAIN, middle, &mut stories);
        for story in stories {
            phrases.push(story);
            phrases.push(dice.pick(&FEELINGS));
        }
        let ends = 1 + dice.below(3);
        some(dice, &WISHES, ends, &mut phrases);
        Self::of(dice, phrases, ends)
    }

    /// What one scandal makes everybody tell: `own` further stories around the same three.
    pub(super) fn about(&self, dice: &mut Dice, own: usize) -> Self {
        let mut phrases = vec![dice.pick(&OPENINGS)];
        let shared = self.phrases.get(1..4.min(self.phrases.len())).unwrap_or_default();
        let kept = dice.below(3);
        phrases
            .extend(shared.iter().enumerate().filter(|(place, _)| *place != kept).map(|(_, phrase)| phrase));
        some(dice, &PLAIN, own, &mut phrases);
        some(dice, &WISHES, 1, &mut phrases);
        Self::of(dice, phrases, 1)
    }

    fn of(dice: &mut Dice, phrases: Vec<&'static str>, ends: usize) -> Self {
        let alternatives = phrases.iter().map(|phrase| phrase.matches('[').count()).sum();
        let choices = (0..alternatives).map(|_| dice.below(64) as u8).collect();
        Self { phrases, ends, choices }
    }

    /// A copy for a client. Each wording, and each pair of neighbouring phrases, is changed with the chance
    /// `rewording`; with half of it a phrase is left out or one of the writer's own comes in.
    pub(super) fn copy(&self, dice: &mut Dice, rewording: f64, client: &Client) -> String {
        let mut choices = self.choices.iter();
        let mut written: Vec<String> = Vec::with_capacity(self.phrases.len() + 1);
        for phrase in &self.phrases {
            let mut text = String::with_capacity(120);
            expand(phrase, client, &mut text, || {
                let choice = choices.next().copied().unwrap_or_default();
                if dice.chance(rewording) { dice.below(64) } else { usize::from(choice) }
            });
            written.push(text);
        }
        let middle = 1..written.len().saturating_sub(self.ends).max(1);
        for place in middle.clone() {
            if place + 1 < middle.end && dice.chance(rewording / 2.0) {
                written.swap(place, place + 1);
            }
        }
        if middle.len() > 3 && dice.chance(rewording / 2.0) {
            written[middle.start + dice.below(middle.len())].clear();
        }
        if dice.chance(rewording) {
            let mut own = String::new();
            let phrase = dice.pick(&PLAIN);
            expand(phrase, client, &mut own, || dice.below(64));
            written.insert(middle.end.min(written.len()), own);
        }
        written.concat()
    }
}

/// Words of one's own; a fifth of the people write as lawyers do.
pub(super) fn own_words(dice: &mut Dice, client: &Client) -> String {
    let letter = if dice.chance(0.2) { Letter::formal(dice) } else { Letter::plain(dice) };
    letter.copy(dice, 0.0, client)
}

/// A clerk's summary.
pub(super) fn summary(dice: &mut Dice) -> &'static str {
    dice.pick(&SUMMARIES)
}

/// `count` different phrases of a list.
fn some(dice: &mut Dice, from: &[&'static str], count: usize, into: &mut Vec<&'static str>) {
    let wanted = into.len() + count.min(from.len());
    while into.len() < wanted {
        let phrase = dice.pick(from);
        if !into.contains(&phrase) {
            into.push(phrase);
        }
    }
}

/// Appends a phrase with its alternatives chosen and its slots filled.
fn expand(phrase: &str, client: &Client, out: &mut String, mut choose: impl FnMut() -> usize) {
    let mut rest = phrase;
    while let Some(place) = rest.find(['[', '{']) {
        out.push_str(&rest[..place]);
        let (close, slot) = if rest.as_bytes()[place] == b'[' { (']', false) } else { ('}', true) };
        let Some(length) = rest[place..].find(close) else { break };
        let inner = &rest[place + 1..place + length];
        if slot {
            fill(inner, client, out);
        } else {
            let count = inner.matches('|').count() + 1;
            let chosen = inner.split('|').nth(choose() % count).unwrap_or_default();
            out.push_str(chosen);
        }
        rest = &rest[place + length + 1..];
    }
    out.push_str(rest);
}

fn fill(slot: &str, client: &Client, out: &mut String) {
    match slot {
        "name" => out.push_str(&client.person.name),
        "product" => out.push_str(client.product),
        "amount" => out.push_str(&client.premium_paid.to_string()),
        _ => {
            let (year, month, day) = client.start.ymd();
            out.push_str(&format!("{year}年{month}月{day}日"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Day;
    use crate::simulate::people;

    fn client(dice: &mut Dice) -> Client {
        Client {
            person: people::person(dice, 0),
            policy: String::new(),
            product: "福满堂年金险",
            seller: 0,
            start: Day(20_000),
            premium_paid: 12_000,
            cash: 6_000,
        }
    }

    /// Sets of four characters in a row, and their share in common (Jaccard).
    fn resemblance(left: &str, right: &str) -> f64 {
        let shingles = |text: &str| {
            let letters: Vec<char> = text.chars().collect();
            letters.windows(4).map(<[char]>::to_vec).collect::<std::collections::BTreeSet<_>>()
        };
        let (left, right) = (shingles(left), shingles(right));
        left.intersection(&right).count() as f64 / left.union(&right).count() as f64
    }

    #[test]
    fn copies_resemble_each_other_and_own_words_do_not() {
        let mut dice = Dice::new(1, 0);
        let (mut copies, mut strangers) = (0.0, 0.0_f64);
        for _ in 0..100 {
            let (one, other) = (client(&mut dice), client(&mut dice));
            let letter = Letter::formal(&mut dice);
            copies += resemblance(&letter.copy(&mut dice, 0.1, &one), &letter.copy(&mut dice, 0.1, &other));
            strangers =
                strangers.max(resemblance(&own_words(&mut dice, &one), &own_words(&mut dice, &other)));
        }
        assert!(copies / 100.0 > 0.5, "copies {}", copies / 100.0);
        assert!(strangers < 0.5, "strangers {strangers}");
    }

    #[test]
    fn no_slot_or_choice_stays_open() {
        let mut dice = Dice::new(2, 0);
        for _ in 0..500 {
            let client = client(&mut dice);
            let text = own_words(&mut dice, &client);
            assert!(!text.contains(['[', ']', '{', '}', '|']), "{text}");
            assert!((60..600).contains(&text.chars().count()), "{text}");
        }
    }
}
