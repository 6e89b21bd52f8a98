//! A first character with cells of its own before quiet text: the capital of a name.
//!
//! Whether it is so depends on the blank before it and on the character behind it, and this is
//! observed, as for whole units: both passes go over the character in a [`View`] of these three.

use crate::known::Side;
use crate::quiet::Quiet;
use crate::table::Table;
use crate::view::View;
use crate::words::{Words, Work};

/// Cells of the longest start.
pub(crate) const MOST_CELLS: usize = 2;
const SIZE: usize = 1 << 12;

/// What is known of a first character with its neighbours.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Start {
    /// Both characters and the side; 0 is empty.
    key: u64,
    pub cells: [u8; MOST_CELLS],
    /// 0 where it is no start.
    pub count: u8,
    /// Bytes of the first character.
    pub bytes: u8,
}

/// The starts that one thread met.
#[derive(Debug, Default)]
pub(crate) struct Starts(Vec<Start>);

impl Table {
    /// The start of `unit`, which has a side before it; `None` if it is none.
    #[inline]
    pub(crate) fn find_start(
        &self,
        quiet: &Quiet,
        unit: &str,
        side: Side,
        words: &mut Words,
    ) -> Option<(Start, u64)> {
        let mut characters = unit.chars();
        let (first, next) = (characters.next()?, characters.next()?);
        let row = quiet.row_of(next);
        if row == 0 || next <= ' ' {
            return None;
        }
        let key = ((first as u64) << 32) | ((next as u64) << 8) | (side as u64 + 1);
        let place = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52) as usize % SIZE;
        let start = match words.starts.0.get(place) {
            Some(&start) if start.key == key => start,
            _ => self.judge_start(key, place, (first, next), side, words),
        };
        (start.count > 0).then_some((start, row))
    }

    #[cold]
    fn judge_start(
        &self,
        key: u64,
        place: usize,
        (first, next): (char, char),
        side: Side,
        words: &mut Words,
    ) -> Start {
        let mut start = Start { key, bytes: first.len_utf8() as u8, ..Start::default() };
        if let Some(count) = self.work_out_start(first, next, side, &mut words.work) {
            let cells = &words.work.writer.cells[..count];
            start.cells[..count].copy_from_slice(cells);
            start.count = count as u8;
        }
        words.starts.0.resize(SIZE, Start::default());
        words.starts.0[place] = start;
        start
    }

    /// How many cells `first` has; they are the first ones in the writer.
    fn work_out_start(
        &self,
        first: char,
        next: char,
        side: Side,
        work: &mut Work,
    ) -> Option<usize> {
        let Work { ids, search, corrected, writer, .. } = work;
        ids.clear();
        ids.extend(side.character().map(|blank| self.characters.id(blank)));
        let begin = ids.len();
        let (first, next) = (self.characters.id(first), self.characters.id(next));
        if !self.each[usize::from(first)].is_plain {
            return None;
        }
        ids.extend([first, next]);

        let view = View::part(ids, begin > 0, true);
        corrected.clear();
        search.clear();
        corrected.ids.extend_from_slice(&ids[..begin]);
        let end = self.correct_step(&view, search, begin, corrected);
        if end != begin + 1
            || view.has_crossed()
            || self.correct_patterns.begins_behind(first, next)
        {
            return None;
        }
        let stop = corrected.ids.len();
        let last = *corrected.ids.last()?;
        corrected.ids.push(next);

        let view = View::part(&corrected.ids, begin > 0, true);
        writer.clear();
        search.clear();
        let end = self.write(&view, search, begin, None, writer, |place| place >= stop);
        let is_certain = end == Ok(stop)
            && !view.has_crossed()
            && !self.context_patterns.begins_behind(last, next);
        let count = writer.cells.len();
        (is_certain && (1..=MOST_CELLS).contains(&count)).then_some(count)
    }
}
