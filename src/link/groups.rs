//! Groups of values joined by validated pairs; groups that grow too large are split at stricter levels.

use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::pairs::Pair;
use crate::record::ValueIx;

/// Values joined by pairs, as sorted lists, in the order of their smallest value. A group of more than
/// `largest` values is cut again with the weakest half of its pairs left out, until it is small enough.
#[must_use]
pub fn groups(pairs: &[Pair], largest: usize) -> Vec<Vec<ValueIx>> {
    let mut done = Vec::new();
    let mut open = vec![pairs.to_vec()];
    while let Some(pairs) = open.pop() {
        for (values, inside) in components(&pairs) {
            if values.len() <= largest || inside.len() < 2 {
                done.push(values);
                continue;
            }
            let mut bits: Vec<f64> = inside.iter().map(|pair| pair.bits).collect();
            bits.sort_unstable_by(f64::total_cmp);
            let median = bits[(bits.len() - 1) / 2];
            let stricter: Vec<Pair> = inside.into_iter().filter(|pair| pair.bits > median).collect();
            if stricter.is_empty() { done.push(values) } else { open.push(stricter) }
        }
    }
    done.sort_unstable();
    done
}

/// Pairs that may tie values into one group. A value that is used everywhere (`is_everywhere`: a letter or a network with
/// users in many regions) belongs to the one group that uses it, and ties no two groups: strangers copy one letter.
#[must_use]
pub fn tying(pairs: &[Pair], is_everywhere: impl Fn(ValueIx) -> bool) -> Vec<Pair> {
    let mut everywhere: Vec<ValueIx> = pairs.iter().flat_map(|pair| [pair.left, pair.right]).collect();
    everywhere.sort_unstable();
    everywhere.dedup();
    everywhere.retain(|&value| is_everywhere(value));
    let public = |value: ValueIx| everywhere.binary_search(&value).is_ok();
    let own: Vec<Pair> =
        pairs.iter().filter(|pair| !public(pair.left) && !public(pair.right)).copied().collect();
    // A part is known by its first value; who stands in none is one alone.
    let mut part_of: FxHashMap<ValueIx, ValueIx> = FxHashMap::default();
    for (values, _) in components(&own) {
        part_of.extend(values.iter().map(|&value| (value, values[0])));
    }
    // A public value first, where one of two is public.
    let sides = |pair: &Pair| match (public(pair.left), public(pair.right)) {
        (true, false) => Some((pair.left, pair.right)),
        (false, true) => Some((pair.right, pair.left)),
        _ => None,
    };
    // The part that uses each public value; `None` where several do.
    let mut used_by: FxHashMap<ValueIx, Option<ValueIx>> = FxHashMap::default();
    for (value, other) in pairs.iter().filter_map(sides) {
        let part = part_of.get(&other).copied().unwrap_or(other);
        let known = used_by.entry(value).or_insert(Some(part));
        *known = known.filter(|&known| known == part);
    }
    let ties = |pair: &Pair| match sides(pair) {
        Some((value, _)) => used_by[&value].is_some(),
        None => !public(pair.left),
    };
    pairs.iter().filter(|pair| ties(pair)).copied().collect()
}

/// Connected components of the pair graph with their pairs.
fn components(pairs: &[Pair]) -> Vec<(Vec<ValueIx>, Vec<Pair>)> {
    let mut values: Vec<ValueIx> = pairs.iter().flat_map(|pair| [pair.left, pair.right]).collect();
    values.sort_unstable();
    values.dedup();
    let place: FxHashMap<ValueIx, u32> =
        values.iter().enumerate().map(|(place, &value)| (value, place as u32)).collect();
    let mut sets: UnionFind<u32> = UnionFind::new(values.len());
    for pair in pairs {
        sets.union(place[&pair.left], place[&pair.right]);
    }
    let mut numbers: FxHashMap<u32, usize> = FxHashMap::default();
    let mut out: Vec<(Vec<ValueIx>, Vec<Pair>)> = Vec::new();
    for &value in &values {
        let number = *numbers.entry(sets.find(place[&value])).or_insert_with(|| {
            out.push((Vec::new(), Vec::new()));
            out.len() - 1
        });
        out[number].0.push(value);
    }
    for &pair in pairs {
        out[numbers[&sets.find(place[&pair.left])]].1.push(pair);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: u32, right: u32, bits: f64) -> Pair {
        Pair { left: ValueIx(left), right: ValueIx(right), households: 3, expected: 0.1, bits }
    }

    #[test]
    fn a_chain_of_pairs_is_one_group() {
        let found = groups(&[pair(1, 2, 9.0), pair(2, 3, 9.0), pair(7, 8, 9.0)], 10);
        assert_eq!(found, [vec![ValueIx(1), ValueIx(2), ValueIx(3)], vec![ValueIx(7), ValueIx(8)]]);
    }

    #[test]
    fn a_letter_that_is_used_everywhere_joins_the_one_group_that_uses_it_and_ties_no_two() {
        let is_letter = |value: ValueIx| value == ValueIx(9);
        let of_one = [pair(1, 2, 9.0), pair(1, 9, 9.0), pair(2, 9, 9.0)];
        assert_eq!(groups(&tying(&of_one, is_letter), 10), [vec![ValueIx(1), ValueIx(2), ValueIx(9)]]);
        let of_two = [pair(1, 2, 9.0), pair(1, 9, 9.0), pair(5, 6, 9.0), pair(5, 9, 9.0), pair(7, 9, 9.0)];
        let apart = [vec![ValueIx(1), ValueIx(2)], vec![ValueIx(5), ValueIx(6)]];
        assert_eq!(groups(&tying(&of_two, is_letter), 10), apart);
    }

    #[test]
    fn a_group_that_is_too_large_is_cut_at_its_weakest_pairs() {
        let found = groups(&[pair(1, 2, 40.0), pair(2, 3, 8.0), pair(3, 4, 40.0), pair(1, 5, 30.0)], 3);
        assert_eq!(found, [vec![ValueIx(1), ValueIx(2)], vec![ValueIx(3), ValueIx(4)]]);
    }
}
