//! Rows of `normalise` as CSV or JSON lines.

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
    pub(super) fn header(self, columns: &[&str]) -> String {
        if self == Self::Jsonl { String::new() } else { format!("input,{}\n", columns.join(",")) }
    }

    /// A row with its line end. `fields` are as many as `columns`.
    pub(super) fn row(self, columns: &[&str], input: &str, fields: &[String]) -> String {
        let fields = || std::iter::once(input).chain(fields.iter().map(String::as_str));
        match self {
            Self::Csv => fields().map(quoted).collect::<Vec<_>>().join(",") + "\n",
            Self::Jsonl => {
                let names = std::iter::once("input").chain(columns.iter().copied());
                let pairs = names
                    .zip(fields())
                    .map(|(name, text)| format!("\"{name}\":{}", serde_json::Value::from(text)));
                format!("{{{}}}\n", pairs.collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// A field by RFC 4180.
fn quoted(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_by_the_rules_of_each_format() {
        let fields = ["a,b".to_owned(), "c\"d".to_owned()];
        assert_eq!(Format::Csv.row(&["key", "class"], "x", &fields), "x,\"a,b\",\"c\"\"d\"\n");
        assert_eq!(
            Format::Jsonl.row(&["key", "class"], "x", &fields),
            "{\"input\":\"x\",\"key\":\"a,b\",\"class\":\"c\\\"d\"}\n"
        );
    }
}
