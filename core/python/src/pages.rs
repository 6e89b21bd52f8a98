//! Pages that were laid out, without an object for each row.

use std::collections::HashMap;

use std::ops::Range;

use brailledesk_core::layout::{Body, Rows, Traits, each};
use brailledesk_core::{Output, Table, Translator, Words};
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::layout::shown_print;

/// Blank cells at least between the title and a number.
const GAP: usize = 2;
/// The highest cell of six dots.
const SIX_DOTS: u8 = 0x3F;

/// Cells and the print that they stand for.
type Sign = (Vec<u8>, String);

/// A row as Python sees it.
type Shown<'py> = (Bound<'py, PyBytes>, String, bool, bool);

/// How running lines are made.
#[derive(FromPyObject)]
pub struct Running<'py> {
    has_numbers: bool,
    has_chapters: bool,
    /// The print pages by their numbers; without cells where one cannot be shown.
    print_pages: Vec<Sign>,
    /// Gives cells and print for the number of a heading, or None, and for the cells of room.
    title: Bound<'py, PyAny>,
    /// Gives cells and print of a Braille page's number.
    number: Bound<'py, PyAny>,
}

/// Pages and their rows.
#[pyclass(frozen, module = "brailledesk.translate._native")]
pub struct Pages {
    rows: Rows,
    /// The rows of all pages, and where each page ends.
    order: Vec<usize>,
    ends: Vec<usize>,
    /// How many may write them at once.
    threads: usize,
}

/// Rows that are worth a thread.
const LEAST: usize = 4096;

impl Pages {
    pub fn new(
        mut rows: Rows,
        bodies: Vec<Body>,
        width: usize,
        running: Option<Running<'_>>,
        translator: &Translator,
        threads: usize,
    ) -> PyResult<Self> {
        let mut order = Vec::with_capacity(bodies.iter().map(|body| body.rows.len() + 1).sum());
        let mut ends = Vec::with_capacity(bodies.len());
        translator.with_words(|table, words| {
            let mut lines = running.map(|running| Lines::new(running, width, (table, words)));
            for (place, body) in bodies.into_iter().enumerate() {
                if let Some(lines) = &mut lines {
                    order.push(lines.write(&body, place + 1, &mut rows)?);
                }
                order.extend(body.rows);
                ends.push(order.len());
            }
            PyResult::Ok(())
        })?;
        Ok(Self { rows, order, ends, threads })
    }

    fn page(&self, place: usize) -> Option<&[usize]> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.order[start..end])
    }

    /// The rows of a page up to the last with a dot, without the blanks at their ends.
    fn lines(&self, place: usize) -> impl Iterator<Item = &[u8]> {
        let page = self.page(place).unwrap_or_default();
        let row = |&row: &usize| shown(self.rows.cells(row));
        let last = page.iter().rposition(|one| !row(one).is_empty());
        page[..last.map_or(0, |last| last + 1)].iter().map(row)
    }
}

#[pymethods]
impl Pages {
    fn __len__(&self) -> usize {
        self.ends.len()
    }

    /// The rows of a page: cells, print, whether it is a running line, whether it is hyphenated.
    fn rows<'py>(&self, py: Python<'py>, place: usize) -> PyResult<Vec<Shown<'py>>> {
        let page = self.page(place).ok_or_else(|| PyIndexError::new_err(place))?;
        let row = |&row: &usize| {
            let (print, is_hyphenated) = shown_print(&self.rows, row);
            let cells = PyBytes::new(py, self.rows.cells(row));
            (cells, print, self.rows.traits(row).has(Traits::RUNNING), is_hyphenated)
        };
        Ok(page.iter().map(row).collect())
    }

    /// All pages as bytes: each cell by `charset`, each row with CR LF, pages with `end` behind.
    ///
    /// None where a cell has dot 7 or 8.
    fn written<'py>(
        &self,
        py: Python<'py>,
        charset: &[u8],
        end: &[u8],
    ) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let charset: &[u8; 256] = charset
            .try_into()
            .map_err(|_| PyValueError::new_err("a charset has 256 characters"))?;
        let size = |pages: &Range<usize>| {
            let size = |place| self.lines(place).map(|row| row.len() + 2).sum::<usize>();
            pages.clone().map(|place| size(place) + end.len()).sum::<usize>()
        };
        let parts = self.parts();
        let sizes = each(parts.iter().collect(), size);
        let mut has_six_dots = true;
        let written = PyBytes::new_with(py, sizes.iter().sum(), |mut rest| {
            let mut rooms = Vec::with_capacity(parts.len());
            for (pages, size) in parts.into_iter().zip(sizes) {
                let (own, behind) = rest.split_at_mut(size);
                rooms.push((pages, own));
                rest = behind;
            }
            let write = |(pages, room)| self.write(pages, room, charset, end);
            has_six_dots = each(rooms, write).into_iter().all(|one| one);
            Ok(())
        })?;
        Ok(has_six_dots.then_some(written))
    }
}

