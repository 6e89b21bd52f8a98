//! An output while it is being filled.

use crate::alignments::{Alignment, LANES};
use crate::output::Output;
use crate::quiet::Quiet;
use crate::reach::Reach;
use crate::start::{MOST_CELLS, Start};
use crate::words::{Long, Short, Worked};

/// An output that is being filled: buffers with room for whole blocks behind what is written.
pub(crate) struct Filled<'a> {
    out: &'a mut Output,
    cells: usize,
    pub chars: usize,
}

impl<'a> Filled<'a> {
    pub fn new(out: &'a mut Output, bytes: usize) -> Self {
        out.steps = None;
        out.reach.clear();
        // What was written before is written over.
        let size = bytes + bytes / 8 + 2 * LANES;
        out.cells.resize(size, 0);
        out.cell_to_char.resize(size, 0);
        out.char_to_cell.resize(size, 0);
        Self { out, cells: 0, chars: 0 }
    }

    /// What the output before depended on: memory to be used again.
    pub fn take_reach(&mut self) -> Reach {
        std::mem::take(&mut self.out.reach)
    }

    /// Room for so many more cells and characters.
    #[inline]
    fn reserve(&mut self, cells: usize, chars: usize) {
        let size = (self.cells + cells).max(self.chars + chars);
        if size > self.out.cells.len() {
            self.grow(size);
        }
    }

    /// By a quarter: a page that is touched for nothing costs more than to copy what is written.
    #[cold]
    fn grow(&mut self, size: usize) {
        let size = size + size / 4;
        self.out.cells.resize(size, 0);
        self.out.cell_to_char.resize(size, 0);
        self.out.char_to_cell.resize(size, 0);
    }

    /// Append a short unit: whole blocks of which only the beginning counts.
    #[inline]
    pub fn append_short(&mut self, short: &Short, alignment: &Alignment) {
        self.reserve(LANES, LANES);
        let (cell, char) = (self.cells, self.chars);
        if let Some(block) = self.out.cells[cell..].first_chunk_mut() {
            *block = short.cells();
        }
        add_all(&mut self.out.cell_to_char[cell..], &alignment.cell_to_char, char as u32);
        add_all(&mut self.out.char_to_cell[char..], &alignment.char_to_cell, cell as u32);
        self.cells += alignment.cells();
        self.chars += alignment.chars();
    }

    /// Append a unit that was worked out.
    pub fn append_worked(&mut self, worked: &Worked) {
        self.append_relative(&worked.cells, &worked.cell_to_char, &worked.char_to_cell);
    }

    /// Append a long unit.
    pub fn append_long(&mut self, long: &Long) {
        self.append_relative(&long.cells, &long.cell_to_char, &long.char_to_cell);
    }

    fn append_relative(&mut self, cells: &[u8], cell_to_char: &[u8], char_to_cell: &[u8]) {
        self.reserve(cells.len(), char_to_cell.len());
        let (cell, char) = (self.cells, self.chars);
        self.cells += cells.len();
        self.chars += char_to_cell.len();
        self.out.cells[cell..self.cells].copy_from_slice(cells);
        add(&mut self.out.cell_to_char[cell..self.cells], cell_to_char, char as u32);
        add(&mut self.out.char_to_cell[char..self.chars], char_to_cell, cell as u32);
    }

    /// Append quiet text from `bytes`, where `row` has the classes that may come first; the bytes.
    #[inline]
    pub fn append_quiet(&mut self, quiet: &Quiet, bytes: &[u8], row: u64) -> usize {
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
    pub fn append_start(&mut self, quiet: &Quiet, start: Start, bytes: &[u8], row: u64) -> usize {
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

    /// Cut off the room that was not needed.
    pub fn finish(self) {
        self.out.cells.truncate(self.cells);
        self.out.cell_to_char.truncate(self.cells);
        self.out.char_to_cell.truncate(self.chars);
    }
}

/// Write all lanes with `base` added.
#[inline]
fn add_all(to: &mut [u32], relative: &[u8; LANES], base: u32) {
    let Some(block) = to.first_chunk_mut::<LANES>() else { return };
    for (to, &one) in block.iter_mut().zip(relative) {
        *to = base + u32::from(one);
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
