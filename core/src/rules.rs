//! What a table says, as plain values: the input of the compiler.
//!
//! The names are those of `tables/rules.py`. `rule` is a number that the caller gives each rule; a
//! step of a trace names it. Sets of characters are listed once and named by their place.

use serde::{Deserialize, Serialize};

use crate::back::Reading;

/// All rules of a table.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Rules {
    /// Sets of characters; `None` is the set of all.
    pub sets: Vec<Option<String>>,
    /// Exchanges of characters, as two strings of one length.
    pub swaps: Vec<(String, String)>,
    /// Every character of the table.
    pub definitions: Vec<Definition>,
    /// Strings, in the order of the file.
    pub strings: Vec<StringRule>,
    /// Characters between two digits.
    pub midnums: Vec<MidNum>,
    /// Patterns that are written with cells, in the order of the file.
    pub contexts: Vec<Context>,
    /// Patterns that are replaced before translation, in the order of the file.
    pub corrects: Vec<Correct>,
    /// What announces a number.
    pub numsign: Option<Indicator>,
    /// Emphases in the order in which they open.
    pub emphasis: Vec<Emphasis>,
    /// What the way back needs to know beside; forward translation needs nothing of it.
    #[serde(default)]
    pub reading: Option<Reading>,
}

impl Rules {
    /// Read rules from JSON, as `translate/described.py` writes them.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }
}

/// A character with the cells it gets where no other rule applies.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Definition {
    /// The character.
    pub character: char,
    /// Whether the number sign stands before it.
    pub is_digit: bool,
    /// Whether a caller's text may hold it and normalisation leaves it as it is.
    pub is_plain: bool,
    /// One byte a cell.
    pub cells: Vec<u8>,
    /// The caller's number.
    pub rule: u32,
}

/// What may stand next to a string.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Beside {
    /// The place of the set in [`Rules::sets`].
    pub set: usize,
    /// Whether the edge of the text may.
    pub is_edge: bool,
}

/// A string that is written with these cells where its neighbours allow it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StringRule {
    /// The string.
    pub text: String,
    /// One byte a cell.
    pub cells: Vec<u8>,
    /// What is before it; `None` asks nothing.
    pub before: Option<Beside>,
    /// What is after it.
    pub after: Option<Beside>,
    /// Whether its opcode is `always`: such rules come last among strings of one length.
    pub is_always: bool,
    /// The caller's number.
    pub rule: u32,
}

/// A character between two digits, behind which the number sign is not repeated.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct MidNum {
    /// The character.
    pub character: char,
    /// One byte a cell.
    pub cells: Vec<u8>,
    /// The caller's number.
    pub rule: u32,
}

/// One test of a pattern.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub enum Test {
    /// Text, case counting.
    Text(String),
    /// `least` to `most` characters of a set, as many as there are: (set, least, most).
    OneOf(usize, u32, u32),
}

/// A test of a neighbourhood.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Pattern {
    /// What is before the focus, of a fixed length.
    pub behind: Vec<Test>,
    /// What is replaced; empty inserts.
    pub focus: Vec<Test>,
    /// What is after the focus.
    pub ahead: Vec<Test>,
    /// Whether the place must be the beginning of the text.
    pub is_at_start: bool,
}

/// A pattern written with these cells.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Context {
    /// Where it holds.
    pub pattern: Pattern,
    /// One byte a cell.
    pub cells: Vec<u8>,
    /// The caller's number.
    pub rule: u32,
}

/// A pattern that is replaced before translation: by `text`, then by what a swap makes of the focus.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Correct {
    /// Where it holds.
    pub pattern: Pattern,
    /// A mark before what the swap gives; without a swap all that is written.
    pub text: String,
    /// The place of the swap in [`Rules::swaps`].
    pub swap: Option<usize>,
    /// The caller's number.
    pub rule: u32,
}

/// Cells that announce something.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Indicator {
    /// One byte a cell.
    pub cells: Vec<u8>,
    /// The caller's number.
    pub rule: u32,
}

/// An emphasis with its bit in the typeforms.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Emphasis {
    /// The bit.
    pub bit: u16,
    /// What opens it.
    pub begin: Indicator,
    /// What closes it.
    pub end: Indicator,
}
