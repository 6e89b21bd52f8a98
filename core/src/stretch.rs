//! Characters amid quiet text that are not quiet: the capital of a name, a quotation mark at an end.
//!
//! A stretch goes on until a character that nothing happens to follows, or a blank. Whether it depends
//! on more than two characters before it and that one behind it is observed, as for whole units: both passes
//! go over it in a [`View`] of these. Few different stretches make up many words, so that their memory is
//! small and near.
//!
//! [`View`]: crate::view::View

use std::ops::Range;

use crate::alignments::LANES;
use crate::characters::Id;
use crate::filled::Filled;
use crate::initials;
use crate::known::{NUMBER, SHORT, Short, Side};
use crate::position::Position;
use crate::quiet::Quiet;
use crate::region::Journey;
use crate::table::{Roles, Table};
use crate::units::{KEPT, block_at};
use crate::words::Words;

/// Where a stretch stands in the text, and what it is shown with.
struct Stretch {
    /// Where the characters before it begin.
    before: usize,
    start: usize,
    end: usize,
    /// Where the character behind it ends; no more than `end` where the text does.
    behind: usize,
    /// The class of that character.
    row: u64,
}

impl Stretch {
    /// The stretch around `noisy`, which is not quiet behind what is before it; `None` for a long one, and
    /// where no text can go on.
    ///
    /// It is shown with one character before it: there are few such stretches. Marks belong to it, for
    /// rules look across them. What is before it is quiet from `floor` on.
    #[inline]
    fn find(quiet: &Quiet, bytes: &[u8], floor: usize, noisy: usize) -> Option<Self> {
        let has_mark = noisy > floor && is_mark(bytes[noisy - 1]);
        let start = noisy - usize::from(has_mark);
        let before = if start > floor { one_before(bytes, start) } else { start };
        let (mut end, mut row) = (start, 0);
        while let Some(&byte) = bytes.get(end) {
            let next = quiet.look_at(bytes, end);
            let behind = end + next.length;
            if behind - before > SHORT {
                return None;
            }
            let is_blank = byte <= b' ';
            let is_letter = next.class & row != 0 && !is_mark(byte);
            if is_blank || is_letter && end > noisy {
                let has_end = end > noisy && next.class != 0;
                return has_end.then_some(Self { before, start, end, behind, row: next.class });
            }
            (end, row) = (behind, next.row);
        }
        Some(Self { before, start, end, behind: end, row: 0 })
    }

    /// The same, shown with two characters before it, where both are quiet.
    fn wider(&self, bytes: &[u8], floor: usize) -> Option<Self> {
        if self.before == self.start || self.before <= floor {
            return None;
        }
        let before = one_before(bytes, self.before);
        (self.behind - before <= SHORT).then_some(Self { before, ..*self })
    }

    /// Whether it begins a unit.
    fn begins_unit(&self, bytes: &[u8]) -> bool {
        bytes[..self.start].last().is_some_and(|&byte| byte <= b' ')
    }

    /// Whether it is one byte, shown with one before it, if there is any.
    fn is_initial(&self, noisy: usize) -> bool {
        self.end == noisy + 1 && self.before == noisy.saturating_sub(1)
    }

    /// Remember one of one character that was written as the first of a word too.
    #[cold]
    fn keep_initial(&self, initial: usize, bytes: &[u8], words: &mut Words) {
        let known = words.stretch(self.key(bytes)).copied();
        if let Some(known) = known
            && let Some(alignment) = words.alignment(&known)
            && alignment.chars() == 1
        {
            let count = alignment.cells();
            words.initials.put(initial, &known.cells()[0][..count]);
        }
    }

    /// Whether there may be more before what is shown. Behind a blank it is as if there were: who changes
    /// a text counts on that (`Reach`).
    #[inline]
    fn is_left_open(&self, bytes: &[u8]) -> bool {
        self.before > 0 || (self.start > 0 && bytes[0] <= b' ')
    }

    #[inline]
    fn is_right_open(&self) -> bool {
        self.behind > self.end
    }

    /// What it is looked up by: all that is shown, and where in it the stretch is.
    #[inline]
    fn key(&self, bytes: &[u8]) -> [u128; 1] {
        let length = self.behind - self.before;
        let block = block_at(bytes, self.before) & KEPT[length];
        let kind = (self.start - self.before) << 2
            | usize::from(self.is_left_open(bytes)) << 1
            | usize::from(self.is_right_open());
        [block | ((length | kind << 8) as u128) << NUMBER]
    }
}

/// The first character of a word.
pub(crate) struct First {
    pub bytes: usize,
    pub cells: [u8; LANES],
    /// How many of these there are.
    pub count: usize,
    /// The class of the second character.
    pub row: u64,
}

/// Where the quiet character before `place` begins.
#[inline]
fn one_before(bytes: &[u8], place: usize) -> usize {
    place - 1 - usize::from(bytes[place - 1] & 0xC0 == 0x80)
}

/// Whether it is a sign that is no letter: text from the second page of Unicode on counts as letters.
#[inline]
fn is_mark(byte: u8) -> bool {
    byte > b' ' && byte.is_ascii() && !byte.is_ascii_alphabetic()
}

