//! A table with a memory for each thread that works at once, for callers on any thread.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::thread::available_parallelism;

use crate::output::Output;
use crate::table::{Fault, Table};
use crate::words::Words;

/// Places for each processor: a thread that has to wait for one may be in the middle of a text.
const PLACES: usize = 2;
/// Places at least.
const LEAST: usize = 4;

/// Each in a box of its own, so that taking one moves a pointer.
type Spare = Vec<Box<Words>>;

thread_local! {
    /// The place that this thread keeps to: what it remembers is in the cache of its processor, and
    /// would come from that of another one if threads took turns at a place.
    static OWN: Cell<usize> = const { Cell::new(0) };
}

/// A memory that one thread works with at a time.
#[derive(Debug, Default)]
struct Place {
    words: Mutex<Words>,
    /// Who works with it, or did last: where the thread keeps its `OWN`.
    holder: AtomicUsize,
}

/// A table that any thread may use at any time.
#[derive(Debug)]
pub struct Translator {
    table: Table,
    /// The place of all threads, as long as no two work at once.
    first: Box<Place>,
    /// The others; made when one is needed for the first time.
    others: OnceLock<Box<[Place]>>,
    /// Memories of those for whom there was no place.
    spare: Mutex<Spare>,
}

impl Translator {
    /// A translator by `table`.
    pub fn new(table: Table) -> Self {
        let (first, others, spare) = Default::default();
        Self { table, first, others, spare }
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
        if let Some(mut words) = self.free_place() {
            let result = work(&self.table, &mut words);
            words.trim();
            return result;
        }
        let mut words = self.spare().pop().unwrap_or_default();
        let result = work(&self.table, &mut words);
        words.trim();
        self.spare().push(words);
        result
    }

    /// Translate plain text: see [`Table::translate_plain`].
    pub fn translate(&self, text: &str, out: &mut Output) -> Result<bool, Fault> {
        self.with_words(|table, words| table.translate_plain(text, words, out))
    }

    /// Bytes that the memories take, about; those that are in use are not counted.
    pub fn size_of_words(&self) -> usize {
        let places = self.others.get().into_iter().flatten().chain([&*self.first]);
        let sizes = places.filter_map(Place::free).map(|words| words.size());
        sizes.sum::<usize>() + self.spare().iter().map(|words| words.size()).sum::<usize>()
    }

    /// The place of this thread, else the next one that nobody has; `None` where all are in use.
    #[inline]
    fn free_place(&self) -> Option<MutexGuard<'_, Words>> {
        let me = OWN.with(|own| std::ptr::from_ref(own) as usize);
        let others = match self.others.get() {
            Some(others) => others,
            None => match self.first.take(me) {
                Some(words) => return Some(words),
                None => self.others.get_or_init(places),
            },
        };
        self.place(others, OWN.get()).take(me).or_else(|| self.next_place(others, me))
    }

    /// The thread keeps to it from then on, unless it is amid work at its own.
    #[cold]
    fn next_place<'a>(&'a self, others: &'a [Place], me: usize) -> Option<MutexGuard<'a, Words>> {
        let own = OWN.get();
        let is_inside = self.place(others, own).holder.load(Ordering::Relaxed) == me;
        (own + 1..=own + others.len()).find_map(|number| {
            let words = self.place(others, number).take(me)?;
            if !is_inside {
                OWN.set(number % (others.len() + 1));
            }
            Some(words)
        })
    }

    fn place<'a>(&'a self, others: &'a [Place], number: usize) -> &'a Place {
        match number % (others.len() + 1) {
            0 => &self.first,
            number => &others[number - 1],
        }
    }

    fn spare(&self) -> MutexGuard<'_, Spare> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn places() -> Box<[Place]> {
    let processors = available_parallelism().map_or(1, usize::from);
    (1..LEAST.max(PLACES * processors)).map(|_| Place::default()).collect()
}

impl Place {
    /// The memory, where nobody has it, for the thread that keeps its `OWN` at `holder`.
    #[inline]
    fn take(&self, holder: usize) -> Option<MutexGuard<'_, Words>> {
        let words = self.free()?;
        self.holder.store(holder, Ordering::Relaxed);
        Some(words)
    }

    /// The memory, where nobody has it; a new one where a panic left it in the middle of something.
    #[inline]
    fn free(&self) -> Option<MutexGuard<'_, Words>> {
        match self.words.try_lock() {
            Ok(words) => Some(words),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Poisoned(left)) => {
                let mut words = left.into_inner();
                *words = Words::default();
                self.words.clear_poison();
                Some(words)
            }
        }
    }
}
