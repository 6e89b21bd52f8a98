//! Layout of plain text, as Python drives it.

use std::ops::Range;

use brailledesk_core::layout::{
    Alphabet, Asked, Bench, Blocks, Chunk, Dictionary, Habits, Margins, PageRules, Pager, Patterns,
    Rows, Style, Texts, Traits, Way, count_of,
};
use brailledesk_core::{Output, Table, Translator, Words};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};
use smallvec::smallvec;

use crate::Core;
use crate::ahead::{AHEAD, Ahead};
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

    /// The places at which a break would split those; None for a text with other characters.
    fn undivided(&self, text: &str) -> Option<Vec<usize>> {
        self.habits.undivided(text)
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
    threads: usize,
    ahead: Ahead,
}

#[pymethods]
impl Flow {
    /// Nothing yet. `rules` are the rows of a page below its running line, the level of headings
    /// that begin chapters, and whether these begin a page. `threads` may work at once; for 0 as
    /// many as there are processors, up to four.
    #[new]
    fn new(
        core: Py<Core>,
        habits: Py<LayoutHabits>,
        width: usize,
        rules: (usize, i64, bool),
        threads: usize,
    ) -> PyResult<Self> {
        let (height, chapter_level, has_chapter_pages) = rules;
        if width < 10 || height < 5 {
            return Err(PyValueError::new_err("a page is too small"));
        }
        let pager = Pager::new(PageRules { height, chapter_level, has_chapter_pages });
        let threads = count_of(threads);
        let (rows, ahead) = (Rows::default(), Ahead::default());
        Ok(Self { core, habits, width, rows, pager, threads, ahead })
    }

    /// Write the rows of a paragraph: the first one's number and how many; None for Python's.
    ///
    /// `style` is the indents, whether words are divided, and whether these are verses. `translate`
    /// gives the translation of a part by its number, and that of a piece by its text; unless
    /// `is_plain`, parts are not translated otherwise.
    fn write(
        &mut self,
        py: Python<'_>,
        text: &Bound<'_, PyString>,
        style: ((usize, usize), bool, bool),
        translate: Bound<'_, PyAny>,
        is_plain: bool,
    ) -> PyResult<Option<(usize, usize)>> {
        let Ok(text) = text.to_str() else { return Ok(None) };
        let (indents, is_hyphenated, is_verse) = style;
        let style = Style { margins: self.margins(indents)?, is_hyphenated, is_verse };
        let core = self.core.clone_ref(py);
        let start = self.rows.count();
        let mut asked = Translating { translate, fault: None };
        let rows = &mut self.rows;
        let habits = &self.habits.get().habits;
        let done = at_work(&core.get().translator, habits, |at_work, bench| {
            let asked = &mut asked;
            let way = if is_plain { Way::PlainOrAsked(asked) } else { Way::Asked(asked) };
            habits.set(text, style, rows, bench, at_work, way)
        });
        if let Some(fault) = asked.fault {
            return Err(fault);
        }
        Ok(done.then(|| (start, self.rows.count() - start)))
    }

