//! Rows one after another, without an object for each.

use std::borrow::Cow;
use std::ops::Range;

use super::alphabet::SOFT_HYPHEN;
use crate::table::is_white;

/// What a row is, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u8);

impl Traits {
    /// Nothing of what follows.
    pub const NONE: Self = Self(0);
    /// The hyphen at its end was put there to divide a word; its print has one that the text lacks.
    pub const HYPHENATED: Self = Self(1);
    /// The line of page numbers and title.
    pub const RUNNING: Self = Self(2);

    /// Whether it has all of these.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

#[derive(Clone, Debug)]
struct Row {
    /// Where its cells end; they begin where those of the row before end.
    cells: usize,
    print: Range<usize>,
    traits: Traits,
}

/// Rows of cells with the print that they stand for.
#[derive(Debug)]
pub struct Rows {
    rows: Vec<Row>,
    cells: Vec<u8>,
    print: String,
}

/// The first row of all: it is empty.
pub const BLANK: usize = 0;

impl Default for Rows {
    fn default() -> Self {
        let blank = Row { cells: 0, print: 0..0, traits: Traits::NONE };
        Self { rows: vec![blank], cells: Vec::new(), print: String::new() }
    }
}

impl Rows {
    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Make room for the rows of so many bytes of text.
    pub fn reserve(&mut self, bytes: usize) {
        self.print.reserve(bytes);
        self.cells.reserve(bytes + bytes / 8);
        self.rows.reserve(bytes / 24);
    }

    /// Take the print of rows that follow in; where it begins.
    pub fn push_print(&mut self, print: &str) -> usize {
        let start = self.print.len();
        self.print.push_str(print);
        start
    }

    /// The cells of the row that is being written.
    pub fn open(&mut self) -> &mut Vec<u8> {
        &mut self.cells
    }

    /// End the row that is being written; its print is bytes of what was taken in.
    pub fn close(&mut self, print: Range<usize>, traits: Traits) -> usize {
        self.rows.push(Row { cells: self.cells.len(), print, traits });
        self.rows.len() - 1
    }

    /// A whole row; its number.
    ///
    /// The print of a hyphenated one ends with a hyphen.
    pub fn push(&mut self, cells: &[u8], print: &str, traits: Traits) -> usize {
        self.cells.extend_from_slice(cells);
        let is_hyphenated = traits.has(Traits::HYPHENATED);
        let print = print.strip_suffix('-').filter(|_| is_hyphenated).unwrap_or(print);
        let start = self.push_print(print);
        self.close(start..start + print.len(), traits)
    }

    /// Take all rows of another store in but its first, the empty one; what is added to their numbers.
    pub fn append(&mut self, other: Self) -> usize {
        if self.rows.len() == 1 && self.print.is_empty() {
            *self = other;
            return 0;
        }
        let moved = self.rows.len() - 1;
        let (cells, print) = (self.cells.len(), self.push_print(&other.print));
        self.cells.extend_from_slice(&other.cells);
        self.rows.extend(other.rows[1..].iter().map(|row| Row {
            cells: row.cells + cells,
            print: row.print.start + print..row.print.end + print,
            traits: row.traits,
        }));
        moved
    }

    /// Forget the rows from `count` on; their print stays.
    pub fn truncate(&mut self, count: usize) {
        self.rows.truncate(count.max(1));
        let end = self.rows.last().map_or(0, |row| row.cells);
        self.cells.truncate(end);
    }

    /// The cells of a row.
    pub fn cells(&self, row: usize) -> &[u8] {
        let start = row.checked_sub(1).map_or(0, |before| self.rows[before].cells);
        &self.cells[start..self.rows[row].cells]
    }

    /// The print of a row, without the hyphen at its end if it is hyphenated.
    pub fn print(&self, row: usize) -> Cow<'_, str> {
        let print = &self.print[self.rows[row].print.clone()];
        if !print.contains(SOFT_HYPHEN) {
            return Cow::Borrowed(print);
        }
        let shown = print.replace(SOFT_HYPHEN, "");
        Cow::Owned(shown.trim_matches(is_white).to_string())
    }

    /// What a row is.
    pub fn traits(&self, row: usize) -> Traits {
        self.rows[row].traits
    }
}
