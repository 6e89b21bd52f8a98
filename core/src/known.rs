//! A unit of fixed size: its key, and what is written for it.

use crate::alignments::LANES;
use crate::slots::{Slot, fold};

/// Bytes, cells or characters of a short unit.
pub(crate) const SHORT: usize = 14;
/// The same of a unit of medium length, at least and at most.
pub(crate) const LEAST_MEDIUM: usize = SHORT + 1;
pub(crate) const MEDIUM: usize = 30;

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
    pub key: [u128; B],
    written: [u128; B],
}

pub(crate) type Short = Known<1>;
pub(crate) type Medium = Known<2>;

/// Where the number stands in the last block.
pub(crate) const NUMBER: u32 = 8 * SHORT as u32;
/// A number of an alignment that is none: the unit is in the map.
pub(crate) const LONG: u16 = u16::MAX;
/// The same: the unit depends on what is further away.
pub(crate) const DEPENDS: u16 = u16::MAX - 1;

impl<const B: usize> Known<B> {
    /// A unit with its cells, or with a number that says where they are.
    pub fn of(key: [u128; B], cells: &[u8], number: u16) -> Self {
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

    /// That of its alignment, or [`LONG`] or [`DEPENDS`].
    #[inline]
    pub fn number(&self) -> u16 {
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

/// Bytes with zeros behind them.
pub(crate) fn padded<const B: usize>(bytes: &[u8]) -> [u128; B] {
    let mut blocks = [[0; LANES]; B];
    blocks.as_flattened_mut()[..bytes.len()].copy_from_slice(bytes);
    blocks.map(u128::from_le_bytes)
}