    /// Take rows that were written last back: cells, print, whether each is hyphenated.
    fn take<'py>(&mut self, py: Python<'py>, start: usize) -> Vec<Taken<'py>> {
        let row = |row: usize| {
            let (print, is_hyphenated) = shown_print(&self.rows, row);
            (PyBytes::new(py, self.rows.cells(row)), print, is_hyphenated)
        };
        let taken = (start..self.rows.count()).map(row).collect();
        self.rows.truncate(start);
        taken
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
        let style = Style { margins: self.margins(indents)?, is_hyphenated, is_verse: false };
        let core = self.core.clone_ref(py);
        let habits = self.habits.clone_ref(py);
        let habits = &habits.get().habits;
        let translator = &core.get().translator;
        if !self.ahead.has(texts, start) {
            let text = |place| texts.get_item(place).ok()?.cast_into::<PyString>().ok();
            let is_known = |text: &Bound<'_, PyString>| text.to_str().is_ok();
            let all = (start..texts.len()).map_while(|place| text(place).filter(is_known));
            let all: Vec<_> = all.collect();
            let known: Vec<&str> = all.iter().filter_map(|text| text.to_str().ok()).collect();
            let own = Texts { habits, texts: &known, style };
            let (threads, rows) = (self.threads, &mut self.rows);
            let done = py.detach(|| own.set_all(threads, translator, rows));
            let chunk = |rows| smallvec![rows];
            let chunks = done.into_iter().map(|rows| rows.map(chunk)).collect();
            self.ahead = Ahead { of: Some(texts.clone().into_any().unbind()), start, chunks };
        }
        let end = start.max(self.ahead.end());
        for place in start..end {
            let Some(chunks) = self.ahead.take(place) else { return Ok(place) };
            self.place_chunks(chunks);
        }
        Ok(end)
    }

    /// Write and place blocks of a text from `start` on, as many as are written at a time or up to
    /// one that is Python's; the place behind them, and whether a block of Python's stands there.
    ///
    /// The indents are those of paragraphs and of items, whose markers stand at the margin.
    fn place_plain(
        &mut self,
        py: Python<'_>,
        text: &Bound<'_, ReadText>,
        start: usize,
        indents: ((usize, usize), (usize, usize)),
        is_hyphenated: bool,
    ) -> PyResult<(usize, bool)> {
        let (paragraph, item) = (self.margins(indents.0)?, self.margins(indents.1)?);
        let (core, habits) = (self.core.clone_ref(py), self.habits.clone_ref(py));
        let (translator, habits) = (&core.get().translator, &habits.get().habits);
        let read = &text.get().read;
        let blocks = Blocks { habits, text: read, paragraph, item, is_hyphenated };
        if start >= read.blocks.len() {
            return Ok((read.blocks.len(), false));
        }
        if !self.ahead.has(text, start) {
            let next = blocks.window(start, read.blocks.len(), AHEAD);
            let (threads, rows) = (self.threads, &mut self.rows);
            let chunks = py.detach(|| blocks.set_all(start..next, threads, translator, rows));
            self.ahead = Ahead { of: Some(text.clone().into_any().unbind()), start, chunks };
        }
        let end = self.ahead.end();
        for place in start..end {
            let Some(chunks) = self.ahead.take(place) else { return Ok((place, true)) };
            self.place_chunks(chunks);
        }
        Ok((end, false))
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
        let translator = &core.get().translator;
        Pages::new(rows, pager.finish(), self.width, running, translator, self.threads)
    }
}

impl Flow {
    fn place_chunks(&mut self, chunks: impl IntoIterator<Item = Range<usize>>) {
        for rows in chunks {
            self.pager.place(Chunk { rows, ..Chunk::default() });
        }
    }

    fn margins(&self, (first, rest): (usize, usize)) -> PyResult<Margins> {
        if first.max(rest) > self.width / 2 {
            return Err(PyValueError::new_err("an indent is more than half a row"));
        }
        Ok(Margins { first, rest, width: self.width })
    }
}

/// Work with what is remembered of words, and of those that were divided.
fn at_work<T>(
    translator: &Translator,
    habits: &Habits,
    work: impl FnOnce((&Table, &mut Words), &mut Bench) -> T,
) -> T {
    habits.with_bench(|bench| translator.with_words(|table, words| work((table, words), bench)))
}

/// A row that was taken back.
type Taken<'py> = (Bound<'py, PyBytes>, String, bool);

/// The print of a row with the hyphen at its end, and whether there is one.
pub fn shown_print(rows: &Rows, row: usize) -> (String, bool) {
    let is_hyphenated = rows.traits(row).has(Traits::HYPHENATED);
    let hyphen = if is_hyphenated { "-" } else { "" };
    (format!("{}{hyphen}", rows.print(row)), is_hyphenated)
}

/// Python's translator; `fault` is what it raised.
struct Translating<'py> {
    translate: Bound<'py, PyAny>,
    fault: Option<PyErr>,
}

impl Translating<'_> {
    fn note<T>(&mut self, result: PyResult<T>) -> Option<T> {
        result.map_err(|fault| self.fault = Some(fault)).ok()
    }

    fn part(&self, number: usize, output: &mut Output) -> PyResult<()> {
        let translation = self.translate.call1((number,))?;
        output.cells = translation.getattr("cells")?.extract()?;
        output.cell_to_char = translation.getattr("cell_to_char")?.extract()?;
        output.char_to_cell = translation.getattr("char_to_cell")?.extract()?;
        Ok(())
    }
}

impl Asked for Translating<'_> {
    fn translate_part(&mut self, number: usize, output: &mut Output) -> bool {
        let result = self.part(number, output);
        self.note(result).is_some()
    }

    fn translate_piece(&mut self, text: &str) -> Option<Vec<u8>> {
        let cells = || self.translate.call1((text,))?.getattr("cells")?.extract();
        let result = cells();
        self.note(result)
    }
}
