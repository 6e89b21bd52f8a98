//! The maps of a word by its shape.

use super::letters::Letters;
use crate::alignments::Alignment;
use crate::lean::{Lean, Shape};
use crate::words::Words;

/// Where the maps of words are: those that were written, and those that are remembered.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub lean: &'a Lean,
    pub words: &'a Words,
}

impl Known<'_> {
    /// The cell before which a break before character `place`, not the first one, of a word with so
    /// many cells falls; `None` if none is clean there. See `Passage.clean_cell`.
    #[inline]
    pub fn cell_at(self, shape: Shape, place: usize, cells: usize) -> Option<usize> {
        let Self { lean, words } = self;
        match shape {
            Shape::Short(number) => clean_cell(maps(words.short_alignment(number)?), place, cells),
            Shape::Medium(number) => clean_cell(maps(words.wide_alignment(number)?), place, cells),
            Shape::Other(number) => {
                let (to_char, to_cell) = lean.other(number)?;
                clean_cell((to_char, to_cell), place, cells)
            }
        }
    }
}

fn maps<const B: usize>(alignment: &Alignment<B>) -> (&[u8], &[u8]) {
    (alignment.cell_to_char.as_flattened(), alignment.char_to_cell.as_flattened())
}

#[inline]
fn clean_cell<N>((to_char, to_cell): (&[N], &[N]), place: usize, cells: usize) -> Option<usize>
where
    N: Copy + TryInto<usize>,
{
    let at = |map: &[N], place: usize| map.get(place).and_then(|&one| one.try_into().ok());
    let cell = at(to_cell, place).filter(|&cell| 0 < cell && cell < cells)?;
    (at(to_char, cell - 1)? < place && place <= at(to_char, cell)?).then_some(cell)
}

/// The letters and both maps of a word.
#[derive(Debug, Default)]
pub(super) struct WordMaps {
    pub letters: Letters,
    pub to_char: Vec<u32>,
    pub to_cell: Vec<u32>,
}

impl WordMaps {
    /// Make the maps of a word with so many cells; `false` where its shape is not known any more.
    pub fn make(&mut self, shape: Shape, word: &str, cells: usize, known: Known) -> bool {
        let Known { lean, words } = known;
        let counts = (cells, word.chars().count());
        match shape {
            Shape::Short(number) => {
                words.short_alignment(number).is_some_and(|own| self.copy(maps(own), counts))
            }
            Shape::Medium(number) => {
                words.wide_alignment(number).is_some_and(|own| self.copy(maps(own), counts))
            }
            Shape::Other(number) => lean.other(number).is_some_and(|own| {
                let (to_char, to_cell) = own;
                self.copy((to_char, to_cell), counts)
            }),
        }
    }

    fn copy<N: Copy + Into<u32>>(
        &mut self,
        (to_char, to_cell): (&[N], &[N]),
        (cells, chars): (usize, usize),
    ) -> bool {
        self.to_char.clear();
        self.to_cell.clear();
        self.to_char.extend(to_char.iter().take(cells).map(|&one| one.into()));
        self.to_cell.extend(to_cell.iter().take(chars).map(|&one| one.into()));
        self.to_char.len() == cells && self.to_cell.len() == chars
    }
}
