//! An output while it is being filled.

use std::ops::Range;

use crate::alignments::{Alignment, LANES};
use crate::initials::{self, Initial};
use crate::known::Known;
use crate::output::Output;
use crate::position::Position;
use crate::quiet::{Quiet, Went};
use crate::words::{Long, Worked};

/// Numbers of 32 bits of a register of the processor.
const FEW: usize = 4;

/// An output that is being filled: buffers with room for whole blocks behind what is written.
///
/// One text after another may be written to it; positions are counted from the beginning of the text.
pub(crate) struct Filled<'a, P = u32> {
    out: &'a mut Output<P>,
    /// Of all the texts that are to be written.
    bytes: usize,
    cells: usize,
    chars: usize,
    /// Where the text begins: cells, then characters.
    begun: (usize, usize),
    /// Whether both maps are written too.
    has_maps: bool,
}

impl<'a, P: Position> Filled<'a, P> {
    pub fn new(out: &'a mut Output<P>, bytes: usize) -> Self {
        let size = room(out, bytes);
        out.cell_to_char.resize(size, P::default());
        out.char_to_cell.resize(size, P::default());
        Self { out, bytes, cells: 0, chars: 0, begun: (0, 0), has_maps: true }
    }

    /// One of which both maps stay empty.
    pub fn of_cells(out: &'a mut Output<P>, bytes: usize) -> Self {
        room(out, bytes);
        out.cell_to_char.clear();
        out.char_to_cell.clear();
        Self { out, bytes, cells: 0, chars: 0, begun: (0, 0), has_maps: false }
    }

    /// From here on another text is written.
    pub fn begin(&mut self) {
        self.begun = (self.cells, self.chars);
    }

    /// Give up what was written of the text.
    pub fn cancel(&mut self) {
        (self.cells, self.chars) = self.begun;
    }

    /// The cells of the text so far, among all that were written, and its characters.
    pub fn written(&self) -> (Range<usize>, Range<usize>) {
        (self.begun.0..self.cells, self.begun.1..self.chars)
    }

    /// The cells of the text so far.
    #[inline]
    fn own_cells(&self) -> u32 {
        (self.cells - self.begun.0) as u32
    }

    /// The characters of the text so far.
    #[inline]
    pub fn own_chars(&self) -> u32 {
        (self.chars - self.begun.1) as u32
    }

    /// Append another translation of the text, of which nothing was written.
    pub fn append_all(&mut self, other: &Output) {
        let (cells, chars) = (other.cells.len(), other.char_to_cell.len());
        self.reserve(cells, chars);
        self.out.cells[self.cells..][..cells].copy_from_slice(&other.cells);
        if self.has_maps {
            lower_all(&mut self.out.cell_to_char[self.cells..][..cells], &other.cell_to_char);
            lower_all(&mut self.out.char_to_cell[self.chars..][..chars], &other.char_to_cell);
        }
        self.cells += cells;
        self.chars += chars;
    }

    /// Room for so many more cells and characters.
    #[inline]
    fn reserve(&mut self, cells: usize, chars: usize) {
        let size = (self.cells + cells).max(self.chars + chars);
        if size > self.out.cells.len() {
            self.grow(size);
        }
    }

    /// To what will be needed if the rest is as the text so far, but by a quarter at least and at most
    /// to twice as much: a page that is touched for nothing costs more than to copy what is written.
    #[cold]
    fn grow(&mut self, size: usize) {
        let expected = self.cells.saturating_mul(self.bytes) / self.chars.max(1) + 2 * LANES;
        let size = expected.clamp(size + size / 4, 2 * size);
        self.out.cells.resize(size, 0);
        if self.has_maps {
            self.out.cell_to_char.resize(size, P::default());
            self.out.char_to_cell.resize(size, P::default());
        }
    }

