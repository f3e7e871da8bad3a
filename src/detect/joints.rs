//! How far a candidate could fall apart at each of its households, for all of them in one walk: of ten thousand households
//! few are looked at one by one.

use super::parts::{Graph, HELD_BY};

/// Households connected without the one at which a graph is cut.
#[derive(Clone, Copy)]
struct Piece {
    households: usize,
    /// Most ties to spare.
    spare: usize,
}

/// A walk through the households of a graph and its values, depth first (Hopcroft and Tarjan 1973, Algorithm 447).
/// Vertices are the households and, after them, the values.
struct Walk {
    /// Number of each vertex in the order of the walk, from 1.
    entered: Vec<usize>,
    /// Number of the last vertex below each.
    last: Vec<usize>,
    /// Smallest number that what is below each vertex touches.
    low: Vec<usize>,
    /// Households below each vertex, itself included.
    households: Vec<usize>,
    /// Ties of the values below each vertex, itself included: households beside the first.
    ties: Vec<usize>,
    /// Vertices entered from each, in their order.
    below: Vec<Vec<usize>>,
    /// Where the walk of each vertex began.
    root: Vec<usize>,
}

impl Walk {
    fn new(neighbours: &[Vec<usize>], households: usize) -> Self {
        let all = neighbours.len();
        let is_household = |vertex: usize| vertex < households;
        let ties_of = |vertex: usize| match neighbours[vertex].len() {
            carriers if !is_household(vertex) => carriers.saturating_sub(1),
            _ => 0,
        };
        let mut walk = Self {
            entered: vec![0; all],
            last: vec![0; all],
            low: vec![0; all],
            households: (0..all).map(|vertex| usize::from(is_household(vertex))).collect(),
            ties: (0..all).map(ties_of).collect(),
            below: vec![Vec::new(); all],
            root: (0..all).collect(),
        };
        let mut number = 0;
        for root in 0..households {
            if walk.entered[root] > 0 {
                continue;
            }
            // Each open vertex with how many of its neighbours were looked at.
            let mut open = vec![(root, 0)];
            while let Some(&mut (vertex, ref mut seen)) = open.last_mut() {
                if *seen == 0 {
                    number += 1;
                    walk.entered[vertex] = number;
                    walk.low[vertex] = number;
                    walk.root[vertex] = root;
                }
                let next = neighbours[vertex].get(*seen).copied();
                *seen += 1;
                match next {
                    Some(next) if walk.entered[next] == 0 => {
                        walk.below[vertex].push(next);
                        open.push((next, 0));
                    }
                    Some(next) => walk.low[vertex] = walk.low[vertex].min(walk.entered[next]),
                    None => {
                        open.pop();
                        walk.last[vertex] = number;
                        if let Some(&(above, _)) = open.last() {
                            walk.low[above] = walk.low[above].min(walk.low[vertex]);
                            walk.households[above] += walk.households[vertex];
                            walk.ties[above] += walk.ties[vertex];
                        }
                    }
                }
            }
        }
        walk
    }

    /// The pieces of the connected set around a household without it.
    fn pieces(&self, household: usize, neighbours: &[Vec<usize>]) -> Vec<Piece> {
        let root = self.root[household];
        let (mut others, mut other_ties) = (self.households[root] - 1, self.ties[root]);
        let mut pieces = Vec::new();
        for &below in &self.below[household] {
            if self.low[below] < self.entered[household] {
                continue;
            }
            let within = self.entered[below]..=self.last[below];
            let holds = |&value: &usize| within.contains(&self.entered[value]) && neighbours[value].len() > 1;
            let (households, ties) = (self.households[below], self.ties[below]);
            // The household goes with one of the pieces, and its ties do.
            let held = usize::from(neighbours[household].iter().any(holds));
            pieces.push(Piece { households, spare: (ties + 1 - held).saturating_sub(households) });
            others -= households;
            other_ties -= ties;
        }
        pieces.push(Piece { households: others, spare: (other_ties + 1).saturating_sub(others) });
        pieces
    }
}

/// For each household of a graph at most so many bits as [`Graph::bits_apart`] gives for the parts without it.
pub(super) fn most_apart(graph: &Graph) -> Vec<f64> {
    let households = graph.branches.len();
    let neighbours = neighbours(graph);
    let walk = Walk::new(&neighbours, households);
    let is_dense = |piece: &Piece| piece.households + 1 >= HELD_BY && piece.spare > 0;
    let roots = (0..households).filter(|&household| walk.root[household] == household);
    let whole: Vec<(usize, Piece)> = roots
        .map(|root| {
            let households = walk.households[root];
            (root, Piece { households, spare: (walk.ties[root] + 1).saturating_sub(households) })
        })
        .filter(|(_, piece)| is_dense(piece))
        .collect();
    let of = |household: usize| {
        let others = whole.iter().filter(|(root, _)| *root != walk.root[household]).map(|&(_, piece)| piece);
        let pieces = walk.pieces(household, &neighbours).into_iter().filter(is_dense);
        let dense: Vec<Piece> = pieces.chain(others).collect();
        if dense.len() < 2 {
            return 0.0;
        }
        let all: usize = dense.iter().map(|piece| piece.households).sum::<usize>() + 1;
        let bits = |piece: &Piece| piece.spare as f64 * (all as f64 / piece.households as f64).log2();
        dense.iter().map(bits).sum()
    };
    (0..households).map(of).collect()
}

/// The values of each household, then the households of each value.
fn neighbours(graph: &Graph) -> Vec<Vec<usize>> {
    let households = graph.branches.len();
    let mut neighbours = vec![Vec::new(); households + graph.values.len()];
    for (value, carriers) in graph.values.iter().enumerate() {
        for carrier in carriers {
            let household = graph.branches.partition_point(|(known, _)| known < carrier);
            neighbours[household].push(households + value);
            neighbours[households + value].push(household);
        }
    }
    neighbours
}

#[cfg(test)]
mod tests {
    use super::super::parts::Tie;
    use super::super::parts::tests::graph;
    use super::*;
    use crate::record::ValueKind;

    proptest::proptest! {
        #[test]
        fn no_household_takes_more_apart_than_one_walk_through_the_graph_allows(
            values in proptest::collection::vec(proptest::collection::btree_set(0u32..24, 1..5), 3..24)
        ) {
            let values: Vec<Vec<u32>> = values.into_iter().map(|carriers| carriers.into_iter().collect()).collect();
            let kinds: Vec<(ValueKind, &[u32])> =
                values.iter().map(|carriers| (ValueKind::Phone, carriers.as_slice())).collect();
            let graph = graph(&kinds, 24);
            let none = vec![false; values.len()];
            for (household, most) in (0..).zip(most_apart(&graph)) {
                let bits = graph.bits_apart(&graph.parts(&none, &[household], Tie::Value));
                proptest::prop_assert!(bits <= most + 1e-9, "{household}: {bits} bits, {most} allowed");
            }
        }
    }

    #[test]
    fn a_household_that_alone_joins_two_dense_parts_may_take_them_apart_and_its_neighbours_may_not() {
        let graph = graph(
            &[
                (ValueKind::Phone, &[0, 1, 2, 3]),
                (ValueKind::Address, &[0, 1, 2, 3]),
                (ValueKind::Account, &[0, 1]),
                (ValueKind::Phone, &[3, 4, 5, 6]),
                (ValueKind::Account, &[4, 5, 6]),
            ],
            7,
        );
        let most = most_apart(&graph);
        let apart: Vec<usize> = (0..7).filter(|&household| most[household] > 0.0).collect();
        assert_eq!(apart, [3]);
    }
}
