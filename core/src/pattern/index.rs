//! All patterns of a pass, and which of them may hold at a place.

use std::collections::HashMap;

use super::compiled::{ENDLESS, Pattern};
use crate::characters::Id;
use crate::classes::Sets;
use crate::runs::Runs;
use crate::view::View;

/// What is known of one text while a pass goes over it.
#[derive(Debug, Default)]
pub struct Search {
    runs: Runs,
    /// Patterns, as bits, that cannot hold before `until`.
    asleep: Vec<u64>,
    until: usize,
}

impl Search {
    /// Forget everything: another text comes.
    pub fn clear(&mut self) {
        self.runs.clear();
        self.wake();
    }

    fn wake(&mut self) {
        self.asleep.clear();
        self.until = usize::MAX;
    }

    fn put_to_sleep(&mut self, number: usize, until: usize) {
        if self.asleep.len() <= number / 64 {
            self.asleep.resize(number / 64 + 1, 0);
        }
        self.asleep[number / 64] |= 1 << (number % 64);
        self.until = self.until.min(until);
    }
}

/// Patterns in the order in which they are tried.
///
/// Which of them may hold at a place is told by the characters before, at and behind it.
#[derive(Debug)]
pub struct Patterns {
    all: Vec<Pattern>,
    words: usize,
    here: Vec<u64>,
    before: Vec<u64>,
    after: Vec<u64>,
    /// By character: whether any pattern begins with it.
    begins: Vec<bool>,
    /// By the character before, one bit a character: whether any pattern begins there.
    pairs: Vec<u64>,
    pair_words: usize,
}

impl Patterns {
    /// The patterns with their index over `count` characters.
    pub fn of(patterns: Vec<Pattern>, count: usize, sets: &Sets) -> Self {
        let words = patterns.len().div_ceil(64);
        let empty = || vec![0_u64; words * count];
        let (mut here, mut before, mut after) = (empty(), empty(), empty());
        let mut begins = vec![false; count];
        for (number, pattern) in patterns.iter().enumerate() {
            let filter = pattern.filter();
            let (word, bit) = (number / 64, 1_u64 << (number % 64));
            for (id, begins) in begins.iter_mut().enumerate() {
                let slot = id * words + word;
                let one = id as Id;
                if filter.allows_here(sets, one) {
                    here[slot] |= bit;
                    *begins = true;
                }
                before[slot] |= if filter.allows_before(sets, one) { bit } else { 0 };
                after[slot] |= if filter.allows_after(sets, one) { bit } else { 0 };
            }
        }
        let mut index = Self {
            all: patterns,
            words,
            here,
            before,
            after,
            begins,
            pairs: Vec::new(),
            pair_words: count.div_ceil(64),
        };
        index.pairs = index.find_pairs(count);
        index
    }

    fn find_pairs(&self, count: usize) -> Vec<u64> {
        let mut pairs = Vec::with_capacity(count * self.pair_words);
        // Most characters stand before the same patterns: each such row is worked out once.
        let mut known: HashMap<&[u64], Vec<u64>> = HashMap::new();
        for before in 0..count {
            let allowed = &self.before[before * self.words..][..self.words];
            let row = known.entry(allowed).or_insert_with(|| self.find_beginning_with(allowed));
            pairs.extend_from_slice(row);
        }
        pairs
    }

    /// The characters, as bits, that one of the `allowed` patterns can begin with.
    fn find_beginning_with(&self, allowed: &[u64]) -> Vec<u64> {
        let mut row = vec![0; self.pair_words];
        for id in (0..self.begins.len()).filter(|&id| self.begins[id]) {
            let here = &self.here[id * self.words..][..self.words];
            if here.iter().zip(allowed).any(|(here, allowed)| here & allowed != 0) {
                row[id / 64] |= 1 << (id % 64);
            }
        }
        row
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        let rows = [&self.here, &self.before, &self.after, &self.pairs];
        size_of_val(&*self.all)
            + self.all.iter().map(Pattern::size_of_tests).sum::<usize>()
            + rows.iter().map(|row| size_of_val(row.as_slice())).sum::<usize>()
            + size_of_val(&*self.begins)
    }

    /// Whether any pattern can begin with `id`.
    #[inline]
    pub fn begins(&self, id: Id) -> bool {
        self.begins[usize::from(id)]
    }

    /// Whether any pattern can begin with `id` where `before` stands before it.
    #[inline]
    pub fn begins_behind(&self, before: Id, id: Id) -> bool {
        let id = usize::from(id);
        self.pairs[usize::from(before) * self.pair_words + id / 64] >> (id % 64) & 1 != 0
    }

    /// The first pattern that holds at `place`, with the end of its focus; `least` is the shortest.
    #[inline]
    pub fn find(
        &self,
        view: &View,
        sets: &Sets,
        search: &mut Search,
        place: usize,
        least: usize,
    ) -> Option<(usize, usize)> {
        let here = view.at(place);
        if !self.begins(here) || !self.begins_behind(view.before(place, 1), here) {
            return None;
        }
        self.find_beginning(view, sets, search, place, least)
    }

    /// Apart, for most characters begin no pattern, and what tells so is short.
    #[inline(never)]
    fn find_beginning(
        &self,
        view: &View,
        sets: &Sets,
        search: &mut Search,
        place: usize,
        least: usize,
    ) -> Option<(usize, usize)> {
        if search.until <= place {
            search.wake();
        }
        let row = |id: Id| usize::from(id) * self.words;
        let here = row(view.at(place));
        let (before, after) = (row(view.before(place, 1)), row(view.at(place + 1)));
        for word in 0..self.words {
            let mut left =
                self.here[here + word] & self.before[before + word] & self.after[after + word];
            left &= !search.asleep.get(word).copied().unwrap_or(0);
            while left != 0 {
                let number = word * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                let pattern = &self.all[number];
                let found = match pattern.decided {
                    Some(length) => Some(place + length),
                    None => pattern.matches(view, sets, &mut search.runs, place),
                };
                match found {
                    Some(end) if end >= place + least => return Some((number, end)),
                    Some(_) => {}
                    None => {
                        if let Some(set) = pattern.begins_with_run {
                            let most = ENDLESS as usize;
                            let end = search.runs.end(view, sets, set, place, most);
                            if end > place + 1 && end - place < most {
                                search.put_to_sleep(number, end);
                            }
                        }
                    }
                }
            }
        }
        None
    }
}
