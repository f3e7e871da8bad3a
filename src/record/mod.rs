//! What travels between the stages: tables as read, records with typed facts, and the values they mention.
//!
//! Parsed once at the edge: a [`Day`] is a real date, a [`Money`] is a number of fen, and nothing
//! downstream checks them again. Records and values are numbered by sorted order, so a number never
//! depends on the order of rows or on threads.

mod scalar;

mod table;

mod symbols;

mod facts;

mod values;

pub mod decided;

pub use facts::{Channel, Record, RecordType, Records, SurrenderType};
pub use scalar::{Day, Money};
pub use symbols::{Symbol, Symbols};
pub use table::{Cells, Column, Form, Source, Table, TableKind, Tables, TextColumn};
pub use values::{LinkType, Mention, PersonIx, RecordIx, ValueIx, ValueKind, Values};
