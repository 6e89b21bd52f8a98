//! Paragraphs to rows: see `Setting.lines` of `layout/setting.py`.

use std::ops::Range;

use super::alphabet::{Alphabet, Kind};
use super::fill::{Hyphens, Margins, fill};
use super::passage::{Letters, Notes, Passage, Rules};
use super::pieces::Pieces;
use super::protected::Patterns;
use super::rows::{Rows, Traits};
use super::syllables::Dictionary;
use crate::output::Output;
use crate::table::Table;
use crate::words::Words;

/// What holds for all texts of a table and a language.
#[derive(Debug)]
pub struct Habits {
    /// What the characters are.
    alphabet: Alphabet,
    /// What may not be split.
    patterns: Patterns,
    /// Where words may be divided, with the numbers of the alphabet's characters there.
    dictionary: Option<(Dictionary, Vec<u8>)>,
    /// The cells of a hyphen; without one no word is divided.
    hyphen: Vec<u8>,
}

/// Buffers that are kept from text to text.
#[derive(Debug, Default)]
pub struct Bench {
    letters: Letters,
    notes: Notes,
    output: Output,
}

impl Habits {
    /// Without a dictionary no word is divided by syllables; without cells of a hyphen by none.
    pub fn new(
        alphabet: Alphabet,
        patterns: Patterns,
        dictionary: Option<Dictionary>,
        hyphen: &[u8],
    ) -> Self {
        let dictionary = dictionary.map(|one| {
            let codes = one.codes(&alphabet);
            (one, codes)
        });
        Self { alphabet, patterns, dictionary, hyphen: hyphen.to_vec() }
    }

    /// Write the rows of a paragraph, in which a line feed begins a new row and an empty line stays
    /// one row; `false` where Python has to do it, and then nothing is written.
    pub fn set(
        &self,
        text: &str,
        margins: Margins,
        is_hyphenated: bool,
        rows: &mut Rows,
        bench: &mut Bench,
        (table, words): (&Table, &mut Words),
    ) -> bool {
        let before = rows.count();
        let mut pieces = Pieces::new(table, words);
        let mut is_gap = false;
        for (number, part) in text.split('\n').enumerate() {
            let first = if number == 0 { margins.first } else { margins.rest };
            let own = Margins { first, ..margins };
            if !bench.letters.read(part, &self.alphabet) {
                rows.truncate(before);
                return false;
            }
            let place = rows.count();
            if !self.is_blank(&bench.letters) {
                if is_gap && place > before {
                    rows.push(&[], "", Traits::NONE);
                }
                let count = rows.count();
                if !self.set_part(part, own, is_hyphenated, rows, bench, &mut pieces) {
                    rows.truncate(before);
                    return false;
                }
                if rows.count() == count {
                    rows.truncate(place);
                }
            }
            is_gap = rows.count() == place;
        }
        if pieces.has_failed {
            rows.truncate(before);
        }
        !pieces.has_failed
    }

    /// The stretches of a text that stay whole, rising; `None` for one with other characters.
    pub fn protected(&self, text: &str) -> Option<Vec<Range<u32>>> {
        let mut letters = Letters::default();
        let mut found = Vec::new();
        let is_known = letters.read(text, &self.alphabet);
        self.patterns.find(&letters.ids, &letters.noted, &self.alphabet, &mut found);
        is_known.then_some(found)
    }

    /// The places where a word may be divided, rising; `None` for one with other characters.
    pub fn syllables(&self, word: &str) -> Option<Vec<usize>> {
        let ids: Option<Vec<_>> = word.chars().map(|one| self.alphabet.id(one)).collect();
        let mut places = Vec::new();
        if let (Some((dictionary, codes)), Some(ids)) = (&self.dictionary, &ids) {
            dictionary.positions(ids, (&self.alphabet, codes), &mut places);
        }
        ids.map(|_| places)
    }

    fn is_blank(&self, letters: &Letters) -> bool {
        letters.ids.iter().all(|&id| self.alphabet.kind(id).is(Kind::SPACE))
    }

    fn set_part(
        &self,
        text: &str,
        margins: Margins,
        is_hyphenated: bool,
        rows: &mut Rows,
        bench: &mut Bench,
        pieces: &mut Pieces,
    ) -> bool {
        let Bench { letters, notes, output } = bench;
        if !pieces.translate_passage(text, output) {
            return false;
        }
        notes.clear();
        let passage = Passage {
            rules: Rules {
                alphabet: &self.alphabet,
                patterns: &self.patterns,
                dictionary: self.dictionary.as_ref().map(|(one, codes)| (one, codes.as_slice())),
            },
            text,
            letters,
            cells: &output.cells,
            to_char: &output.cell_to_char,
            to_cell: &output.char_to_cell,
        };
        let hyphens = Hyphens { cells: &self.hyphen, are_usual: is_hyphenated };
        let print = rows.push_print(text);
        fill(&passage, margins, hyphens, print, rows, pieces, notes);
        true
    }
}
