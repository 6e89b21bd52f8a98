//! Layout of plain text, as Python drives it.

use brailledesk_core::Words;
use brailledesk_core::layout::{
    Alphabet, Bench, Block, Chunk, Dictionary, Habits, Margins, PageRules, Pager, Patterns, Rows,
    Traits,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

use crate::Core;
use crate::pages::{Pages, Running};
use crate::read_text::ReadText;

/// What holds for all texts of a table and a language: see [`Habits`].
#[pyclass(frozen, module = "brailledesk.translate._native")]
pub struct LayoutHabits {
    habits: Habits,
}

#[pymethods]
impl LayoutHabits {
    /// A ValueError for patterns or a dictionary that are not understood here.
    #[new]
    fn new(
        alphabet: (&str, &[u8], &str),
        patterns: Vec<(String, String)>,
        dictionary: Option<&str>,
        hyphen: &[u8],
    ) -> PyResult<Self> {
        let (characters, kinds, lowers) = alphabet;
        let unknown = |what: &str| PyValueError::new_err(format!("{what} is not understood"));
        let alphabet =
            Alphabet::new(characters, kinds, lowers).ok_or_else(|| unknown("the alphabet"))?;
        let patterns = Patterns::new(&patterns, &alphabet).ok_or_else(|| unknown("a pattern"))?;
        let read = |text| Dictionary::new(text).ok_or_else(|| unknown("the dictionary"));
        let dictionary = dictionary.map(read).transpose()?;
        Ok(Self { habits: Habits::new(alphabet, patterns, dictionary, hyphen) })
    }

    /// The stretches of a text that stay whole; None for a text with other characters.
    fn protected(&self, text: &str) -> Option<Vec<(u32, u32)>> {
        let spans = self.habits.protected(text)?;
        Some(spans.into_iter().map(|span| (span.start, span.end)).collect())
    }

    /// The places where a word may be divided; None for a word with other characters.
    fn syllables(&self, word: &str) -> Option<Vec<usize>> {
        self.habits.syllables(word)
    }
}

/// The rows of a document, and its pages while they are being filled.
#[pyclass(module = "brailledesk.translate._native")]
pub struct Flow {
    core: Py<Core>,
    habits: Py<LayoutHabits>,
    width: usize,
    rows: Rows,
    pager: Pager,
    bench: Bench,
}

#[pymethods]
impl Flow {
    /// Nothing yet. `rules` are the rows of a page below its running line, the level of headings
    /// that begin chapters, and whether these begin a page.
    #[new]
    fn new(
        core: Py<Core>,
        habits: Py<LayoutHabits>,
        width: usize,
        rules: (usize, i64, bool),
    ) -> PyResult<Self> {
        let (height, chapter_level, has_chapter_pages) = rules;
        if width < 10 || height < 5 {
            return Err(PyValueError::new_err("a page is too small"));
        }
        let pager = Pager::new(PageRules { height, chapter_level, has_chapter_pages });
        Ok(Self { core, habits, width, rows: Rows::default(), pager, bench: Bench::default() })
    }

    /// Write the rows of a paragraph: the first one's number and how many; None for Python's.
    fn write(
        &mut self,
        py: Python<'_>,
        text: &Bound<'_, PyString>,
        indents: (usize, usize),
        is_hyphenated: bool,
    ) -> PyResult<Option<(usize, usize)>> {
        let Ok(text) = text.to_str() else { return Ok(None) };
        let margins = self.margins(indents)?;
        let core = self.core.clone_ref(py);
        let start = self.rows.count();
        let done = core.get().translator.with_words(|table, words| {
            let habits = &self.habits.get().habits;
            let at_work = (table, &mut *words);
            habits.set(text, margins, is_hyphenated, &mut self.rows, &mut self.bench, at_work)
        });
        Ok(done.then(|| (start, self.rows.count() - start)))
    }

    /// Write and place paragraphs from `start` on, up to one that is Python's; its place.
    fn place_texts(
        &mut self,
        py: Python<'_>,
        texts: &Bound<'_, PyList>,
        start: usize,
        indents: (usize, usize),
        is_hyphenated: bool,
    ) -> PyResult<usize> {
        let margins = self.margins(indents)?;
        let core = self.core.clone_ref(py);
        core.get().translator.with_words(|table, words: &mut Words| {
            for place in start..texts.len() {
                let text = texts.get_item(place)?.cast_into::<PyString>()?;
                let Ok(text) = text.to_str() else { return Ok(place) };
                let first = self.rows.count();
                let habits = &self.habits.get().habits;
                let at_work = (table, &mut *words);
                let rows = &mut self.rows;
                if !habits.set(text, margins, is_hyphenated, rows, &mut self.bench, at_work) {
                    return Ok(place);
                }
                let rows = first..self.rows.count();
                self.pager.place(Chunk { rows, ..Chunk::default() });
            }
            Ok(texts.len())
        })
    }

    /// Write and place blocks of a text, up to one that is Python's; its place, or `end`.
    ///
    /// The indents are those of paragraphs and of items, whose markers stand at the margin.
    fn place_plain(
        &mut self,
        py: Python<'_>,
        text: &ReadText,
        span: (usize, usize),
        indents: ((usize, usize), (usize, usize)),
        is_hyphenated: bool,
    ) -> PyResult<usize> {
        let read = &text.read;
        let (start, end) = (span.0, span.1.min(read.blocks.len()));
        let (paragraph, item) = (self.margins(indents.0)?, self.margins(indents.1)?);
        let core = self.core.clone_ref(py);
        let habits = &self.habits.get().habits;
        let (rows, bench, pager) = (&mut self.rows, &mut self.bench, &mut self.pager);
        Ok(core.get().translator.with_words(|table, words: &mut Words| {
            let mut write = |text: &str, margins: Margins, rows: &mut Rows| {
                let first = rows.count();
                let at_work = (table, &mut *words);
                let is_written = habits.set(text, margins, is_hyphenated, rows, bench, at_work);
                is_written.then(|| first..rows.count())
            };
            for place in start..end {
                let before = rows.count();
                let chunks: Option<Vec<_>> = match &read.blocks[place].0 {
                    Block::Paragraph(own) => {
                        write(&read.text[own.clone()], paragraph, rows).map(|rows| vec![rows])
                    }
                    Block::List(items) => read.items[items.clone()]
                        .iter()
                        .map(|one| write(&read.text[one.whole.clone()], item, rows))
                        .collect(),
                    Block::PageMark(_) => None,
                };
                let Some(chunks) = chunks else {
                    rows.truncate(before);
                    return place;
                };
                for rows in chunks {
                    pager.place(Chunk { rows, ..Chunk::default() });
                }
            }
            end
        }))
    }

    /// Write a row that Python made; its number.
    fn push(&mut self, cells: &[u8], print: &str, is_hyphenated: bool) -> usize {
        let traits = if is_hyphenated { Traits::HYPHENATED } else { Traits::NONE };
        self.rows.push(cells, print, traits)
    }

    /// Place rows that were written: the first one's number and how many.
    ///
    /// `print_page` is the number of the print page that begins here, and whether the running line
    /// shows it; `heading` the number and level of the heading that these are the rows of.
    #[pyo3(signature = (rows, blanks=(0, 0), is_kept_with_next=false, repeated=(0, 0),
                        print_page=None, heading=None))]
    fn place(
        &mut self,
        rows: (usize, usize),
        blanks: (usize, usize),
        is_kept_with_next: bool,
        repeated: (usize, usize),
        print_page: Option<(u32, bool)>,
        heading: Option<(u32, i64)>,
    ) -> PyResult<()> {
        let range = |(start, count): (usize, usize)| {
            let end = start.checked_add(count).filter(|&end| end <= self.rows.count());
            end.map(|end| start..end).ok_or_else(|| PyValueError::new_err("there is no such row"))
        };
        let chunk = Chunk {
            rows: range(rows)?,
            blank_before: blanks.0,
            blank_after: blanks.1,
            is_kept_with_next,
            repeated: range(repeated)?,
            print_page,
            heading,
        };
        self.pager.place(chunk);
        Ok(())
    }

    /// The pages, with their running lines where there are any; nothing is left here.
    #[pyo3(signature = (running=None))]
    fn finish(&mut self, py: Python<'_>, running: Option<Running<'_>>) -> PyResult<Pages> {
        let rules = PageRules { height: 5, chapter_level: 1, has_chapter_pages: false };
        let pager = std::mem::replace(&mut self.pager, Pager::new(rules));
        let rows = std::mem::take(&mut self.rows);
        let core = self.core.clone_ref(py);
        Pages::new(rows, pager.finish(), self.width, running, &core.get().translator)
    }
}

impl Flow {
    fn margins(&self, (first, rest): (usize, usize)) -> PyResult<Margins> {
        if first.max(rest) > self.width / 2 {
            return Err(PyValueError::new_err("an indent is more than half a row"));
        }
        Ok(Margins { first, rest, width: self.width })
    }
}
