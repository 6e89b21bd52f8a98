//! Blocks of a plain text, and paragraphs, set by several threads: rows do not depend on each other, pages do.

use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::fill::Margins;
use super::pieces::Way;
use super::plain_text::{Block, PlainText};
use super::rows::Rows;
use super::setter::{Bench, Habits, Style};
use super::threads::each;
use crate::table::Table;
use crate::translator::Translator;
use crate::words::Words;

/// Bytes of text that are worth a thread.
const LEAST: usize = 1 << 16;

/// The rows of each chunk of a block; `None` for a block that is Python's.
pub type Chunks = Option<SmallVec<[Range<usize>; 1]>>;

/// A plain text and how its blocks are set.
#[derive(Clone, Copy)]
pub struct Blocks<'a> {
    /// What holds for its table and language.
    pub habits: &'a Habits,
    /// The text.
    pub text: &'a PlainText,
    /// Margins of paragraphs.
    pub paragraph: Margins,
    /// Margins of items, whose markers stand at the first row's.
    pub item: Margins,
    /// Whether words may be divided.
    pub is_hyphenated: bool,
}

impl Blocks<'_> {
    /// Write the rows of a block; nothing is written of one that is Python's.
    pub fn set(
        &self,
        place: usize,
        rows: &mut Rows,
        bench: &mut Bench,
        (table, words): (&Table, &mut Words),
    ) -> Chunks {
        let before = rows.count();
        let mut write = |own: &Range<usize>, margins: Margins| {
            let first = rows.count();
            let style = Style { margins, is_hyphenated: self.is_hyphenated, is_verse: false };
            let text = &self.text.text[own.clone()];
            let at_work = (table, &mut *words);
            let is_set = self.habits.set(text, style, rows, bench, at_work, Way::Plain);
            is_set.then(|| first..rows.count())
        };
        let chunks = match &self.text.blocks[place].0 {
            Block::Paragraph(own) => write(own, self.paragraph).map(|rows| smallvec![rows]),
            Block::List(items) => self.text.items[items.clone()]
                .iter()
                .map(|one| write(&one.whole, self.item))
                .collect(),
            Block::PageMark(_) => None,
        };
        if chunks.is_none() {
            rows.truncate(before);
        }
        chunks
    }

    /// Write the rows of some blocks by up to so many threads; the chunks of each block.
    ///
    /// The rows are the same as by one thread; only their numbers differ.
    pub fn set_all(
        &self,
        span: Range<usize>,
        threads: usize,
        translator: &Translator,
        rows: &mut Rows,
    ) -> Vec<Chunks> {
        let parts = self.parts(span, threads);
        let set = |place, rows: &mut Rows, bench: &mut Bench, at_work: (&Table, &mut Words)| {
            self.set(place, rows, bench, at_work)
        };
        let bytes = |part: &Range<usize>| self.bytes(part);
        set_parts(parts, bytes, self.habits, translator, rows, set, |chunks, moved| {
            chunks.map(|mut some| {
                some.iter_mut().for_each(|one| *one = behind(one.clone(), moved));
                some
            })
        })
    }

    /// The block behind those from `start` on that have so many bytes or a little more.
    pub fn window(&self, start: usize, end: usize, bytes: usize) -> usize {
        let floor = self.place_in_text(start);
        (start + 1..end).find(|&place| self.place_in_text(place) >= floor + bytes).unwrap_or(end)
    }

    fn parts(&self, span: Range<usize>, threads: usize) -> Vec<Range<usize>> {
        let count = threads.min(self.bytes(&span) / LEAST).max(1);
        let mut parts = Vec::with_capacity(count);
        let mut start = span.start;
        for left in (1..=count).rev() {
            let bytes = self.bytes(&(start..span.end)).div_ceil(left);
            let end = if left == 1 { span.end } else { self.window(start, span.end, bytes) };
            if start < end {
                parts.push(start..end);
            }
            start = end;
        }
        parts
    }

    fn bytes(&self, span: &Range<usize>) -> usize {
        self.place_in_text(span.end) - self.place_in_text(span.start)
    }

    /// Where the text of a block and of those behind it begins.
    fn place_in_text(&self, place: usize) -> usize {
        let begins = |(block, _): &(Block, usize)| match block {
            Block::Paragraph(own) => Some(own.start),
            Block::List(items) => self.text.items.get(items.start).map(|one| one.whole.start),
            Block::PageMark(_) => None,
        };
        self.text.blocks[place..].iter().find_map(begins).unwrap_or(self.text.text.len())
    }
}

