//! Text written without maps: its cells, and for each word where it ends.
//!
//! Layout asks of most words only how many cells they have; how the characters and cells of one lie
//! beside one another is told by its shape. So this goes over text whose words stand between single
//! spaces, unit by unit, all of them looked up: to see that one is quiet takes longer. Of other text it
//! says that it does not, and `plain.rs` writes it.

use crate::alignments::{Alignment, LANES};
use crate::filled::Filled;
use crate::known::{Known, LEAST_MEDIUM, MEDIUM, SHORT, Side};
use crate::output::Output;
use crate::plain::Place;
use crate::region::{Journey, Reached};
use crate::table::Table;
use crate::unit::Verdict;
use crate::units::{AHEAD, Unit, Units, medium_key};
use crate::words::Words;

/// How the characters and cells of a word lie beside one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// By the alignment of short units with this number.
    Short(u16),
    /// The same of units of medium length.
    Medium(u16),
    /// As the whole text's maps tell.
    #[default]
    Other,
}

/// Where a word ends: behind its last byte and cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordEnd {
    pub byte: u32,
    pub cell: u32,
    pub shape: Shape,
}

/// Cells, with a blank between words, and the ends of these.
#[derive(Debug, Default)]
pub(crate) struct Lean {
    cells: Vec<u8>,
    cell_count: usize,
    ends: Vec<WordEnd>,
    /// What a unit is written to that has no slot.
    other: Output,
}

impl Lean {
    /// All cells.
    pub fn cells(&self) -> &[u8] {
        &self.cells[..self.cell_count]
    }

    /// The ends of all words.
    pub fn ends(&self) -> &[WordEnd] {
        &self.ends
    }

    /// Nothing yet, and room for a text.
    fn begin(&mut self, bytes: usize) {
        self.cell_count = 0;
        self.ends.clear();
        self.reserve(bytes + bytes / 8);
    }

    /// Room for so many more cells, and for whole blocks behind them.
    #[inline]
    fn reserve(&mut self, more: usize) {
        let size = self.cell_count + more + 2 * LANES;
        if self.cells.len() < size {
            self.cells.resize(size + size / 4, 0);
        }
    }

    /// Append a unit from its slot, which ends before byte `end` of the text.
    #[inline]
    fn append_known<const B: usize>(
        &mut self,
        known: &Known<B>,
        alignment: &Alignment<B>,
        shape: Shape,
        (bytes, end): (&[u8], usize),
    ) {
        self.reserve(0);
        for (block, cells) in known.cells().into_iter().enumerate() {
            if let Some(to) = self.cells[self.cell_count + block * LANES..].first_chunk_mut() {
                *to = cells;
            }
        }
        self.cell_count += alignment.cells();
        self.end_word(shape, (bytes, end));
    }

    /// Append a unit that was written elsewhere.
    fn append_other(&mut self, place: (&[u8], usize)) {
        self.reserve(self.other.cells.len());
        let end = self.cell_count + self.other.cells.len();
        self.cells[self.cell_count..end].copy_from_slice(&self.other.cells);
        self.cell_count = end;
        self.end_word(Shape::Other, place);
    }

    #[inline]
    fn end_word(&mut self, shape: Shape, (bytes, end): (&[u8], usize)) {
        let blank = usize::from(bytes[end - 1] == b' ');
        let (byte, cell) = ((end - blank) as u32, (self.cell_count - blank) as u32);
        self.ends.push(WordEnd { byte, cell, shape });
    }
}

impl Table {
    /// Write a text of words with single spaces between them; `false` where it has to be written in
    /// another way.
    ///
    /// The spaces are all there is of blanks and controls, and none stands at an end.
    pub(crate) fn write_lean(&self, text: &str, words: &mut Words, to: &mut Lean) -> bool {
        let blank = &self.each[usize::from(self.characters.id(' '))];
        let cells = blank.definition.as_ref().map(|sign| &*sign.cells);
        if !blank.is_divider || cells != Some(&[0]) || text.len() >= u32::MAX as usize / 2 {
            return false;
        }
        to.begin(text.len());
        let mut units = words.units.take().unwrap_or_default();
        units.take_begun();
        let is_written = self.write_words(text, &mut units, words, to);
        words.units = Some(units);
        is_written
    }

