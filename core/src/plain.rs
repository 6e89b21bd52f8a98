//! The quick way through plain text: unit by unit, from memory.

use crate::output::Output;
use crate::quiet::Quiet;
use crate::region::{Journey, Reached};
use crate::start::{MOST_CELLS, Start};
use crate::table::{Fault, Table};
use crate::unit::Verdict;
use crate::words::{Kind, LONGEST, Long, SHORT, Side, Slot, Words};

/// A place in the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub byte: usize,
    pub char: u32,
}

/// How a text was served.
enum Way {
    Units,
    Whole,
    NotPlain,
}

/// An output that is being filled: buffers with room for whole blocks behind what is written.
pub(crate) struct Filled<'a> {
    out: &'a mut Output,
    cells: usize,
    chars: usize,
}

impl<'a> Filled<'a> {
    fn new(out: &'a mut Output, bytes: usize) -> Self {
        out.steps = None;
        for map in [&mut out.cell_to_char, &mut out.char_to_cell] {
            map.clear();
            map.resize(bytes + bytes / 8 + 2 * SHORT, 0);
        }
        out.cells.clear();
        out.cells.resize(out.cell_to_char.len(), 0);
        Self { out, cells: 0, chars: 0 }
    }

    /// Room for so many more cells and characters.
    #[inline]
    fn reserve(&mut self, cells: usize, chars: usize) {
        if self.cells + cells > self.out.cells.len() {
            let size = (self.out.cells.len() + cells) * 2;
            self.out.cells.resize(size, 0);
            self.out.cell_to_char.resize(size, 0);
        }
        if self.chars + chars > self.out.char_to_cell.len() {
            self.out.char_to_cell.resize((self.out.char_to_cell.len() + chars) * 2, 0);
        }
    }

    /// Append a short unit: whole blocks of which only the beginning counts.
    #[inline]
    fn append_slot(&mut self, slot: &Slot) {
        self.reserve(SHORT, SHORT);
        let (cell, char) = (self.cells, self.chars);
        self.out.cells[cell..cell + SHORT].copy_from_slice(&slot.cells);
        if let Some(block) = self.out.cell_to_char[cell..].first_chunk_mut() {
            slot.cell_to_char.add_to(char as u32, block);
        }
        if let Some(block) = self.out.char_to_cell[char..].first_chunk_mut() {
            slot.char_to_cell.add_to(cell as u32, block);
        }
        self.cells += usize::from(slot.cell_count);
        self.chars += usize::from(slot.char_count);
    }

    fn append_long(&mut self, long: &Long) {
        let (cells, chars) = (long.cells.len(), long.char_to_cell.len());
        self.reserve(cells, chars);
        let (cell, char) = (self.cells, self.chars);
        self.out.cells[cell..cell + cells].copy_from_slice(&long.cells);
        add(&mut self.out.cell_to_char[cell..cell + cells], &long.cell_to_char, char as u32);
        add(&mut self.out.char_to_cell[char..char + chars], &long.char_to_cell, cell as u32);
        self.cells += cells;
        self.chars += chars;
    }

    /// Append quiet text from `bytes`, where `row` has the classes that may come first; the bytes.
    #[inline]
    fn append_quiet(&mut self, quiet: &Quiet, bytes: &[u8], row: u64) -> usize {
        self.reserve(bytes.len(), bytes.len());
        let went = quiet.write(bytes, row, &mut self.out.cells[self.cells..]);
        let (cell, char) = (self.cells, self.chars);
        count_up(&mut self.out.cell_to_char[cell..cell + went.chars], char as u32);
        count_up(&mut self.out.char_to_cell[char..char + went.chars], cell as u32);
        self.cells += went.chars;
        self.chars += went.chars;
        went.bytes
    }

    /// Append a first character and the quiet text behind it; the bytes, 0 if there are no units.
    fn append_start(&mut self, quiet: &Quiet, start: Start, bytes: &[u8], row: u64) -> usize {
        self.reserve(MOST_CELLS, 1);
        let (cell, char) = (self.cells, self.chars);
        self.out.cells[cell..cell + MOST_CELLS].copy_from_slice(&start.cells);
        self.out.cell_to_char[cell..cell + MOST_CELLS].fill(char as u32);
        self.out.char_to_cell[char] = cell as u32;
        self.cells += usize::from(start.count);
        self.chars += 1;
        let first = usize::from(start.bytes);
        match self.append_quiet(quiet, &bytes[first..], row) {
            0 => {
                (self.cells, self.chars) = (cell, char);
                0
            }
            went => first + went,
        }
    }

    /// Append cells with the characters they stand for.
    pub fn append(&mut self, cells: &[u8], anchors: impl Iterator<Item = u32>) {
        self.reserve(cells.len(), 0);
        let end = self.cells + cells.len();
        self.out.cells[self.cells..end].copy_from_slice(cells);
        for (to, anchor) in self.out.cell_to_char[self.cells..end].iter_mut().zip(anchors) {
            *to = anchor;
        }
        self.cells = end;
    }

