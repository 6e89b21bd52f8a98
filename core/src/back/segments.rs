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

use std::collections::HashMap;

use foldhash::fast::RandomState;
use smallvec::SmallVec;

use super::lattice::{Lattice, WINDOW};
use super::result::{Doubt, Written};
use super::rivals::{Chosen, find_rivals};
use super::source::{Cost, Node, Source};
use crate::slots::{Slot, Slots, fold};
use crate::units::block_at;

/// Cells of the longest segment: a search of its own must not settle anything.
const LONGEST: usize = WINDOW / 2;
/// Segments that are remembered, short ones and others; the rest are read each time.
const MOST_KEPT: usize = 1 << 17;
const BLANK: u8 = 0;
/// Cells of a short segment, at most.
const SHORT: usize = 16;
/// Words that are expected at once.
const AHEAD: usize = 8;
/// Words of which it is remembered where they ended.
const ENDS: usize = 1 << 12;
/// What stands for the character before a segment, while it is read.
const BEFORE: u32 = 1;

/// Cells from a node to a node, read. Positions count from [`BEFORE`].
#[derive(Debug)]
pub(crate) struct Segment {
    /// The node behind it.
    pub node: Node,
    cost: Cost,
    pub cells: u16,
    chars: u16,
    /// The emphasis that is on behind it.
    emphasis: u16,
    /// For each cell its character, then the text.
    data: SmallVec<[u8; 32]>,
    /// What few segments have.
    rest: Option<Box<Rest>>,
}

/// Typeforms, where they are not those of plain text, and doubts.
#[derive(Debug)]
struct Rest {
    typeforms: Vec<u16>,
    foreign: Vec<Doubt>,
    ambiguous: Vec<Doubt>,
}

/// What is known of some cells from a node on.
#[derive(Debug)]
enum Entry {
    Read(Segment),
    /// The next word has to be looked at too.
    Longer,
    /// They are not a segment, nor is what begins with them.
    Never,
}

/// A short segment, or the number of an entry.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Short {
    cells: u128,
    /// See [`place_of`]; 0 is an empty slot.
    place: u64,
    /// The node behind it; the number of the entry.
    node: u32,
    cost: Cost,
    /// The emphasis that is on behind it.
    emphasis: u16,
    chars: u8,
    /// Bytes of the text; [`ENTRY`] where this is the number of an entry.
    bytes: u8,
    /// For each cell its character, then the text.
    data: [u8; DATA],
}

const DATA: usize = 28;
const ENTRY: u8 = u8::MAX;

impl Short {
    fn entry(cells: u128, place: u64, number: usize) -> Self {
        Self { cells, place, node: number as u32, bytes: ENTRY, ..Self::EMPTY }
    }

    /// `None` for what does not fit.
    fn of(cells: u128, place: u64, segment: &Segment) -> Option<Self> {
        let mut data = [0; DATA];
        data.get_mut(..segment.data.len())?.copy_from_slice(&segment.data);
        segment.rest.is_none().then_some(Self {
            cells,
            place,
            node: segment.node,
            cost: segment.cost,
            emphasis: segment.emphasis,
            chars: u8::try_from(segment.chars).ok()?,
            bytes: (segment.data.len() - usize::from(segment.cells)) as u8,
            data,
        })
    }

    fn count(&self) -> usize {
        usize::from((self.place as u16) >> 1)
    }

    #[inline]
    fn append_to(&self, to: &mut Written) {
        let (anchors, text) = self.data.split_at(self.count());
        append(to, anchors, &text[..usize::from(self.bytes)]);
        to.length += u32::from(self.chars);
        to.cost += i64::from(self.cost);
        to.emphasis = self.emphasis;
        to.typeforms.resize(to.length as usize, 0);
    }
}

impl Slot for Short {
    const EMPTY: Self = Self {
        cells: 0,
        place: 0,
        node: 0,
        cost: 0,
        emphasis: 0,
        chars: 0,
        bytes: 0,
        data: [0; DATA],
    };

    fn is_empty(&self) -> bool {
        self.place == 0
    }

    fn hash(&self) -> u64 {
        hash(self.cells, self.place)
    }

    fn has_key_of(&self, other: &Self) -> bool {
        self.cells == other.cells && self.place == other.place
    }
}

#[inline]
fn hash(cells: u128, place: u64) -> u64 {
    let mixed = place.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    fold(cells as u64 ^ 0x9E37_79B9_7F4A_7C15, (cells >> 64) as u64 ^ mixed)
}

