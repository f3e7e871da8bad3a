//! What insurers tell each other: values of confirmed rings as tokens under a key that only they share. Reads no files.
//!
//! [`package`] is what leaves the house: no ring id, no record, no name, no money, no day; of a ring its kind, its size
//! in a bucket, its months, and a token for each shared value. [`checked`] lets in what has that form; [`matching`] holds a partner's tokens against the values
//! of a run. What a partner can and cannot learn from it stands in `docs/sharing.md`.

pub mod package;

pub mod checked;

pub mod matching;
