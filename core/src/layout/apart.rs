//! Blocks of a plain text set by several threads: rows do not depend on each other, pages do.

use std::ops::Range;
use std::panic::resume_unwind;
use std::thread::{Builder, scope};

use super::fill::Margins;
use super::pieces::Way;
use super::plain_text::{Block, PlainText};
use super::rows::Rows;
use super::setter::{Bench, Habits, Style};
use crate::table::Table;
use crate::translator::Translator;
use crate::words::Words;

/// Bytes of text that are worth a thread.
const LEAST: usize = 1 << 16;

/// The rows of each chunk of a block; `None` for a block that is Python's.
pub type Chunks = Option<Vec<Range<usize>>>;

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
            Block::Paragraph(own) => write(own, self.paragraph).map(|rows| vec![rows]),
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
        let work = |part: &Range<usize>| {
            let at_bench = |bench: &mut Bench| {
                translator.with_words(|table, words| {
                    let mut rows = Rows::default();
                    rows.reserve(self.bytes(part));
                    let set = |place| self.set(place, &mut rows, bench, (table, &mut *words));
                    let chunks: Vec<Chunks> = part.clone().map(set).collect();
                    (rows, chunks)
                })
            };
            self.habits.with_bench(at_bench)
        };
        let Some((first, others)) = parts.split_first() else { return Vec::new() };
        let done = scope(|scope| {
            let work = &work;
            let start = |part| Builder::new().spawn_scoped(scope, move || work(part));
            let started: Vec<_> = others.iter().map(|part| (part, start(part))).collect();
            let mut done = vec![work(first)];
            done.extend(started.into_iter().map(|(part, thread)| match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(_) => work(part), // no thread is to be had
            }));
            done
        });
        let mut all = Vec::new();
        for (own, chunks) in done {
            let moved = rows.append(&own);
            let at = |one: Range<usize>| one.start + moved..one.end + moved;
            all.extend(
                chunks.into_iter().map(|some| some.map(|some| some.into_iter().map(at).collect())),
            );
        }
        all
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
