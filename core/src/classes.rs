//! Sets of characters as bits: one row a character, one bit a set.

use crate::characters::{Characters, EDGE, Id};
use crate::rules::{Beside, Rules};

/// A set by its number.
pub type SetId = u16;

/// All sets of a table.
#[derive(Debug)]
pub struct Sets {
    words: usize,
    bits: Vec<u64>,
    count: usize,
}

impl Sets {
    /// The sets that `rules` lists, without the edge of the text.
    pub fn of(rules: &Rules, characters: &Characters) -> Self {
        // Each set twice: the second one holds the edge too.
        let count = rules.sets.len() * 2;
        let words = count.div_ceil(64).max(1);
        let mut sets = Self { words, bits: vec![0; words * characters.count()], count };
        let mut everything = vec![0; words];
        for (number, set) in rules.sets.iter().enumerate() {
            match set {
                Some(set) => set.chars().for_each(|c| sets.put(number, characters.id(c))),
                None => everything[number * 2 / 64] |= 0b11 << (number * 2 % 64),
            }
            sets.insert(EDGE, number * 2 + 1);
        }
        for row in sets.bits.chunks_exact_mut(words).skip(1) {
            row.iter_mut().zip(&everything).for_each(|(word, all)| *word |= all);
        }
        sets
    }

    fn put(&mut self, number: usize, id: Id) {
        self.insert(id, number * 2);
        self.insert(id, number * 2 + 1);
    }

    fn insert(&mut self, id: Id, set: usize) {
        self.bits[usize::from(id) * self.words + set / 64] |= 1 << (set % 64);
    }

    /// The set of a test, which the edge of the text never satisfies; `None` if there is none.
    pub fn tested(&self, number: usize) -> Option<SetId> {
        (number < self.count / 2).then(|| (number * 2) as SetId)
    }

    /// The set of neighbours.
    pub fn beside(&self, beside: Beside) -> Option<SetId> {
        (beside.set < self.count / 2)
            .then(|| (beside.set * 2 + usize::from(beside.is_edge)) as SetId)
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        size_of_val(&*self.bits)
    }

    /// How many characters of `set` `ids` begins with.
    pub fn count(&self, set: SetId, ids: &[Id]) -> usize {
        let (word, bit) = (usize::from(set / 64), set % 64);
        let is_other = |&id: &Id| self.bits[usize::from(id) * self.words + word] >> bit & 1 == 0;
        ids.iter().position(is_other).unwrap_or(ids.len())
    }

    /// Whether `set` holds `id`.
    #[inline]
    pub fn holds(&self, set: SetId, id: Id) -> bool {
        let set = usize::from(set);
        let word = if self.words == 1 {
            self.bits[usize::from(id)]
        } else {
            self.bits[usize::from(id) * self.words + set / 64]
        };
        word >> (set % 64) & 1 != 0
    }
}
