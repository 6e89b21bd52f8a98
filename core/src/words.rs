//! What one thread remembers of the words it met, and the buffers it works in.
//!
//! A unit is a word with the blank behind it. A unit of up to 14 bytes, cells and characters has a
//! slot of fixed size, so that it is found by one comparison and copied in whole blocks; so has one of
//! up to 30, in slots of twice the size. Longer ones are in a map. All are bounded: what is crowded
//! out is worked out again.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::alignments::{Alignment, Alignments};
use crate::correct::Corrected;
use crate::forward::Writer;
use crate::initials::Initials;
use crate::known::{
    DEPENDS, Kind, Known, LEAST_MEDIUM, LONG, MEDIUM, Medium, SHORT, Short, Side, hash, key_of,
    padded,
};
use crate::output::Output;
use crate::pattern::Search;
use crate::position::Position;
use crate::slots::Slots;
use crate::units::Units;

/// Bytes of the longest unit that is remembered.
pub(crate) const LONGEST: usize = 160;
const MOST_SHORT: usize = 1 << 17;
const MOST_MEDIUM: usize = 1 << 14;
const MOST_STRETCHES: usize = 1 << 13;
/// Bytes of all longer ones.
const MOST_LONG: usize = 3 << 19;
/// Characters of the longest text whose buffers are kept: pages that the system gives anew cost more
/// than what is written on them.
const MOST_WORK: usize = 1 << 17;
/// Cells of the longest output that is kept.
const MOST_CELLS: usize = 3 * MOST_WORK;

/// A longer unit; positions are relative and fit a byte.
#[derive(Debug)]
pub(crate) struct Long {
    pub cells: Box<[u8]>,
    pub cell_to_char: Box<[u8]>,
    pub char_to_cell: Box<[u8]>,
    pub kind: Kind,
}

impl Long {
    /// Bytes that it takes, about, with its key.
    fn size_with(&self, key: &[u8]) -> usize {
        key.len() + self.cells.len() * 2 + self.char_to_cell.len() + 160
    }
}

/// A unit that was worked out, in the working buffers.
#[derive(Debug, Default)]
pub(crate) struct Worked {
    pub cells: Vec<u8>,
    pub cell_to_char: Vec<u8>,
    pub char_to_cell: Vec<u8>,
    /// Both maps before they are known to fit.
    pub wide: (Vec<u32>, Vec<u32>),
}

/// The memory of one thread, on lines of the processor's cache that no other thread writes.
#[derive(Debug)]
#[repr(align(128))]
pub struct Words {
    short: Slots<Short>,
    medium: Slots<Medium>,
    alignments: Alignments<1>,
    medium_alignments: Alignments<2>,
    long: [HashMap<Box<[u8]>, Long, RandomState>; 3],
    /// Bytes of them, about.
    long_size: usize,
    /// What stands amid quiet text.
    stretches: Slots<Short>,
    /// Those that are the first character of a word, once more.
    pub(crate) initials: Initials,
    pub(crate) work: Work,
    /// Lent to who goes through a text.
    pub(crate) units: Option<Box<Units>>,
    /// Lent to who goes through many.
    pub(crate) pair: Option<(Box<Units>, Box<Units>)>,
    /// Lent to who looks at results and does not keep them.
    pub(crate) output: Option<Box<Output>>,
    /// The same for short texts.
    pub(crate) narrow: Option<Box<Output<u8>>>,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            short: Slots::new(MOST_SHORT),
            medium: Slots::new(MOST_MEDIUM),
            alignments: Alignments::default(),
            medium_alignments: Alignments::default(),
            long: Default::default(),
            long_size: 0,
            stretches: Slots::new(MOST_STRETCHES),
            initials: Initials::default(),
            work: Work::default(),
            units: None,
            pair: None,
            output: None,
            narrow: None,
        }
    }
}

/// Buffers that are kept between calls.
#[derive(Debug, Default)]
pub(crate) struct Work {
    pub ids: Vec<u16>,
    pub search: Search,
    pub corrected: Corrected,
    pub writer: Writer,
    pub worked: Worked,
    pub boundaries: Vec<(u32, u32)>,
}

impl Words {
    /// Say that a short unit with this hash will be looked up soon.
    #[inline]
    pub(crate) fn expect(&self, hash: u64) {
        self.short.expect(hash);
    }

    /// The same of a unit of medium length.
    #[inline]
    pub(crate) fn expect_medium(&self, hash: u64) {
        self.medium.expect(hash);
    }

    /// What is known of a short unit.
    #[inline]
    pub(crate) fn short(&self, unit: &Short, hash: u64) -> Option<&Short> {
        self.short.find(hash, |slot| slot.key == unit.key)
    }

