//! Masks: enough of a value for a person to recognise it in the source, not enough to call or find anybody.

use crate::record::ValueKind;

/// Whether personal values are masked on their way out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Show {
    /// As everything that a run writes.
    #[default]
    Masked,
    /// As they are: a case that somebody gave a reason for.
    Raw,
}

impl Show {
    /// A value as it is shown.
    #[must_use]
    pub fn value(self, kind: ValueKind, key: &str) -> String {
        match (self, kind) {
            // A letter is known by its sketch only; there is nothing to show.
            (Self::Masked, _) | (_, ValueKind::Letter) => value(kind, key),
            (Self::Raw, ValueKind::Actor) => key.replace('|', " "),
            (Self::Raw, _) => key.to_owned(),
        }
    }

    /// A name as it is shown.
    #[must_use]
    pub fn name(self, text: &str) -> String {
        match self {
            Self::Masked => name(text),
            Self::Raw => text.to_owned(),
        }
    }
}

/// The masked form of a value's canonical key.
#[must_use]
pub fn value(kind: ValueKind, key: &str) -> String {
    match kind {
        ValueKind::Phone => middle(key, 3, 4),
        ValueKind::Account => format!("****{}", last(key, 4)),
        ValueKind::Address => format!("{}***", first(key, 6)),
        ValueKind::Actor => actor(key),
        ValueKind::Device | ValueKind::Courier => middle(key, 2, 2),
        ValueKind::Ip => network(key),
        ValueKind::Email => email(key),
        // Free text counts as personal: of a letter only its length is shown.
        ValueKind::Letter => letter_length(key)
            .map_or_else(|| "letter".into(), |length| format!("letter of {length} characters")),
        // An agent's number is the insurer's own, not a customer's.
        ValueKind::Receiver => key.to_owned(),
    }
}

/// The length of a letter in characters, which is all that its key may show.
#[must_use]
pub fn letter_length(key: &str) -> Option<&str> {
    key.split_once('|').map(|(_, length)| length)
}

/// A name with its first character only: 张*.
#[must_use]
pub fn name(name: &str) -> String {
    format!("{}*", first(name, 1))
}

/// An identity number with its first six and last four characters.
#[must_use]
pub fn id_no(id: &str) -> String {
    middle(id, 6, 4)
}

/// Free text of the input with every run of five or more digits or letters of an identifier hidden, cut to
/// forty characters.
#[must_use]
pub fn free_text(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for letter in text.chars().take(40).chain(['\0']) {
        if letter.is_ascii_digit() || letter == '@' {
            run.push(letter);
            continue;
        }
        // 12378 and 95519 are hotlines, longer runs may be anybody's.
        out.push_str(if run.len() > 5 || run.contains('@') { "****" } else { &run });
        run.clear();
        if letter != '\0' {
            out.push(letter);
        }
    }
    out
}

fn actor(key: &str) -> String {
    match key.split_once('|') {
        Some((who, phone)) => format!("{} {}", name(who), middle(phone, 3, 4)),
        None => id_no(key),
    }
}

fn network(key: &str) -> String {
    let parts: Vec<&str> = key.split('.').collect();
    match parts[..] {
        [first, second, _, _] => format!("{first}.{second}.*.*"),
        _ => middle(key, 4, 0),
    }
}

fn email(key: &str) -> String {
    match key.split_once('@') {
        Some((user, domain)) => format!("{}***@{domain}", first(user, 1)),
        None => middle(key, 1, 0),
    }
}

/// The first and last characters with four stars between; stars alone when little would be hidden.
fn middle(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    if length < head + tail + 3 {
        "****".into()
    } else {
        format!("{}****{}", first(text, head), last(text, tail))
    }
}

fn first(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

fn last(text: &str, count: usize) -> String {
    let length = text.chars().count();
    text.chars().skip(length.saturating_sub(count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_hides_most_of_its_value() {
        for (kind, key, expected) in [
            (ValueKind::Phone, "13812341234", "138****1234"),
            (ValueKind::Phone, "12345", "****"),
            (ValueKind::Account, "6222021234567890", "****7890"),
            (ValueKind::Actor, "张三丰|13812341234", "张* 138****1234"),
            (ValueKind::Actor, "110101199001011237", "110101****1237"),
            (ValueKind::Ip, "36.112.4.9", "36.112.*.*"),
            (ValueKind::Email, "zhang.san@example.com", "z***@example.com"),
            (ValueKind::Letter, "00ff|105", "letter of 105 characters"),
        ] {
            assert_eq!(value(kind, key), expected);
        }
    }
}
