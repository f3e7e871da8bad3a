//! Groups of values → findings with members, evidence, score and kind. Reads no files.

pub mod finding;
