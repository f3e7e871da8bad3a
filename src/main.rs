//! ringkeeper
fn main() {}
