//! How the characters and cells of short units lie beside one another.
//!
//! Thousands of words share some hundred pairs of maps, so that a word names its pair by a number.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use prefetch_index::prefetch_index;

/// Numbers that are copied at once.
pub(crate) const LANES: usize = 16;
/// Pairs of one block that are kept; a unit with another one is a long unit.
const MOST_KEPT: usize = 1 << 14;

/// Both maps of a unit, relative to its first cell and its first character, in `B` blocks of lanes.
///
/// The last lane has the count, so that there are fewer cells, or characters, than lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(align(32))]
pub(crate) struct Alignment<const B: usize> {
    /// For each cell its character.
    pub cell_to_char: [[u8; LANES]; B],
    /// For each character its cell.
    pub char_to_cell: [[u8; LANES]; B],
}

impl<const B: usize> Alignment<B> {
    /// `None` for what is too long.
    fn of(cell_to_char: &[u8], char_to_cell: &[u8]) -> Option<Self> {
        Some(Self { cell_to_char: lanes(cell_to_char)?, char_to_cell: lanes(char_to_cell)? })
    }

    #[inline]
    pub fn cells(&self) -> usize {
        usize::from(self.cell_to_char[B - 1][LANES - 1])
    }

    #[inline]
    pub fn chars(&self) -> usize {
        usize::from(self.char_to_cell[B - 1][LANES - 1])
    }
}

fn lanes<const B: usize>(map: &[u8]) -> Option<[[u8; LANES]; B]> {
    let mut lanes = [[0; LANES]; B];
    let (count, all) = lanes.as_flattened_mut().split_last_mut()?;
    all.get_mut(..map.len())?.copy_from_slice(map);
    *count = map.len() as u8;
    Some(lanes)
}

/// The alignments of one width that one thread met.
#[derive(Debug, Default)]
pub(crate) struct Alignments<const B: usize> {
    all: Vec<Alignment<B>>,
    /// By hash: of two with the same one the second is not kept.
    numbers: HashMap<u64, u16, RandomState>,
}

impl<const B: usize> Alignments<B> {
    /// The number of the alignment with these maps; `None` where it is not kept.
    pub fn number(&mut self, cell_to_char: &[u8], char_to_cell: &[u8]) -> Option<u16> {
        let alignment = Alignment::of(cell_to_char, char_to_cell)?;
        let hash = self.numbers.hasher().hash_one(alignment);
        if let Some(&number) = self.numbers.get(&hash) {
            return (self.all[usize::from(number)] == alignment).then_some(number);
        }
        if self.all.len() >= MOST_KEPT / B {
            return None;
        }
        let number = self.all.len() as u16;
        self.all.push(alignment);
        self.numbers.insert(hash, number);
        Some(number)
    }

    /// Say that this one will be read soon.
    #[inline]
    pub fn expect(&self, number: u16) {
        prefetch_index(&self.all, usize::from(number));
    }

    #[inline]
    pub fn get(&self, number: u16) -> Option<&Alignment<B>> {
        self.all.get(usize::from(number))
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        size_of_val(&*self.all) + self.numbers.capacity() * (size_of::<(u64, u16)>() + 1)
    }
}
