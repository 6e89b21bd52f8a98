//! Words that were to be divided before: their places, and how both parts are written.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

/// Bytes that are remembered, about; then all is forgotten.
const MOST: usize = 1 << 20;
/// Bytes that a word and its places take besides their text and cells, about.
const EACH: usize = 80;

/// A place where a word might be divided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Division {
    /// Characters of the word before it.
    pub place: usize,
    /// Whether a hyphen has to be put there.
    pub has_hyphen: bool,
    /// Where the cells of the first part, with its hyphen, and of the second one begin and end.
    parts: Option<[usize; 3]>,
}

/// Words and the places where they might be divided.
///
/// The parts of a word are written by themselves, so their cells do not depend on the text that the
/// word stands in.
#[derive(Debug, Default)]
pub(crate) struct Divisions {
    words: HashMap<Box<str>, Range<usize>, RandomState>,
    all: Vec<Division>,
    cells: Vec<u8>,
    text: usize,
}

impl Divisions {
    /// The numbers of the divisions of a word, in their order; `find` gives those of a new one.
    pub fn of<I>(&mut self, word: &str, find: impl FnOnce() -> I) -> Range<usize>
    where
        I: IntoIterator<Item = (usize, bool)>,
    {
        if let Some(known) = self.words.get(word) {
            return known.clone();
        }
        if self.cells.len() + self.text + EACH * (self.words.len() + self.all.len()) > MOST {
            *self = Self::default();
        }
        let start = self.all.len();
        let division = |(place, has_hyphen)| Division { place, has_hyphen, parts: None };
        self.all.extend(find().into_iter().map(division));
        let own = start..self.all.len();
        self.text += word.len();
        self.words.insert(word.into(), own.clone());
        own
    }

    pub fn get(&self, number: usize) -> Division {
        self.all[number]
    }

    /// The cells of both parts, if they are known.
    pub fn parts(&self, number: usize) -> Option<(&[u8], &[u8])> {
        let [start, middle, end] = self.all[number].parts?;
        Some((&self.cells[start..middle], &self.cells[middle..end]))
    }

    /// Take the cells of a part in; where they begin.
    pub fn push(&mut self, cells: &[u8]) -> usize {
        let start = self.cells.len();
        self.cells.extend_from_slice(cells);
        start
    }

    /// Remember the parts that were taken in last; where the cells of each begin.
    pub fn note(&mut self, number: usize, head: usize, tail: usize) {
        self.all[number].parts = Some([head, tail, self.cells.len()]);
    }
}