impl Pages {
    /// Pages for each thread, of about the same number of rows.
    fn parts(&self) -> Vec<Range<usize>> {
        let count = self.threads.min(self.order.len() / LEAST).max(1);
        let mut start = 0;
        let part = |number: usize| {
            let rows = self.order.len() * (number + 1) / count;
            let end = match number + 1 == count {
                true => self.ends.len(),
                false => self.ends.partition_point(|&end| end < rows),
            };
            let begin = std::mem::replace(&mut start, end);
            begin..end
        };
        (0..count).map(part).collect()
    }

    /// Write pages to a room of their size; whether all cells have six dots.
    fn write(&self, pages: Range<usize>, room: &mut [u8], charset: &[u8; 256], end: &[u8]) -> bool {
        let mut rest = room;
        let mut dots = 0;
        for place in pages {
            for row in self.lines(place) {
                let (cells, behind) = rest.split_at_mut(row.len());
                for (byte, &cell) in cells.iter_mut().zip(row) {
                    *byte = charset[usize::from(cell)];
                    dots |= cell;
                }
                rest = put(behind, b"\r\n");
            }
            rest = put(rest, end);
        }
        dots <= SIX_DOTS
    }
}

/// Write something at the beginning of a room; what is left of it.
fn put<'a>(room: &'a mut [u8], bytes: &[u8]) -> &'a mut [u8] {
    let (own, rest) = room.split_at_mut(bytes.len());
    own.copy_from_slice(bytes);
    rest
}

/// Cells up to the last that is no blank.
fn shown(cells: &[u8]) -> &[u8] {
    &cells[..cells.iter().rposition(|&cell| cell != 0).map_or(0, |last| last + 1)]
}

/// The running lines of one document: see `layout/running.py`.
struct Lines<'a, 'py> {
    running: Running<'py>,
    width: usize,
    table: &'a Table,
    words: &'a mut Words,
    /// To be written over by each number.
    output: Output,
    titles: HashMap<(Option<u32>, usize), Sign>,
}

impl<'a, 'py> Lines<'a, 'py> {
    fn new(
        running: Running<'py>,
        width: usize,
        (table, words): (&'a Table, &'a mut Words),
    ) -> Self {
        let (output, titles) = (Output::default(), HashMap::new());
        Self { running, width, table, words, output, titles }
    }

    /// Write the running line of a page; the number of its row.
    fn write(&mut self, page: &Body, number: usize, rows: &mut Rows) -> PyResult<usize> {
        let width = self.width;
        let empty = Sign::default();
        let right = if self.running.has_numbers { self.number(number)? } else { Sign::default() };
        let chapter = page.chapter.filter(|_| self.running.has_chapters);
        let left_of = |running: &Running<'_>| {
            let shown = page.print_page.and_then(|page| running.print_pages.get(page as usize));
            shown.filter(|sign| sign.0.len() <= width).unwrap_or(&empty).clone()
        };
        let left = left_of(&self.running);
        let gap = |sign: &Sign| if sign.0.is_empty() { 0 } else { sign.0.len() + GAP };
        let first = gap(&left);
        let last = self.width.saturating_sub(gap(&right)).max(first);
        let title = self.title(chapter, last - first)?;
        let count = title.0.len();
        let place = (width.saturating_sub(count) / 2).max(first).min(last - count.min(last));
        let mut row = vec![0; width];
        for (start, cells) in [(0, &left.0), (place, &title.0), (width - right.0.len(), &right.0)] {
            row[start..start + cells.len()].copy_from_slice(cells);
        }
        let shown = row.iter().rposition(|&cell| cell != 0).map_or(0, |last| last + 1);
        let texts = [left.1.as_str(), title.1.as_str(), right.1.as_str()];
        let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        Ok(rows.push(&row[..shown], &texts.join("  "), Traits::RUNNING))
    }

    fn title(&mut self, chapter: Option<u32>, room: usize) -> PyResult<&Sign> {
        let key = (chapter, room);
        if !self.titles.contains_key(&key) {
            let title: Sign = self.running.title.call1(key)?.extract()?;
            if title.0.len() > room {
                return Err(PyValueError::new_err("a title is longer than its room"));
            }
            self.titles.insert(key, title);
        }
        Ok(&self.titles[&key])
    }

    /// The number of a Braille page; none where it is longer than a row.
    fn number(&mut self, number: usize) -> PyResult<Sign> {
        let text = number.to_string();
        let is_plain = self.table.translate_plain(&text, self.words, &mut self.output);
        let sign = if is_plain == Ok(true) {
            (self.output.cells.clone(), text)
        } else {
            self.running.number.call1((text,))?.extract()?
        };
        Ok(if sign.0.len() > self.width { Sign::default() } else { sign })
    }
}
