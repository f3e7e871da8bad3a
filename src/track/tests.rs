//! Nights in miniature.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;

/// A ring of records `r1`, `r2` … that all mention the values.
fn ring(records: &[u32], values: &[&str]) -> Ring {
    let keys: Vec<RecordKey> =
        records.iter().map(|number| ("complaint".into(), format!("r{number}"))).collect();
    let values: BTreeSet<ValueKey> = values
        .iter()
        .map(|value| {
            (if value.starts_with('p') { "phone" } else { "account" }.to_owned(), (*value).to_owned())
        })
        .collect();
    let names: Vec<String> = records.iter().map(|number| format!("R-{number}")).collect();
    let phones: BTreeSet<String> =
        values.iter().filter(|value| value.0 == "phone").map(|value| value.1.clone()).collect();
    let arrival = |number: &u32| Arrival { since: Some(Day(*number as i32)), phones: phones.clone() };
    Ring {
        id: names[0].clone(),
        names,
        arrivals: records.iter().map(|number| (format!("r{number}"), arrival(number))).collect(),
        records: keys.into_iter().map(|key| (key.clone(), key.1)).collect(),
        values,
        last_date: Some(Day(100)),
    }
}

fn known(ring: Ring, state: State) -> Known {
    Known { ring, born: Day(1), state, since: Day(1), asleep: state == State::Dormant }
}

#[track_caller]
fn check(tonight: &[Ring], before: &[Known], as_of: i32, ids: &[&str], events: &[(&str, &str)]) {
    let night = track(tonight, before, Day(as_of));
    assert_eq!(night.ids, ids, "{night:?}");
    let seen: Vec<(&str, &str)> =
        night.events.iter().map(|event| (event.ring_id.as_str(), event.kind.name())).collect();
    assert_eq!(seen, events, "{night:?}");
}

#[test]
fn a_ring_never_seen_is_born_with_the_id_of_its_first_record() {
    check(&[ring(&[1, 2, 3], &["p1"])], &[], 100, &["R-1"], &[("R-1", "born")]);
}

#[test]
fn a_ring_that_grows_by_an_earlier_record_keeps_its_id() {
    let before = [known(ring(&[2, 3, 4], &["p1"]), State::Active)];
    check(&[ring(&[1, 2, 3, 4], &["p1"])], &before, 100, &["R-2"], &[("R-2", "grown")]);
}

#[test]
fn the_same_night_again_has_no_event() {
    let before = [known(ring(&[1, 2, 3], &["p1"]), State::Active)];
    check(&[ring(&[1, 2, 3], &["p1"])], &before, 100, &["R-1"], &[]);
}

#[test]
fn three_newcomers_with_other_phones_and_the_old_account_are_re_linked_once() {
    let before = [known(ring(&[1, 2, 3], &["p1", "a1"]), State::Active)];
    let with_new_phones = |records: &[u32]| {
        let mut tonight = ring(records, &["p1", "p2", "a1"]);
        for (person, arrival) in &mut tonight.arrivals {
            let old = person.as_str() <= "r3";
            arrival.phones = [if old { "p1" } else { "p2" }.to_owned()].into();
        }
        tonight
    };
    let two = with_new_phones(&[1, 2, 3, 4, 5]);
    check(std::slice::from_ref(&two), &before, 100, &["R-1"], &[("R-1", "grown")]);
    // The third newcomer may come on a later night; the fourth is nothing new.
    let three = with_new_phones(&[1, 2, 3, 4, 5, 6]);
    let events = [("R-1", "re-linked"), ("R-1", "grown")];
    check(std::slice::from_ref(&three), &[known(two, State::Active)], 100, &["R-1"], &events);
    let four = with_new_phones(&[1, 2, 3, 4, 5, 6, 7]);
    check(&[four], &[known(three, State::Active)], 100, &["R-1"], &[("R-1", "grown")]);
}

#[test]
fn newcomers_of_whom_one_uses_an_old_phone_are_not_re_linked() {
    let before = [known(ring(&[1, 2, 3], &["p1", "a1"]), State::Active)];
    let tonight = ring(&[1, 2, 3, 4, 5, 6], &["p1", "p2", "a1"]);
    check(&[tonight], &before, 100, &["R-1"], &[("R-1", "grown")]);
}

#[test]
fn two_shared_values_carry_the_id_over_when_the_window_forgot_all_records() {
    let before = [known(ring(&[1, 2, 3], &["p1", "a1"]), State::Active)];
    let tonight = [ring(&[7, 8, 9], &["p1", "a1"])];
    check(&tonight, &before, 100, &["R-1"], &[("R-1", "grown"), ("R-1", "shrunk")]);
    let one_value = [ring(&[7, 8, 9], &["p1", "a2"])];
    check(&one_value, &before, 100, &["R-7"], &[("R-7", "born")]);
}

#[test]
fn the_larger_of_two_merging_rings_keeps_its_id() {
    let before =
        [known(ring(&[1, 2], &["p1"]), State::Active), known(ring(&[3, 4, 5], &["p2"]), State::Active)];
    let tonight = [ring(&[1, 2, 3, 4, 5], &["p1", "p2"])];
    let events = [("R-1", "merged"), ("R-3", "merged"), ("R-3", "grown")];
    check(&tonight, &before, 100, &["R-3"], &events);
    assert_eq!(track(&tonight, &before, Day(100)).absent, [("R-1".to_owned(), State::Merged)]);
}

