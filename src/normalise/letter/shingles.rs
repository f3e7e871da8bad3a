//! Texts → character trigrams, and how alike two sets of them are.

/// The trigrams of a text in reading order, each packed exactly into 63 bits (21 a character), so that equal
/// numbers are equal trigrams. Empty for fewer than three characters.
pub fn trigrams(text: &str) -> impl Iterator<Item = u64> + '_ {
    const MASK: u64 = (1 << 63) - 1;
    let mut window = 0;
    text.chars()
        .map(move |letter| {
            window = (window << 21 | u64::from(u32::from(letter))) & MASK;
            window
        })
        .skip(2)
}

/// The set of a text's trigrams, sorted.
#[must_use]
pub fn set(text: &str) -> Vec<u64> {
    sorted(trigrams(text).collect())
}

/// Sorts and removes repeats.
pub(super) fn sorted(mut shingles: Vec<u64>) -> Vec<u64> {
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// Jaccard similarity of two sorted sets, 0 to 1; 0 when both are empty.
#[must_use]
pub fn jaccard<T: Ord>(left: &[T], right: &[T]) -> f64 {
    let (mut at, mut other, mut common) = (0, 0, 0_usize);
    while let (Some(one), Some(two)) = (left.get(at), right.get(other)) {
        at += usize::from(one <= two);
        other += usize::from(two <= one);
        common += usize::from(one == two);
    }
    let union = left.len() + right.len() - common;
    if union == 0 { 0.0 } else { common as f64 / union as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_are_as_alike_as_their_common_trigrams() {
        // 全额退, 额退保 | 额退保, 退保费: one of three.
        assert!((jaccard(&set("全额退保"), &set("额退保费")) - 1.0 / 3.0).abs() < 1e-12);
        assert!((jaccard(&set("全额退保"), &set("全额退保")) - 1.0).abs() < 1e-12);
        assert!(jaccard(&set("退保"), &set("退")).abs() < 1e-12);
    }
}