/// All but the cells that tells a segment from others; not 0.
#[inline]
fn place_of(start: Start, length: usize, is_last: bool) -> u64 {
    u64::from(start.node) << 32
        | u64::from(start.emphasis) << 16
        | (length as u64) << 1
        | u64::from(is_last)
}

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

/// The cells of a short unit.
#[inline]
fn block_of(cells: &[u8], place: usize, length: usize) -> u128 {
    let behind = 8 * (SHORT - length) as u32;
    // A length is never 0.
    block_at(cells, place) << behind >> behind
}

/// Where it is remembered how a word ended.
#[inline]
fn end_of(block: u128) -> usize {
    let mixed = (block as u64 ^ (block >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 52) as usize % ENDS
}

fn read(start: Start, cells: &[u8], is_last: bool, source: &mut Source) -> Entry {
    let mut lattice = Lattice::new(0, start.node);
    lattice.extend(cells, source);
    let arcs = if is_last {
        lattice.finish(source)
    } else {
        match lattice.narrow() {
            Some(node) => lattice.trace(cells.len(), node),
            None if lattice.mended.is_some() => return Entry::Never,
            None => return Entry::Longer,
        }
    };
    if lattice.mended.is_some() {
        return Entry::Never;
    }
    let chosen = Chosen { node: start.node, arcs: &arcs, cells, first: 0, is_part: !is_last };
    let Some(rivals) = find_rivals(chosen, source) else { return Entry::Longer };
    let mut written = Written { length: BEFORE, emphasis: start.emphasis, ..Written::default() };
    written.append(&arcs, rivals, source);
    let node = arcs.last().map_or(start.node, |&(_, arc)| source.arc(arc).target);
    Segment::of(written, node).map_or(Entry::Never, Entry::Read)
}

impl Segment {
    /// What was written, up to a node; `None` where it is too much.
    fn of(written: Written, node: Node) -> Option<Self> {
        u8::try_from(written.length).ok()?;
        let anchors = written.cell_to_char.iter().map(|&place| place as u8);
        let data = anchors.chain(written.text.iter().copied()).collect();
        let is_plain = written.typeforms.iter().all(|&form| form == 0);
        let is_sure = written.foreign.is_empty() && written.ambiguous.is_empty();
        Some(Self {
            node,
            cost: i32::try_from(written.cost).ok()?,
            cells: written.cell_to_char.len() as u16,
            chars: (written.length - BEFORE) as u16,
            emphasis: written.emphasis,
            data,
            rest: (!is_plain || !is_sure).then(|| {
                Box::new(Rest {
                    typeforms: if is_plain { Vec::new() } else { written.typeforms },
                    foreign: written.foreign,
                    ambiguous: written.ambiguous,
                })
            }),
        })
    }

    /// Append it to what was written before.
    #[inline]
    pub fn append_to(&self, to: &mut Written) {
        let (char, cell) = (to.length, to.cell_to_char.len() as u32);
        let (anchors, text) = self.data.split_at(usize::from(self.cells));
        let moved = |place: u32| (char + place).saturating_sub(BEFORE);
        append(to, anchors, text);
        to.length += u32::from(self.chars);
        to.cost += i64::from(self.cost);
        to.emphasis = self.emphasis;
        match &self.rest {
            None => to.typeforms.resize(to.length as usize, 0),
            Some(rest) => rest.append_to(to, cell, moved),
        }
    }

    /// Bytes, about.
    fn size(&self) -> usize {
        let rest = self.rest.as_ref().map_or(0, |rest| {
            rest.typeforms.len() * 2 + (rest.foreign.len() + rest.ambiguous.len() + 1) * 80
        });
        self.data.len() + rest
    }
}

/// Append text, and for each cell its character.
#[inline]
fn append(to: &mut Written, anchors: &[u8], text: &[u8]) {
    let char = to.length;
    let moved = |&place: &u8| (char + u32::from(place)).saturating_sub(BEFORE);
    to.cell_to_char.extend(anchors.iter().map(moved));
    to.text.extend_from_slice(text);
}

impl Rest {
    fn append_to(&self, to: &mut Written, cell: u32, moved: impl Fn(u32) -> u32) {
        to.typeforms.extend_from_slice(&self.typeforms);
        to.typeforms.resize(to.length as usize, 0);
        let doubt = |one: &Doubt| Doubt {
            start: moved(one.start),
            end: moved(one.end),
            cell_start: cell + one.cell_start,
            cell_end: cell + one.cell_end,
            alternatives: one.alternatives.clone(),
        };
        to.foreign.extend(self.foreign.iter().map(doubt));
        to.ambiguous.extend(self.ambiguous.iter().map(doubt));
    }
}
