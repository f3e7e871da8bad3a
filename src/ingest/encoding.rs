//! Bytes of a text file → text. A guess is judged by strict decoding and by the headers it makes.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Text with the encoding it was read in.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    /// The text; U+FFFD stands where bytes could not be decoded.
    pub(crate) text: Cow<'a, str>,
    /// Name of the encoding.
    pub(crate) encoding: &'static str,
    /// Why the encoding is in doubt; empty when it is not.
    pub(crate) doubt: String,
}

/// Decodes a file. `forced` names an encoding, `known` counts how many fields of a first line are headers.
///
/// # Errors
/// One sentence when the forced name is no encoding.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    forced: Option<&str>,
    known: impl Fn(&str) -> usize,
) -> Result<Decoded<'a>, String> {
    if let Some(label) = forced {
        let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
            return Err(format!("`{label}` is no encoding; use utf-8, gb18030, big5 or utf-16le"));
        };
        return Ok(lossy(bytes, encoding, String::new()));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(lossy(&bytes[length..], encoding, String::new()));
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), doubt: String::new() });
    }
    let strict: Vec<(usize, &'static Encoding, Cow<'a, str>)> = [GB18030, BIG5]
        .into_iter()
        .filter_map(|encoding| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
            Some((known(first_line(&text)), encoding, text))
        })
        .collect();
    let most = strict.iter().map(|(hits, ..)| *hits).max();
    let mut best: Vec<_> = strict.into_iter().filter(|(hits, ..)| Some(*hits) == most).collect();
    match best.len() {
        0 => Ok(least_damaged(bytes, known)),
        1 => {
            let (_, encoding, text) = best.remove(0);
            Ok(Decoded { text, encoding: encoding.name(), doubt: String::new() })
        }
        _ => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            let guess = detector.guess(None, Utf8Detection::Deny);
            let place = usize::from(guess == BIG5);
            let (_, encoding, text) = best.remove(place);
            let doubt = format!(
                "the bytes are valid GB18030 and Big5; read as {}, use encoding to force it",
                encoding.name()
            );
            Ok(Decoded { text, encoding: encoding.name(), doubt })
        }
    }
}

/// The decoding with most headers and fewest damaged characters, when none is clean.
fn least_damaged(bytes: &[u8], known: impl Fn(&str) -> usize) -> Decoded<'_> {
    let mut best = lossy(bytes, UTF_8, String::new());
    let rank = |decoded: &Decoded<'_>| {
        let damaged = decoded.text.matches('\u{fffd}').count();
        (known(first_line(&decoded.text)), std::cmp::Reverse(damaged))
    };
    for encoding in [GB18030, BIG5] {
        let other = lossy(bytes, encoding, String::new());
        if rank(&other) > rank(&best) {
            best = other;
        }
    }
    best.doubt = format!("some bytes are not valid {}; their rows are rejected", best.encoding);
    best
}

fn lossy<'a>(bytes: &'a [u8], encoding: &'static Encoding, doubt: String) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let odd = (encoding == UTF_16LE || encoding == UTF_16BE) && bytes.len() % 2 == 1;
    let doubt = if odd { "the file ends in the middle of a character".into() } else { doubt };
    Decoded { text, encoding: encoding.name(), doubt }
}

/// The first line of a text.
pub(crate) fn first_line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(line: &str) -> usize {
        ["投诉编号", "投诉日期"].iter().filter(|header| line.contains(**header)).count()
    }

    #[test]
    fn each_encoding_of_the_contract_is_recognised() {
        let text = "投诉编号,投诉日期\nC1,2026-03-01\n";
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, name) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8"),
            (GB18030.encode(text).0.into_owned(), "gb18030"),
            (BIG5.encode("投訴編號,x\n投诉日期").0.into_owned(), "Big5"),
            (utf16, "UTF-16LE"),
        ] {
            let decoded = decode(&bytes, None, hits).unwrap();
            if name != "Big5" {
                assert_eq!((decoded.encoding, &*decoded.text), (name, text));
            }
        }
    }

    #[test]
    fn damaged_bytes_are_marked_and_said() {
        let decoded = decode(b"id,\xe6\x8a\x95\nC1,\xff\xff\xff\n", None, hits).unwrap();
        assert!(decoded.text.contains('\u{fffd}') && !decoded.doubt.is_empty());
    }
}
