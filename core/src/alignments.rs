//! How the characters and cells of short units lie beside one another.
//!
//! Thousands of words share some hundred pairs of maps, so that a word names its pair by a number.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Numbers that are copied at once.
pub(crate) const LANES: usize = 16;
/// Characters, or cells, of the longest unit: the last lanes are for the counts.
pub(crate) const MOST: usize = LANES - 1;
/// Pairs that are kept; a unit with another one is a long unit.
const MOST_KEPT: usize = 1 << 14;

/// Both maps of a unit, relative to its first cell and its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(align(32))]
pub(crate) struct Alignment {
    /// For each cell its character; in the last lane how many cells there are.
    pub cell_to_char: [u8; LANES],
    /// For each character its cell; in the last lane how many characters there are.
    pub char_to_cell: [u8; LANES],
}

impl Alignment {
    /// `None` for what is too long.
    fn of(cell_to_char: &[u8], char_to_cell: &[u8]) -> Option<Self> {
        Some(Self { cell_to_char: lanes(cell_to_char)?, char_to_cell: lanes(char_to_cell)? })
    }

    #[inline]
    pub fn cells(&self) -> usize {
        usize::from(self.cell_to_char[MOST])
    }

    #[inline]
    pub fn chars(&self) -> usize {
        usize::from(self.char_to_cell[MOST])
    }
}

fn lanes(map: &[u8]) -> Option<[u8; LANES]> {
    let mut lanes = [0; LANES];
    lanes[..MOST].get_mut(..map.len())?.copy_from_slice(map);
    lanes[MOST] = map.len() as u8;
    Some(lanes)
}

/// The alignments that one thread met.
#[derive(Debug, Default)]
pub(crate) struct Alignments {
    all: Vec<Alignment>,
    numbers: HashMap<Alignment, u16, RandomState>,
}

impl Alignments {
    /// The number of the alignment with these maps; `None` where it is not kept.
    pub fn number(&mut self, cell_to_char: &[u8], char_to_cell: &[u8]) -> Option<u16> {
        let alignment = Alignment::of(cell_to_char, char_to_cell)?;
        if let Some(&number) = self.numbers.get(&alignment) {
            return Some(number);
        }
        if self.all.len() >= MOST_KEPT {
            return None;
        }
        let number = self.all.len() as u16;
        self.all.push(alignment);
        self.numbers.insert(alignment, number);
        Some(number)
    }

    #[inline]
    pub fn get(&self, number: u16) -> Option<&Alignment> {
        self.all.get(usize::from(number))
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        size_of_val(&*self.all) + self.numbers.capacity() * (size_of::<(Alignment, u16)>() + 1)
    }
}
