//! Characters amid quiet text that are not quiet: the capital of a name, a quotation mark at an end.
//!
//! A stretch goes on until a character that nothing happens to follows, or a blank. Whether it depends
//! on more than two characters before it and that one behind it is observed, as for whole units: both passes
//! go over it in a [`View`] of these. Few different stretches make up many words, so that their memory is
//! small and near.
//!
//! [`View`]: crate::view::View

use crate::filled::Filled;
use crate::known::{NUMBER, SHORT, Side};
use crate::quiet::Quiet;
use crate::table::Table;
use crate::units::{KEPT, block_at};
use crate::words::Words;

/// Where a stretch stands in the text, with the characters beside it.
struct Stretch {
    /// Where those before it begin.
    before: usize,
    start: usize,
    end: usize,
    /// The character behind it; `None` is the end of the text.
    next: Option<char>,
}

impl Stretch {
    /// The stretch around `start`, which is not quiet behind what is before it; `None` for a long one, and
    /// where no text can go on.
    ///
    /// Marks belong to it, for rules look across them. What is before it is quiet from `floor` on.
    #[inline]
    fn find(quiet: &Quiet, text: &str, floor: usize, start: usize) -> Option<Self> {
        let before = place_before(text.as_bytes(), floor, start);
        let has_mark = text.as_bytes()[before..start].last().is_some_and(u8::is_ascii_punctuation);
        let start = start - usize::from(has_mark);
        let mut last = None;
        for (place, next) in text[start..].char_indices() {
            let end = start + place;
            if end + next.len_utf8() - before > SHORT {
                return None;
            }
            let class = quiet.row_of(next);
            if next <= ' ' {
                return (place > usize::from(has_mark) && class != 0).then_some(Self {
                    before,
                    start,
                    end,
                    next: Some(next),
                });
            }
            let is_quiet = last.is_some_and(|last| quiet.row_after(last) & class != 0);
            if is_quiet && place > usize::from(has_mark) && !next.is_ascii_punctuation() {
                return Some(Self { before, start, end, next: Some(next) });
            }
            last = Some(next);
        }
        Some(Self { before, start, end: text.len(), next: None })
    }

    /// The stretch with all that it is shown with.
    fn shown<'a>(&self, text: &'a str) -> &'a str {
        &text[self.before..self.end + self.next.map_or(0, char::len_utf8)]
    }

    /// Whether there may be more before what is shown. Behind a blank it is as if there were: who changes
    /// a text counts on that (`Reach`).
    #[inline]
    fn is_left_open(&self, text: &str) -> bool {
        self.before > 0 || (self.start > 0 && text.as_bytes()[0] <= b' ')
    }

    /// What it is looked up by: all that is shown, and where in it the stretch is.
    #[inline]
    fn key(&self, text: &str) -> [u128; 1] {
        let length = self.shown(text).len();
        let block = block_at(text.as_bytes(), self.before) & KEPT[length];
        let kind = (self.start - self.before) << 2
            | usize::from(self.is_left_open(text)) << 1
            | usize::from(self.next.is_none());
        [block | ((length | kind << 8) as u128) << NUMBER]
    }
}

/// Where up to two characters before `start` begin, not before `floor`: one if it is a blank.
#[inline]
fn place_before(bytes: &[u8], floor: usize, start: usize) -> usize {
    let mut place = start;
    for _ in 0..2 {
        let Some(lead) = bytes[floor..place].iter().rposition(|&byte| byte & 0xC0 != 0x80) else {
            break;
        };
        place = floor + lead;
        if bytes[place] <= b' ' {
            break;
        }
    }
    place
}

impl Table {
    /// Write quiet text and stretches amid it from `from` on, where a unit begins: up to the end of the
    /// last unit that is such text.
    #[inline]
    pub(crate) fn write_quiet(
        &self,
        quiet: &Quiet,
        text: &str,
        (from, side): (usize, Side),
        words: &mut Words,
        to: &mut Filled,
    ) -> usize {
        let bytes = text.as_bytes();
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
            if let Some(blank) = bytes[run.clone()].iter().rposition(|&byte| byte <= b' ') {
                let end = place + blank + 1;
                let begun = bytes[end..run.end].iter().filter(|&byte| byte & 0xC0 != 0x80).count();
                whole = (end, to.before(begun));
            }
            let Some((end, next)) = self.write_stretch(quiet, text, (floor, run.end), words, to)
            else {
                to.go_back(whole.1);
                return whole.0;
            };
            let Some(next) = next else { return end };
            row = quiet.row_of(next);
            (floor, place) = (end, end);
        }
    }

    /// Write the stretch at `start`: where it ends, and what is behind it.
    #[inline]
    fn write_stretch(
        &self,
        quiet: &Quiet,
        text: &str,
        (floor, start): (usize, usize),
        words: &mut Words,
        to: &mut Filled,
    ) -> Option<(usize, Option<char>)> {
        let stretch = Stretch::find(quiet, text, floor, start)?;
        to.go_back(to.before(start - stretch.start));
        let key = stretch.key(text);
        let known = match words.stretch(key) {
            Some(known) => known,
            None => {
                let depends = !self.work_out_stretch(text, &stretch, words);
                words.keep_stretch(key, depends);
                words.stretch(key)?
            }
        };
        let alignment = words.alignment(known)?;
        to.append_known(known, alignment);
        Some((stretch.end, stretch.next))
    }

    /// Whether a stretch depends on no more than is shown; then its cells and maps are in `worked`.
    #[cold]
    fn work_out_stretch(&self, text: &str, stretch: &Stretch, words: &mut Words) -> bool {
        let work = &mut words.work;
        work.ids.clear();
        work.ids.extend(stretch.shown(text).chars().map(|c| self.characters.id(c)));
        let count = |bytes: &str| bytes.chars().count();
        let start = count(&text[stretch.before..stretch.start]);
        let stop = start + count(&text[stretch.start..stretch.end]);
        let each = |place: usize| &self.each[usize::from(work.ids[place])];
        // Whether the character before was written as one between digits is not to be seen from it.
        let is_behind_midnum =
            start > 0 && each(start - 1).midnum.is_some() && each(start).is_digit;
        if is_behind_midnum || !(start..stop).all(|place| each(place).is_plain) {
            return false;
        }
        let is_open = (stretch.is_left_open(text), stretch.next.is_some());
        if !self.go_over(start..stop, is_open, work) {
            return false;
        }
        // Those beside it are written by themselves, also beside what the first pass made of it.
        let made = &work.corrected.ids[start..work.corrected.ids.len() - (work.ids.len() - stop)];
        let (Some(&first), Some(&last)) = (made.first(), made.last()) else { return false };
        let is_joined = start > 0 && self.trie.begins_with(work.ids[start - 1], first);
        let is_followed = work.ids.get(stop).is_some_and(|&next| {
            self.context_patterns.begins_behind(last, next)
                || self.correct_patterns.begins_behind(work.ids[stop - 1], next)
        });
        !is_joined && !is_followed && work.worked.map(stop - start)
    }
}
