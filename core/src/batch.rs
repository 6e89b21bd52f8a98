//! Many texts, one after another: while one is written, memory is told what the next one needs.

use std::ops::Range;

use prefetch_index::prefetch_index;

use crate::filled::Filled;
use crate::output::Output;
use crate::position::Position;
use crate::reach::Reach;
use crate::table::{Fault, Table};
use crate::words::Words;

/// Bytes of a line of the processor's cache.
const LINE: usize = 64;
/// Bytes of a text that memory is told of before.
const MOST_EXPECTED: usize = 4 * LINE;

/// Where the translation of a text stands among those of many.
///
/// Both maps count from the beginning of the text.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its cells.
    pub cells: Range<usize>,
    /// Its characters.
    pub chars: Range<usize>,
    /// What its cells depend on.
    pub reach: Reach,
}

impl Part {
    /// Whether such positions can tell its places, else its maps mean nothing.
    pub fn fits<P: Position>(&self) -> bool {
        P::fits(self.cells.len()) && P::fits(self.chars.len())
    }

    /// The translation by itself.
    pub fn of<P: Position>(&self, all: &Output<P>) -> Output<P> {
        Output {
            cells: all.cells[self.cells.clone()].into(),
            cell_to_char: all.cell_to_char[self.cells.clone()].into(),
            char_to_cell: all.char_to_cell[self.chars.clone()].into(),
            steps: None,
            reach: self.reach.clone(),
        }
    }
}

impl Table {
    /// Translate texts as [`Table::translate_plain`] does each, one behind the other in `out`.
    ///
    /// `None` is passed over. `take` is given the part of each in turn, and `None` for a text that
    /// has to be prepared first.
    pub fn translate_each<P: Position>(
        &self,
        texts: &[Option<&str>],
        words: &mut Words,
        out: &mut Output<P>,
        mut take: impl FnMut(Option<Part>),
    ) -> Result<(), Fault> {
        let to = Filled::new(out, size_of_all(texts));
        self.write_each(texts, words, to, |reach, to| {
            take(reach.map(|reach| {
                let (cells, chars) = to.written();
                Part { cells, chars, reach }
            }));
        })
    }

    /// The same for who wants the cells only: `take` is given where they stand; there are no maps.
    pub fn translate_cells(
        &self,
        texts: &[Option<&str>],
        words: &mut Words,
        out: &mut Output,
        mut take: impl FnMut(Option<Range<usize>>),
    ) -> Result<(), Fault> {
        let to = Filled::of_cells(out, size_of_all(texts));
        self.write_each(texts, words, to, |reach, to| take(reach.map(|_| to.written().0)))
    }

    fn write_each<P: Position>(
        &self,
        texts: &[Option<&str>],
        words: &mut Words,
        mut to: Filled<P>,
        mut take: impl FnMut(Option<Reach>, &Filled<P>),
    ) -> Result<(), Fault> {
        let (mut units, mut next) = words.pair.take().unwrap_or_default();
        let is_by_units = self.quiet.is_none();
        let mut rest = texts;
        while let Some((text, behind)) = rest.split_first() {
            if let Some(Some(text)) = behind.get(1) {
                expect(text.as_bytes());
            }
            if is_by_units && let Some(Some(text)) = behind.first() {
                next.begin(text.as_bytes(), words);
            }
            let reach = match text {
                Some(text) => {
                    self.translate_found(text, Reach::default(), &mut units, words, &mut to)?
                }
                None => None,
            };
            take(reach, &to);
            std::mem::swap(&mut units, &mut next);
            next.take_begun(); // a text without units did not ask
            rest = behind;
        }
        to.finish();
        words.pair = Some((units, next));
        Ok(())
    }
}

fn size_of_all(texts: &[Option<&str>]) -> usize {
    texts.iter().flatten().map(|text| text.len()).sum()
}

/// Say that a text will be read soon: its first lines of the processor's cache.
fn expect(text: &[u8]) {
    for line in (0..text.len().min(MOST_EXPECTED)).step_by(LINE) {
        prefetch_index(text, line);
    }
}
