//! A table with a memory for each thread that works at once, for callers on any thread.

use std::cell::Cell;
use std::sync::{Mutex, MutexGuard, OnceLock, TryLockError};
use std::thread::available_parallelism;

use crate::output::Output;
use crate::table::{Fault, Table};
use crate::words::Words;

/// A memory and its lock, on lines of the processor's cache that no other place is on.
type Place = Mutex<Words>;

/// Places for each processor: a thread that has to wait for one may be in the middle of a text.
const PLACES: usize = 2;
/// Places at least, for threads that are more than the processors.
const LEAST: usize = 16;

thread_local! {
    /// The place that this thread had last: what it remembers is in the cache of its processor, and
    /// would come from that of another one if threads took turns at a place.
    static OWN: Cell<usize> = const { Cell::new(0) };
}

/// A table that any thread may use at any time.
#[derive(Debug)]
pub struct Translator {
    table: Table,
    /// The place of who comes while nobody else translates.
    first: Box<Place>,
    /// Those of who came while somebody did; made when that happens for the first time.
    others: OnceLock<Box<[Place]>>,
}

impl Translator {
    /// A translator by `table`.
    pub fn new(table: Table) -> Self {
        Self { table, first: Box::default(), others: OnceLock::new() }
    }

    /// The table.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Do something with a memory that is nobody else's meanwhile, as a rule the one that this
    /// thread had before.
    ///
    /// The work may ask for another one, which is not the same.
    pub fn with_words<T>(&self, work: impl FnOnce(&Table, &mut Words) -> T) -> T {
        let Some(mut words) = self.free_place() else {
            return work(&self.table, &mut Words::default());
        };
        let result = work(&self.table, &mut words);
        words.trim();
        result
    }

    /// Translate plain text: see [`Table::translate_plain`].
    pub fn translate(&self, text: &str, out: &mut Output) -> Result<bool, Fault> {
        self.with_words(|table, words| table.translate_plain(text, words, out))
    }

    /// Bytes that the memories take, about; those that are in use are not counted.
    pub fn size_of_words(&self) -> usize {
        let others = self.others.get().into_iter().flatten();
        others.chain([&*self.first]).filter_map(take).map(|words| words.size()).sum()
    }

    /// The place of this thread, else the next one that nobody has; `None` where all are in use.
    #[inline]
    fn free_place(&self) -> Option<MutexGuard<'_, Words>> {
        let others = match self.others.get() {
            Some(others) => others,
            None => match take(&self.first) {
                Some(words) => return Some(words),
                None => self.others.get_or_init(places),
            },
        };
        take(self.place(others, OWN.get())).or_else(|| self.next_place(others))
    }

    #[cold]
    fn next_place<'a>(&'a self, others: &'a [Place]) -> Option<MutexGuard<'a, Words>> {
        let own = OWN.get();
        (own + 1..=own + others.len()).find_map(|number| {
            let words = take(self.place(others, number))?;
            OWN.set(number % (others.len() + 1));
            Some(words)
        })
    }

    fn place<'a>(&'a self, others: &'a [Place], number: usize) -> &'a Place {
        match number % (others.len() + 1) {
            0 => &self.first,
            number => &others[number - 1],
        }
    }
}

fn places() -> Box<[Place]> {
    let processors = available_parallelism().map_or(1, usize::from);
    (1..LEAST.max(PLACES * processors)).map(|_| Place::default()).collect()
}

/// The memory of a place that nobody has; a new one where a panic left it in the middle of something.
#[inline]
fn take(place: &Place) -> Option<MutexGuard<'_, Words>> {
    match place.try_lock() {
        Ok(words) => Some(words),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Poisoned(left)) => {
            let mut words = left.into_inner();
            *words = Words::default();
            place.clear_poison();
            Some(words)
        }
    }
}
