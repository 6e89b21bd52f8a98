//! Forward translation by the rules of a Braille table, with both position maps.
//!
//! In: [`Rules`], what a table says, and text that the table covers. Out: cells, for each cell its
//! character, for each character its cell, and on request the rules that were applied. The results
//! are those of the reference engine of `brailledesk` (`translate/reference.py`), which is the
//! readable specification.
//!
//! [`Table`] is compiled once, is immutable and shared between threads. [`Words`] is what one
//! thread remembers of the words it met; [`Translator`] keeps one for each that works at once.
#![forbid(unsafe_code)]

mod alignments;
pub mod back;
mod batch;
mod change;
mod characters;
mod classes;
mod correct;
mod emphasis;
mod filled;
mod followers;
mod forward;
mod initials;
mod known;
pub mod layout;
mod limits;
mod output;
mod pattern;
mod plain;
mod position;
mod quiet;
mod reach;
mod region;
mod repeated;
mod rules;
mod runs;
mod shown;
mod slots;
mod stored;
mod stretch;
mod table;
mod translator;
mod trie;
mod unit;
mod units;
mod view;
mod words;

pub use batch::Part;
pub use change::{Patch, Translated};
pub use output::{Output, Step};
pub use position::Position;
pub use reach::Reach;
pub use rules::{
    Beside, Context, Correct, Definition, Emphasis, Indicator, MidNum, Pattern, Rules, StringRule,
    Test,
};
pub use stored::{Unreadable, checksum};
pub use table::{Fault, Table};
pub use translator::Translator;
pub use words::Words;
