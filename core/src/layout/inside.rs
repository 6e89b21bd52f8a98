//! Breaks inside of words: see `Passage.inside_word` of `layout/breaks.py`.

use std::ops::Range;

use super::alphabet::Kind;
use super::divided::Remembered;
use super::divisions::{Division, Divisions};
use super::passage::{Break, Notes, Passage, WINDOW};
use super::pieces::Pieces;
use super::protected::Matches;
use super::syllables::{LEAST_LETTERS, each_place};

/// Bytes of a word that is asked whether it is even.
const MOST_EVEN: usize = 64;

impl Passage<'_> {
    /// The last break after cell `floor` in the word that does not fit before `limit`.
    pub fn inside_word(
        &self,
        floor: usize,
        limit: usize,
        hyphen_size: usize,
        pieces: &mut Pieces,
        notes: &mut Notes,
    ) -> Option<Break> {
        if limit <= floor + LEAST_LETTERS {
            return None;
        }
        let (start, end) = self.token(self.char_at(floor), self.char_at(limit))?;
        if self.is_even((start, end), pieces) {
            return self.inside_even_word((floor, limit), (start, end), hyphen_size, pieces, notes);
        }
        let Notes { matches, divisions, remembered, candidates } = notes;
        let has_syllables = hyphen_size > 0;
        let divisions = &mut divisions[usize::from(has_syllables)];
        let mut find = |divisions: &mut Divisions| {
            divisions.of(self.slice(start..end), || {
                self.find_candidates(start..end, has_syllables, candidates);
                candidates.iter().map(|&(char, has_hyphen)| (char - start, has_hyphen))
            })
        };
        let mut fits = |char: usize, has_hyphen: bool| {
            let size = if has_hyphen { hyphen_size } else { 0 };
            self.fits(char, has_hyphen, (floor, limit.saturating_sub(size)), matches)
        };
        let is_short = has_syllables && pieces.is_plain();
        if is_short && let Some(at) = self.remember((start, end), divisions, remembered, &mut find)
        {
            let own = remembered.at(at);
            let before = self.to_cell[start] as usize;
            for (number, place, has_hyphen) in own.places().rev() {
                let Some(found) = fits(start + place, has_hyphen) else { continue };
                let is_alike = own.is_alike(number, found.cell - before).unwrap_or_else(|| {
                    let first = find(divisions).start;
                    let word = (first + number as u32, start, end);
                    let is_alike = self.is_known_alike(word, divisions, pieces);
                    if !pieces.has_failed {
                        own.note(number, found.cell - before, is_alike);
                    }
                    is_alike
                });
                if is_alike {
                    return Some(found);
                }
            }
            return None;
        }
        for number in find(divisions).rev() {
            let Division { place, has_hyphen, .. } = divisions.get(number);
            if let Some(found) = fits(start + place as usize, has_hyphen)
                && self.is_known_alike((number, start, end), divisions, pieces)
            {
                return Some(found);
            }
        }
        None
    }

    /// Whether a word is short and even, so that it is as quickly divided as remembered.
    fn is_even(&self, (start, end): (usize, usize), pieces: &mut Pieces) -> bool {
        let cells = &self.cells[self.to_cell[start] as usize..self.cell_at(end)];
        pieces.is_even(self.slice(start..end), cells, &mut [0; MOST_EVEN])
    }

    /// The same as `inside_word` for an even one.
    fn inside_even_word(
        &self,
        (floor, limit): (usize, usize),
        (start, end): (usize, usize),
        hyphen_size: usize,
        pieces: &mut Pieces,
        notes: &mut Notes,
    ) -> Option<Break> {
        let Notes { matches, candidates, .. } = notes;
        self.find_candidates(start..end, hyphen_size > 0, candidates);
        candidates.iter().rev().find_map(|&(char, has_hyphen)| {
            let size = if has_hyphen { hyphen_size } else { 0 };
            let found =
                self.fits(char, has_hyphen, (floor, limit.saturating_sub(size)), matches)?;
            let sign = |char: usize| self.rules.alphabet.character(self.id(char));
            let is_alike = (char > start + 1
                && pieces.parts_evenly(sign(char - 1), sign(char), has_hyphen))
                || self.reads_alike(start, char, end, has_hyphen, pieces);
            is_alike.then_some(found)
        })
    }

    /// A break before `char`, if it falls behind a cell, not behind another one, and splits nothing.
    fn fits(
        &self,
        char: usize,
        has_hyphen: bool,
        (floor, limit): (usize, usize),
        matches: &mut Matches,
    ) -> Option<Break> {
        let cell = self.clean_cell(char);
        let is_good = floor < cell && cell <= limit && !self.is_protected(char, matches);
        is_good.then_some(Break { cell, char, has_hyphen, is_open: true })
    }

    /// Where a short word is remembered; as a new one, if it is.
    fn remember(
        &self,
        (start, end): (usize, usize),
        divisions: &mut Divisions,
        remembered: &mut Remembered,
        find: impl FnOnce(&mut Divisions) -> Range<u32>,
    ) -> Option<usize> {
        let word = self.slice(start..end).as_bytes();
        let cells = &self.cells[self.to_cell[start] as usize..self.cell_at(end)];
        let (at, is_there) = remembered.find(word, cells)?;
        if is_there {
            return Some(at);
        }
        let numbers = find(divisions);
        let places = (numbers.start as usize..numbers.end as usize).map(|number| {
            let Division { place, has_hyphen, .. } = divisions.get(number as u32);
            (place as usize, has_hyphen)
        });
        remembered.put(at, (word, cells), places).then_some(at)
    }

    /// The same as `reads_alike` for a division of a word; what was found out is remembered.
    fn is_known_alike(
        &self,
        (number, start, end): (u32, usize, usize),
        divisions: &mut Divisions,
        pieces: &mut Pieces,
    ) -> bool {
        let Division { place, has_hyphen, .. } = divisions.get(number);
        let char = start + place as usize;
        if !pieces.is_plain() || self.holds_on(char) {
            return self.reads_alike(start, char, end, has_hyphen, pieces);
        }
        let own = if has_hyphen { pieces.hyphen_cells() } else { 0 };
        if divisions.parts(number).is_none() {
            let hyphen = if has_hyphen { "-" } else { "" };
            let head = divisions.push(pieces.translate(self.slice(start..char), hyphen));
            let tail = divisions.push(pieces.translate(self.slice(char..end), ""));
            if pieces.has_failed {
                return false;
            }
            divisions.note(number, head, tail);
        }
        let (first, cell, last) =
            (self.to_cell[start] as usize, self.to_cell[char] as usize, self.cell_at(end));
        divisions.parts(number).is_some_and(|(head, tail)| {
            let count = cell - first;
            head.get(..count) == Some(&self.cells[first..cell])
                && head.len() == count + own
                && tail == &self.cells[cell..last]
        })
    }

    /// Whether both parts of a word divided before `char` have the cells of the whole word.
    pub(super) fn reads_alike(
        &self,
        start: usize,
        char: usize,
        end: usize,
        has_hyphen: bool,
        pieces: &mut Pieces,
    ) -> bool {
        let (first, cell, last) =
            (self.to_cell[start] as usize, self.to_cell[char] as usize, self.cell_at(end));
        let own = if has_hyphen { pieces.hyphen_cells() } else { 0 };
        let hyphen = if has_hyphen { "-" } else { "" };
        let head = pieces.translate(self.slice(start..char), hyphen);
        let count = cell - first;
        if head.get(..count) != Some(&self.cells[first..cell]) || head.len() != count + own {
            return false;
        }
        let tail = &self.cells[cell..last];
        let matches = |lead: usize, alone: &[u8]| alone.len() == lead + tail.len();
        if !self.holds_on(char) {
            return pieces.translate(self.slice(char..end), "") == tail;
        }
        let lead = self.lead(char, pieces).to_vec();
        let alone = pieces.translate(self.slice(char..end), "");
        matches(lead.len(), alone) && alone.starts_with(&lead) && alone.ends_with(tail)
    }

    /// The word around `char`, not before `floor`; `None` if it is no word of any language.
    fn token(&self, floor: usize, char: usize) -> Option<(usize, usize)> {
        let low = floor.max(char.saturating_sub(WINDOW));
        let (start, end) = self.between_blanks(low, char);
        let is_cut = (start == low && low > floor) || end - char == WINDOW;
        let has_digit = !self.letters.digits.is_empty() && self.kinds(start..end).is(Kind::DECIMAL);
        (!is_cut && !has_digit).then_some((start, end))
    }

    /// The places where a word might be divided, rising; which of them need a hyphen.
    fn find_candidates(
        &self,
        token: Range<usize>,
        has_syllables: bool,
        candidates: &mut Vec<(usize, bool)>,
    ) {
        candidates.clear();
        let is_letter = |char: usize| token.contains(&char) && self.is(char, Kind::LETTER);
        let any = self.kinds(token.clone());
        if any.is(Kind::COMPOUND) {
            let signs = token.start + 2..token.end.saturating_sub(2).max(token.start + 2);
            candidates.extend(
                signs
                    .filter(|&sign| self.is(sign, Kind::COMPOUND))
                    .filter(|sign| {
                        [sign - 2, sign - 1, sign + 1, sign + 2].into_iter().all(is_letter)
                    })
                    .map(|sign| (sign + 1, false)),
            );
        }
        if has_syllables && any.is(Kind::SOFT) {
            let behind = |char: &usize| self.is(char - 1, Kind::SOFT);
            candidates.extend((token.start + 1..token.end).filter(behind).map(|char| (char, true)));
            candidates.sort_unstable();
            return;
        }
        let Some((dictionary, codes)) = self.rules.dictionary.filter(|_| has_syllables) else {
            return;
        };
        let mut char = token.start;
        while char < token.end {
            if !self.is(char, Kind::LETTER) {
                char += 1;
                continue;
            }
            let start = char;
            while char < token.end
                && (is_letter(char) || (self.is(char, Kind::APOSTROPHE) && is_letter(char + 1)))
            {
                char += 1;
            }
            let word = &self.letters.ids[start..char];
            let places = dictionary.places(word, (self.rules.alphabet, codes));
            candidates.extend(each_place(places).map(|place| (start + place, true)));
        }
        if any.is(Kind::COMPOUND) {
            candidates.sort_unstable();
        }
    }
}
