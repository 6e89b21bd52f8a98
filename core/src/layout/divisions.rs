//! Words that were to be divided before: their places, and how both parts are written.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

/// Bytes that are remembered, about; then all is forgotten.
const MOST: usize = 1 << 22;
/// Bytes that a word takes besides its text, about.
const WORD: usize = 64;

/// A place where a word might be divided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Division {
    /// Characters of the word before it.
    pub place: u32,
    /// Whether a hyphen has to be put there.
    pub has_hyphen: bool,
    /// Where the cells of the first part, with its hyphen, and of the second one begin and end.
    parts: Option<[u32; 3]>,
}

/// Words and the places where they might be divided.
///
/// The parts of a word are written by themselves, so their cells do not depend on the text that the
/// word stands in.
#[derive(Debug, Default)]
pub(crate) struct Divisions {
    words: HashMap<Box<str>, Range<u32>, RandomState>,
    all: Vec<Division>,
    cells: Vec<u8>,
    text: usize,
}

impl Divisions {
    /// The numbers of the divisions of a word, in their order; `find` gives those of a new one.
    pub fn of<I>(&mut self, word: &str, find: impl FnOnce() -> I) -> Range<u32>
    where
        I: IntoIterator<Item = (usize, bool)>,
    {
        if let Some(known) = self.words.get(word) {
            return known.clone();
        }
        if self.size() > MOST {
            *self = Self::default();
        }
        let start = self.all.len() as u32;
        self.all.extend(find().into_iter().map(|(place, has_hyphen)| Division {
            place: place as u32,
            has_hyphen,
            parts: None,
        }));
        let own = start..self.all.len() as u32;
        self.text += word.len();
        self.words.insert(word.into(), own.clone());
        own
    }

    fn size(&self) -> usize {
        let words = self.text + WORD * self.words.len();
        words + self.cells.len() + size_of::<Division>() * self.all.len()
    }

    pub fn get(&self, number: u32) -> Division {
        self.all[number as usize]
    }

    /// The cells of both parts, if they are known.
    pub fn parts(&self, number: u32) -> Option<(&[u8], &[u8])> {
        let [start, middle, end] = self.get(number).parts?.map(|place| place as usize);
        Some((&self.cells[start..middle], &self.cells[middle..end]))
    }

    /// Take the cells of a part in; where they begin.
    pub fn push(&mut self, cells: &[u8]) -> u32 {
        let start = self.cells.len() as u32;
        self.cells.extend_from_slice(cells);
        start
    }

    /// Remember the parts that were taken in last; where the cells of each begin.
    pub fn note(&mut self, number: u32, head: u32, tail: u32) {
        self.all[number as usize].parts = Some([head, tail, self.cells.len() as u32]);
    }
}

#[cfg(test)]
mod tests {
    use super::{Divisions, MOST};

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut divisions = Divisions::default();
        for number in 0..100_000 {
            let word = format!("parola{number}");
            let own = divisions.of(&word, || [(2, true), (4, true)]);
            for one in own.clone() {
                let (head, tail) = (divisions.push(b"\x01\x24"), divisions.push(b"\x02"));
                divisions.note(one, head, tail);
            }
            assert!(divisions.size() < MOST + 1000);
            assert_eq!(divisions.of(&word, || [(9, false)]), own);
            let last = own.end - 1;
            assert_eq!((divisions.get(last).place, divisions.get(last).has_hyphen), (4, true));
            assert_eq!(divisions.parts(last), Some((&b"\x01\x24"[..], &b"\x02"[..])));
        }
    }
}
