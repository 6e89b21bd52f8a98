//! What the way back needs to know beside the rules: what characters are, and what texts cost.
//!
//! Python says it (`translate/back/described.py`), so that nothing here depends on another version
//! of Unicode. The names are those of `translate/back/likelihood.py` and `arcs.py`. A cost is a whole
//! number of 1/256 bit.

use serde::{Deserialize, Serialize};

use crate::rules::Pattern;

/// The description of the way back.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Reading {
    /// Every character of the table, and every sign of Unicode Braille.
    pub characters: Vec<Character>,
    /// Sets that only the choices name; `None` is the set of all.
    pub sets: Vec<Option<String>>,
    /// Exchanges that only the choices name, as two strings of one length.
    pub swaps: Vec<(String, String)>,
    /// What a writer may do to a word that is to stay uncontracted.
    pub choices: Vec<Choice>,
    /// The cells of all indicators.
    pub indicators: Vec<Vec<u8>>,
    /// Emphases, the likelier of two with one sign first.
    pub emphasis: Vec<EmphasisSigns>,
    /// What texts cost.
    pub likelihood: Costs,
}

/// What a character is.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Character {
    /// The character.
    pub character: char,
    /// Whether a text may hold it and normalisation leaves it as it is.
    pub is_text: bool,
    /// Whether emphasis takes it for a blank.
    pub is_blank: bool,
    /// The class by which neighbours are judged.
    pub class: Class,
    /// What it costs wherever it stands.
    pub cost: i32,
}

/// A class of characters, or an edge of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Class {
    #[default]
    Start,
    Blank,
    Letter,
    Capital,
    Digit,
    Opening,
    Closing,
    Apostrophe,
    Dash,
    Point,
    Stop,
    Mark,
    Sign,
    End,
}

/// A rule that a writer may apply or not.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Choice {
    /// Where it may be applied.
    pub pattern: Pattern,
    /// Whether the beginning of the text is as good as what is asked for behind.
    pub is_edge: bool,
    /// A mark before what the swap gives.
    pub text: String,
    /// The place of the swap in [`Reading::swaps`].
    pub swap: usize,
}

/// The cells that begin and end an emphasis.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct EmphasisSigns {
    /// Its bit in the typeforms.
    pub bit: u16,
    /// One byte a cell.
    pub begin: Vec<u8>,
    /// One byte a cell.
    pub end: Vec<u8>,
}

/// Costs beside those of single characters.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Costs {
    /// Of a character behind a class.
    pub before: Vec<(char, Vec<(Class, i32)>)>,
    /// Of a class behind a character.
    pub behind: Vec<(char, Vec<(Class, i32)>)>,
    /// Of a character behind a character, instead of both.
    pub pairs: Vec<(char, char, i32)>,
    /// Of a character in a string that has letters already.
    pub in_word: Vec<(char, i32)>,
    /// Of a character in a quotation.
    pub in_quotes: Vec<(char, i32)>,
    /// Of a character behind a long number.
    pub in_number: Vec<(char, i32)>,
    /// How many digits make a number long.
    pub long_number: u8,
    /// Of brackets and quotes that do not come in pairs.
    pub balance: Balance,
    /// Of signs of emphasis.
    pub emphasis: EmphasisCosts,
    /// Of a word that a writer chose to write uncontracted.
    pub spelled: i32,
}

/// Brackets and quotes: what opens, what closes, and what is out of balance.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Balance {
    /// The bracket that opens and the one that closes.
    pub brackets: Option<(char, char)>,
    /// Quotes that open, as the rules write them.
    pub opens: Vec<char>,
    /// Quotes that close, as the rules write them, with the opening one of each.
    pub closes: Vec<(char, char)>,
    /// Brackets that are counted.
    pub deepest: u8,
    /// Of a bracket that closes where none is open.
    pub unopened: i32,
    /// Of a bracket in brackets, for each.
    pub nested: i32,
    /// Of each bracket that is open at the end.
    pub unclosed: i32,
    /// Of a quote that closes where none is open.
    pub unopened_quote: i32,
    /// Of a quote that opens in a quotation.
    pub nested_quote: i32,
    /// Of a quote that closes a quotation that another one opened.
    pub unlike_quotes: i32,
}

/// Costs of signs of emphasis.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct EmphasisCosts {
    /// Of one that begins.
    pub begin: i32,
    /// Of one that ends.
    pub end: i32,
    /// More for one that begins inside a word.
    pub inside: i32,
}
