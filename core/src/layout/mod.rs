//! Layout of plain text: paragraphs to rows, rows to pages.
//!
//! What it gives is what `brailledesk.layout`, in Python, gives, row by row; that is the readable
//! specification, and each module here says of which of its modules it is the counterpart. Text
//! that needs more (preparation, several languages, notes at the foot of a page) is refused, and
//! Python lays it out.

mod allocator;
mod alphabet;
mod apart;
mod automaton;
mod divided;
mod divisions;
mod expression;
mod fill;
mod forced;
mod inside;
mod letters;
mod pages;
mod passage;
mod pieces;
mod places;
mod plain_text;
mod protected;
mod rows;
mod setter;
mod sides;
mod syllables;
mod syntax;
mod text_lines;
mod threads;

pub use alphabet::{Alphabet, Kind};
pub use apart::{Blocks, Chunks, Texts};
pub use fill::Margins;
pub use pages::{Body, Chunk, Numbers, PageRules, Pager};
pub use pieces::{Asked, Way};
pub use plain_text::{Block, Item, PlainText};
pub use protected::Patterns;
pub use rows::{BLANK, Rows, Traits};
pub use setter::{Bench, Habits, Style};
pub use syllables::Dictionary;
pub use text_lines::is_known;
pub use threads::{count_of, each};