    /// Map the characters up to `end` to the cells that were appended.
    pub fn map_to(&mut self, end: u32) {
        self.reserve(0, (end as usize).saturating_sub(self.chars));
        let anchors = &self.out.cell_to_char[..self.cells];
        let mut last = if self.chars == 0 { 0 } else { self.out.char_to_cell[self.chars - 1] };
        // Cells never fall back: those of these characters are the last ones.
        let mut cell = anchors.partition_point(|&anchor| (anchor as usize) < self.chars);
        for position in self.chars as u32..end {
            while cell < anchors.len() && anchors[cell] < position {
                cell += 1;
            }
            if anchors.get(cell) == Some(&position) {
                last = cell as u32;
            }
            self.out.char_to_cell[position as usize] = last;
        }
        self.chars = end as usize;
    }

    fn finish(self) {
        self.out.cells.truncate(self.cells);
        self.out.cell_to_char.truncate(self.cells);
        self.out.char_to_cell.truncate(self.chars);
    }
}

#[inline]
fn add(to: &mut [u32], relative: &[u8], base: u32) {
    for (to, &one) in to.iter_mut().zip(relative) {
        *to = base + u32::from(one);
    }
}

#[inline]
fn count_up(to: &mut [u32], from: u32) {
    for (to, number) in to.iter_mut().zip(from..) {
        *to = number;
    }
}

impl Table {
    /// Translate text that needs no preparation; `false` where it does, and nothing is written.
    pub fn translate_plain(
        &self,
        text: &str,
        words: &mut Words,
        out: &mut Output,
    ) -> Result<bool, Fault> {
        let mut to = Filled::new(out, text.len());
        match self.write_units(text, words, &mut to)? {
            Way::Units => to.finish(),
            Way::NotPlain => return Ok(false),
            Way::Whole => {
                if !self.is_plain(text) {
                    return Ok(false);
                }
                *out = self.translate_all(text, None, text.chars().count(), None, false)?;
            }
        }
        Ok(true)
    }

    fn is_plain(&self, text: &str) -> bool {
        text.chars().all(|c| self.each[usize::from(self.characters.id(c))].is_plain)
    }

    fn write_units(&self, text: &str, words: &mut Words, to: &mut Filled) -> Result<Way, Fault> {
        let bytes = text.as_bytes();
        let mut byte = 0;
        let mut side = Side::Edge;
        let mut units = Units::new();
        let mut journey = Journey { text, floor: 0, budget: 8 * text.len() + 4096 };
        while byte < bytes.len() {
            if let Some(quiet) = &self.quiet {
                let mut went = to.append_quiet(quiet, &bytes[byte..], quiet.row_behind(side));
                if went == 0
                    && let Some((start, row)) = self.find_start(quiet, &text[byte..], side, words)
                {
                    went = to.append_start(quiet, start, &bytes[byte..], row);
                }
                if went > 0 {
                    byte += went;
                    side = Side::behind(bytes[byte - 1]);
                    continue;
                }
            }
            let most = if self.quiet.is_some() { 1 } else { AHEAD };
            units.find(bytes, byte, side, most, words);
            for unit in &units.all[..units.count] {
                let slot = words.short(unit.place, unit.key, unit.length, unit.side);
                if let Some(slot) = slot.filter(|slot| slot.kind == Kind::Short) {
                    to.append_slot(slot);
                    byte = unit.start + unit.length;
                    continue;
                }
                let end = unit.start + unit.length;
                byte = match self.write_unknown(text, unit, words, to) {
                    Verdict::Known => end,
                    Verdict::NotPlain => return Ok(Way::NotPlain),
                    Verdict::NoDivider => return Ok(Way::Whole),
                    Verdict::Depends => {
                        let from = Place { byte: unit.start, char: to.chars as u32 };
                        match self.write_region(&mut journey, from, end, words, to)? {
                            Reached::NotPlain => return Ok(Way::NotPlain),
                            Reached::Whole => return Ok(Way::Whole),
                            Reached::Written(place) => place.byte,
                        }
                    }
                };
                if byte != end {
                    journey.floor = byte;
                    break;
                }
            }
            side = Side::behind(bytes[byte - 1]);
        }
        Ok(Way::Units)
    }

