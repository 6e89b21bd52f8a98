//! Paragraphs to rows: see `Setting.lines` of `layout/setting.py`.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::alphabet::{Alphabet, Kind};
use super::fill::{Hyphens, Margins, fill};
use super::letters::Letters;
use super::passage::{Notes, Passage, Rules};
use super::pieces::{Buffer, Pieces, Way};
use super::protected::{Matches, Patterns};
use super::rows::{Rows, Traits};
use super::syllables::{Dictionary, each_place};
use super::text_lines::split;
use crate::output::Output;
use crate::table::Table;
use crate::words::Words;

/// Benches that are kept.
const MOST_IDLE: usize = 4;

/// What holds for all texts of a table and a language: such habits go with one table.
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
    /// Benches that nobody works at: they know words that were divided.
    idle: Mutex<Vec<Bench>>,
}

/// Buffers that are kept from text to text.
#[derive(Debug, Default)]
pub struct Bench {
    parts: Parts,
    buffer: Buffer,
}

/// A part of a text, from line feed to line feed.
#[derive(Debug, Default)]
struct Parts {
    letters: Letters,
    notes: Notes,
    output: Output,
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Its margins.
    pub margins: Margins,
    /// Whether words that fit a row may be divided.
    pub is_hyphenated: bool,
    /// Whether each row behind a line feed stands in like the first one.
    pub is_verse: bool,
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
        let (hyphen, idle) = (hyphen.to_vec(), Mutex::default());
        Self { alphabet, patterns, dictionary, hyphen, idle }
    }

    /// Work at a bench, which is one thread's as long.
    pub fn with_bench<T>(&self, work: impl FnOnce(&mut Bench) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bench = idle().pop().unwrap_or_default();
        let done = work(&mut bench);
        let mut idle = idle();
        if idle.len() < MOST_IDLE {
            idle.push(bench);
        }
        done
    }

    /// Write the rows of a paragraph, in which a line feed begins a new row and an empty line stays
    /// one row; `false` where Python has to do it, and then nothing is written.
    pub fn set<'a>(
        &self,
        text: &str,
        style: Style,
        rows: &mut Rows,
        bench: &'a mut Bench,
        (table, words): (&'a Table, &'a mut Words),
        way: Way<'a>,
    ) -> bool {
        let before = rows.count();
        let Bench { parts, buffer } = bench;
        let mut pieces = Pieces::new(table, words, way, buffer);
        let is_set = self.set_parts(text, style, rows, parts, &mut pieces) && !pieces.has_failed;
        if !is_set {
            rows.truncate(before);
        }
        is_set
    }

    fn set_parts(
        &self,
        text: &str,
        style: Style,
        rows: &mut Rows,
        parts: &mut Parts,
        pieces: &mut Pieces,
    ) -> bool {
        let before = rows.count();
        let mut is_gap = false;
        for (number, part) in split(text, b'\n').enumerate() {
            let Margins { first, rest, .. } = style.margins;
            let first = if number == 0 || style.is_verse { first } else { rest };
            let own = Style { margins: Margins { first, ..style.margins }, ..style };
            if !parts.letters.read(part, &self.alphabet) {
                return false;
            }
            let place = rows.count();
            if !self.is_blank(&parts.letters) {
                if is_gap && place > before {
                    rows.push(&[], "", Traits::NONE);
                }
                let count = rows.count();
                if !self.set_part((number, part), own, rows, parts, pieces) {
                    return false;
                }
                if rows.count() == count {
                    rows.truncate(place);
                }
            }
            is_gap = rows.count() == place;
        }
        true
    }

    /// The stretches of a text that stay whole, rising; `None` for one with other characters.
    pub fn protected(&self, text: &str) -> Option<Vec<Range<u32>>> {
        let mut letters = Letters::default();
        let is_known = letters.read(text, &self.alphabet);
        is_known.then(|| self.patterns.find(&letters, &self.alphabet))
    }

    /// The places of a text at which a break would split what stays whole, rising; `None` for one
    /// with other characters.
    pub fn undivided(&self, text: &str) -> Option<Vec<usize>> {
        let mut letters = Letters::default();
        let is_known = letters.read(text, &self.alphabet);
        let mut matches = Matches::default();
        let mut holds =
            |&place: &usize| self.patterns.hold(place, &letters, &self.alphabet, &mut matches);
        is_known.then(|| (0..letters.ids.len()).filter(&mut holds).collect())
    }

    /// The places where a word may be divided, rising; `None` for one with other characters.
    pub fn syllables(&self, word: &str) -> Option<Vec<usize>> {
        let ids = word.chars().map(|one| self.alphabet.id(one)).collect::<Option<Vec<_>>>()?;
        let places = self
            .dictionary
            .as_ref()
            .map_or(0, |(dictionary, codes)| dictionary.places(&ids, (&self.alphabet, codes)));
        Some(each_place(places).collect())
    }

    fn is_blank(&self, letters: &Letters) -> bool {
        letters.ids.iter().all(|&id| self.alphabet.kind(id).is(Kind::SPACE))
    }

    fn set_part(
        &self,
        (number, text): (usize, &str),
        style: Style,
        rows: &mut Rows,
        parts: &mut Parts,
        pieces: &mut Pieces,
    ) -> bool {
        let Parts { letters, notes, output } = parts;
        if !pieces.translate_part(number, text, output) {
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
        let hyphens = Hyphens { cells: &self.hyphen, are_usual: style.is_hyphenated };
        let print = rows.push_print(text);
        fill(&passage, style.margins, hyphens, print, rows, pieces, notes);
        true
    }
}
