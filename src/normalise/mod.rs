//! Raw text → comparable keys, then tables → records and the values they mention. Pure functions; reads no
//! files.
//!
//! A key is equal exactly when two spellings mean the same; a class or level says how much it is worth.
//! What cannot be read gives no key: a missing link is found by another value, a wrong one accuses a neighbour.

pub mod placeholder;
pub mod traditional;
pub mod width;

pub mod account;
pub mod address;
pub mod channel;
pub mod courier;
pub mod device;
pub mod divisions;
pub mod email;
pub mod id_no;
pub mod ip;
pub mod letter;
pub mod name;
pub mod phone;

mod symbols;

mod agents;
mod facts;
mod policies;
mod settled;

pub mod principals;
mod receivers;

mod mentions;
mod values;

pub mod slips;

pub mod watch;

pub mod labels;

pub mod records;
