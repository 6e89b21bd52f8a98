//! What a translation gives.

use crate::reach::Reach;

/// One applied rule: characters `start` to `end` gave cells `cell_start` to `cell_end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The first character.
    pub start: u32,
    /// Behind the last character; an indicator covers none.
    pub end: u32,
    /// The first cell.
    pub cell_start: u32,
    /// Behind the last cell.
    pub cell_end: u32,
    /// The number of the rule.
    pub rule: u32,
}

/// Cells with both position maps.
#[derive(Clone, Debug, Default)]
pub struct Output<P = u32> {
    /// One byte a cell, bit n-1 is dot n.
    pub cells: Vec<u8>,
    /// For each cell the character it stands for.
    pub cell_to_char: Vec<P>,
    /// For each character its first cell.
    pub char_to_cell: Vec<P>,
    /// The applied rules, where they were asked for.
    pub steps: Option<Vec<Step>>,
    /// What the cells depend on: see [`crate::Table::translate_change`].
    pub reach: Reach,
}

/// By what was written, whatever way it came about.
impl<P: PartialEq> PartialEq for Output<P> {
    fn eq(&self, other: &Self) -> bool {
        self.cells == other.cells
            && self.cell_to_char == other.cell_to_char
            && self.char_to_cell == other.char_to_cell
            && self.steps == other.steps
    }
}

impl<P: Eq> Eq for Output<P> {}

/// `char_to_cell` of a text of `length` characters, the counterpart of `cell_to_char`.
///
/// A character that no cell points at takes the cell of the one before it; at the beginning, 0.
pub(crate) fn map_characters(cell_to_char: &[u32], length: usize, places: &mut Vec<u32>) {
    places.clear();
    places.reserve(length);
    let (mut cell, mut last) = (0, 0);
    for position in 0..length as u32 {
        while cell < cell_to_char.len() && cell_to_char[cell] < position {
            cell += 1;
        }
        if cell_to_char.get(cell) == Some(&position) {
            last = cell as u32;
        }
        places.push(last);
    }
}
