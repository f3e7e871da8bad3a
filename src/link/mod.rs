//! Keys → persons, households, cases, and groups of values that hold together beyond chance. Reads no files.

pub mod people;
