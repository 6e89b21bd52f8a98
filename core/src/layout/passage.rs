//! A translated stretch of text and the places where it may be divided: see `layout/breaks.py`.

use std::ops::Range;

use super::alphabet::{Alphabet, Id, Kind};
use super::divided::Remembered;
use super::divisions::Divisions;
use super::letters::Letters;
use super::pieces::Pieces;
use super::protected::{Matches, Patterns};
use super::syllables::Dictionary;

/// Characters that are looked at on each side of a row's end; nothing longer is a word.
pub(super) const WINDOW: usize = 128;

/// A row ends before `cell`, the next begins with `char`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Break {
    pub cell: usize,
    pub char: usize,
    pub has_hyphen: bool,
    /// The text goes on in the next row without a blank.
    pub is_open: bool,
}

/// What holds for all passages of a language.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub alphabet: &'a Alphabet,
    pub patterns: &'a Patterns,
    /// With the numbers of the alphabet's characters there.
    pub dictionary: Option<(&'a Dictionary, &'a [u8])>,
}

/// What is worked out for a passage when it is needed, and its buffers.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// What stays whole.
    pub matches: Matches,
    /// Without syllables, and with them.
    pub(super) divisions: [Divisions; 2],
    /// Short ones of those with syllables.
    pub(super) remembered: Remembered,
    pub(super) candidates: Vec<(usize, bool)>,
}

impl Notes {
    /// Forget what holds for another passage.
    pub fn clear(&mut self) {
        self.matches.clear();
    }
}

/// A passage: text, cells and both maps.
pub(crate) struct Passage<'a> {
    pub rules: Rules<'a>,
    pub text: &'a str,
    pub letters: &'a Letters,
    pub cells: &'a [u8],
    pub to_char: &'a [u32],
    pub to_cell: &'a [u32],
}

impl Passage<'_> {
    pub fn length(&self) -> usize {
        self.letters.ids.len()
    }

    pub(super) fn id(&self, char: usize) -> Id {
        self.letters.ids[char]
    }

    pub(super) fn is(&self, char: usize, kind: u16) -> bool {
        self.rules.alphabet.kind(self.id(char)).is(kind)
    }

    pub(super) fn char_at(&self, cell: usize) -> usize {
        self.to_char[cell] as usize
    }

    /// The first cell that stands for `char` or for what is behind the text.
    pub(super) fn cell_at(&self, char: usize) -> usize {
        self.to_cell.get(char).map_or(self.cells.len(), |&cell| cell as usize)
    }

    pub(super) fn slice(&self, chars: Range<usize>) -> &str {
        let bytes = &self.letters.bytes;
        &self.text[bytes[chars.start] as usize..bytes[chars.end] as usize]
    }

    /// The print of some characters without outer blanks, as bytes of the text.
    pub fn print(&self, mut chars: Range<usize>) -> Range<usize> {
        chars.end = chars.end.max(chars.start);
        while chars.start < chars.end && self.is(chars.end - 1, Kind::SPACE) {
            chars.end -= 1;
        }
        while chars.start < chars.end && self.is(chars.start, Kind::SPACE) {
            chars.start += 1;
        }
        let bytes = &self.letters.bytes;
        bytes[chars.start] as usize..bytes[chars.end] as usize
    }

    /// The first cell from `cell` on that is not a blank of the text.
    pub fn after_blanks(&self, mut cell: usize) -> usize {
        while cell < self.cells.len()
            && self.cells[cell] == 0
            && self.is(self.char_at(cell), Kind::SPACE)
        {
            cell += 1;
        }
        cell
    }

    /// What a row that begins with `char` needs first: see `Passage.lead`.
    pub fn lead<'b>(&self, char: usize, pieces: &'b mut Pieces) -> &'b [u8] {
        if !self.holds_on(char) {
            return &[];
        }
        let end = self.between_blanks(char, char).1;
        let cells = &self.cells[self.to_cell[char] as usize..self.cell_at(end)];
        let alone = pieces.translate(self.slice(char..end), "");
        match alone.strip_suffix(cells) {
            Some(lead) if !cells.is_empty() => lead,
            _ => &[],
        }
    }

    /// Whether a sign before the two characters around `char` may hold for the second one too.
    pub(super) fn holds_on(&self, char: usize) -> bool {
        let is_digit_or_mark = |char: usize| {
            self.is(char, Kind::DIGIT)
                || matches!(self.rules.alphabet.character(self.id(char)), '.' | ',')
        };
        (self.is(char - 1, Kind::UPPER) && self.is(char, Kind::UPPER))
            || (is_digit_or_mark(char - 1) && self.is(char, Kind::DIGIT))
    }

    /// Whether a break before `char`, or at it if it is a blank, would split what is whole.
    pub(super) fn is_protected(&self, char: usize, matches: &mut Matches) -> bool {
        self.rules.patterns.hold(char, self.letters, self.rules.alphabet, matches)
    }

    /// The last blank cell after `start` up to `limit` where a row may end.
    pub fn last_blank(
        &self,
        start: usize,
        limit: usize,
        is_forced: bool,
        matches: &mut Matches,
    ) -> Option<usize> {
        let end = (limit + 1).min(self.cells.len());
        let mut cells = self.cells.get(start + 1..end)?;
        while let Some(count) = cells.iter().rposition(|&cell| cell == 0) {
            let cell = start + 1 + count;
            let char = self.char_at(cell);
            let mut is_legal =
                || !self.is(char, Kind::NO_BREAK) && !self.is_protected(char, matches);
            if self.is(char, Kind::SPACE) && (is_forced || is_legal()) {
                return Some(cell);
            }
            cells = &cells[..count];
        }
        None
    }

    /// The cell before which a break before `char` falls; 0 if none is legal there.
    pub(super) fn clean_cell(&self, char: usize) -> usize {
        let cell = self.to_cell[char] as usize;
        let is_inside = 0 < cell && cell < self.cells.len();
        let is_clean = is_inside && self.char_at(cell - 1) < char && char <= self.char_at(cell);
        if is_clean { cell } else { 0 }
    }

    /// What at least one of some characters is.
    pub(super) fn kinds(&self, chars: Range<usize>) -> Kind {
        let kinds = self.letters.ids[chars].iter().map(|&id| self.rules.alphabet.kind(id));
        kinds.fold(Kind::default(), Kind::or)
    }

    /// The stretch without blanks around `char`, from `low` on and no window further.
    pub(super) fn between_blanks(&self, low: usize, char: usize) -> (usize, usize) {
        let high = (char + WINDOW).min(self.length());
        let is_blank = |char: &usize| self.is(*char, Kind::SPACE);
        let start = (low..char).rev().find(is_blank).map_or(low.min(char), |blank| blank + 1);
        let end = (char..high).find(is_blank).unwrap_or(high);
        (start, end)
    }
}
