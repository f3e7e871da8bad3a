//! Personal values on their way out: masks for the eye, tokens for the machine.

pub mod mask;
pub mod token;
