//! Blocks of a plain text, and paragraphs, set by several threads: rows do not depend on each other, pages do.

use std::iter::from_fn;
use std::ops::Range;
use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use super::allocator::keep_memory;
use super::fill::Margins;
use super::pieces::Way;
use super::plain_text::{Block, PlainText};
use super::rows::Rows;
use super::setter::{Bench, Habits, Style};
use super::threads::share;
use crate::table::Table;
use crate::translator::Translator;
use crate::words::Words;

/// Bytes of text that are worth a thread.
const LEAST: usize = 1 << 16;
/// Bytes of text that a thread takes at a time.
const PART: usize = 1 << 14;

/// The rows of each chunk of a block; `None` for a block that is Python's.
pub type Chunks = Option<SmallVec<[Range<usize>; 1]>>;

/// A plain text and how its blocks are set.
#[derive(Clone, Copy)]
pub struct Blocks<'a> {
    /// What holds for its table and language.
    pub habits: &'a Habits,
    /// The text.
    pub text: &'a Arc<PlainText>,
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
        let bytes = self.place_in_text(span.end) - self.place_in_text(span.start);
        let mut start = span.start;
        let part = || {
            let end = self.window(start, span.end, PART);
            let part = std::mem::replace(&mut start, end)..end;
            (!part.is_empty()).then_some(part)
        };
        let parts = from_fn(part).collect();
        let (habits, kept) = (self.habits, Some(self.text));
        let work = Work { parts, bytes, kept, threads, habits, translator };
        let set = |place, rows: &mut Rows, bench: &mut Bench, at_work: (&Table, &mut Words)| {
            self.set(place, rows, bench, at_work)
        };
        work.set(rows, set, |chunks, moved| {
            chunks.iter_mut().flatten().for_each(|rows| *rows = behind(rows, moved));
        })
    }

    /// The block behind those from `start` on that have so many bytes or a little more.
    pub fn window(&self, start: usize, end: usize, bytes: usize) -> usize {
        let floor = self.place_in_text(start);
        (start + 1..end).find(|&place| self.place_in_text(place) >= floor + bytes).unwrap_or(end)
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
        let bytes = self.texts.iter().map(|text| text.len()).sum();
        let (parts, habits) = (self.parts(), self.habits);
        let work = Work { parts, bytes, kept: None, threads, habits, translator };
        work.set(rows, set, |own, moved| {
            *own = own.as_ref().map(|rows| behind(rows, moved));
        })
    }

    fn parts(&self) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let (mut start, mut bytes) = (0, 0);
        for (place, text) in self.texts.iter().enumerate() {
            bytes += text.len();
            if bytes >= PART || place + 1 == self.texts.len() {
                parts.push(start..place + 1);
                (start, bytes) = (place + 1, 0);
            }
        }
        parts
    }
}

fn behind(rows: &Range<usize>, moved: usize) -> Range<usize> {
    rows.start + moved..rows.end + moved
}

/// Places at which something stands that is to be set.
struct Work<'a> {
    /// What a thread takes at a time.
    parts: Vec<Range<usize>>,
    /// Bytes of all texts.
    bytes: usize,
    /// The text that they are parts of, if it is one.
    kept: Option<&'a Arc<PlainText>>,
    /// How many may work.
    threads: usize,
    habits: &'a Habits,
    translator: &'a Translator,
}

impl Work<'_> {
    /// Write what stands at all places: what `set` gives for each, in their order, with the numbers
    /// of its rows moved by what is added to them.
    fn set<T: Send>(
        self,
        rows: &mut Rows,
        set: impl Fn(usize, &mut Rows, &mut Bench, (&Table, &mut Words)) -> T + Sync,
        moved: impl Fn(&mut T, usize),
    ) -> Vec<T> {
        keep_memory();
        let threads = self.threads.min(self.bytes / LEAST).max(1);
        let (kept, bytes, habits, translator) =
            (self.kept, self.bytes, self.habits, self.translator);
        let write = |parts: &mut dyn Iterator<Item = (usize, Range<usize>)>, rows: &mut Rows| {
            if let Some(text) = kept {
                rows.keep(text);
            }
            rows.reserve(bytes / threads + bytes / 8);
            habits.with_bench(|bench| {
                translator.with_words(|table, words| {
                    let mut set = |place| set(place, rows, bench, (table, &mut *words));
                    let part = |(part, places): (usize, Range<usize>)| {
                        (part, places.map(&mut set).collect())
                    };
                    parts.map(part).collect()
                })
            })
        };
        if threads < 2 {
            let some: Vec<(usize, Vec<T>)> = write(&mut self.parts.into_iter().enumerate(), rows);
            return some.into_iter().flat_map(|(_, own)| own).collect();
        }
        let mut all: Vec<Vec<T>> = Vec::new();
        all.resize_with(self.parts.len(), Vec::new);
        let done = share(self.parts, threads, |parts| {
            let mut rows = Rows::default();
            (write(parts, &mut rows), rows)
        });
        for (some, own) in done {
            let more = rows.append(own);
            for (part, mut own) in some {
                own.iter_mut().for_each(|one| moved(one, more));
                all[part] = own;
            }
        }
        all.into_iter().flatten().collect()
    }
}
