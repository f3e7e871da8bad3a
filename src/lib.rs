//! ringkeeper finds likely proxy-surrender rings (代理退保) in insurers' complaint and surrender records.
//!
//! ```text
//! complaints, surrenders, agents        ringkeeper.toml
//!         │ ingest      files → typed tables + rejects (file, line, column, reason)
//!         │ normalise   raw text → comparable keys: phone, address, account, id, name, letter
//!         │ link        keys → persons, households, cases, validated groups of values
//!         │ detect      groups → findings: members, evidence, score, kind
//!         │ track       findings × the rings known so far → stable ids, events, decisions
//!         ▼ report      findings → csv, terminal, json, manifest
//! ```
//!
//! Invariants: the same input, configuration and as-of date give the same bytes for any number of
//! threads and, line columns aside, for shuffled rows; a bad row never stops a run and never
//! disappears; only ingest, report and the store touch files; personal values leave the process masked.

pub mod error;
pub mod record;

pub mod ingest;
pub mod normalise;

pub mod link;

pub mod detect;

pub mod track;

pub mod store;

pub mod share;

pub mod privacy;
pub mod report;
pub mod simulate;

pub mod evaluate;

pub mod pipeline;

// The program needs polars (Parquet, trends); the core below it does not.
#[cfg(feature = "polars")]
pub mod cli;
