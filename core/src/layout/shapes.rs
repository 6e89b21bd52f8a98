//! The maps of a word by its shape.

use super::letters::Letters;
use super::pieces::Pieces;
use crate::alignments::Alignment;
use crate::lean::Shape;
use crate::words::Words;

impl Shape {
    /// The cell before which a break before character `place`, not the first one, falls; `None` if
    /// none is clean there. See `Passage.clean_cell`.
    #[inline]
    pub(super) fn cell_at(self, place: usize, cells: usize, words: &Words) -> Option<usize> {
        match self {
            Self::Short(number) => words.short_alignment(number)?.cell_at(place, cells),
            Self::Medium(number) => words.wide_alignment(number)?.cell_at(place, cells),
            Self::Other => None,
        }
    }
}

impl<const B: usize> Alignment<B> {
    fn cell_at(&self, place: usize, cells: usize) -> Option<usize> {
        let (to_char, to_cell) =
            (self.cell_to_char.as_flattened(), self.char_to_cell.as_flattened());
        let cell = usize::from(to_cell[place]);
        let char_at = |cell: usize| usize::from(to_char[cell]);
        let is_inside = 0 < cell && cell < cells;
        (is_inside && char_at(cell - 1) < place && place <= char_at(cell)).then_some(cell)
    }
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
    pub fn make(&mut self, shape: Shape, word: &str, cells: usize, pieces: &Pieces) -> bool {
        let Self { to_char, to_cell, .. } = self;
        to_char.clear();
        to_cell.clear();
        let chars = word.chars().count();
        match shape {
            Shape::Short(number) => {
                let own = pieces.words().short_alignment(number);
                own.is_some_and(|own| copy(own, (chars, cells), to_char, to_cell))
            }
            Shape::Medium(number) => {
                let own = pieces.words().wide_alignment(number);
                own.is_some_and(|own| copy(own, (chars, cells), to_char, to_cell))
            }
            Shape::Other => false,
        }
    }
}

fn copy<const B: usize>(
    alignment: &Alignment<B>,
    (chars, cells): (usize, usize),
    to_char: &mut Vec<u32>,
    to_cell: &mut Vec<u32>,
) -> bool {
    to_char.extend(alignment.cell_to_char.as_flattened()[..cells].iter().copied().map(u32::from));
    to_cell.extend(alignment.char_to_cell.as_flattened()[..chars].iter().copied().map(u32::from));
    true
}