    /// Say that the alignment of a short unit will be read soon.
    #[inline]
    pub(crate) fn expect_alignment(&self, short: &Short) {
        self.alignments.expect(short.number());
    }

    /// What is known of a unit of medium length.
    pub(crate) fn medium(&self, key: &[u128; 2], hash: u64) -> Option<&Medium> {
        self.medium.find(hash, |slot| slot.key == *key)
    }

    /// The alignment of a short unit, if its cells are in its slot.
    #[inline]
    pub(crate) fn alignment(&self, short: &Short) -> Option<&Alignment<1>> {
        self.alignments.get(short.number())
    }

    /// The alignment of a unit of medium length, if its cells are in its slot.
    pub(crate) fn medium_alignment(&self, medium: &Medium) -> Option<&Alignment<2>> {
        self.medium_alignments.get(medium.number())
    }

    /// What is remembered of a longer unit.
    pub(crate) fn long(&self, unit: &[u8], side: Side) -> Option<&Long> {
        self.long[side as usize].get(unit)
    }

    /// Remember the unit that was worked out.
    pub(crate) fn keep(&mut self, unit: &[u8], side: Side, depends: bool) {
        let worked = &self.work.worked;
        let is_in_slot = match unit.len() {
            ..=SHORT => {
                let key = key_of(padded::<1>(unit), unit.len(), side);
                let number = number(&mut self.alignments, worked, SHORT, depends);
                self.short.put(Known::of(key, &worked.cells, number));
                number != LONG
            }
            LEAST_MEDIUM..=MEDIUM => {
                let key = key_of(padded::<2>(unit), unit.len(), side);
                let number = number(&mut self.medium_alignments, worked, MEDIUM, depends);
                self.medium.put(Known::of(key, &worked.cells, number));
                number != LONG
            }
            _ => false,
        };
        if !is_in_slot {
            self.keep_long(unit, side, depends);
        }
    }

    /// What is known of a stretch.
    #[inline]
    pub(crate) fn stretch(&self, key: [u128; 1]) -> Option<&Short> {
        self.stretches.find(hash(&key), |slot| slot.key == key)
    }

    /// Remember the stretch that was worked out.
    pub(crate) fn keep_stretch(&mut self, key: [u128; 1], depends: bool) -> Short {
        let worked = &self.work.worked;
        let number = number(&mut self.alignments, worked, SHORT, depends);
        let known = Known::of(key, &worked.cells, number);
        self.stretches.put(known);
        known
    }

    fn keep_long(&mut self, unit: &[u8], side: Side, depends: bool) {
        let worked = &self.work.worked;
        let long = Long {
            cells: worked.cells.as_slice().into(),
            cell_to_char: worked.cell_to_char.as_slice().into(),
            char_to_cell: worked.char_to_cell.as_slice().into(),
            kind: if depends { Kind::Depends } else { Kind::Long },
        };
        let size = long.size_with(unit);
        if self.long_size + size > MOST_LONG {
            self.long.iter_mut().for_each(HashMap::clear);
            self.long_size = 0;
        }
        self.long_size += size;
        if let Some(old) = self.long[side as usize].insert(unit.into(), long) {
            self.long_size -= old.size_with(unit);
        }
    }

    /// A buffer to be used again for results that are copied from it.
    pub fn take_output<P: Position>(&mut self) -> Box<Output<P>> {
        P::buffer(self).take().unwrap_or_default()
    }

    /// Give the buffer back.
    pub fn give_output<P: Position>(&mut self, output: Box<Output<P>>) {
        *P::buffer(self) = Some(output);
    }

    /// Give up what a long text needed.
    pub fn trim(&mut self) {
        if self.work.ids.capacity() > MOST_WORK {
            self.work = Work::default();
        }
        self.output.take_if(|output| output.cells.capacity() > MOST_CELLS);
        self.narrow.take_if(|output| output.cells.capacity() > MOST_CELLS);
    }

    /// Bytes that the memory takes, about.
    pub fn size(&self) -> usize {
        self.short.size()
            + self.medium.size()
            + self.stretches.size()
            + self.initials.size()
            + self.alignments.size()
            + self.medium_alignments.size()
            + self.long_size
    }
}

/// The number of the alignment of a unit whose cells are to stand in a slot for `most`.
fn number<const B: usize>(
    alignments: &mut Alignments<B>,
    worked: &Worked,
    most: usize,
    depends: bool,
) -> u16 {
    if depends {
        return DEPENDS;
    }
    let fits = worked.cells.len() <= most;
    let known = || alignments.number(&worked.cell_to_char, &worked.char_to_cell);
    fits.then(known).flatten().unwrap_or(LONG)
}
