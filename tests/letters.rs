//! Near-duplicate letters against brute force: all pairs whose trigram Jaccard similarity is at least one half.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/stories.rs"]
mod stories;

use ringkeeper::normalise::letter::clusters::NEAR;
use ringkeeper::normalise::letter::{Content, Letter, keyed, pairs, shingles, wording};

/// Clusters against brute force.
#[derive(Debug)]
struct Found {
    /// Share of the near pairs that one cluster holds.
    recall: f64,
    /// Share of the pairs of one cluster that are near.
    precision: f64,
    /// Pairs of one cluster that were made from two templates.
    strangers: u64,
}

fn compared(letters: &[(usize, String)]) -> Found {
    let wordings: Vec<String> = letters.iter().map(|(_, text)| wording(text, &[]).unwrap()).collect();
    let sets: Vec<Vec<u64>> = wordings.iter().map(|text| shingles::set(text)).collect();
    let keys: Vec<Content> = keyed(letters.len(), |place| Letter::alone(&letters[place].1))
        .into_iter()
        .map(|letter| letter.unwrap().canonical)
        .collect();
    let (mut clustered, mut near, mut both, mut strangers) = (0_u64, 0_u64, 0_u64, 0);
    for left in 0..letters.len() {
        for right in 0..left {
            let one = keys[left] == keys[right];
            let alike = shingles::jaccard(&sets[left], &sets[right]) >= NEAR;
            clustered += u64::from(one);
            near += u64::from(alike);
            both += u64::from(one && alike);
            strangers += u64::from(one && letters[left].0 != letters[right].0);
        }
    }
    Found { recall: both as f64 / near as f64, precision: both as f64 / clustered as f64, strangers }
}

#[test]
fn clusters_hold_the_near_pairs_and_no_others() {
    for (seed, count, share, copies) in [(41, 2000, 50, 6), (42, 1500, 80, 30), (43, 1500, 20, 2)] {
        let found = compared(&corpus::letters(seed, count, share, copies, 2));
        println!("{count} letters, families of {copies}, a fifth changed: {found:?}");
        assert!(found.recall >= 0.98 && found.precision >= 0.98, "{found:?}");
        let found = compared(&stories::letters(seed, count, share, copies, 4));
        println!("{count} stories, families of {copies}, one wording in 25 changed: {found:?}");
        assert!(found.recall >= 0.98 && found.precision >= 0.98, "{found:?}");
    }
}

/// Copies that differ more stand on both sides of the limit: no partition holds exactly the near pairs. What is
/// asked is that near pairs meet, and that no cluster holds letters of two templates.
#[test]
fn copies_around_the_limit_meet_and_templates_stay_apart() {
    for (seed, count, share, copies) in [(41, 2000, 50, 6), (42, 1500, 80, 30), (43, 1500, 20, 2)] {
        for (name, letters) in [
            ("letters, two fifths changed", corpus::letters(seed, count, share, copies, 4)),
            ("stories, one wording in ten changed", stories::letters(seed, count, share, copies, 10)),
        ] {
            let found = compared(&letters);
            println!("{count} {name}, families of {copies}: {found:?}");
            assert!(found.recall >= 0.97 && found.strangers == 0, "{found:?}");
        }
    }
}

/// The pairs themselves have no such trouble.
#[test]
fn near_pairs_are_those_of_brute_force_however_much_copies_differ() {
    for (seed, changed, words) in [(51, 2, 4), (52, 4, 10), (53, 6, 20)] {
        for letters in
            [corpus::letters(seed, 1500, 60, 12, changed), stories::letters(seed, 1500, 60, 12, words)]
        {
            let sets: Vec<Vec<u64>> =
                letters.iter().map(|(_, text)| shingles::set(&wording(text, &[]).unwrap())).collect();
            let near = |left: usize, right: usize| shingles::jaccard(&sets[left], &sets[right]) >= NEAR;
            let all = (0..letters.len()).flat_map(|right| (0..right).map(move |left| (left, right)));
            let expected = all.filter(|&(left, right)| near(left, right)).count();
            let mut found = Vec::new();
            pairs::each(letters.len(), |place| Letter::alone(&letters[place].1), |pair| found.push(pair));
            let right = found.iter().filter(|pair| near(pair.letter, pair.other)).count();
            println!(
                "{changed} of ten clauses, {words} of 100 wordings: {right} of {expected}, {} found",
                found.len()
            );
            assert!(right * 100 >= expected * 98 && right * 1000 >= found.len() * 995);
        }
    }
}

#[test]
fn labelled_pairs_share_a_key_exactly_when_they_are_copies() {
    let table = include_str!("tables/letter_pairs.tsv");
    let (mut pairs, mut wrong) = (0, Vec::new());
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let keys = keyed(2, |place| Letter::alone(fields[place + 1]));
        let same = keys[0].unwrap().canonical == keys[1].unwrap().canonical;
        pairs += 1;
        if same != (fields[0] == "same") {
            wrong.push(line);
        }
    }
    assert!(pairs >= 100 && wrong.is_empty(), "{} of {pairs} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_order_of_letters_and_the_number_of_threads_change_nothing() {
    let letters: Vec<String> = corpus::letters(4, 800, 60, 8, 4).into_iter().map(|(_, text)| text).collect();
    let keys = |letters: &[String]| -> Vec<(String, String)> {
        let mut keys: Vec<(String, String)> = keyed(letters.len(), |place| Letter::alone(&letters[place]))
            .into_iter()
            .zip(letters)
            .map(|(letter, text)| (text.clone(), letter.unwrap().canonical.key()))
            .collect();
        keys.sort();
        keys
    };
    let mut turned = letters.clone();
    turned.reverse();
    assert_eq!(keys(&letters), keys(&turned));
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(keys(&letters), one.install(|| keys(&letters)));
}
