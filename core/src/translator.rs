//! A table with a pool of memories, for callers on any thread.

use std::sync::{Mutex, PoisonError};

use crate::output::Output;
use crate::table::{Fault, Table};
use crate::words::Words;

/// Each in a box of its own, so that taking one moves a pointer.
type Idle = Vec<Box<Words>>;

/// A table that any thread may use at any time.
#[derive(Debug)]
pub struct Translator {
    table: Table,
    /// Memories that nobody uses now; as many are made as threads translate at once.
    idle: Mutex<Idle>,
}

impl Translator {
    /// A translator by `table`.
    pub fn new(table: Table) -> Self {
        Self { table, idle: Mutex::default() }
    }

    /// The table.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Do something with a memory that is nobody else's meanwhile.
    pub fn with_words<T>(&self, work: impl FnOnce(&Table, &mut Words) -> T) -> T {
        let mut words = self.idle().pop().unwrap_or_default();
        let result = work(&self.table, &mut words);
        words.trim();
        self.idle().push(words);
        result
    }

    /// Translate plain text: see [`Table::translate_plain`].
    pub fn translate(&self, text: &str, out: &mut Output) -> Result<bool, Fault> {
        self.with_words(|table, words| table.translate_plain(text, words, out))
    }

    /// Bytes that the memories take, about.
    pub fn size_of_words(&self) -> usize {
        self.idle().iter().map(|words| words.size()).sum()
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
