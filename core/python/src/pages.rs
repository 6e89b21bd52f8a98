//! Pages that were laid out, without an object for each row.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use brailledesk_core::layout::{Body, Numbers, Rows, Traits, each};
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
    pages: Vec<Page>,
    /// How many may write them at once.
    threads: usize,
}

/// A page: the row of its running line, if it has one, and the rows below.
struct Page {
    running: Option<usize>,
    body: Numbers,
}

/// Pages that a thread takes at a time.
const PART: usize = 128;

impl Pages {
    pub fn new(
        mut rows: Rows,
        bodies: Vec<Body>,
        width: usize,
        running: Option<Running<'_>>,
        translator: &Translator,
        threads: usize,
    ) -> PyResult<Self> {
        let pages = translator.with_words(|table, words| {
            let mut lines = running.map(|running| Lines::new(running, width, (table, words)));
            let mut page = |(place, body): (usize, Body)| {
                let line = lines.as_mut().map(|lines| lines.write(&body, place + 1, &mut rows));
                PyResult::Ok(Page { running: line.transpose()?, body: body.rows })
            };
            bodies.into_iter().enumerate().map(&mut page).collect::<PyResult<_>>()
        })?;
        Ok(Self { rows, pages, threads })
    }

    /// Take the rows of a page up to the last with a dot, without the blanks at their ends.
    fn lines(&self, page: &Page, mut take: impl FnMut(&[u8])) {
        let mut empty = 0;
        page.spans().flat_map(|span| self.rows.cells_of(span)).map(shown).for_each(|row| {
            if row.is_empty() {
                empty += 1;
                return;
            }
            (0..std::mem::take(&mut empty)).for_each(|_| take(&[]));
            take(row);
        });
    }
}

impl Page {
    fn spans(&self) -> impl Iterator<Item = Range<usize>> {
        let running = self.running.map(|row| row..row + 1);
        running.into_iter().chain(self.body.spans().iter().cloned())
    }
}

#[pymethods]
impl Pages {
    fn __len__(&self) -> usize {
        self.pages.len()
    }

    /// The rows of a page: cells, print, whether it is a running line, whether it is hyphenated.
    fn rows<'py>(&self, py: Python<'py>, place: usize) -> PyResult<Vec<Shown<'py>>> {
        let page = self.pages.get(place).ok_or_else(|| PyIndexError::new_err(place))?;
        let row = |row: usize| {
            let (print, is_hyphenated) = shown_print(&self.rows, row);
            let cells = PyBytes::new(py, self.rows.cells(row));
            (cells, print, self.rows.traits(row).has(Traits::RUNNING), is_hyphenated)
        };
        Ok(page.spans().flatten().map(row).collect())
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
        let write = |pages| self.write(pages, charset, end);
        let parts = py.detach(|| each(self.pages.chunks(PART).collect(), self.threads, write));
        let Some(parts) = parts.into_iter().collect::<Option<Vec<_>>>() else { return Ok(None) };
        let written = PyBytes::new_with(py, parts.iter().map(Vec::len).sum(), |mut rest| {
            for part in &parts {
                let (own, behind) = rest.split_at_mut(part.len());
                own.copy_from_slice(part);
                rest = behind;
            }
            Ok(())
        })?;
        Ok(Some(written))
    }
}

impl Pages {
    /// Pages as bytes; `None` where a cell has dot 7 or 8.
    ///
    /// To measure them first takes longer than to copy them afterwards.
    fn write(&self, pages: &[Page], charset: &[u8; 256], end: &[u8]) -> Option<Vec<u8>> {
        let mut written = Vec::new();
        for page in pages {
            self.lines(page, |row| {
                written.extend(row.iter().map(|&cell| charset[usize::from(cell)]));
                written.extend_from_slice(b"\r\n");
            });
            written.extend_from_slice(end);
        }
        let cells =
            pages.iter().flat_map(Page::spans).flat_map(|span| self.rows.stretches_of(span));
        let dots = cells.flatten().fold(0, |any, cell| any | cell);
        (dots <= SIX_DOTS).then_some(written)
    }
}

/// Cells up to the last that is no blank.
fn shown(cells: &[u8]) -> &[u8] {
    &cells[..cells.iter().rposition(|&cell| cell != 0).map_or(0, |last| last + 1)]
}

