//! A first look at three characters: whether any string may stand where they do.
//!
//! Most letters of a word begin no string, though strings begin with them: what stands behind the
//! letter tells so, or what stands before it. What is told is a condition that every string needs,
//! never one that is enough.

use std::collections::HashMap;

use crate::characters::{Characters, Id};
use crate::classes::{SetId, Sets};
use crate::rules::StringRule;

/// Sets of characters before a string that are told apart; whatever asks for others is let pass.
const MOST_SETS: usize = 3;

/// Characters by the last seven bits of their numbers: letters and signs of one language are told
/// apart, what is far from them is taken for one of them.
#[derive(Clone, Copy, Debug, Default)]
struct Mask([u64; 2]);

impl Mask {
    const ALL: Self = Self([u64::MAX; 2]);

    fn of(id: Id) -> Self {
        let mut mask = Self::default();
        mask.0[usize::from(id / 64 % 2)] = 1 << (id % 64);
        mask
    }

    fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    #[inline]
    fn has(&self, id: Id) -> bool {
        self.0[usize::from(id / 64 % 2)] >> (id % 64) & 1 != 0
    }
}

/// For each character, by what stands before it: what may be behind it where a string begins.
#[derive(Debug)]
pub struct Followers {
    /// By character: the sets before a string that hold it, as bits.
    befores: Vec<u8>,
    /// By those bits, and then by character.
    masks: Vec<Mask>,
    count: usize,
}

impl Followers {
    /// The followers that `strings` ask for; whoever compiles them checks that their sets exist.
    pub fn of(strings: &[StringRule], characters: &Characters, sets: &Sets) -> Self {
        let count = characters.count();
        let ids = || (0..count).map(|id| id as Id);
        let told = told_sets(strings, sets);
        let bits_of = |id: Id| -> u8 {
            told.iter().enumerate().map(|(bit, &set)| u8::from(sets.holds(set, id)) << bit).sum()
        };
        let mut masks = vec![Mask::default(); count << told.len()];
        let mut after: HashMap<SetId, Mask> = HashMap::new();
        for rule in strings {
            let mut text = rule.text.chars().map(|character| characters.id(character));
            let Some(first) = text.next() else { continue };
            let mask = match (text.next(), rule.after.and_then(|after| sets.beside(after))) {
                (Some(second), _) => Mask::of(second),
                (None, Some(set)) => *after.entry(set).or_insert_with(|| {
                    ids()
                        .filter(|&id| sets.holds(set, id))
                        .map(Mask::of)
                        .fold(Mask::default(), Mask::or)
                }),
                (None, None) => Mask::ALL,
            };
            let before = rule.before.and_then(|before| sets.beside(before));
            let needed = before.and_then(|set| told.iter().position(|&one| one == set));
            for bits in
                (0..1 << told.len()).filter(|bits| needed.is_none_or(|bit| bits >> bit & 1 == 1))
            {
                let one = &mut masks[bits * count + usize::from(first)];
                *one = one.or(mask);
            }
        }
        Self { befores: ids().map(bits_of).collect(), masks, count }
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        size_of_val(&*self.befores) + size_of_val(&*self.masks)
    }

    /// Whether a string may begin at `here`, with these beside it.
    #[inline]
    pub fn allow(&self, before: Id, here: Id, next: Id) -> bool {
        let bits = usize::from(self.befores[usize::from(before)]);
        self.masks[bits * self.count + usize::from(here)].has(next)
    }
}

/// The sets that most strings ask for before them.
fn told_sets(strings: &[StringRule], sets: &Sets) -> Vec<SetId> {
    let mut counts: HashMap<SetId, usize> = HashMap::new();
    for set in strings.iter().filter_map(|rule| sets.beside(rule.before?)) {
        *counts.entry(set).or_default() += 1;
    }
    let mut counts: Vec<(SetId, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(set, count)| (std::cmp::Reverse(count), set));
    counts.iter().map(|&(set, _)| set).take(MOST_SETS).collect()
}
