//! Words that were read before, with the blank behind them.
//!
//! Where a search comes down to one node, all that was before is decided, and what follows depends
//! on that node and the cells alone. So the cells from one such place to the next that is behind a
//! blank are read once, by a search of their own, and remembered under the node. A word that does not
//! end at one node, or whose doubts are told by what follows, is taken together with the next; cells
//! that no text gives are not for here.
//!
//! Nearly all are short: such a one is a line of a processor's cache, found by one look at memory.
//! Which node the next word begins at is known only behind this one; but a word mostly ends at the node
//! at which it ended the last time, so that it can be guessed which lines will be looked at, and memory
//! answers for several words at once.
//!
//! Strangers choose the cells. Short segments crowd out one another where their hashes are alike, and
//! are read again; the map of the others has a hash with a secret.

mod segment;
mod short;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use segment::{Entry, Segment, read};
use short::{ENTRY, SHORT, Short, block_of, hash, place_of};

use super::lattice::WINDOW;
use super::result::Written;
use super::source::{Node, Source};
use crate::slots::Slots;

/// Cells of the longest segment: a search of its own must not settle anything.
const LONGEST: usize = WINDOW / 2;
/// Segments that are remembered, short ones and others; the rest are read each time.
const MOST_KEPT: usize = 1 << 17;
const BLANK: u8 = 0;
/// Words that are expected at once.
const AHEAD: usize = 8;
/// Words of which it is remembered where they ended.
const ENDS: usize = 1 << 12;

/// A segment that is remembered.
pub(crate) struct Found<'a>(Either<'a>);

enum Either<'a> {
    Short(&'a Short),
    Other(&'a Segment),
}

impl Found<'_> {
    /// Cells of it, and the node behind it.
    pub fn end(&self) -> (usize, Node) {
        match self.0 {
            Either::Short(short) => (short.count(), short.node),
            Either::Other(segment) => (usize::from(segment.cells), segment.node),
        }
    }

    /// Append it to what was written before.
    #[inline]
    pub fn append_to(&self, to: &mut Written) {
        match self.0 {
            Either::Short(short) => short.append_to(to),
            Either::Other(segment) => segment.append_to(to),
        }
    }
}

/// The segments that one thread met.
#[derive(Debug)]
pub(crate) struct Segments {
    short: Slots<Short>,
    long: HashMap<Box<[u8]>, u32, RandomState>,
    entries: Vec<Entry>,
    key: Vec<u8>,
    /// By a hash of a word: the node behind it the last time.
    ends: Vec<Node>,
}

impl Default for Segments {
    fn default() -> Self {
        Self {
            short: Slots::new(MOST_KEPT),
            long: HashMap::default(),
            entries: Vec::new(),
            key: Vec::new(),
            ends: vec![0; ENDS],
        }
    }
}

/// Where a segment begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub node: Node,
    /// The emphasis that is on.
    pub emphasis: u16,
}

impl Segments {
    /// Guess which segments come from `start` on, which is at `place` of `cells`, so that memory
    /// answers for them at once; the place behind them.
    pub fn expect(&self, mut start: Start, cells: &[u8], mut place: usize) -> usize {
        for _ in 0..AHEAD {
            let Some(length) = unit_end(&cells[place..], 0).filter(|&length| length <= SHORT)
            else {
                // Nothing is remembered of that one here; what is behind it can be guessed later.
                return place + 1;
            };
            let block = block_of(cells, place, length);
            let is_last = place + length == cells.len();
            self.short.expect(hash(block, place_of(start, length, is_last)));
            start.node = self.ends[end_of(block)];
            place += length;
        }
        place
    }

    /// The segment that begins at `start`, which is at `place` of `cells`.
    pub fn at(
        &mut self,
        start: Start,
        cells: &[u8],
        place: usize,
        source: &mut Source,
    ) -> Option<Found<'_>> {
        let rest = &cells[place..];
        let mut end = unit_end(rest, 0)?;
        loop {
            let is_last = end == rest.len();
            let number = if end <= SHORT {
                let block = block_of(cells, place, end);
                let key = place_of(start, end, is_last);
                // Looked for twice, since the first answer would be lent to the end.
                let known = self.short(block, key).map(|short| (short.bytes, short.node));
                match known {
                    Some((ENTRY, number)) => number as usize,
                    Some((_, node)) => {
                        self.ends[end_of(block)] = node;
                        return self.short(block, key).map(|short| Found(Either::Short(short)));
                    }
                    None => match self.learn(start, (block, key), &rest[..end], source) {
                        Some(number) => number,
                        None => {
                            return self.short(block, key).map(|one| Found(Either::Short(one)));
                        }
                    },
                }
            } else {
                self.number(start, &rest[..end], is_last, source)
            };
            match &self.entries[number] {
                Entry::Longer if !is_last => {}
                Entry::Read(_) => return self.segment(number),
                _ => return None,
            }
            end = unit_end(rest, end)?;
        }
    }

    #[inline]
    fn short(&self, block: u128, key: u64) -> Option<&Short> {
        self.short.find(hash(block, key), |slot| slot.cells == block && slot.place == key)
    }

    /// Read and remember a segment of few cells; its number, where it is not a short one.
    #[cold]
    fn learn(
        &mut self,
        start: Start,
        (block, key): (u128, u64),
        cells: &[u8],
        source: &mut Source,
    ) -> Option<usize> {
        let entry = read(start, cells, key & 1 != 0, source);
        if let Entry::Read(segment) = &entry
            && let Some(short) = Short::of(block, key, segment)
        {
            self.short.put(short);
            return None;
        }
        let number = self.add(entry);
        self.short.put(Short::entry(block, key, number));
        Some(number)
    }

    fn segment(&self, number: usize) -> Option<Found<'_>> {
        match &self.entries[number] {
            Entry::Read(segment) => Some(Found(Either::Other(segment))),
            _ => None,
        }
    }

    /// The number of the entry of many cells, which are read if they are new.
    fn number(&mut self, start: Start, cells: &[u8], is_last: bool, source: &mut Source) -> usize {
        self.key.clear();
        self.key.extend(place_of(start, cells.len(), is_last).to_le_bytes());
        self.key.extend(cells);
        if let Some(&number) = self.long.get(self.key.as_slice()) {
            return number as usize;
        }
        let number = self.add(read(start, cells, is_last, source));
        self.long.insert(self.key.as_slice().into(), number as u32);
        number
    }

    fn add(&mut self, entry: Entry) -> usize {
        if self.entries.len() >= MOST_KEPT {
            // Their numbers are in slots too.
            self.short = Slots::new(MOST_KEPT);
            self.long.clear();
            self.entries.clear();
        }
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        let short = self.short.size() + size_of_val(&*self.ends);
        let long = self.long.keys().map(|key| key.len() + 40);
        let entries = self.entries.iter().map(|entry| match entry {
            Entry::Read(segment) => size_of::<Entry>() + segment.size(),
            _ => size_of::<Entry>(),
        });
        short + long.sum::<usize>() + entries.sum::<usize>()
    }
}

/// Behind the blank that ends the unit from `start` on; `None` where that is too far.
fn unit_end(cells: &[u8], start: usize) -> Option<usize> {
    let near = &cells[start..cells.len().min(LONGEST)];
    match near.iter().position(|&cell| cell == BLANK) {
        Some(blank) => Some(start + blank + 1),
        None => (start < cells.len() && cells.len() <= LONGEST).then_some(cells.len()),
    }
}

/// Where it is remembered how a word ended.
#[inline]
fn end_of(block: u128) -> usize {
    let mixed = (block as u64 ^ (block >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 52) as usize % ENDS
}
