//! Words that were read before, with the blank behind them.
//!
//! Where a search comes down to one node, all that was before is decided, and what follows depends
//! on that node and the cells alone. So the cells from one such place to the next that is behind a
//! blank are read once, by a search of their own, and remembered under the node. A word that does not
//! end at one node, or whose doubts are told by what follows, is taken together with the next; cells
//! that no text gives are not for here.
//!
//! Strangers choose the cells, so that the map of them has a hash with a secret.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use smallvec::SmallVec;

use super::lattice::{Lattice, WINDOW};
use super::result::{Doubt, Written};
use super::rivals::{Chosen, find_rivals};
use super::source::{Cost, Node, Source};

/// Cells of the longest segment: a search of its own must not settle anything.
const LONGEST: usize = WINDOW / 2;
/// Segments that are remembered; the rest are read each time.
const MOST_KEPT: usize = 1 << 17;
const BLANK: u8 = 0;
/// Cells whose key needs no memory of its own.
const SHORT: usize = 16;
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

/// The segments that one thread met.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    /// Those of up to 16 cells.
    short: HashMap<[u64; 3], u32, RandomState>,
    long: HashMap<Box<[u8]>, u32, RandomState>,
    entries: Vec<Entry>,
    key: Vec<u8>,
}

/// Where a segment begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub node: Node,
    /// The emphasis that is on.
    pub emphasis: u16,
}

impl Segments {
    /// The segment that begins at `start` with the first of `cells`, the rest of a text.
    pub fn at(&mut self, start: Start, cells: &[u8], source: &mut Source) -> Option<&Segment> {
        let mut end = 0;
        loop {
            end = unit_end(cells, end)?;
            let is_last = end == cells.len();
            let number = self.number(start, &cells[..end], is_last, source);
            match &self.entries[number] {
                Entry::Longer if !is_last => {}
                Entry::Read(_) => return self.segment(number),
                _ => return None,
            }
        }
    }

    fn segment(&self, number: usize) -> Option<&Segment> {
        match &self.entries[number] {
            Entry::Read(segment) => Some(segment),
            _ => None,
        }
    }

    /// The number of the entry of some cells, which are read if they are new.
    #[inline]
    fn number(&mut self, start: Start, cells: &[u8], is_last: bool, source: &mut Source) -> usize {
        let place = u64::from(start.node) << 32
            | u64::from(start.emphasis) << 16
            | (cells.len() as u64) << 1
            | u64::from(is_last);
        if cells.len() <= SHORT {
            let mut block = [0; SHORT];
            block[..cells.len()].copy_from_slice(cells);
            let block = u128::from_le_bytes(block);
            let key = [block as u64, (block >> 64) as u64, place];
            if let Some(&number) = self.short.get(&key) {
                return number as usize;
            }
            let number = self.add(read(start, cells, is_last, source));
            self.short.insert(key, number as u32);
            return number;
        }
        self.key.clear();
        self.key.extend(place.to_le_bytes());
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
            self.short.clear();
            self.long.clear();
            self.entries.clear();
        }
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Bytes, about.
    pub fn size(&self) -> usize {
        let short = self.short.capacity() * (size_of::<([u64; 3], u32)>() + 1);
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
        to.cell_to_char.extend(anchors.iter().map(|&place| moved(place.into())));
        to.text.extend_from_slice(text);
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
