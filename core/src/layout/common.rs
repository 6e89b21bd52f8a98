//! Rows of common paragraphs: words of known characters with single spaces between them.
//!
//! The rows are those of `fill.rs`. Most of them end behind a word, or in one that was divided before,
//! and to tell where takes the number of cells of each word; they are written without maps and without
//! a number for each character. A row that asks for more is written as there, for which letters and
//! maps of the paragraph are made then.

use super::alphabet::Kind;
use super::fill::{Course, Hyphens, Margins, fill_row};
use super::letters::Letters;
use super::passage::{Notes, Passage, Rules};
use super::pieces::Pieces;
use super::rows::{Rows, Traits};
use super::shapes::{Known, WordMaps};
use super::syllables::LEAST_LETTERS;
use crate::lean::{Lean, Shape};
use crate::output::Output;

/// Buffers for common paragraphs.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub lean: Lean,
    maps: WordMaps,
    lead: Vec<u8>,
}

/// A common paragraph.
pub(crate) struct Common<'a> {
    pub rules: Rules<'a>,
    pub text: &'a str,
    pub margins: Margins,
    pub hyphens: Hyphens<'a>,
    /// Whether something in it is noted.
    pub is_noted: bool,
}

/// What is made for it, some of it when it is asked for.
pub(crate) struct Made<'a> {
    pub buffers: &'a mut Buffers,
    pub notes: &'a mut Notes,
    /// Those of the whole paragraph, once they are read.
    pub letters: &'a mut Letters,
    pub has_letters: bool,
    /// Its translation with maps, once it is made.
    pub output: &'a mut Output,
    pub has_maps: bool,
}

/// A place in the paragraph: before a cell, and a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    cell: usize,
    byte: usize,
}

/// Where a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// At a space.
    Blank(Place),
    /// In a word, of which the last row's end has a hyphen or not.
    Inside(Place, bool),
    /// That is asked of the whole paragraph.
    Unsure,
}

/// A word that goes beyond the end of a row.
struct Word<'a> {
    begin: Place,
    text: &'a str,
    cell_count: usize,
    shape: Shape,
}

