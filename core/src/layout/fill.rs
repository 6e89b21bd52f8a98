//! Filling rows: the cells of a passage are divided into rows. See `layout/fill.py`.

use super::passage::{Break, Notes, Passage};
use super::pieces::Pieces;
use super::rows::{Rows, Traits};

/// Indents of the first and of the other rows, and the cells of a whole row.
#[derive(Clone, Copy, Debug)]
pub struct Margins {
    /// Cells that the first row stands in.
    pub first: usize,
    /// Cells that the others stand in.
    pub rest: usize,
    /// Cells of a whole row.
    pub width: usize,
}

/// A hyphen and where it may be put.
#[derive(Clone, Copy)]
pub(crate) struct Hyphens<'a> {
    pub cells: &'a [u8],
    /// Whether words that fit a row may be divided with it.
    pub are_usual: bool,
}

/// Write the rows of a passage; `print` is where its text stands among the print of the rows.
pub(crate) fn fill(
    passage: &Passage,
    margins: Margins,
    hyphens: Hyphens,
    print: usize,
    rows: &mut Rows,
    pieces: &mut Pieces,
    notes: &mut Notes,
) {
    let last = passage.cells.len();
    let mut start = passage.after_blanks(0);
    let mut char = 0;
    if start == last {
        let text = passage.print(0..passage.length());
        if !text.is_empty() {
            rows.close(print + text.start..print + text.end, Traits::NONE);
        }
    }
    let mut indent = margins.first;
    let mut lead: Vec<u8> = Vec::new();
    let size = if hyphens.are_usual { hyphens.cells.len() } else { 0 };
    while start < last {
        let width = margins.width - lead.len();
        let mut found = cut(passage, start, width - indent, size, pieces, notes);
        if found.is_none() && indent > margins.rest {
            // What fits a whole row is not broken for the sake of an indent.
            found = cut(passage, start, width - margins.rest, size, pieces, notes);
            indent = if found.is_some() { margins.rest } else { indent };
        }
        let found = found.unwrap_or_else(|| {
            let limit = start + width - indent;
            passage.forced(start, limit, hyphens.cells.len(), pieces, notes)
        });
        write_row(passage, start, char, found, (indent, &lead, hyphens.cells), print, rows);
        lead.clear();
        if found.is_open && found.char < passage.length() {
            let cells = passage.lead(found.char, pieces);
            if 2 * cells.len() < margins.width - margins.rest {
                lead.extend_from_slice(cells);
            }
        }
        start = passage.after_blanks(found.cell);
        (char, indent) = (found.char, margins.rest);
    }
}

/// Where a row of `width` cells from `start` ends; `None` if there is no legal place.
fn cut(
    passage: &Passage,
    start: usize,
    width: usize,
    hyphen_size: usize,
    pieces: &mut Pieces,
    notes: &mut Notes,
) -> Option<Break> {
    let limit = start + width;
    if limit >= passage.cells.len() {
        let (cell, char) = (passage.cells.len(), passage.length());
        return Some(Break { cell, char, has_hyphen: false, is_open: false });
    }
    let blank = passage.last_blank(start, limit, false, &mut notes.matches);
    if blank != Some(limit) {
        let floor = blank.map_or(start, |blank| blank + 1);
        let word = passage.inside_word(floor, limit, hyphen_size, pieces, notes);
        if word.is_some() {
            return word;
        }
    }
    let at = |cell: usize| {
        let char = passage.to_char[cell] as usize;
        Break { cell, char, has_hyphen: false, is_open: false }
    };
    blank.map(at)
}

fn write_row(
    passage: &Passage,
    start: usize,
    char: usize,
    cut: Break,
    (indent, lead, hyphen): (usize, &[u8], &[u8]),
    print: usize,
    rows: &mut Rows,
) {
    let body = &passage.cells[start..cut.cell];
    let shown = body.iter().rposition(|&cell| cell != 0).map_or(0, |place| place + 1);
    let cells = rows.open();
    if shown > 0 {
        cells.resize(cells.len() + indent, 0);
        cells.extend_from_slice(lead);
        cells.extend_from_slice(&body[..shown]);
    }
    let text = passage.print(char..cut.char);
    let mut traits = Traits::NONE;
    if cut.has_hyphen {
        cells.extend_from_slice(hyphen);
        traits = Traits::HYPHENATED;
    }
    rows.close(print + text.start..print + text.end, traits);
}
