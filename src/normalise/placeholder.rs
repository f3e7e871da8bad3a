//! Values that people type to leave a field: 无, 不详, 00000000, 12345678.

/// Words that stand for "no value".
const WORDS: [&str; 36] = [
    "无",
    "不详",
    "未知",
    "暂无",
    "没有",
    "空",
    "无电话",
    "无地址",
    "无法提供",
    "同上",
    "保密",
    "拒绝提供",
    "不提供",
    "未提供",
    "未留",
    "匿名",
    "测试",
    "客户",
    "本人",
    "见附件",
    "详见附件",
    "n/a",
    "na",
    "none",
    "null",
    "nil",
    "nan",
    "unknown",
    "test",
    "-",
    "--",
    "/",
    ".",
    "*",
    "0",
    "1",
];

/// Whether a folded, trimmed text is a known word for "no value".
#[must_use]
pub fn is_word(text: &str) -> bool {
    // The longest word has five characters of three bytes.
    text.len() <= 15 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether all characters are one and the same.
#[must_use]
pub fn is_repeated(text: &str) -> bool {
    let mut letters = text.bytes();
    letters.next().is_none_or(|first| letters.all(|letter| letter == first))
}

/// Whether the digits rise or fall by one, 9 followed by 0 included: 12345678, 98765432, 890123.
#[must_use]
pub fn is_sequential(digits: &str) -> bool {
    let steps = |step: u8| {
        digits.as_bytes().windows(2).all(|pair| (pair[0].wrapping_sub(b'0') + step) % 10 == pair[1] - b'0')
    };
    digits.len() > 2 && digits.bytes().all(|digit| digit.is_ascii_digit()) && (steps(1) || steps(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dummies_are_recognised_and_real_values_are_not() {
        assert!(is_word("无") && is_word("N/A") && !is_word("无锡"));
        assert!(is_repeated("00000000") && !is_repeated("00000001"));
        assert!(is_sequential("67890123") && is_sequential("98765432") && !is_sequential("12345687"));
    }
}
