//! The way back: what texts give some cells, found by walking the rules of a table.
//!
//! The specification is the reference engine of `brailledesk` (`translate/back/`).
#![allow(dead_code)]

mod described;
mod source;
mod table;

pub use described::{
    Balance, Character, Choice, Class, Costs, EmphasisCosts, EmphasisSigns, Reading,
};
pub use table::BackTable;