/// A heading, or none, and the cells of room for the title in its chapter.
type Room = (Option<u32>, usize);

/// The running lines of one document: see `layout/running.py`.
struct Lines<'a, 'py> {
    running: Running<'py>,
    width: usize,
    table: &'a Table,
    words: &'a mut Words,
    /// To be written over by each number.
    output: Output,
    /// The number of the page that is at work.
    right: Sign,
    /// To be written over by each line: its cells and its print.
    line: Sign,
    titles: Titles,
}

/// Titles that were asked for.
#[derive(Default)]
struct Titles {
    known: Vec<Sign>,
    places: HashMap<Room, usize>,
    /// What was asked for last, as it is mostly asked for again.
    last: Option<(Room, usize)>,
}

impl Titles {
    /// The place of the title for some room.
    fn find(&mut self, room: Room, make: impl FnOnce() -> PyResult<Sign>) -> PyResult<usize> {
        if let Some((last, place)) = self.last
            && last == room
        {
            return Ok(place);
        }
        let place = match self.places.get(&room) {
            Some(&place) => place,
            None => {
                let title = make()?;
                if title.0.len() > room.1 {
                    return Err(PyValueError::new_err("a title is longer than its room"));
                }
                self.known.push(title);
                self.places.insert(room, self.known.len() - 1);
                self.known.len() - 1
            }
        };
        self.last = Some((room, place));
        Ok(place)
    }
}

impl<'a, 'py> Lines<'a, 'py> {
    fn new(
        running: Running<'py>,
        width: usize,
        (table, words): (&'a Table, &'a mut Words),
    ) -> Self {
        let (right, line, titles) = (Sign::default(), Sign::default(), Titles::default());
        Self { running, width, table, words, output: Output::default(), right, line, titles }
    }

    /// Write the running line of a page; the number of its row.
    fn write(&mut self, page: &Body, number: usize, rows: &mut Rows) -> PyResult<usize> {
        let width = self.width;
        if self.running.has_numbers {
            self.number(number)?;
        }
        let chapter = page.chapter.filter(|_| self.running.has_chapters);
        let gap = |sign: &Sign| if sign.0.is_empty() { 0 } else { sign.0.len() + GAP };
        let first = gap(self.print_page(page));
        let last = width.saturating_sub(gap(&self.right)).max(first);
        let room = (chapter, last - first);
        let make = || self.running.title.call1(room)?.extract();
        let title = self.titles.find(room, make)?;

        let mut line = std::mem::take(&mut self.line);
        let (left, title, right) = (self.print_page(page), &self.titles.known[title], &self.right);
        let count = title.0.len();
        let place = (width.saturating_sub(count) / 2).max(first).min(last - count.min(last));
        let (cells, print) = (&mut line.0, &mut line.1);
        cells.clear();
        cells.resize(width, 0);
        print.clear();
        let parts = [(0, left), (place, title), (width - right.0.len(), right)];
        for (start, (own, text)) in parts {
            cells[start..start + own.len()].copy_from_slice(own);
            if !print.is_empty() && !text.is_empty() {
                print.push_str("  ");
            }
            print.push_str(text);
        }
        let row = rows.push(shown(cells), print, Traits::RUNNING);
        self.line = line;
        Ok(row)
    }

    /// The print page of a Braille page; nothing where it is too long to be shown.
    fn print_page(&self, page: &Body) -> &Sign {
        const EMPTY: &Sign = &(Vec::new(), String::new());
        let known = page.print_page.and_then(|page| self.running.print_pages.get(page as usize));
        // As Python does: a longer one leaves no room for the others.
        known.filter(|sign| sign.0.len() <= self.width / 2).unwrap_or(EMPTY)
    }

    /// Have the number of a Braille page; none where it is longer than a row.
    fn number(&mut self, number: usize) -> PyResult<()> {
        let (cells, text) = &mut self.right;
        cells.clear();
        text.clear();
        // A string takes all that is written.
        let _ = write!(text, "{number}");
        if self.table.translate_plain(text, self.words, &mut self.output) == Ok(true) {
            cells.extend_from_slice(&self.output.cells);
        } else {
            self.right = self.running.number.call1((&*text,))?.extract()?;
        }
        if self.right.0.len() > self.width {
            self.right = Sign::default();
        }
        Ok(())
    }
}
