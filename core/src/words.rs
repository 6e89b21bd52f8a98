//! What one thread remembers of the words it met, and the buffers it works in.
//!
//! A unit is a word with the blank behind it. A unit of up to 14 bytes, cells and characters has a
//! slot of fixed size, so that it is found by one comparison and copied in whole blocks; so has one of
//! up to 30, in slots of twice the size. Longer ones are in a map. All are bounded: what is crowded
//! out is worked out again.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::alignments::{Alignment, Alignments, LANES};
use crate::correct::Corrected;
use crate::forward::Writer;
use crate::output::Output;
use crate::pattern::Search;
use crate::slots::{Slot, Slots, fold};
use crate::start::Starts;
use crate::units::Units;

/// Bytes, cells or characters of a short unit.
pub(crate) const SHORT: usize = 14;
/// The same of a unit of medium length, at least and at most.
pub(crate) const LEAST_MEDIUM: usize = SHORT + 1;
pub(crate) const MEDIUM: usize = 30;
/// Bytes of the longest unit that is remembered.
pub(crate) const LONGEST: usize = 160;
const MOST_SHORT: usize = 1 << 17;
const MOST_MEDIUM: usize = 1 << 14;
/// Bytes of all longer ones.
const MOST_LONG: usize = 3 << 19;
/// Characters of the longest text whose buffers are kept.
const MOST_WORK: usize = 1 << 16;

/// What stands before a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Edge = 0,
    Space = 1,
    Newline = 2,
}

impl Side {
    /// The side that a byte makes for what follows it.
    pub fn behind(byte: u8) -> Self {
        if byte == b'\n' { Self::Newline } else { Self::Space }
    }

    /// The blank itself.
    pub fn character(self) -> Option<char> {
        match self {
            Self::Edge => None,
            Self::Space => Some(' '),
            Self::Newline => Some('\n'),
        }
    }
}

/// A unit with what is written for it, in `B` blocks each: two short ones fill a line of a
/// processor's cache, one of medium length fills it alone.
///
/// The upper two bytes of both parts are numbers: length and side, and the alignment.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(crate) struct Known<const B: usize> {
    key: [u128; B],
    written: [u128; B],
}

pub(crate) type Short = Known<1>;
pub(crate) type Medium = Known<2>;

/// Where the number stands in the last block.
const NUMBER: u32 = 8 * SHORT as u32;
/// A number of an alignment that is none: the unit is in the map.
const LONG: u16 = u16::MAX;
/// The same: the unit depends on what is further away.
const DEPENDS: u16 = u16::MAX - 1;

impl<const B: usize> Known<B> {
    fn of(key: [u128; B], cells: &[u8], number: u16) -> Self {
        let mut blocks = [[0; LANES]; B];
        if number < DEPENDS {
            blocks.as_flattened_mut()[..cells.len()].copy_from_slice(cells);
        }
        let mut written = blocks.map(u128::from_le_bytes);
        written[B - 1] |= u128::from(number) << NUMBER;
        Self { key, written }
    }

    /// A unit of which nothing is known yet.
    #[inline]
    pub fn unknown(key: [u128; B]) -> Self {
        let mut written = [0; B];
        written[B - 1] = u128::from(LONG) << NUMBER;
        Self { key, written }
    }

    /// The cells of the unit, and bytes that mean nothing.
    #[inline]
    pub fn cells(&self) -> [[u8; LANES]; B] {
        self.written.map(u128::to_le_bytes)
    }

    #[inline]
    fn number(&self) -> u16 {
        (self.written[B - 1] >> NUMBER) as u16
    }

    /// What is known where the cells are not here.
    pub fn kind(&self) -> Kind {
        if self.number() == LONG { Kind::Long } else { Kind::Depends }
    }
}

impl<const B: usize> Slot for Known<B> {
    const EMPTY: Self = Self { key: [0; B], written: [0; B] };

    fn is_empty(&self) -> bool {
        self.key[B - 1] == 0
    }

    fn hash(&self) -> u64 {
        hash(&self.key)
    }

    fn has_key_of(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// The key of a unit of these bytes, with zeros behind them: its last block is never 0.
#[inline]
pub(crate) fn key_of<const B: usize>(mut bytes: [u128; B], length: usize, side: Side) -> [u128; B] {
    bytes[B - 1] |= ((length as u128) | (side as u128) << 8) << NUMBER;
    bytes
}

/// The hash of a unit's key.
#[inline]
pub(crate) fn hash<const B: usize>(key: &[u128; B]) -> u64 {
    key.iter().fold(0, |hash, block| {
        let high = (block >> 64) as u64;
        fold(*block as u64 ^ hash ^ 0x9E37_79B9_7F4A_7C15, high ^ 0xC2B2_AE3D_27D4_EB4F)
    })
}

/// What is known of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Its cells are in the map.
    Long,
    /// They depend on what is further away.
    Depends,
}

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
    pub(crate) starts: Starts,
    pub(crate) work: Work,
    /// Lent to who goes through a text.
    pub(crate) units: Option<Box<Units>>,
    /// Lent to who goes through many.
    pub(crate) pair: Option<(Box<Units>, Box<Units>)>,
    output: Output,
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
            starts: Starts::default(),
            work: Work::default(),
            units: None,
            pair: None,
            output: Output::default(),
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
    pub fn take_output(&mut self) -> Output {
        std::mem::take(&mut self.output)
    }

    /// Give the buffer back.
    pub fn give_output(&mut self, output: Output) {
        self.output = output;
    }

    /// Give up what a long text needed.
    pub fn trim(&mut self) {
        if self.work.ids.capacity() > MOST_WORK {
            self.work = Work::default();
        }
        if self.output.cells.capacity() > MOST_WORK {
            self.output = Output::default();
        }
    }

    /// Bytes that the memory takes, about.
    pub fn size(&self) -> usize {
        self.short.size()
            + self.medium.size()
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

/// Bytes with zeros behind them.
pub(crate) fn padded<const B: usize>(bytes: &[u8]) -> [u128; B] {
    let mut blocks = [[0; LANES]; B];
    blocks.as_flattened_mut()[..bytes.len()].copy_from_slice(bytes);
    blocks.map(u128::from_le_bytes)
}