impl Table {
    /// Write quiet text and stretches amid it in `span`, where a unit begins: up to the end of the last
    /// unit that is such text.
    #[inline]
    pub(crate) fn write_quiet<P: Position>(
        &self,
        quiet: &Quiet,
        journey: &mut Journey,
        (span, side): (Range<usize>, Side),
        words: &mut Words,
        to: &mut Filled<P>,
    ) -> usize {
        let text = &journey.text[..span.end];
        let (bytes, from) = (text.as_bytes(), span.start);
        // The blank before the first unit is one of two characters that may be shown.
        let mut floor = from.saturating_sub(1);
        let mut place = from;
        let mut row = quiet.row_behind(side);
        let mut whole = (from, to.before(0));
        loop {
            let went = to.append_quiet(quiet, &bytes[place..], row);
            let run = place..place + went.bytes;
            if run.end == bytes.len() {
                return run.end;
            }
            let initial = initials::place_of(bytes, floor, run.end);
            if let Some(known) = initial.and_then(|initial| words.initials.get(initial)) {
                whole = (run.end, to.before(0));
                to.append_initial(known);
                (floor, place) = (run.end + 1, run.end + 1);
                row = quiet.look_at(bytes, place).class;
                continue;
            }
            if let Some(blank) = bytes[run.clone()].iter().rposition(|&byte| byte <= b' ') {
                let end = place + blank + 1;
                let begun = bytes[end..run.end].iter().filter(|&byte| byte & 0xC0 != 0x80).count();
                whole = (end, to.before(begun));
            }
            let mut write =
                |stretch: &Stretch| self.write_stretch(text, stretch, run.end, words, to);
            let found = Stretch::find(quiet, bytes, floor, run.end).and_then(|one| {
                if write(&one) {
                    return Some(one);
                }
                let wider = one.wider(bytes, floor).filter(|wider| write(wider))?;
                if wider.begins_unit(bytes) {
                    // There are patterns that ask for a digit there: it depends on the unit before.
                    journey.note_unit(wider.start, wider.before);
                }
                Some(wider)
            });
            let Some(stretch) = found else {
                journey.forget_from(whole.0);
                to.go_back(whole.1);
                return whole.0;
            };
            if let Some(initial) = initial
                && stretch.is_initial(run.end)
            {
                stretch.keep_initial(initial, bytes, words);
            }
            (floor, place, row) = (stretch.end, stretch.end, stretch.row);
        }
    }

    /// Write a stretch, whose text was written up to `written`; `false` where it depends on more than is
    /// shown.
    #[inline]
    fn write_stretch<P: Position>(
        &self,
        text: &str,
        stretch: &Stretch,
        written: usize,
        words: &mut Words,
        to: &mut Filled<P>,
    ) -> bool {
        let key = stretch.key(text.as_bytes());
        let worked;
        let known = match words.stretch(key) {
            Some(known) => known,
            None => {
                worked = self.learn_stretch(text, stretch, key, words);
                &worked
            }
        };
        let Some(alignment) = words.alignment(known) else { return false };
        to.go_back(to.before(written - stretch.start));
        to.append_stretch(known, alignment);
        true
    }

    /// The first character of a word that is no quiet text, if it is a stretch by itself: so it is
    /// wherever the same two characters begin a text.
    pub(crate) fn first_of(&self, quiet: &Quiet, word: &str, words: &mut Words) -> Option<First> {
        let stretch = Stretch::find(quiet, word.as_bytes(), 0, 0)?;
        if stretch.end != word.chars().next()?.len_utf8() || stretch.row == 0 {
            return None;
        }
        let key = stretch.key(word.as_bytes());
        let known = words.stretch(key).copied();
        let known = known.unwrap_or_else(|| self.learn_stretch(word, &stretch, key, words));
        let count = words.alignment(&known)?.cells();
        Some(First { bytes: stretch.end, cells: known.cells()[0], count, row: stretch.row })
    }

    /// What is known of a stretch from now on.
    #[cold]
    fn learn_stretch(
        &self,
        text: &str,
        stretch: &Stretch,
        key: [u128; 1],
        words: &mut Words,
    ) -> Short {
        let depends = !self.work_out_stretch(text, stretch, words);
        words.keep_stretch(key, depends)
    }

    /// Whether a stretch depends on no more than is shown; then its cells and maps are in `worked`.
    fn work_out_stretch(&self, text: &str, stretch: &Stretch, words: &mut Words) -> bool {
        let work = &mut words.work;
        work.ids.clear();
        let shown = &text[stretch.before..stretch.behind];
        work.ids.extend(shown.chars().map(|character| self.characters.id(character)));
        let start = text[stretch.before..stretch.start].chars().count();
        let stop = start + text[stretch.start..stretch.end].chars().count();
        let each = |id: Id| &self.each[usize::from(id)];
        if !work.ids[start..stop].iter().all(|&id| self.roles(id).has(Roles::PLAIN)) {
            return false;
        }
        let is_open = (stretch.is_left_open(text.as_bytes()), stretch.is_right_open());
        if !self.go_over(start..stop, is_open, work) {
            return false;
        }
        // Those beside it are written by themselves, also beside what the first pass made of it.
        let made = &work.corrected.ids[start..work.corrected.ids.len() - (work.ids.len() - stop)];
        let (Some(&first), Some(&last)) = (made.first(), made.last()) else { return false };
        let is_joined = work.ids[..start].last().is_some_and(|&before| {
            // Whether it was written as one between digits is not to be seen from it.
            let may_be_midnum = each(before).midnum.is_some() && each(first).is_digit;
            may_be_midnum || self.trie.begins_with(before, first)
        });
        let is_followed = work.ids.get(stop).is_some_and(|&next| {
            self.context_patterns.begins_behind(last, next)
                || self.correct_patterns.begins_behind(work.ids[stop - 1], next)
        });
        !is_joined && !is_followed && work.worked.map(stop - start)
    }
}