impl Common<'_> {
    /// Write the rows; `false` where that is not possible here.
    pub fn fill(&self, made: &mut Made, rows: &mut Rows, pieces: &mut Pieces) -> bool {
        let print = rows.push_print(self.text);
        let Margins { first, rest, width } = self.margins;
        let last = made.buffers.lean.cells().len();
        let (mut start, mut indent, mut word) = (Place { cell: 0, byte: 0 }, first, 0);
        while start.cell < last {
            let limit = start.cell + width - indent;
            let lean = &made.buffers.lean;
            if limit >= last {
                let end = Place { cell: last, byte: self.text.len() };
                self.write_row(lean, (start, end), indent, false, print, rows);
                break;
            }
            // The last word ends behind the limit.
            while lean.ends()[word].cell as usize <= limit {
                word += 1;
            }
            self.expect(limit + width - rest, word, made);
            let end = self.end_of_row(start, limit, word, made, pieces);
            let lean = &made.buffers.lean;
            match end {
                End::Blank(end) => {
                    self.write_row(lean, (start, end), indent, false, print, rows);
                    start = Place { cell: end.cell + 1, byte: end.byte + 1 };
                }
                End::Inside(end, has_hyphen) => {
                    self.write_row(lean, (start, end), indent, has_hyphen, print, rows);
                    start = end;
                }
                End::Unsure => {
                    let next = self.fill_long_way(start, indent, print, made, rows, pieces);
                    let Some(next) = next else { return false };
                    start = next;
                    let ends = made.buffers.lean.ends();
                    while word > 0 && ends[word - 1].cell as usize > start.cell {
                        word -= 1;
                    }
                }
            }
            indent = rest;
        }
        true
    }

    /// Say of the word at which the next row will probably end, behind this one, that it is looked up
    /// soon: rows end a little before the cell that they may have.
    fn expect(&self, limit: usize, word: usize, made: &Made) {
        let ends = &made.buffers.lean.ends()[word..];
        let next = ends.windows(2).find(|two| two[1].cell as usize >= limit);
        if let Some([before, own]) = next {
            let text = &self.text.as_bytes()[before.byte as usize + 1..own.byte as usize];
            made.notes.remembered.expect(text);
        }
    }

    /// Where the row from `start` to cell `limit` at most ends, which is in this word or before it.
    fn end_of_row(
        &self,
        start: Place,
        limit: usize,
        word: usize,
        made: &mut Made,
        pieces: &mut Pieces,
    ) -> End {
        let ends = made.buffers.lean.ends();
        let Some(&[before, own]) = word.checked_sub(1).and_then(|one| ends[one..].first_chunk())
        else {
            return End::Unsure;
        };
        let blank = Place { cell: before.cell as usize, byte: before.byte as usize };
        if blank.cell <= start.cell || self.is_protected(blank.byte, made) {
            return End::Unsure;
        }
        let begin = Place { cell: blank.cell + 1, byte: blank.byte + 1 };
        if blank.cell == limit || limit <= begin.cell + LEAST_LETTERS {
            return End::Blank(blank);
        }
        let text = &self.text[begin.byte..own.byte as usize];
        let cell_count = own.cell as usize - begin.cell;
        let word = Word { begin, text, cell_count, shape: own.shape };
        self.inside(&word, limit, made, pieces).unwrap_or(End::Blank(blank))
    }

    /// The last end of a row in a word; `None` if it is not divided.
    fn inside(
        &self,
        word: &Word,
        limit: usize,
        made: &mut Made,
        pieces: &mut Pieces,
    ) -> Option<End> {
        if !self.hyphens.are_usual || self.hyphens.cells.is_empty() {
            // Compounds are divided none the less.
            let may_be_compound = !word.text.is_ascii() || word.text.contains('-');
            return may_be_compound.then_some(End::Unsure);
        }
        if self.is_noted && self.has_digit(word.text) {
            return None;
        }
        let cells = &made.buffers.lean.cells()[word.begin.cell..][..word.cell_count];
        let Some((at, is_there)) = made.notes.remembered.find(word.text.as_bytes(), cells) else {
            return Some(End::Unsure);
        };
        if !is_there {
            return self.learn(word, limit, made, pieces);
        }
        let own = *made.notes.remembered.at(at);
        for (number, place, has_hyphen) in own.places().rev() {
            let known = Known { lean: &made.buffers.lean, words: pieces.words() };
            let cell = known.cell_at(word.shape, place, word.cell_count);
            let Some(cell) = cell else { continue };
            let size = if has_hyphen { self.hyphens.cells.len() } else { 0 };
            let byte = word.begin.byte + byte_of(word.text, place);
            if word.begin.cell + cell + size > limit || self.is_protected(byte, made) {
                continue;
            }
            match own.is_alike(number, cell) {
                None => return self.learn(word, limit, made, pieces),
                Some(true) if self.holds_on(byte) => return Some(End::Unsure),
                Some(true) => {
                    let end = Place { cell: word.begin.cell + cell, byte };
                    return Some(End::Inside(end, has_hyphen));
                }
                Some(false) => {}
            }
        }
        None
    }

    /// The same for a word of which that is not known yet: it is remembered, as a passage by itself.
    #[cold]
    fn learn(
        &self,
        word: &Word,
        limit: usize,
        made: &mut Made,
        pieces: &mut Pieces,
    ) -> Option<End> {
        let Buffers { lean, maps, .. } = &mut *made.buffers;
        let known = Known { lean, words: pieces.words() };
        let is_made = maps.make(word.shape, word.text, word.cell_count, known)
            && maps.letters.read(word.text, self.rules.alphabet);
        // What is noted outside of the word is asked of what is found.
        if !is_made || !maps.letters.noted.is_empty() {
            return Some(End::Unsure);
        }
        let passage = Passage {
            rules: self.rules,
            text: word.text,
            letters: &maps.letters,
            cells: &lean.cells()[word.begin.cell..][..word.cell_count],
            to_char: &maps.to_char,
            to_cell: &maps.to_cell,
        };
        let (limit, size) = (limit - word.begin.cell, self.hyphens.cells.len());
        let found = passage.inside_word(0, limit, size, pieces, made.notes)?;
        let byte = word.begin.byte + maps.letters.bytes[found.char] as usize;
        let end = Place { cell: word.begin.cell + found.cell, byte };
        if self.holds_on(byte) || self.is_protected(byte, made) {
            return Some(End::Unsure);
        }
        Some(End::Inside(end, found.has_hyphen))
    }

    fn has_digit(&self, text: &str) -> bool {
        let alphabet = self.rules.alphabet;
        let kind = |character| alphabet.id(character).map(|id| alphabet.kind(id));
        text.chars().any(|one| kind(one).is_none_or(|kind| kind.is(Kind::DECIMAL)))
    }

    /// Whether a sign before the characters around a byte may hold for the second one too.
    fn holds_on(&self, byte: usize) -> bool {
        let alphabet = self.rules.alphabet;
        let (head, tail) = self.text.split_at(byte);
        let kind = |character| Some(alphabet.kind(alphabet.id(character?)?));
        let both = kind(head.chars().next_back()).zip(kind(tail.chars().next()));
        // Behind a digit or a mark a digit would do so.
        both.is_none_or(|(one, two)| {
            two.is(Kind::DIGIT) || (one.is(Kind::UPPER) && two.is(Kind::UPPER))
        })
    }

    /// Whether a break before a byte, or at it if it is a blank, would split what is whole.
    fn is_protected(&self, byte: usize, made: &mut Made) -> bool {
        if !self.is_noted {
            return false;
        }
        self.read_letters(made);
        let (letters, matches) = (&*made.letters, &mut made.notes.matches);
        if letters.noted.is_empty() {
            return false;
        }
        let char = letters.char_at(byte);
        self.rules.patterns.hold(char, letters, self.rules.alphabet, matches)
    }

    fn read_letters(&self, made: &mut Made) -> bool {
        made.has_letters = made.has_letters || made.letters.read(self.text, self.rules.alphabet);
        made.has_letters
    }

    /// Write a row, or some, by letters and maps; the place behind, `None` where that is not possible.
    fn fill_long_way(
        &self,
        start: Place,
        indent: usize,
        print: usize,
        made: &mut Made,
        rows: &mut Rows,
        pieces: &mut Pieces,
    ) -> Option<Place> {
        if !self.read_letters(made) {
            return None;
        }
        made.has_maps = made.has_maps || pieces.translate_part(0, self.text, made.output);
        if !made.has_maps {
            return None;
        }
        let passage = Passage {
            rules: self.rules,
            text: self.text,
            letters: made.letters,
            cells: &made.output.cells,
            to_char: &made.output.cell_to_char,
            to_cell: &made.output.char_to_cell,
        };
        let (char, lead) = (passage.letters.char_at(start.byte), &mut made.buffers.lead);
        let mut course = Course { start: start.cell, char, indent, lead: std::mem::take(lead) };
        loop {
            let Self { margins, hyphens, .. } = *self;
            fill_row(&passage, &mut course, margins, hyphens, print, rows, pieces, made.notes);
            if course.lead.is_empty() || course.start >= passage.cells.len() {
                break;
            }
        }
        course.lead.clear();
        *lead = course.lead;
        let byte = passage.letters.bytes[course.char] as usize;
        let is_blank = self.text.as_bytes().get(byte) == Some(&b' ');
        Some(Place { cell: course.start, byte: byte + usize::from(is_blank) })
    }

    fn write_row(
        &self,
        lean: &Lean,
        (start, end): (Place, Place),
        indent: usize,
        has_hyphen: bool,
        print: usize,
        rows: &mut Rows,
    ) {
        let body = &lean.cells()[start.cell..end.cell];
        let shown = body.iter().rposition(|&cell| cell != 0).map_or(0, |place| place + 1);
        let cells = rows.open();
        if shown > 0 {
            cells.resize(cells.len() + indent, 0);
            cells.extend_from_slice(&body[..shown]);
        }
        let mut traits = Traits::NONE;
        if has_hyphen {
            cells.extend_from_slice(self.hyphens.cells);
            traits = Traits::HYPHENATED;
        }
        rows.close(print + start.byte..print + end.byte, traits);
    }
}

/// The byte that a character of a word begins at.
fn byte_of(word: &str, char: usize) -> usize {
    if word.is_ascii() {
        return char;
    }
    word.char_indices().nth(char).map_or(word.len(), |(byte, _)| byte)
}