#[test]
fn the_larger_part_of_a_ring_keeps_its_id_and_the_other_takes_one_that_is_free() {
    let before = [known(ring(&[1, 2, 3, 4, 5], &["p1", "p2"]), State::Active)];
    let tonight = [ring(&[1, 2], &["p1"]), ring(&[3, 4, 5], &["p2"])];
    check(&tonight, &before, 100, &["R-2", "R-1"], &[("R-1", "shrunk"), ("R-2", "split")]);
}

#[test]
fn a_ring_sleeps_after_ninety_days_once_and_is_revived_by_a_new_record() {
    let active = [known(ring(&[1, 2, 3], &["p1"]), State::Active)];
    check(&[ring(&[1, 2, 3], &["p1"])], &active, 190, &["R-1"], &[]);
    check(&[ring(&[1, 2, 3], &["p1"])], &active, 191, &["R-1"], &[("R-1", "dormant")]);
    let dormant = [known(ring(&[1, 2, 3], &["p1"]), State::Dormant)];
    check(&[ring(&[1, 2, 3], &["p1"])], &dormant, 192, &["R-1"], &[]);
    let mut awake = ring(&[1, 2, 3, 4], &["p1"]);
    awake.last_date = Some(Day(192));
    check(&[awake], &dormant, 192, &["R-1"], &[("R-1", "revived"), ("R-1", "grown")]);
}

#[test]
fn a_ring_that_is_not_found_for_three_days_is_gone_once_and_revived_when_it_returns() {
    let missing = Known { since: Day(100), ..known(ring(&[1, 2, 3], &["p1"]), State::Missing) };
    let active = [known(ring(&[1, 2, 3], &["p1"]), State::Active)];
    check(&[], &active, 100, &[], &[]);
    assert_eq!(track(&[], &active, Day(100)).absent, [("R-1".to_owned(), State::Missing)]);
    check(&[], std::slice::from_ref(&missing), 102, &[], &[]);
    check(&[ring(&[1, 2, 3], &["p1"])], std::slice::from_ref(&missing), 102, &["R-1"], &[]);
    check(&[], &[missing], 103, &[], &[("R-1", "gone")]);
    let gone = [known(ring(&[1, 2, 3], &["p1"]), State::Gone)];
    check(&[], &gone, 104, &[], &[]);
    check(&[ring(&[1, 2, 3], &["p1"])], &gone, 105, &["R-1"], &[("R-1", "revived")]);
}

#[test]
fn a_ring_that_falls_asleep_or_wakes_while_it_is_missing_is_told_so_when_found_again() {
    let missing = |asleep| [Known { asleep, ..known(ring(&[1, 2, 3], &["p1"]), State::Missing) }];
    let quiet = [ring(&[1, 2, 3], &["p1"])];
    check(&quiet, &missing(false), 191, &["R-1"], &[("R-1", "dormant")]);
    check(&quiet, &missing(true), 191, &["R-1"], &[]);
    let mut awake = ring(&[1, 2, 3, 4], &["p1"]);
    awake.last_date = Some(Day(190));
    let awake = [awake];
    check(&awake, &missing(false), 191, &["R-1"], &[("R-1", "grown")]);
    check(&awake, &missing(true), 191, &["R-1"], &[("R-1", "revived"), ("R-1", "grown")]);
}

#[test]
fn a_merged_ring_that_stands_apart_again_takes_its_id_back() {
    let before = [
        known(ring(&[1, 2], &["p1"]), State::Merged),
        known(ring(&[1, 2, 3, 4, 5], &["p1", "p2"]), State::Active),
    ];
    let mut before = before;
    before[1].ring.id = "R-3".into();
    let tonight = [ring(&[1, 2], &["p1"]), ring(&[3, 4, 5], &["p2"])];
    check(&tonight, &before, 100, &["R-1", "R-3"], &[("R-1", "split"), ("R-3", "shrunk")]);
}

#[test]
fn new_records_with_the_values_of_a_ring_that_stands_by_itself_are_born_and_not_split() {
    let before = [known(ring(&[1, 2, 3], &["p1", "a1"]), State::Active)];
    let tonight = [ring(&[1, 2, 3], &["p1", "a1"]), ring(&[7, 8], &["p1", "a1"])];
    check(&tonight, &before, 100, &["R-1", "R-7"], &[("R-7", "born")]);
}

#[test]
fn the_order_of_rings_changes_nothing() {
    let mut before = vec![
        known(ring(&[1, 2, 3], &["p1"]), State::Active),
        known(ring(&[4, 5, 6], &["p2"]), State::Active),
    ];
    let mut tonight = vec![ring(&[1, 2, 4, 5], &["p1"]), ring(&[3, 6, 7], &["p2"])];
    let first = track(&tonight, &before, Day(100));
    before.reverse();
    tonight.reverse();
    let mut other = track(&tonight, &before, Day(100));
    other.ids.reverse();
    assert_eq!((first.ids, first.events), (other.ids, other.events));
}
