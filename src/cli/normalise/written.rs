//! Rows of `normalise` as CSV or JSON lines.

use std::fmt::Write as _;

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// Comma-separated, with a header line.
    #[default]
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// The line before all rows; empty for JSON lines.
    pub(super) fn header<'a>(self, columns: impl Iterator<Item = &'a str>) -> String {
        if self == Self::Jsonl {
            return String::new();
        }
        columns.collect::<Vec<_>>().join(",") + "\n"
    }

    /// Adds a row with its line end, from the names of its columns and their texts.
    pub(super) fn row<'a>(self, fields: impl Iterator<Item = (&'a str, &'a str)>, out: &mut String) {
        for (place, (name, text)) in fields.enumerate() {
            match self {
                Self::Csv => {
                    out.push_str(if place == 0 { "" } else { "," });
                    quote(text, out);
                }
                Self::Jsonl => {
                    out.push_str(if place == 0 { "{\"" } else { ",\"" });
                    out.push_str(name);
                    out.push_str("\":");
                    // Writing to a string cannot fail.
                    let _ = write!(out, "{}", serde_json::Value::from(text));
                }
            }
        }
        out.push_str(if self == Self::Csv { "\n" } else { "}\n" });
    }
}

/// Adds a field by RFC 4180.
fn quote(text: &str, out: &mut String) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_by_the_rules_of_each_format() {
        let row = |format: Format| {
            let mut out = String::new();
            format.row([("input", "x"), ("key", "a,b"), ("class", "c\"d")].into_iter(), &mut out);
            out
        };
        assert_eq!(row(Format::Csv), "x,\"a,b\",\"c\"\"d\"\n");
        assert_eq!(row(Format::Jsonl), "{\"input\":\"x\",\"key\":\"a,b\",\"class\":\"c\\\"d\"}\n");
    }
}
