//! What one thread remembers of the words it met, and the buffers it works in.
//!
//! A unit is a word with the blank behind it. A unit of up to 16 bytes, cells and characters has a
//! slot of fixed size, so that it is found by one comparison and copied in whole blocks; longer ones
//! are in a map. Both are bounded: what is crowded out is worked out again.

use std::collections::HashMap;

use crate::correct::Corrected;
use crate::forward::Writer;
use crate::output::Output;
use crate::pattern::Search;
use crate::start::Starts;

/// Bytes, cells or characters of a short unit.
pub(crate) const SHORT: usize = 16;
/// Bytes of the longest unit that is remembered.
pub(crate) const LONGEST: usize = 160;
/// How many slots a unit may be in: those of its group.
const WAYS: usize = 8;
const FIRST_SLOTS: usize = 1 << 10;
const MOST_SLOTS: usize = 1 << 17;
const MOST_LONG: usize = 1 << 12;
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

/// How a unit is written, in one line of a processor's cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Slot {
    key: u128,
    pub cells: [u8; SHORT],
    pub cell_to_char: Nibbles,
    pub char_to_cell: Nibbles,
    /// Length and side; 0 is an empty slot.
    tag: u16,
    pub cell_count: u8,
    pub char_count: u8,
    pub kind: Kind,
}

/// Sixteen numbers below 16: the first eight in the low halves of the bytes, the others in the high.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nibbles([u8; SHORT / 2]);

impl Nibbles {
    fn of(numbers: &[u8]) -> Self {
        let mut nibbles = [0; SHORT / 2];
        for (place, &number) in numbers.iter().enumerate() {
            nibbles[place % (SHORT / 2)] |= number << (place / (SHORT / 2) * 4);
        }
        Self(nibbles)
    }

    /// Write all sixteen with `base` added.
    #[inline]
    pub fn add_to(self, base: u32, to: &mut [u32; SHORT]) {
        let (low, high) = to.split_at_mut(SHORT / 2);
        for (to, byte) in low.iter_mut().zip(self.0) {
            *to = base + u32::from(byte & 15);
        }
        for (to, byte) in high.iter_mut().zip(self.0) {
            *to = base + u32::from(byte >> 4);
        }
    }
}

/// What is known of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Its cells are in the slot.
    Short,
    /// Its cells are in the map.
    Long,
    /// They depend on what is further away.
    Depends,
}

const EMPTY: Slot = Slot {
    key: 0,
    cells: [0; SHORT],
    cell_to_char: Nibbles([0; SHORT / 2]),
    char_to_cell: Nibbles([0; SHORT / 2]),
    tag: 0,
    cell_count: 0,
    char_count: 0,
    kind: Kind::Depends,
};

/// A longer unit; positions are relative and fit a byte.
#[derive(Debug)]
pub(crate) struct Long {
    pub cells: Box<[u8]>,
    pub cell_to_char: Box<[u8]>,
    pub char_to_cell: Box<[u8]>,
    pub kind: Kind,
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
#[derive(Debug, Default)]
#[repr(align(128))]
pub struct Words {
    /// Marks of the units in the slots of each group: where to look is known from these alone.
    groups: Vec<[u32; WAYS]>,
    slots: Vec<Slot>,
    used: usize,
    /// The way that is given up next in a full group.
    next: usize,
    long: [HashMap<Box<[u8]>, Long>; 3],
    pub(crate) starts: Starts,
    pub(crate) work: Work,
    output: Output,
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

#[inline]
fn tag_of(length: usize, side: Side) -> u16 {
    (length as u16) | (side as u16) << 8
}

/// The group of a unit, still unbounded, and its mark there, which is never 0.
#[inline]
fn hash(key: u128, tag: u16) -> (usize, u32) {
    // Folded products: every bit of the unit and of its side reaches every bit of the result.
    let fold = |one: u64, two: u64| {
        let product = u128::from(one) * u128::from(two);
        product as u64 ^ (product >> 64) as u64
    };
    let low = key as u64 ^ u64::from(tag).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    let high = (key >> 64) as u64 ^ 0xC2B2_AE3D_27D4_EB4F;
    let mixed = fold(low ^ 0x9E37_79B9_7F4A_7C15, high);
    ((mixed >> 32) as usize, mixed as u32 | 1)
}

impl Words {
    /// The group of a short unit and its mark there.
    #[inline]
    pub(crate) fn mark_of(&self, key: u128, length: usize, side: Side) -> (usize, u32) {
        let (group, mark) = hash(key, tag_of(length, side));
        (group & self.groups.len().wrapping_sub(1), mark)
    }

