//! What a table may ask for: compiling takes bounded time and memory, whoever wrote the rules.
//!
//! Most of what is compiled grows as the rules do. The indexes grow as characters times sets,
//! characters times patterns, and characters squared, so that a file of a few megabytes could ask
//! for many gigabytes. Chinese tables, with 20,000 characters, stay far within.

use crate::back::{Balance, Costs, EmphasisCosts, Reading};
use crate::characters::Characters;
use crate::rules::Rules;
use crate::table::Fault;

/// Words of 64 bits in all indexes together: 128 MB.
const MOST_WORDS: usize = 1 << 24;
/// Looks at pairs of characters: seconds.
const MOST_LOOKS: usize = 1 << 31;
/// Sets are numbered twice, with the edge of the text and without it, in 16 bits.
const MOST_SETS: usize = 1 << 15;

/// 128 bits, twice what the dearest character costs: the arcs of one text of 65 characters, each with
/// some brackets open, stay far within a number.
const HIGHEST_COST: i32 = 1 << 15;
/// Brackets that are counted.
const DEEPEST: u8 = 16;

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

/// Refuse costs that could not be added up.
pub fn check_reading(reading: &Reading) -> Result<(), Fault> {
    let is_bounded = |cost: i32| (-HIGHEST_COST..=HIGHEST_COST).contains(&cost);
    let is_fine = reading.likelihood.balance.deepest <= DEEPEST
        && reading.characters.iter().all(|one| is_bounded(one.cost))
        && all_costs(&reading.likelihood).all(is_bounded);
    if is_fine { Ok(()) } else { Err(Fault::CostTooHigh) }
}

fn all_costs(costs: &Costs) -> impl Iterator<Item = i32> {
    let Costs { before, behind, pairs, in_word, in_quotes, in_number, .. } = costs;
    let Balance { unopened, nested, unclosed, .. } = costs.balance;
    let Balance { unopened_quote, nested_quote, unlike_quotes, .. } = costs.balance;
    let EmphasisCosts { begin, end, inside } = costs.emphasis;
    let by_class = before.iter().chain(behind).flat_map(|(_, by_class)| by_class);
    let one = [in_word, in_quotes, in_number].into_iter().flatten();
    [unopened, nested, unclosed, unopened_quote, nested_quote, unlike_quotes]
        .into_iter()
        .chain([begin, end, inside, costs.spelled])
        .chain(by_class.map(|&(_, cost)| cost))
        .chain(one.map(|&(_, cost)| cost))
        .chain(pairs.iter().map(|&(_, _, cost)| cost))
}
