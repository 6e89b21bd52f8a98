//! Patterns: what is behind, what is replaced, what is ahead.

mod compiled;
mod filter;
mod index;

pub use compiled::Pattern;
pub use index::{Patterns, Search};
