//! What a table may ask for: compiling takes bounded time and memory, whoever wrote the rules.
//!
//! Most of what is compiled grows as the rules do. The indexes grow as characters times sets,
//! characters times patterns, and characters squared, so that a file of a few megabytes could ask
//! for many gigabytes. Chinese tables, with 20,000 characters, stay far within.

use crate::characters::Characters;
use crate::rules::Rules;
use crate::table::Fault;

/// Words of 64 bits in all indexes together: 128 MB.
const MOST_WORDS: usize = 1 << 24;
/// Looks at pairs of characters: seconds.
const MOST_LOOKS: usize = 1 << 31;
/// Sets are numbered twice, with the edge of the text and without it, in 16 bits.
const MOST_SETS: usize = 1 << 15;

/// Refuse rules whose indexes would be too large.
pub fn check(rules: &Rules, characters: &Characters) -> Result<(), Fault> {
    if rules.sets.len() > MOST_SETS {
        return Err(Fault::TooManySets);
    }
    let count = characters.count();
    let words = |bits: usize| bits.div_ceil(64);
    let patterns = words(rules.contexts.len()) + words(rules.corrects.len());
    let row = words(rules.sets.len() * 2)
        + rules.swaps.len().div_ceil(4)
        + patterns.saturating_mul(3)
        + words(count) * 2;
    let is_small = count.saturating_mul(row) <= MOST_WORDS
        && (count * count).saturating_mul(patterns) <= MOST_LOOKS;
    if is_small { Ok(()) } else { Err(Fault::TooLarge) }
}
