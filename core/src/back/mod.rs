//! The way back: what texts give some cells, found by walking the rules of a table.
//!
//! The specification is the reference engine of `brailledesk` (`translate/back/`). A [`BackTable`]
//! is compiled once, is immutable and shared between threads. A [`source::Source`] is what one
//! search learns of it.

mod alphabet;
mod branch;
mod candidates;
mod chain;
mod column;
mod described;
mod emphases;
mod emphasis;
mod first_pass;
mod interner;
mod lattice;
mod learn;
mod level;
mod likelihood;
mod machine;
mod reader;
mod region;
mod result;
mod rivals;
mod second_pass;
mod segments;
mod source;
mod table;
#[cfg(test)]
mod tests;
mod walk;
mod whole;

pub use described::{
    Balance, Character, Choice, Class, Costs, EmphasisCosts, EmphasisSigns, Reading,
};
pub use reader::{BackTranslator, Field, FieldState};
pub use result::{BackTranslation, Doubt, UNCONTRACTED};
pub use table::BackTable;
#[doc(hidden)]
pub use walk::{Gait, Seen, SeenArc, walk};
#[doc(hidden)]
pub use whole::{read_at_once, read_with_room_for};