    /// A unit that has no short slot: from the map, or worked out.
    fn write_unknown(
        &self,
        text: &str,
        found: &Unit,
        words: &mut Words,
        to: &mut Filled,
    ) -> Verdict {
        let &Unit { key, side, .. } = found;
        let span = found.start..found.start + found.length;
        let unit = &text.as_bytes()[span.clone()];
        if unit.len() > LONGEST {
            return Verdict::Depends;
        }
        let is_short = unit.len() <= SHORT;
        let kind = words.short(found.place, key, unit.len(), side).filter(|_| is_short);
        if kind.is_some_and(|slot| slot.kind == Kind::Depends) {
            return Verdict::Depends;
        }
        if (kind.is_some() || !is_short)
            && let Some(long) = words.long(unit, side)
        {
            if long.kind == Kind::Depends {
                return Verdict::Depends;
            }
            to.append_long(long);
            return Verdict::Known;
        }
        let is_last = span.end == text.len() && unit.last().is_some_and(|&byte| byte > b' ');
        let verdict = self.work_out(&text[span.clone()], side, is_last, words);
        match verdict {
            Verdict::Known => {
                words.keep(key, unit, side, false);
                let worked = &words.work.worked;
                to.reserve(worked.cells.len(), worked.char_to_cell.len());
                let (cell, char) = (to.cells, to.chars);
                let (cells, chars) = (worked.cells.len(), worked.char_to_cell.len());
                to.out.cells[cell..cell + cells].copy_from_slice(&worked.cells);
                add(
                    &mut to.out.cell_to_char[cell..cell + cells],
                    &worked.cell_to_char,
                    char as u32,
                );
                add(
                    &mut to.out.char_to_cell[char..char + chars],
                    &worked.char_to_cell,
                    cell as u32,
                );
                to.cells += cells;
                to.chars += chars;
            }
            Verdict::Depends => words.keep(key, unit, side, true),
            Verdict::NotPlain | Verdict::NoDivider => {}
        }
        verdict
    }
}

/// Units that are looked up together, so that memory answers for all of them at once.
const AHEAD: usize = 16;

/// A unit and where it would be remembered.
#[derive(Clone, Copy)]
struct Unit {
    key: u128,
    start: usize,
    length: usize,
    place: usize,
    side: Side,
}

/// The next units of a text.
struct Units {
    all: [Unit; AHEAD],
    marks: [(usize, u32); AHEAD],
    count: usize,
}

impl Units {
    #[inline]
    fn new() -> Self {
        let none = Unit { key: 0, start: 0, length: 0, place: 0, side: Side::Edge };
        Self { all: [none; AHEAD], marks: [(0, 0); AHEAD], count: 0 }
    }

    /// Find at most `most` units from `start` on.
    #[inline]
    fn find(&mut self, bytes: &[u8], mut start: usize, mut side: Side, most: usize, words: &Words) {
        let mut seen = 0;
        self.count = 0;
        for (unit, mark) in self.all.iter_mut().zip(&mut self.marks).take(most) {
            if start >= bytes.len() {
                break;
            }
            let (key, length) = unit_at(bytes, start);
            *mark = words.mark_of(key, length, side);
            seen ^= words.touch_group(mark.0);
            *unit = Unit { key, start, length, place: 0, side };
            self.count += 1;
            start += length;
            side = Side::behind(bytes[start - 1]);
        }
        for (unit, &mark) in self.all[..self.count].iter_mut().zip(&self.marks) {
            unit.place = words.place_of(mark);
            seen ^= words.touch(unit.place);
        }
        std::hint::black_box(seen);
    }
}

const EACH: u128 = u128::MAX / 0xFF;
const HIGH: u128 = EACH * 0x80;

/// The place of the first byte of 16 that is a blank or a control, 16 if there is none.
///
/// A borrow can only come from a byte that was found, so that the first one found is right.
#[inline]
fn first_blank(bytes: u128) -> usize {
    let found = bytes.wrapping_sub(EACH * 0x21) & !bytes & HIGH;
    let (low, high) = (found as u64, (found >> 64) as u64);
    let place = if low == 0 { 64 + high.trailing_zeros() } else { low.trailing_zeros() };
    (place / 8) as usize
}

/// By length: the bytes that are kept.
const KEPT: [u128; SHORT + 1] = {
    let mut kept = [0; SHORT + 1];
    let mut length = 1;
    while length <= SHORT {
        kept[length] = u128::MAX >> (8 * (SHORT - length));
        length += 1;
    }
    kept
};

/// The unit that begins at `start`: its first 16 bytes, those behind it blanked, and its length.
#[inline]
fn unit_at(bytes: &[u8], start: usize) -> (u128, usize) {
    let rest = &bytes[start..];
    let block = match (rest.first_chunk::<SHORT>(), bytes.last_chunk::<SHORT>()) {
        (Some(block), _) => u128::from_le_bytes(*block),
        (None, Some(block)) => u128::from_le_bytes(*block) >> (8 * (SHORT - rest.len())),
        (None, None) => {
            let mut block = [0; SHORT];
            block[..rest.len()].copy_from_slice(rest);
            u128::from_le_bytes(block)
        }
    };
    let place = first_blank(block);
    if place < SHORT {
        let length = (place + 1).min(rest.len());
        return (block & KEPT[length], length);
    }
    let far = rest[SHORT..].iter().position(|&byte| byte <= b' ');
    (block, far.map_or(rest.len(), |far| SHORT + far + 1))
}