    fn write_words(&self, text: &str, units: &mut Units, words: &mut Words, to: &mut Lean) -> bool {
        let bytes = text.as_bytes();
        let mut journey = Journey::new(text, 0);
        let (mut byte, mut side) = (0, Side::Edge);
        while byte < bytes.len() {
            units.find(bytes, byte, side, AHEAD, words);
            units.look_up(words);
            for unit in units.found() {
                let end = unit.start + unit.length;
                if let Some(alignment) = words.alignment(&unit.short) {
                    let shape = Shape::Short(unit.short.number());
                    to.append_known(&unit.short, alignment, shape, (bytes, end));
                } else if !append_from_slot(text, unit, words, to)
                    && !self.write_other(&mut journey, unit, words, to)
                {
                    return false;
                }
                byte = end;
            }
            side = Side::Space;
        }
        true
    }

    /// Write a unit that is in no slot, as `plain.rs` does; `false` where more than it is written.
    fn write_other(
        &self,
        journey: &mut Journey,
        unit: &Unit,
        words: &mut Words,
        to: &mut Lean,
    ) -> bool {
        let text = journey.text;
        let end = unit.start + unit.length;
        if self.keep_quiet(text, unit, words) && append_from_slot(text, unit, words, to) {
            return true;
        }
        let mut filled = Filled::new(&mut to.other, unit.length);
        let is_written = match self.write_unknown(text, unit, words, &mut filled) {
            Verdict::Known => true,
            Verdict::NotPlain | Verdict::NoDivider => false,
            Verdict::Depends => {
                let from = Place { byte: unit.start, char: 0 };
                let reached = self.write_region(journey, from, end, words, &mut filled);
                matches!(reached, Ok(Reached::Written(place)) if place.byte == end)
            }
        };
        filled.finish();
        if is_written && !append_from_slot(text, unit, words, to) {
            to.append_other((text.as_bytes(), end));
        }
        is_written
    }

    /// Remember a quiet unit, which needs not be worked out; whether it is one.
    fn keep_quiet(&self, text: &str, unit: &Unit, words: &mut Words) -> bool {
        let own = &text.as_bytes()[unit.start..unit.start + unit.length];
        let Some(quiet) = self.quiet.as_ref().filter(|_| own.len() <= MEDIUM) else { return false };
        let mut cells = [0; MEDIUM];
        let went = quiet.write(own, quiet.row_behind(unit.side), &mut cells);
        let is_quiet = went.bytes == own.len();
        if is_quiet {
            let worked = &mut words.work.worked;
            for all in [&mut worked.cells, &mut worked.cell_to_char, &mut worked.char_to_cell] {
                all.clear();
            }
            worked.cells.extend_from_slice(&cells[..went.chars]);
            worked.cell_to_char.extend(0..went.chars as u8);
            worked.char_to_cell.extend(0..went.chars as u8);
            words.keep(own, unit.side, false);
        }
        is_quiet
    }
}

/// Append a unit that was no short one when it was looked up; `false` where it is in no slot.
fn append_from_slot(text: &str, unit: &Unit, words: &Words, to: &mut Lean) -> bool {
    let bytes = text.as_bytes();
    let end = unit.start + unit.length;
    match unit.length {
        ..=SHORT => {
            let known = words.short(&unit.short, unit.hash);
            let written = known.and_then(|known| Some((known, words.alignment(known)?)));
            written.map(|(known, own)| {
                to.append_known(known, own, Shape::Short(known.number()), (bytes, end));
            })
        }
        LEAST_MEDIUM..=MEDIUM => {
            let known = words.medium(&medium_key(&bytes[unit.start..end], unit.side), unit.hash);
            let written = known.and_then(|known| Some((known, words.medium_alignment(known)?)));
            written.map(|(known, own)| {
                to.append_known(known, own, Shape::Medium(known.number()), (bytes, end));
            })
        }
        _ => None,
    }
    .is_some()
}