/// Paragraphs and how they are set.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    /// What holds for their table and language.
    pub habits: &'a Habits,
    /// The paragraphs.
    pub texts: &'a [&'a str],
    /// How each is set.
    pub style: Style,
}

impl Texts<'_> {
    /// Write their rows by up to so many threads; the rows of each, `None` for one that is Python's.
    pub fn set_all(
        &self,
        threads: usize,
        translator: &Translator,
        rows: &mut Rows,
    ) -> Vec<Option<Range<usize>>> {
        let set =
            |place: usize, rows: &mut Rows, bench: &mut Bench, at_work: (&Table, &mut Words)| {
                let first = rows.count();
                let text = self.texts[place];
                let is_set = self.habits.set(text, self.style, rows, bench, at_work, Way::Plain);
                is_set.then(|| first..rows.count())
            };
        let bytes = |part: &Range<usize>| bytes_of(&self.texts[part.clone()]);
        let parts = self.parts(threads);
        set_parts(parts, bytes, self.habits, translator, rows, set, |own, moved| {
            own.map(|rows| behind(rows, moved))
        })
    }

    fn parts(&self, threads: usize) -> Vec<Range<usize>> {
        let bytes = bytes_of(self.texts);
        let count = threads.min(bytes / LEAST).max(1);
        let mut parts = Vec::with_capacity(count);
        let (mut start, mut done) = (0, 0);
        for (place, text) in self.texts.iter().enumerate() {
            done += text.len();
            if parts.len() + 1 < count && done >= bytes * (parts.len() + 1) / count {
                parts.push(start..place + 1);
                start = place + 1;
            }
        }
        parts.push(start..self.texts.len());
        parts
    }
}

fn bytes_of(texts: &[&str]) -> usize {
    texts.iter().map(|text| text.len()).sum()
}

fn behind(rows: Range<usize>, moved: usize) -> Range<usize> {
    rows.start + moved..rows.end + moved
}

/// Write what stands at some places, by a thread for each part of them: what `set` gives for each
/// place, with the numbers of its rows as `moved` makes them of what is added to them.
fn set_parts<T: Send>(
    parts: Vec<Range<usize>>,
    bytes: impl Fn(&Range<usize>) -> usize + Sync,
    habits: &Habits,
    translator: &Translator,
    rows: &mut Rows,
    set: impl Fn(usize, &mut Rows, &mut Bench, (&Table, &mut Words)) -> T + Sync,
    moved: impl Fn(T, usize) -> T,
) -> Vec<T> {
    // The store of the first part takes the others in.
    let span = parts.first().map_or(0, |one| one.start)..parts.last().map_or(0, |one| one.end);
    let done = each(parts, |part| {
        habits.with_bench(|bench| {
            translator.with_words(|table, words| {
                let mut rows = Rows::default();
                let is_first = part.start == span.start;
                rows.reserve(bytes(if is_first { &span } else { &part }));
                let set = |place| set(place, &mut rows, bench, (table, &mut *words));
                let all: Vec<T> = part.map(set).collect();
                (rows, all)
            })
        })
    });
    let mut all = Vec::new();
    for (own, some) in done {
        let more = rows.append(own);
        all.extend(some.into_iter().map(|one| moved(one, more)));
    }
    all
}