    /// Append a unit from its slot: whole blocks of which only the beginning counts.
    #[inline(always)] // two widths and two callers, of which one writes nearly all
    pub fn append_known<const B: usize>(&mut self, known: &Known<B>, alignment: &Alignment<B>) {
        self.reserve(B * LANES, B * LANES);
        let (cell, char) = (self.cells, self.chars);
        let (own_cell, own_char) = (self.own_cells(), self.own_chars());
        for (block, cells) in known.cells().into_iter().enumerate() {
            let at = block * LANES;
            if let Some(to) = self.out.cells[cell + at..].first_chunk_mut() {
                *to = cells;
            }
            if !self.has_maps {
                continue;
            }
            let [cell_to_char, char_to_cell] =
                [&alignment.cell_to_char[block], &alignment.char_to_cell[block]];
            add_all::<P, LANES>(&mut self.out.cell_to_char[cell + at..], cell_to_char, own_char);
            add_all::<P, LANES>(&mut self.out.char_to_cell[char + at..], char_to_cell, own_cell);
        }
        self.cells += alignment.cells();
        self.chars += alignment.chars();
    }

    /// Append a stretch from its slot: mostly there are few cells, and what is written for nothing is waited
    /// for by who reads the maps next.
    #[inline]
    pub fn append_stretch(&mut self, known: &Known<1>, alignment: &Alignment<1>) {
        let (own_cell, own_char) = (self.own_cells(), self.own_chars());
        let (count, chars) = (alignment.cells(), alignment.chars());
        if count > FEW || chars > FEW {
            return self.append_known(known, alignment);
        }
        self.reserve(LANES, LANES);
        let [cells] = known.cells();
        if let Some(to) = self.out.cells[self.cells..].first_chunk_mut() {
            *to = cells;
        }
        if self.has_maps {
            let Alignment { cell_to_char: [cell_to_char], char_to_cell: [char_to_cell] } =
                alignment;
            add_all::<P, FEW>(&mut self.out.cell_to_char[self.cells..], cell_to_char, own_char);
            add_all::<P, FEW>(&mut self.out.char_to_cell[self.chars..], char_to_cell, own_cell);
        }
        self.cells += count;
        self.chars += chars;
    }

    /// Append the first character of a word.
    #[inline]
    pub fn append_initial(&mut self, initial: Initial) {
        self.reserve(initials::MOST, 1);
        if let Some(to) = self.out.cells[self.cells..].first_chunk_mut() {
            *to = initial.cells;
        }
        if self.has_maps {
            let (own_cell, own_char) = (self.own_cells(), self.own_chars());
            if let Some(to) = self.out.cell_to_char[self.cells..].first_chunk_mut() {
                *to = [P::low(own_char); initials::MOST];
            }
            self.out.char_to_cell[self.chars] = P::low(own_cell);
        }
        self.cells += usize::from(initial.count);
        self.chars += 1;
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
        let (own_cell, own_char) = (self.own_cells(), self.own_chars());
        self.cells += cells.len();
        self.chars += char_to_cell.len();
        self.out.cells[cell..self.cells].copy_from_slice(cells);
        if !self.has_maps {
            return;
        }
        add(&mut self.out.cell_to_char[cell..self.cells], cell_to_char, own_char);
        add(&mut self.out.char_to_cell[char..self.chars], char_to_cell, own_cell);
    }

    /// Append quiet text from `bytes`, where `row` has the classes that may come first.
    #[inline]
    pub fn append_quiet(&mut self, quiet: &Quiet, bytes: &[u8], row: u64) -> Went {
        self.reserve(bytes.len() + LANES, bytes.len() + LANES);
        let went = quiet.write(bytes, row, &mut self.out.cells[self.cells..]);
        if self.has_maps {
            let (own_cell, own_char) = (self.own_cells(), self.own_chars());
            count_up(&mut self.out.cell_to_char[self.cells..], went.chars, own_char);
            count_up(&mut self.out.char_to_cell[self.chars..], went.chars, own_cell);
        }
        self.cells += went.chars;
        self.chars += went.chars;
        went
    }

