//! Detection on small planted worlds, through the library: what permutations say, what settings leave out.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ringkeeper::pipeline::{self, Outcome};
use ringkeeper::record::{TableKind, ValueKind};
use ringkeeper::simulate::{self, Level};

/// A world of 8,000 records and its outcome under settings.
fn run(level: Level, seed: u64, change: impl FnOnce(&mut pipeline::Config)) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let world = folder.path().join("world");
    simulate::write_world(&simulate::Config::of(level, 8_000, seed), &world).unwrap();
    let mut config = pipeline::Config::default();
    config.ingest.inputs = [
        (TableKind::Complaints, "complaints.csv"),
        (TableKind::Surrenders, "surrenders.csv"),
        (TableKind::Agents, "agents.csv"),
        (TableKind::Policies, "policies.csv"),
    ]
    .map(|(kind, name)| (kind, world.join(name)))
    .to_vec();
    config.detect.permutations = 10;
    change(&mut config);
    pipeline::run(&config, &mut ()).unwrap()
}

fn rings(outcome: &Outcome) -> Vec<(&str, Option<f64>)> {
    outcome
        .findings
        .iter()
        .filter(|finding| finding.kind.is_ring() && finding.score >= outcome.cut_off)
        .map(|finding| (finding.id.as_str(), finding.q_value))
        .collect()
}

#[test]
fn planted_rings_have_small_q_values_that_never_fall_with_the_score() {
    let outcome = run(Level::Plain, 5, |_| {});
    let q: Vec<f64> = rings(&outcome).into_iter().map(|(_, q)| q.unwrap()).collect();
    assert!(!q.is_empty() && q[0] <= 0.1, "{q:?}");
    assert!(q.windows(2).all(|pair| pair[0] <= pair[1]), "{q:?}");
    assert!(outcome.control.by_chance().unwrap() < q.len() as f64);
}

#[test]
fn a_seed_gives_the_same_null_and_no_permutations_give_no_q_values() {
    let null = |seed| run(Level::Hard, 6, |config| config.detect.seed = seed).control.null;
    assert_eq!(null(1), null(1));
    let outcome = run(Level::Hard, 6, |config| config.detect.permutations = 0);
    assert!(rings(&outcome).iter().all(|(_, q)| q.is_none()) && outcome.control.by_chance().is_none());
}

#[test]
fn an_ignored_kind_of_value_ties_nobody_and_an_ignored_reason_is_given_to_nobody() {
    let outcome = run(Level::Plain, 5, |config| {
        config.link.ignored = vec![ValueKind::Phone];
        config.detect.ignored = vec!["burst".into()];
    });
    let kinds = |value| outcome.assembled.values.kind(value);
    let mut links = outcome.findings.iter().flat_map(|finding| &finding.links);
    assert!(links.all(|link| kinds(link.value) != ValueKind::Phone));
    let mut reasons = outcome.findings.iter().flat_map(|finding| &finding.reasons);
    assert!(reasons.all(|reason| reason.code != "burst"));
}

#[test]
fn a_record_belongs_to_one_finding() {
    let outcome = run(Level::Hard, 7, |_| {});
    let mut records: Vec<_> =
        outcome.findings.iter().flat_map(|finding| &finding.members).map(|member| member.record).collect();
    let all = records.len();
    records.sort_unstable();
    records.dedup();
    assert_eq!(records.len(), all);
}
