//! A table with a pool of memories, for callers on any thread.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::output::Output;
use crate::table::{Fault, Table};
use crate::words::Words;

/// Each in a box of its own, so that taking one moves a pointer.
type Idle = Vec<Box<Words>>;

/// A table that any thread may use at any time.
#[derive(Debug)]
pub struct Translator {
    table: Table,
    /// The memory of who comes while nobody else translates: one lock, held meanwhile.
    first: Mutex<Box<Words>>,
    /// Memories that nobody uses now; as many are made as more threads translate at once.
    idle: Mutex<Idle>,
}

impl Translator {
    /// A translator by `table`.
    pub fn new(table: Table) -> Self {
        Self { table, first: Mutex::default(), idle: Mutex::default() }
    }

    /// The table.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Do something with a memory that is nobody else's meanwhile.
    ///
    /// The work may ask for another one, which is not the same.
    pub fn with_words<T>(&self, work: impl FnOnce(&Table, &mut Words) -> T) -> T {
        if let Some(mut words) = self.first() {
            let result = work(&self.table, &mut words);
            words.trim();
            return result;
        }
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

    /// Bytes that the memories take, about; those that are in use are not counted.
    pub fn size_of_words(&self) -> usize {
        let first = self.first().map_or(0, |words| words.size());
        first + self.idle().iter().map(|words| words.size()).sum::<usize>()
    }

    /// The first memory; a new one where a panic left the old one in the middle of something.
    fn first(&self) -> Option<MutexGuard<'_, Box<Words>>> {
        match self.first.try_lock() {
            Ok(words) => Some(words),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Poisoned(left)) => {
                let mut words = left.into_inner();
                **words = Words::default();
                self.first.clear_poison();
                Some(words)
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
