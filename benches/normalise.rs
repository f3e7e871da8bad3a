//! Throughput of normalising phones, identity numbers, accounts, names and letters, on all processors.
//!
//! `cargo bench --no-default-features --bench normalise`; LETTERS=1000000 adds a run of so many letters.
#![allow(missing_docs, reason = "criterion's macros make functions without documentation")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;
use ringkeeper::normalise::{account, id_no, letter, name, phone};

#[path = "../tests/support/corpus.rs"]
mod corpus;

/// A million phones as they are typed: one in eight with separators, prefixes or a second number.
fn phones() -> Vec<String> {
    let mut chance = corpus::Chance(7);
    (0..1_000_000)
        .map(|_| {
            let mobile = format!("13{}{:08}", chance.below(10), chance.below(100_000_000));
            match chance.below(64) {
                0 => format!("+86 {mobile}"),
                1 => format!("{}-{}-{}", &mobile[..3], &mobile[3..7], &mobile[7..]),
                2 => format!("{mobile}/{mobile}"),
                3 => format!("0755-8{:07}", chance.below(10_000_000)),
                4 => format!("010-6{:07}转{}", chance.below(10_000_000), chance.below(1000)),
                5 => format!("{}****{}", &mobile[..3], &mobile[7..]),
                6 => "无".to_owned(),
                7 => format!("手机：{mobile}"),
                _ => mobile,
            }
        })
        .collect()
}

/// A million identity numbers, one in eleven with the right check digit.
fn ids() -> Vec<String> {
    (0..1_000_000).map(|id| format!("11010519{:02}0307{:04}", 50 + id % 50, id % 9973)).collect()
}

/// A million names, one in eight with a title, one in sixteen in traditional characters.
fn names() -> Vec<String> {
    let given: Vec<char> = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平".chars().collect();
    let mut chance = corpus::Chance(11);
    (0..1_000_000)
        .map(|_| {
            let (one, two) = (given[chance.below(given.len())], given[chance.below(given.len())]);
            match chance.below(16) {
                0 => format!("陳{one}國"),
                1 | 2 => format!("王{one}{two}先生"),
                _ => format!("李{one}{two}"),
            }
        })
        .collect()
}

fn numbers(criterion: &mut Criterion) {
    let phones = phones();
    let mut group = criterion.benchmark_group("normalise");
    group.sample_size(10).throughput(Throughput::Elements(phones.len() as u64));
    group.bench_function("phones", |bench| {
        bench.iter(|| {
            let count = |text: &String| {
                let mut keys = 0_usize;
                phone::each_phone(text, |key, _| keys += key.len());
                keys
            };
            phones.par_iter().map(count).sum::<usize>()
        });
    });
    let clean: Vec<String> =
        (0..1_000_000_u64).map(|number| format!("13{:09}", number * 7919 % 1_000_000_000)).collect();
    group.bench_function("phones of eleven digits", |bench| {
        bench.iter(|| {
            let count = |text: &String| {
                let mut keys = 0_usize;
                phone::each_phone(text, |key, _| keys += key.len());
                keys
            };
            clean.par_iter().map(count).sum::<usize>()
        });
    });
    let ids = ids();
    group.bench_function("id_no", |bench| {
        bench.iter(|| {
            ids.par_iter().filter_map(|id| id_no::id_no(id)).filter(|id| id.class.has_key()).count()
        });
    });
    let accounts: Vec<String> =
        (0..1_000_000_u64).map(|number| format!("622202{:013}", number * 7_919_317)).collect();
    group.bench_function("accounts", |bench| {
        bench.iter(|| {
            let read = |text: &String| account::account(text).map(|found| found.key.len());
            accounts.par_iter().filter_map(read).sum::<usize>()
        });
    });
    let names = names();
    group.bench_function("names", |bench| {
        bench.iter(|| {
            names.par_iter().filter_map(|text| name::read(text)).map(|read| read.key.len()).sum::<usize>()
        });
    });
    group.finish();
}

fn letters(criterion: &mut Criterion) {
    let more = std::env::var("LETTERS").ok().and_then(|count| count.parse().ok());
    let mut group = criterion.benchmark_group("letters");
    group.sample_size(10);
    for count in [10_000, 100_000].into_iter().chain(more) {
        let letters = corpus::letters(5, count, 40, 10, 3);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(count.to_string(), |bench| {
            bench.iter(|| letter::keyed(count, |place| letter::Letter::alone(&letters[place].1)));
        });
    }
    group.finish();
}

criterion_group!(benches, numbers, letters);
criterion_main!(benches);
