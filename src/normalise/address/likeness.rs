//! How near two names are: what tells the parts of one estate apart, letters in common, letters left out.

/// What tells the parts of one estate apart: digits, Latin letters and sides of the compass.
pub(super) fn marks(place: &str) -> String {
    const MARKS: &str = "东西南北中一二三四五六七八九十期";
    let next = place.chars().skip(1).chain(['|']);
    // 中心, 中国 tell no side.
    let is_mark = |letter: char, next: char| {
        letter.is_ascii_alphanumeric()
            || MARKS.contains(letter) && !(letter == '中' && "心国央华学".contains(next))
    };
    place
        .chars()
        .zip(next)
        .filter(|&(letter, next)| is_mark(letter, next))
        .map(|(letter, _)| letter)
        .collect()
}

/// Whether most letters of the shorter name stand in the longer one.
pub(super) fn alike(short: &str, long: &str) -> bool {
    let common = short.chars().filter(|letter| long.contains(*letter)).count();
    common * 3 >= short.chars().count() * 2
}

/// Whether one road's name is the other's with letters left out that tell no roads apart: 广外大街 and 广安门外大街,
/// 胜利街 and 胜利大街, but not 胜利街 and 胜利南街 or 胜利新街.
pub(super) fn shortens(a: &str, b: &str) -> bool {
    const TELLING: &str = "新老旧前后上下内外小横支环";
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut kept = short.chars().peekable();
    let left_out = |letter: &char| kept.next_if_eq(letter).is_none();
    let telling = long.chars().filter(left_out).any(|letter| TELLING.contains(letter));
    kept.peek().is_none() && !telling && short.len() >= 9 && marks(short) == marks(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_left_out_leave_a_road_what_it_is() {
        for (short, long) in
            [("广外大街", "广安门外大街"), ("胜利街", "胜利大街"), ("海甸五西路", "海甸岛五西路")]
        {
            assert!(shortens(short, long) && shortens(long, short), "{short} {long}");
        }
        for (one, other) in
            [("胜利街", "胜利南街"), ("胜利街", "胜利新街"), ("文一路", "文二路"), ("大学路", "科学路")]
        {
            assert!(!shortens(one, other), "{one} {other}");
        }
    }
}
