//! A table with a pool of memories, for the way back on any thread, and fields that are typed in.

use std::sync::{Arc, Mutex, PoisonError};

use super::lattice::{Lattice, WINDOW};
use super::result::{BackTranslation, text_of};
use super::segments::Segments;
use super::source::Source;
use super::table::BackTable;
use super::whole::read_whole;

/// What one thread learnt of a table.
#[derive(Debug)]
pub(crate) struct Memory {
    pub source: Source,
    pub segments: Segments,
}

impl Memory {
    /// Nothing learnt yet.
    pub fn new(source: Source) -> Self {
        Self { source, segments: Segments::default() }
    }

    /// Forget what was learnt; give what was known, from which a search takes over what it holds.
    pub fn renew(&mut self) -> Self {
        let fresh = Self::new(self.source.anew());
        std::mem::replace(self, fresh)
    }

    fn size(&self) -> usize {
        self.source.size() + self.segments.size()
    }
}

/// A table read backwards, for any thread at any time.
///
/// What is learnt of the table is kept, so that it is slow at first and fast from then on.
#[derive(Debug)]
pub struct BackTranslator {
    table: Arc<BackTable>,
    /// Memories that nobody uses now; as many are made as threads read at once.
    idle: Mutex<Vec<Memory>>,
}

impl BackTranslator {
    /// A translator by `table`.
    pub fn new(table: BackTable) -> Self {
        Self { table: Arc::new(table), idle: Mutex::default() }
    }

    /// The likeliest text of `cells`, whatever they are; none of them is lost.
    pub fn back_translate(&self, cells: &[u8]) -> BackTranslation {
        let mut memory = self.take();
        let result = read_whole(cells, &mut memory);
        self.give(memory);
        result
    }

    /// The table.
    pub(crate) fn table(&self) -> &Arc<BackTable> {
        &self.table
    }

    /// Bytes that the memories take, about.
    pub fn size(&self) -> usize {
        self.idle().iter().map(Memory::size).sum()
    }

    fn take(&self) -> Memory {
        let memory = self.idle().pop();
        memory.unwrap_or_else(|| Memory::new(Source::new(&self.table)))
    }

    fn give(&self, memory: Memory) {
        if !memory.source.is_full() {
            self.idle().push(memory);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Memory>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a field has after some cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldState {
    /// Text that has become certain since the last state, whatever is typed next.
    pub settled: String,
    /// The best reading of the cells behind it, which may still change.
    pub pending: String,
}

/// Text that is being typed in Braille, read while it grows.
#[derive(Debug)]
pub struct Field {
    translator: Arc<BackTranslator>,
    /// Always there until the field is dropped.
    memory: Option<Memory>,
    lattice: Lattice,
    cells: Vec<u8>,
    /// Arcs, of those that the lattice has not settled, whose text was told.
    told: usize,
}

impl Field {
    /// An empty field.
    pub fn new(translator: &Arc<BackTranslator>) -> Self {
        let memory = translator.take();
        let lattice = Lattice::new(0, memory.source.start());
        let translator = translator.clone();
        Self { translator, memory: Some(memory), lattice, cells: Vec::new(), told: 0 }
    }

    /// Add cells. The time is that of the new ones, however many came before.
    pub fn feed(&mut self, cells: &[u8]) -> FieldState {
        let mut settled = String::new();
        self.cells.extend_from_slice(cells);
        let Some(memory) = &mut self.memory else { return FieldState::default() };
        for some in cells.chunks(WINDOW) {
            self.lattice.extend(some, &mut memory.source);
            let drained = self.lattice.drain();
            let told = self.told.min(drained.len());
            settled += &text_of(&drained[told..], &memory.source);
            self.told -= told;
            if memory.source.is_full() {
                let mut old = memory.renew();
                self.lattice.adopt(&mut old.source, &mut memory.source);
            }
        }
        let source = &mut memory.source;
        let certain = self.lattice.certain(source);
        settled += &text_of(&certain[self.told..], source);
        self.told = certain.len();
        let pending = text_of(&self.lattice.best(source)[self.told..], source);
        FieldState { settled, pending }
    }

    /// All that was typed, with maps and doubts.
    pub fn finish(&self) -> BackTranslation {
        self.translator.back_translate(&self.cells)
    }
}

impl Drop for Field {
    fn drop(&mut self) {
        if let Some(memory) = self.memory.take() {
            self.translator.give(memory);
        }
    }
}
