//! Rows one after another, without an object for each.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::alphabet::SOFT_HYPHEN;
use super::plain_text::PlainText;
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

/// Rows that were written one after another by one thread.
#[derive(Debug, Default)]
struct Store {
    /// How many rows stand before it.
    before: usize,
    rows: Vec<Row>,
    cells: Vec<u8>,
    /// A text that somebody keeps: the first bytes of the print.
    kept: Option<Arc<PlainText>>,
    /// What stands behind it.
    print: String,
}

impl Store {
    fn kept(&self) -> &str {
        self.kept.as_ref().map_or("", |kept| &kept.text)
    }

    fn end(&self) -> usize {
        self.before + self.rows.len()
    }

    /// Forget the rows from `count` on.
    fn truncate(&mut self, count: usize) {
        self.rows.truncate(count);
        self.cells.truncate(self.rows.last().map_or(0, |row| row.cells));
    }

    fn cells(&self, place: usize) -> &[u8] {
        &self.cells[self.start_of(place)..self.rows[place].cells]
    }

    /// Where the cells of a row begin.
    fn start_of(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| self.rows[before].cells)
    }

    /// The cells of rows in one piece.
    fn stretch(&self, places: Range<usize>) -> &[u8] {
        &self.cells[self.start_of(places.start)..self.start_of(places.end)]
    }

    /// The cells of rows one after another.
    fn cells_of(&self, places: Range<usize>) -> impl Iterator<Item = &[u8]> {
        let mut start = self.start_of(places.start);
        self.rows[places].iter().map(move |row| {
            let cells = &self.cells[start..row.cells];
            start = row.cells;
            cells
        })
    }

    fn print(&self, place: usize) -> &str {
        let Range { start, end } = self.rows[place].print;
        let kept = self.kept();
        match start.checked_sub(kept.len()) {
            Some(start) => &self.print[start..end - kept.len()],
            None => &kept[start..end],
        }
    }
}

/// Rows of cells with the print that they stand for.
#[derive(Debug)]
pub struct Rows {
    /// What was written before, rising.
    done: Vec<Store>,
    /// What is being written.
    open: Store,
}

/// The first row of all: it is empty.
pub const BLANK: usize = 0;

impl Default for Rows {
    fn default() -> Self {
        let blank = Row { cells: 0, print: 0..0, traits: Traits::NONE };
        let open = Store { rows: vec![blank], ..Store::default() };
        Self { done: Vec::new(), open }
    }
}

impl Rows {
    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.open.end()
    }

    /// Say that the print of rows that follow is parts of a text: it is kept, not copied.
    pub fn keep(&mut self, text: &Arc<PlainText>) {
        if self.open.kept.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, text)) {
            return;
        }
        if self.open.kept.is_some() || !self.open.print.is_empty() {
            self.begin(self.count());
        }
        self.open.kept = Some(text.clone());
    }

    /// Make room for the rows of so many bytes of text.
    pub fn reserve(&mut self, bytes: usize) {
        self.open.cells.reserve(bytes + bytes / 8);
        self.open.rows.reserve(bytes / 24);
    }

    /// Take the print of rows that follow in, unless it is a part of what is kept; where it begins.
    pub fn push_print(&mut self, print: &str) -> usize {
        let kept = self.open.kept();
        let place = print.as_ptr().addr().wrapping_sub(kept.as_ptr().addr());
        if place < kept.len() && print.len() <= kept.len() - place {
            return place;
        }
        let start = kept.len() + self.open.print.len();
        self.open.print.push_str(print);
        start
    }

    /// The cells of the row that is being written.
    pub fn open(&mut self) -> &mut Vec<u8> {
        &mut self.open.cells
    }

    /// End the row that is being written; its print is bytes of what was taken in.
    pub fn close(&mut self, print: Range<usize>, traits: Traits) -> usize {
        let cells = self.open.cells.len();
        self.open.rows.push(Row { cells, print, traits });
        self.open.end() - 1
    }

    /// A whole row; its number.
    ///
    /// The print of a hyphenated one ends with a hyphen.
    pub fn push(&mut self, cells: &[u8], print: &str, traits: Traits) -> usize {
        self.open.cells.extend_from_slice(cells);
        let is_hyphenated = traits.has(Traits::HYPHENATED);
        let print = print.strip_suffix('-').filter(|_| is_hyphenated).unwrap_or(print);
        let start = self.push_print(print);
        self.close(start..start + print.len(), traits)
    }

    /// Take all rows of another store in, and copy nothing; what is added to their numbers.
    pub fn append(&mut self, other: Self) -> usize {
        let moved = self.count();
        self.begin(moved + other.count());
        self.done.extend(other.done.into_iter().chain([other.open]).map(|mut own| {
            own.before += moved;
            own
        }));
        moved
    }

    /// Write what follows to a place of its own, behind so many rows.
    fn begin(&mut self, before: usize) {
        let open = Store { before, ..Store::default() };
        self.done.push(std::mem::replace(&mut self.open, open));
    }

    /// Forget the rows from `count` on; their print stays.
    pub fn truncate(&mut self, count: usize) {
        let count = count.max(1);
        while count < self.open.before
            && let Some(before) = self.done.pop()
        {
            self.open = before;
        }
        self.open.truncate(count - self.open.before);
    }

    /// The cells of a row.
    pub fn cells(&self, row: usize) -> &[u8] {
        let (own, place) = self.find(row);
        own.cells(place)
    }

    /// The cells of rows, as far as they stand in one piece.
    pub fn stretches_of(&self, rows: Range<usize>) -> impl Iterator<Item = &[u8]> {
        self.stores_of(rows).map(|(own, places)| own.stretch(places))
    }

    /// The cells of rows one after another.
    pub fn cells_of(&self, rows: Range<usize>) -> impl Iterator<Item = &[u8]> {
        self.stores_of(rows).flat_map(|(own, places)| own.cells_of(places))
    }

    /// The stores that rows are in, and their places there.
    fn stores_of(&self, rows: Range<usize>) -> impl Iterator<Item = (&Store, Range<usize>)> {
        let first = self.done.partition_point(|own| own.end() <= rows.start);
        let last = self.done.partition_point(|own| own.before < rows.end).max(first);
        self.done[first..last].iter().chain([&self.open]).map(move |own| {
            let place = |row: usize| row.clamp(own.before, own.end()) - own.before;
            (own, place(rows.start)..place(rows.end))
        })
    }

    /// The print of a row, without the hyphen at its end if it is hyphenated.
    pub fn print(&self, row: usize) -> Cow<'_, str> {
        let (own, place) = self.find(row);
        let print = own.print(place);
        if !print.contains(SOFT_HYPHEN) {
            return Cow::Borrowed(print);
        }
        let shown = print.replace(SOFT_HYPHEN, "");
        Cow::Owned(shown.trim_matches(is_white).to_string())
    }

    /// What a row is.
    pub fn traits(&self, row: usize) -> Traits {
        let (own, place) = self.find(row);
        own.rows[place].traits
    }

    /// The stretch that a row is in, and its place there.
    fn find(&self, row: usize) -> (&Store, usize) {
        let place = self.done.partition_point(|own| own.end() <= row);
        let own = self.done.get(place).unwrap_or(&self.open);
        (own, row - own.before)
    }
}