    /// Where a unit's slot may be; behind the last one where there is none.
    #[inline]
    pub(crate) fn place_of(&self, (group, mark): (usize, u32)) -> usize {
        let Some(marks) = self.groups.get(group) else { return usize::MAX };
        let mut found = 0_u32;
        for (way, &one) in marks.iter().enumerate() {
            found |= u32::from(one == mark) << way;
        }
        if found == 0 { usize::MAX } else { group * WAYS + found.trailing_zeros() as usize }
    }

    /// Look at a group, so that it is near when it is asked for.
    #[inline]
    pub(crate) fn touch_group(&self, group: usize) -> u32 {
        self.groups.get(group).map_or(0, |marks| marks[0])
    }

    /// Look at a slot, so that it is near when it is asked for.
    #[inline]
    pub(crate) fn touch(&self, place: usize) -> u32 {
        self.slots.get(place).map_or(0, |slot| u32::from(slot.cell_count))
    }

    /// The slot at a place, if it is of this unit.
    #[inline]
    pub(crate) fn short(
        &self,
        place: usize,
        key: u128,
        length: usize,
        side: Side,
    ) -> Option<&Slot> {
        let slot = self.slots.get(place)?;
        (slot.key == key && slot.tag == tag_of(length, side)).then_some(slot)
    }

    /// What is remembered of a longer unit.
    pub(crate) fn long(&self, unit: &[u8], side: Side) -> Option<&Long> {
        self.long[side as usize].get(unit)
    }

    /// Remember the unit that was worked out.
    pub(crate) fn keep(&mut self, key: u128, unit: &[u8], side: Side, depends: bool) {
        let worked = &self.work.worked;
        let is_long = unit.len() > SHORT || (!depends && worked.cells.len() > SHORT);
        if is_long {
            self.keep_long(unit, side, depends);
        }
        if unit.len() > SHORT {
            return;
        }
        let worked = &self.work.worked;
        let mut slot = Slot { key, tag: tag_of(unit.len(), side), ..EMPTY };
        slot.kind = match (depends, is_long) {
            (true, _) => Kind::Depends,
            (false, true) => Kind::Long,
            (false, false) => Kind::Short,
        };
        if slot.kind == Kind::Short {
            let (cells, chars) = (worked.cells.len(), worked.char_to_cell.len());
            slot.cells[..cells].copy_from_slice(&worked.cells);
            slot.cell_to_char = Nibbles::of(&worked.cell_to_char);
            slot.char_to_cell = Nibbles::of(&worked.char_to_cell);
            (slot.cell_count, slot.char_count) = (cells as u8, chars as u8);
        }
        self.put(slot);
    }

    fn keep_long(&mut self, unit: &[u8], side: Side, depends: bool) {
        let map = &mut self.long[side as usize];
        if map.len() >= MOST_LONG {
            map.clear();
        }
        let worked = &self.work.worked;
        let long = Long {
            cells: worked.cells.as_slice().into(),
            cell_to_char: worked.cell_to_char.as_slice().into(),
            char_to_cell: worked.char_to_cell.as_slice().into(),
            kind: if depends { Kind::Depends } else { Kind::Long },
        };
        map.insert(unit.into(), long);
    }

    fn put(&mut self, slot: Slot) {
        if self.used * 2 >= self.slots.len() && self.slots.len() < MOST_SLOTS {
            let size = (self.slots.len() * 4).clamp(FIRST_SLOTS, MOST_SLOTS);
            let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
            self.groups = vec![[0; WAYS]; size / WAYS];
            self.used = 0;
            for slot in old.into_iter().filter(|slot| slot.tag != 0) {
                self.place(slot);
            }
        }
        self.place(slot);
    }

    fn place(&mut self, slot: Slot) {
        let (group, mark) = hash(slot.key, slot.tag);
        let group = group & (self.groups.len() - 1);
        let marks = &mut self.groups[group];
        // Two units of one mark in one group take turns.
        let same = marks.iter().position(|&one| one == mark);
        let way = same.or_else(|| marks.iter().position(|&one| one == 0));
        self.used += usize::from(same.is_none() && way.is_some());
        let way = way.unwrap_or_else(|| {
            self.next = (self.next + 1) % WAYS;
            self.next
        });
        marks[way] = mark;
        self.slots[group * WAYS + way] = slot;
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
        let long = self
            .long
            .iter()
            .flatten()
            .map(|(key, one)| key.len() + one.cells.len() * 2 + one.char_to_cell.len() + 120);
        self.slots.len() * (size_of::<Slot>() + size_of::<u32>()) + long.sum::<usize>()
    }
}
