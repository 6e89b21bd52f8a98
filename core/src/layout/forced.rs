//! Breaks in what has no legal one: something longer than a whole row. See `Passage.forced`.

use super::alphabet::Kind;
use super::passage::{Break, Notes, Passage, WINDOW};
use super::pieces::Pieces;
use super::protected::Matches;

/// Signs after which an address or code that is longer than a row is divided.
const JOINTS: &str = "/.@-_?&=:;,#|";

impl Passage<'_> {
    /// A break in what has no legal one: see `Passage.forced`.
    pub fn forced(
        &self,
        start: usize,
        limit: usize,
        hyphen_size: usize,
        pieces: &mut Pieces,
        notes: &mut Notes,
    ) -> Break {
        if let Some(cell) = self.last_blank(start, limit, true, &mut notes.matches) {
            return Break { cell, char: self.char_at(cell), has_hyphen: false, is_open: false };
        }
        if let Some(word) = self.inside_word(start, limit, hyphen_size, pieces, notes) {
            return word;
        }
        let open = |cell: usize| Break {
            cell,
            char: self.char_at(cell),
            has_hyphen: false,
            is_open: true,
        };
        let half = start + (limit - start) / 2;
        let is_joint = |cell: &usize| {
            self.is_clean(*cell) && JOINTS.contains(self.before(self.char_at(*cell)))
        };
        if let Some(cell) = (half + 1..=limit).rev().find(is_joint) {
            return open(cell);
        }
        if let Some(found) =
            self.between_letters(start, limit, hyphen_size, pieces, &mut notes.matches)
        {
            return found;
        }
        match (start + 1..=limit).rev().find(|&cell| self.is_clean(cell)) {
            Some(cell) => open(cell),
            // One sign longer than a row: its print stands in the row where it begins.
            None => Break { char: self.char_at(limit) + 1, ..open(limit) },
        }
    }

    fn before(&self, char: usize) -> char {
        self.rules.alphabet.character(self.id(char - 1))
    }

    /// The last place between two letters; one where both parts read alike, if there is one.
    fn between_letters(
        &self,
        start: usize,
        limit: usize,
        hyphen_size: usize,
        pieces: &mut Pieces,
        matches: &mut Matches,
    ) -> Option<Break> {
        if hyphen_size == 0 {
            return None;
        }
        let mut last = None;
        let highest = (limit + 1).saturating_sub(hyphen_size);
        for cell in (start + 1..highest).rev().filter(|&cell| self.is_clean(cell)) {
            let char = self.char_at(cell);
            let is_pair = self.is(char - 1, Kind::ALPHA) && self.is(char, Kind::ALPHA);
            if !is_pair || self.is_protected(char, matches) || self.is_near_digit(char) {
                return last;
            }
            let here = Break { cell, char, has_hyphen: true, is_open: true };
            let (low, high) = self.between_blanks(self.char_at(start), char);
            if self.reads_alike(low, char, high, true, pieces) {
                return Some(here);
            }
            last = last.or(Some(here));
        }
        last
    }

    /// A word with a digit takes no hyphen: it would be read as part of the code.
    fn is_near_digit(&self, char: usize) -> bool {
        let (start, end) = self.between_blanks(char.saturating_sub(WINDOW), char);
        self.kinds(start..end).is(Kind::DECIMAL)
    }

    fn is_clean(&self, cell: usize) -> bool {
        self.to_char[cell - 1] < self.to_char[cell]
    }
}