    /// A place that [`Filled::go_back`] leads to: so many characters of one cell each before this one.
    #[inline]
    pub fn before(&self, chars: usize) -> (usize, usize) {
        (self.cells - chars, self.chars - chars)
    }

    /// Give up what was written behind a place.
    #[inline]
    pub fn go_back(&mut self, (cells, chars): (usize, usize)) {
        (self.cells, self.chars) = (cells, chars);
    }

    /// Append cells with the characters they stand for.
    pub fn append(&mut self, cells: &[u8], anchors: impl Iterator<Item = u32>) {
        self.reserve(cells.len(), 0);
        let end = self.cells + cells.len();
        self.out.cells[self.cells..end].copy_from_slice(cells);
        if self.has_maps {
            let to = &mut self.out.cell_to_char[self.cells..end];
            to.iter_mut().zip(anchors).for_each(|(to, anchor)| *to = P::low(anchor));
        }
        self.cells = end;
    }

    /// Map the characters up to `end` to the cells that were appended.
    pub fn map_to(&mut self, end: u32) {
        let from = self.own_chars();
        self.reserve(0, end.saturating_sub(from) as usize);
        self.chars = self.begun.1 + end as usize;
        if !self.has_maps {
            return;
        }
        let anchors = &self.out.cell_to_char[self.begun.0..self.cells];
        let places = &mut self.out.char_to_cell[self.begun.1..];
        let mut last = from.checked_sub(1).map_or(P::default(), |before| places[before as usize]);
        // Cells never fall back: those of these characters are the last ones.
        let mut cell = anchors.partition_point(|&anchor| anchor.into() < from);
        for position in from..end {
            while cell < anchors.len() && anchors[cell].into() < position {
                cell += 1;
            }
            if anchors.get(cell).is_some_and(|&anchor| anchor.into() == position) {
                last = P::low(cell as u32);
            }
            places[position as usize] = last;
        }
    }

    /// Cut off the room that was not needed.
    pub fn finish(self) {
        self.out.cells.truncate(self.cells);
        self.out.cell_to_char.truncate(self.cells);
        self.out.char_to_cell.truncate(self.chars);
    }
}

/// Make room for cells of so many bytes of text; how many. What was written before is written over, and
/// what is longer stays, for to fill it again costs.
fn room<P>(out: &mut Output<P>, bytes: usize) -> usize {
    out.steps = None;
    let size = (bytes + bytes / 8 + 2 * LANES).max(out.cells.len());
    out.cells.resize(size, 0);
    size
}

/// Write the first lanes with `base` added.
#[inline]
fn add_all<P: Position, const N: usize>(to: &mut [P], relative: &[u8; LANES], base: u32) {
    let Some(block) = to.first_chunk_mut::<N>() else { return };
    for (to, &one) in block.iter_mut().zip(relative) {
        *to = P::low(base + u32::from(one));
    }
}

#[inline]
fn add<P: Position>(to: &mut [P], relative: &[u8], base: u32) {
    for (to, &one) in to.iter_mut().zip(relative) {
        *to = P::low(base + u32::from(one));
    }
}

fn lower_all<P: Position>(to: &mut [P], places: &[u32]) {
    for (to, &place) in to.iter_mut().zip(places) {
        *to = P::low(place);
    }
}

/// Write `count` numbers from `from` on, and some more: whole registers of the processor.
#[inline]
fn count_up<P: Position>(to: &mut [P], count: usize, from: u32) {
    match size_of::<P>() {
        1 => count_up_by::<P, LANES>(to, count, from),
        _ => count_up_by::<P, FEW>(to, count, from),
    }
}

#[inline]
fn count_up_by<P: Position, const N: usize>(to: &mut [P], count: usize, mut from: u32) {
    for to in to.as_chunks_mut::<N>().0.iter_mut().take(count.div_ceil(N)) {
        *to = std::array::from_fn(|place| P::low(from + place as u32));
        from += N as u32;
    }
}
