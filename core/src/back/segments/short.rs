//! A short segment: a line of a processor's cache, found by one look at memory.

use super::Start;
use super::segment::{Segment, append};
use crate::back::result::Written;
use crate::back::source::Cost;
use crate::slots::{Slot, fold};
use crate::units::block_at;

/// Cells of a short segment, at most.
pub(super) const SHORT: usize = 16;
/// Bytes of its data.
const DATA: usize = 28;
/// In place of a number of bytes: see [`Short::bytes`].
pub(super) const ENTRY: u8 = u8::MAX;

/// A short segment, or the number of an entry.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Short {
    pub cells: u128,
    /// See [`place_of`]; 0 is an empty slot.
    pub place: u64,
    /// The node behind it; the number of the entry.
    pub node: u32,
    cost: Cost,
    /// The emphasis that is on behind it.
    emphasis: u16,
    chars: u8,
    /// Bytes of the text; [`ENTRY`] where this is the number of an entry.
    pub bytes: u8,
    /// For each cell its character, then the text.
    data: [u8; DATA],
}

impl Short {
    /// The number of an entry.
    pub fn entry(cells: u128, place: u64, number: usize) -> Self {
        Self { cells, place, node: number as u32, bytes: ENTRY, ..Self::EMPTY }
    }

    /// A segment; `None` for what does not fit.
    pub fn of(cells: u128, place: u64, segment: &Segment) -> Option<Self> {
        let mut data = [0; DATA];
        data.get_mut(..segment.data.len())?.copy_from_slice(&segment.data);
        segment.is_plain().then_some(Self {
            cells,
            place,
            node: segment.node,
            cost: segment.cost,
            emphasis: segment.emphasis,
            chars: u8::try_from(segment.chars).ok()?,
            bytes: (segment.data.len() - usize::from(segment.cells)) as u8,
            data,
        })
    }

    /// Its cells.
    pub fn count(&self) -> usize {
        usize::from((self.place as u16) >> 1)
    }

    /// Append it to what was written before.
    #[inline]
    pub fn append_to(&self, to: &mut Written) {
        let (anchors, text) = self.data.split_at(self.count());
        append(to, anchors, &text[..usize::from(self.bytes)]);
        to.length += u32::from(self.chars);
        to.cost += i64::from(self.cost);
        to.emphasis = self.emphasis;
        to.typeforms.resize(to.length as usize, 0);
    }
}

impl Slot for Short {
    const EMPTY: Self = Self {
        cells: 0,
        place: 0,
        node: 0,
        cost: 0,
        emphasis: 0,
        chars: 0,
        bytes: 0,
        data: [0; DATA],
    };

    fn is_empty(&self) -> bool {
        self.place == 0
    }

    fn hash(&self) -> u64 {
        hash(self.cells, self.place)
    }

    fn has_key_of(&self, other: &Self) -> bool {
        self.cells == other.cells && self.place == other.place
    }
}

/// By what a segment of few cells is found.
#[inline]
pub(super) fn hash(cells: u128, place: u64) -> u64 {
    let mixed = place.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    fold(cells as u64 ^ 0x9E37_79B9_7F4A_7C15, (cells >> 64) as u64 ^ mixed)
}

/// All but the cells that tells a segment from others; not 0.
#[inline]
pub(super) fn place_of(start: Start, length: usize, is_last: bool) -> u64 {
    u64::from(start.node) << 32
        | u64::from(start.emphasis) << 16
        | (length as u64) << 1
        | u64::from(is_last)
}

/// The cells of a short unit.
#[inline]
pub(super) fn block_of(cells: &[u8], place: usize, length: usize) -> u128 {
    let behind = 8 * (SHORT - length) as u32;
    // A length is never 0.
    block_at(cells, place) << behind >> behind
}
