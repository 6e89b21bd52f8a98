//! Text written without maps: its cells, and for each word where it ends.
//!
//! Layout asks of most words only how many cells they have; how the characters and cells of one lie
//! beside one another is told by its shape. So this goes over text whose words stand between single
//! spaces, unit by unit, all of them looked up: to see that one is quiet takes longer. Of other text, and
//! of text with two words that were never met, it says that it does not, and `plain.rs` writes it.

use crate::alignments::{Alignment, LANES};
use crate::filled::Filled;
use crate::known::{Known, LEAST_MEDIUM, LONG, MEDIUM, SHORT, Short, Side, hash, key_of};
use crate::output::Output;
use crate::plain::Place;
use crate::region::{Journey, Reached};
use crate::table::Table;
use crate::unit::Verdict;
use crate::units::{AHEAD, KEPT, Unit, block_at, first_blank, medium_key};
use crate::words::Words;

/// How the characters and cells of a word lie beside one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// By the alignment of short units with this number.
    Short(u16),
    /// The same of units of medium length.
    Medium(u16),
    /// As the unit with this number in the text that has no slot.
    Other(u16),
}

impl Default for Shape {
    fn default() -> Self {
        Self::Short(LONG)
    }
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
    /// What a unit is written to that has no slot, and the maps of all of them.
    other: Output,
    others: Vec<Maps>,
    /// Whether a word of the text was met for the first time.
    has_learned: bool,
}

/// The maps of a word: for each cell its character, for each character its cell.
pub(crate) type Maps = (Box<[u32]>, Box<[u32]>);

impl Lean {
    /// All cells.
    pub fn cells(&self) -> &[u8] {
        &self.cells[..self.cell_count]
    }

    /// The ends of all words.
    pub fn ends(&self) -> &[WordEnd] {
        &self.ends
    }

    /// The maps of a unit without a slot.
    pub fn other(&self, number: u16) -> Option<&Maps> {
        self.others.get(usize::from(number))
    }

    /// Nothing yet, and room for a text.
    fn begin(&mut self, bytes: usize) {
        self.others.clear();
        self.has_learned = false;
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

    /// Append a unit that was written elsewhere; `false` if there are too many of them.
    fn append_other(&mut self, place: (&[u8], usize)) -> bool {
        let Self { cells, cell_count, other, others, .. } = self;
        let end = *cell_count + other.cells.len();
        cells.resize(cells.len().max(end + 2 * LANES), 0);
        cells[*cell_count..end].copy_from_slice(&other.cells);
        *cell_count = end;
        let number = others.len();
        let maps = (other.cell_to_char.as_slice().into(), other.char_to_cell.as_slice().into());
        others.push(maps);
        self.end_word(Shape::Other(number as u16), place);
        number < usize::from(u16::MAX)
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
        self.write_words(text, words, to)
    }

    fn write_words(&self, text: &str, words: &mut Words, to: &mut Lean) -> bool {
        let bytes = text.as_bytes();
        let mut journey = Journey::new(text, 0);
        let mut sought = [Sought::default(); AHEAD];
        let (mut start, mut side) = (0, Side::Edge);
        while start < bytes.len() {
            let count = seek(bytes, start, side, &mut sought, words);
            for own in &sought[..count] {
                let end = own.end as usize;
                if own.key != 0
                    && let Some(known) = words.short_of(own.key, own.hash)
                    && let Some(alignment) = words.alignment(known)
                {
                    let shape = Shape::Short(known.number());
                    to.append_known(known, alignment, shape, (bytes, end));
                } else {
                    let (key, hash, length) = ([own.key], own.hash, end - start);
                    let unit = Unit { short: Short::unknown(key), hash, start, length, side };
                    if !append_from_slot(text, &unit, words, to)
                        && !self.write_other(&mut journey, &unit, words, to)
                    {
                        return false;
                    }
                }
                (start, side) = (end, Side::Space);
            }
        }
        true
    }

    /// Write a unit that is in no slot, as `plain.rs` does; `false` where it is the second one that was
    /// never met, and where more than it is written.
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
        // To work words out on this way costs more, so that not many of a paragraph are; but where there
        // is quiet text the other way does not remember words with a capital, so that some are.
        if !is_met(text, unit, words) && std::mem::replace(&mut to.has_learned, true) {
            return false;
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
        let place = (text.as_bytes(), end);
        is_written && (append_from_slot(text, unit, words, to) || to.append_other(place))
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

/// Whether a unit was met before.
fn is_met(text: &str, unit: &Unit, words: &Words) -> bool {
    let own = &text.as_bytes()[unit.start..unit.start + unit.length];
    match unit.length {
        ..=SHORT => words.short(&unit.short, unit.hash).is_some(),
        LEAST_MEDIUM..=MEDIUM => words.medium(&medium_key(own, unit.side), unit.hash).is_some(),
        _ => words.long(own, unit.side).is_some(),
    }
}

/// A unit that is looked up soon: its key, 0 for a longer one, and where it ends.
#[derive(Clone, Copy, Default)]
struct Sought {
    key: u128,
    hash: u64,
    end: u32,
}

/// Find the next units of a text, and say that they will be looked up; how many there are.
fn seek(
    bytes: &[u8],
    mut start: usize,
    mut side: Side,
    sought: &mut [Sought; AHEAD],
    words: &Words,
) -> usize {
    let mut count = 0;
    for own in sought {
        if start >= bytes.len() {
            break;
        }
        let block = block_at(bytes, start);
        let length = (first_blank(block) + 1).min(bytes.len() - start);
        *own = if length <= SHORT {
            let key = key_of([block & KEPT[length]], length, side);
            let hash = hash(&key);
            words.expect(hash);
            Sought { key: key[0], hash, end: (start + length) as u32 }
        } else {
            let far = bytes[start..].iter().position(|&byte| byte == b' ');
            let end = far.map_or(bytes.len(), |far| start + far + 1);
            let is_medium = end - start <= MEDIUM;
            let key = || hash(&medium_key(&bytes[start..end], side));
            let hash = if is_medium { key() } else { 0 };
            words.expect_medium(hash);
            Sought { key: 0, hash, end: end as u32 }
        };
        start = own.end as usize;
        side = Side::Space;
        count += 1;
    }
    count
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
